"""What would happen with each line of a file, after what the lines before it would have done.

The rules are the rooms' own; here they are asked, line by line, in memory.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from asskomm.intake.models import Verdict
from asskomm.intake.reading.layout import Line, Message
from asskomm.intake.validation.agreements import agreement
from asskomm.intake.validation.existing import Existing, load
from asskomm.intake.validation.milestones import milestone
from asskomm.intake.validation.people import contact, office_holder
from asskomm.intake.validation.responsibilities import responsibility
from asskomm.intake.validation.row_form import RowAction, RowForm, day_of
from core.actors import Actor
from staff.actors import StaffActor

VALIDATORS: Mapping[str, Callable[[RowForm], RowAction | None]] = {
    "responsibilities": responsibility,
    "office_holders": office_holder,
    "contacts": contact,
    "milestones": milestone,
    "agreements": agreement,
}


Claims = dict[tuple[Any, ...], tuple[int, tuple[Any, ...]]]  # by what identifies a thing: its line and content


@dataclass(frozen=True, slots=True)
class RowResult:
    """What happens with ``line``; ``apply`` does it, where there is something to do."""

    line: Line
    verdict: Verdict
    messages: list[tuple[str, str]]
    apply: Callable[[StaffActor], object] | None = None


def validate(lines: Sequence[Line], actor: Actor) -> Iterator[tuple[int, RowResult]]:
    """Each line's place in ``lines`` and what happens with it, in the order of applying them.

    A dozen queries load what exists before the first line; no line makes one.
    """
    existing, claims = load({line.ags for line in lines}), Claims()
    for place, line in sorted(enumerate(lines), key=lambda numbered: _order(numbered[1])):
        yield place, _validate(line, existing, actor, claims)


def _order(line: Line) -> tuple[int, str]:
    """Who came first comes first, so that a file need not be sorted: a successor fits after the end."""
    keys = list(VALIDATORS)
    place = keys.index(line.sheet.key) if line.sheet else -1
    _kind, begin = line.cells.get("from", ("", ""))
    day = day_of(str(begin))
    return place, day.isoformat() if day else str(begin)


def _validate(line: Line, existing: Existing, actor: Actor, claims: Claims) -> RowResult:
    """Whatever becomes of the line, it is told what Excel hides of it."""
    if line.sheet is None or (line.errors and not line.cells):
        return _result(line, Verdict.FAULTY, line.errors)
    form = RowForm(line, line.sheet, existing, actor)
    form.check()
    action = VALIDATORS[line.sheet.key](form)
    if action is None or form.errors:
        return _result(line, Verdict.FAULTY, form.errors)
    number, content = claims.setdefault(action.identity, (line.number, action.content))
    if number != line.number and content != action.content:
        text = f"Zeile {number} sagt zu derselben Sache etwas anderes. Bitte lassen Sie nur eine der beiden stehen."
        return _result(line, Verdict.FAULTY, [Message("", text)])
    if number != line.number:
        return _result(line, Verdict.PRESENT, [Message("", f"Steht schon in Zeile {number}.")])
    if action.verdict == Verdict.PRESENT:
        return _result(line, Verdict.PRESENT, form.hints)
    if action.remember is not None:
        action.remember()
    return _result(line, action.verdict, form.hints, action.apply)


def _result(
    line: Line, verdict: Verdict, said: Iterable[Message], apply: Callable[[StaffActor], object] | None = None
) -> RowResult:
    messages = [(message.column, message.text) for message in (*said, *line.remarks)]
    return RowResult(line, verdict, messages, apply)
