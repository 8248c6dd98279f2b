"""What goes wrong when somebody is asked to act who is absent in that time: said before it is saved."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q

from core import dates
from core.periods import Period
from staff.models import Substitution, User
from staff.standing_in import Absences

Span = tuple[date, date | None]
DAY = timedelta(days=1)


def planned_from(day: date) -> list[Substitution]:
    """All substitutions that hold on ``day`` or later. One query."""
    rows = Substitution.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))
    return list(rows.select_related("absent", "substitute").order_by("valid_from", "pk"))


def unattended(user: User, rows: Iterable[Substitution], during: Span) -> Span | None:
    """The first days of ``during`` on which nobody acts for ``user``, by ``rows``; None: there is always somebody."""
    rows = list(rows)
    return next((span for span in _spans(rows, during) if _on(rows, span[0]).who_acts_for(user) is None), None)


def problem_with_substitution(row: Substitution) -> str:
    """Why ``row`` cannot be entered: somebody would be left with nobody who acts. German, empty when it can."""
    others = planned_from(row.valid_from)
    rows, during = [*others, row], (row.valid_from, row.valid_until)
    for user in dict.fromkeys([row.absent, *(other.absent for other in others)]):
        gap = unattended(user, rows, during)
        if gap is not None and (user == row.absent or unattended(user, others, gap) is None):
            return (
                f"{in_words(gap)} wäre für {user} niemand da, weil {row.substitute} dann nicht da ist. "
                "Bitte wählen Sie eine andere Person oder andere Tage."
            )
    return ""


def remarks_on_substitution(row: Substitution) -> list[str]:
    """What those who enter ``row`` should know: who of the two is absent, or stands in for others, in that time."""
    rows = [*planned_from(row.valid_from), row]
    meanwhile = [other for other in rows if other.overlaps(row)]
    away = [_remark(other, rows, row) for other in meanwhile if other.absent == row.substitute]
    for other in meanwhile:
        if other.substitute == row.absent:
            who = _who(other.absent, rows, other, row)
            away.append(f"{row.absent} vertritt {_period(other, row)} {other.absent}; dann handelt {who}.")
    return away


def problem_with_successor(user: User, day: date) -> str:
    """Why a district cannot go to ``user`` on ``day``: nobody would act. German, empty when it can."""
    gap = unattended(user, planned_from(day), (day, None))
    if gap is None:
        return ""
    return (
        f"{in_words(gap)} ist {user} nicht da, und niemand handelt an dieser Stelle. Bitte tragen Sie zuerst eine "
        "Vertretung ein, die da ist, oder wählen Sie eine andere Person oder einen anderen Tag."
    )


def remarks_on_successor(user: User, day: date) -> list[str]:
    """When ``user`` is absent from ``day`` on, and who acts then."""
    rows = planned_from(day)
    period = Substitution(valid_from=day)
    return [_remark(row, rows, period) for row in rows if row.absent == user]


def confirm(form: Any, remarks: list[str]) -> None:
    """Ask the sender of ``form`` to tick that these ``remarks`` are known; a tick under other remarks is none."""
    if not remarks:
        return
    name = f"bekannt_{hashlib.sha256(repr(remarks).encode()).hexdigest()[:12]}"
    form.fields[name] = forms.BooleanField(label="Das ist mir bekannt. Bitte so eintragen.", required=False)
    form.helper.layout.fields.insert(len(form.helper.layout.fields) - 1, name)
    if name not in form.data:
        form.add_error(None, f"{' '.join(remarks)} Bitte bestätigen Sie das unten, oder ändern Sie die Angaben.")


def in_words(span: Span) -> str:
    """German, at the beginning of a sentence: "Vom 03.12.2026 bis 05.12.2026"."""
    first, last = (dates.day(day) if day else "" for day in span)
    if not last:
        return f"Ab dem {first}"
    return f"Am {first}" if first == last else f"Vom {first} bis {last}"


def _spans(rows: Iterable[Substitution], during: Span) -> Iterator[Span]:
    """``during``, cut where a substitution begins or has ended: within each, the same people are absent."""
    first, last = during
    cuts = {row.valid_from for row in rows} | {row.valid_until + DAY for row in rows if row.valid_until}
    starts = sorted({first, *(day for day in cuts if day > first and (last is None or day <= last))})
    yield from zip(starts, [*(day - DAY for day in starts[1:]), last], strict=True)


def _on(rows: Iterable[Substitution], day: date) -> Absences:
    return Absences({row.absent_id: row for row in rows if row.holds_on(day)})


def _remark(row: Substitution, rows: list[Substitution], within: Period) -> str:
    return f"{row.absent} ist {_period(row, within)} abwesend; dann handelt {_who(row.absent, rows, row, within)}."


def _who(user: User, rows: list[Substitution], row: Period, within: Period) -> str:
    acting = _on(rows, max(row.valid_from, within.valid_from)).who_acts_for(user)
    return str(acting) if acting else "die Leitung"


def _period(row: Period, within: Period) -> str:
    """The days that both hold, within a sentence."""
    ends = [end for end in (row.valid_until, within.valid_until) if end is not None]
    words = in_words((max(row.valid_from, within.valid_from), min(ends) if ends else None))
    return words[0].lower() + words[1:]
