"""The list of communes."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from communes.filters import CommuneFilter
from communes.models import Commune, OfficeHolder, Responsibility
from communes.register.reading import ATTRIBUTION
from core import dates
from core.badges import Badge
from core.columns import Column
from core.lists import ListPage
from staff.requests import office_actor_of

SUGGESTED = 5


def _head(commune: Commune) -> str:
    heads: list[OfficeHolder] = commune.heads_today  # type: ignore[attr-defined]  # by rows()
    return heads[0].full_name if heads else ""


def _responsible(commune: Commune) -> str:
    current: list[Responsibility] = commune.district.current_responsibilities  # type: ignore[attr-defined]  # by rows()
    return current[0].user.full_name if current else ""


def _agreement(commune: Commune) -> Badge | None:
    """The state of what is in force, else the newest one's; upper rooms' rows come by the reverse relation."""
    newest: list[Any] = commune.newest_agreements  # type: ignore[attr-defined]  # by rows()
    originals = [agreement for agreement in newest if agreement.kind == "agreement"]
    signed = [agreement for agreement in originals if agreement.status == "in_force"]
    counts = next((agreement for agreement in signed if agreement.begins_on is None), next(iter(signed), None))
    shown = counts or next(iter(originals), None)
    return shown.status_badge if shown else None


def _on_its_way(commune: Commune) -> str:
    """What changes or ends the agreement and is not signed by both sides yet."""
    newest: list[Any] = commune.newest_agreements  # type: ignore[attr-defined]  # by rows()
    waiting = [row for row in newest if row.kind != "agreement" and row.is_open]
    return "; ".join(f"{row.get_kind_display()}: {row.get_status_display()}" for row in waiting)


def _name_note(commune: Commune) -> str:
    """What tells it apart: communes of one name, of the past, of the demo (domain rules 1 and 3)."""
    notes = []
    if commune.shares_its_name:  # type: ignore[attr-defined]  # by rows()
        notes.append(commune.district.full_name)
    if commune.valid_until is not None:
        notes.append(f"bis {dates.day(commune.valid_until)}")
    if commune.fictitious:
        notes.append("Demo, erfunden")
    return f"({'; '.join(notes)})" if notes else ""


class CommuneList(ListPage):
    """All communes; by default those that exist today."""

    title = "Kommunen"
    noun = ("Kommune", "Kommunen")
    filterset_class = CommuneFilter
    attribution = (ATTRIBUTION,)
    empty_title = "Für Sie sind keine Kommunen freigegeben."
    columns = (
        Column("name", "Name", str, ("sort_key",), link=Commune.get_absolute_url, note=_name_note),
        Column("ags", "AGS", lambda commune: commune.ags, ("ags",)),
        Column("landkreis", "Landkreis", lambda commune: commune.district, ("district__name", "district")),
        Column("einwohner", "Einwohner", lambda commune: commune.population, ("population",), numeric=True),
        Column("amt", "Im Amt", _head),
        Column("zustaendig", "Zuständig", _responsible, compact=True),
        Column("vereinbarung", "Vorvereinbarung", _agreement, note=_on_its_way),
    )

    def rows(self) -> QuerySet[Commune]:
        today = timezone.localdate()
        heads = OfficeHolder.objects.on(today).mayors().order_by("-office", "-valid_from")
        responsibilities = Responsibility.objects.on(today).select_related("user")
        return (
            Commune.objects.visible_to(office_actor_of(self.request).user)
            .with_shared_names()
            .select_related("district")
            .prefetch_related(
                Prefetch("office_holders", heads, to_attr="heads_today"),
                Prefetch("district__responsibilities", responsibilities, to_attr="current_responsibilities"),
                Prefetch("agreements", to_attr="newest_agreements"),
            )
        )

    def suggestions(self) -> Sequence[tuple[str, str]]:
        """Names much like what was typed, each with its file: for slips such as Oelznitz."""
        typed = self.request.GET.get("q", "")
        alike = (
            Commune.objects.visible_to(office_actor_of(self.request).user)
            .sounding_like(typed)
            .select_related("district")
        )
        return [
            (f"{commune.full_name}, {commune.district.full_name}", commune.get_absolute_url())
            for commune in alike[:SUGGESTED]
        ]
