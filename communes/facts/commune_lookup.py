"""Communes that somebody names by hand, one a line: found by name or AGS, or a sentence that says what to do."""

from datetime import date

from django import forms

from communes.models import Commune
from communes.models.names import search_key

MOST = 50
SUGGESTED = 4
_PREFIXES = ("stadt ", "gemeinde ")


def named_communes(text: str, day: date) -> list[Commune]:
    """The communes of ``day`` that the lines of ``text`` name, each once.

    Raises ValidationError with one sentence for each line that names none or several (domain rule 1).
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise forms.ValidationError(f"Das sind mehr als {MOST} Kommunen. Bitte erfassen Sie mehrere Fakten.")
    found: dict[str, Commune] = {}
    problems: list[str] = []
    for line in lines:
        alike = _named(line, day)
        if len(alike) == 1:
            found[alike[0].ags] = alike[0]
        else:
            problems.append(_problem(line, alike, day))
    if problems:
        raise forms.ValidationError(problems)
    return list(found.values())


def _named(line: str, day: date) -> list[Commune]:
    communes = Commune.objects.existing_on(day).select_related("district")
    if line.isdigit():
        return list(communes.filter(ags=line))
    typed = short = search_key(line)
    for prefix in _PREFIXES:
        short = short.removeprefix(prefix)
    # Both, for there is a Stadt Wehlen.
    return [commune for commune in communes.matching(short) if search_key(commune.name) in {typed, short}]


def _problem(line: str, alike: list[Commune], day: date) -> str:
    if alike:
        choices = "; ".join(f"{commune.ags} ({commune.district.full_name})" for commune in alike)
        return f"„{line}“ gibt es mehrmals. Bitte geben Sie den AGS an: {choices}."
    communes = Commune.objects.existing_on(day)
    near = communes.matching(line)[:SUGGESTED] or communes.sounding_like(line)[:SUGGESTED]
    names = ", ".join(f"{commune.name} ({commune.ags})" for commune in near)
    hint = f"Meinten Sie {names}?" if names else "Bitte prüfen Sie die Schreibweise oder geben Sie den AGS an."
    return f"„{line}“ ist keine Kommune im Verzeichnis. {hint}"
