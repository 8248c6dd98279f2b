"""What has to stand beside every figure: where it comes from, and what in it is made up."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils import timezone

from asskomm.reports.definitions import Definition
from asskomm.reports.report import Scope
from communes.filters import SIZE_CLASSES
from communes.models import District
from communes.register.reading import ATTRIBUTION as REGISTER
from core import dates

DEMO_REMARK = (
    "Demonstration: Die Summen zum 29.02.2020, 30.06.2021, 01.09.2021 und 30.11.2021 sind veröffentlicht, "
    "ebenso einzelne Kooperationsvereinbarungen. Die übrige Verteilung auf Kommunen und Landkreise ist erfunden, wie "
    "alles, was Sie in der Demonstration eintragen."
)
FUTURE = "er liegt in der Zukunft, gezählt ist, was heute dafür eingetragen ist"
SOURCE = f"Fakten mit Datum aus dem {settings.PORTAL_NAME}; Kommunen: {REGISTER}"


def demo_remark() -> str:
    """Empty where the portal is no demonstration."""
    return DEMO_REMARK if settings.DEMO else ""


def in_words(definition: Definition) -> str:
    """A definition as every report prints it, with its version."""
    since = f", gilt seit {dates.day(definition.published_at)}" if definition.published_at else ""
    return f"{definition.text} (Definition, Fassung {definition.version}{since})"


def scope_in_words(scope: Scope) -> Sequence[str]:
    """Key date, and whether it is still to come; district, size class, and whether made-up communes count.

    One query when a district is chosen.
    """
    lines = [f"Stichtag: {_day(scope.day)}"]
    if scope.day > timezone.localdate():
        lines.append(FUTURE)
    if scope.district:
        lines.append(f"Landkreis: {District.objects.get(pk=scope.district).full_name}")
    if scope.size:
        lines.append(f"Größe: {SIZE_CLASSES[scope.size][0]}")
    if scope.made_up:
        lines.append("auch erfundene Kommunen der Demo")
    return lines


def _day(day: date) -> str:
    return dates.day(day)
