"""Judging all lines of a file, each with what the lines before it would have done."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from asskomm.intake.models import Verdict
from asskomm.intake.reading.layout import Line, Problem
from asskomm.intake.validation.agreements import agreement
from asskomm.intake.validation.existing import Known
from asskomm.intake.validation.milestones import milestone
from asskomm.intake.validation.people import contact, office_holder
from asskomm.intake.validation.responsibilities import responsibility
from asskomm.intake.validation.row_form import Entry, Plan, day_of
from core.actors import Actor
from staff.actors import StaffActor

JUDGES: Mapping[str, Callable[[Entry], Plan | None]] = {
    "responsibilities": responsibility,
    "office_holders": office_holder,
    "contacts": contact,
    "milestones": milestone,
    "agreements": agreement,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What happens with ``line``; ``carry_out`` does it, where there is something to do."""

    line: Line
    verdict: Verdict
    messages: list[tuple[str, str]]
    carry_out: Callable[[StaffActor], object] | None = None


def judged(lines: Iterable[Line], known: Known, actor: Actor) -> Iterator[Judgement]:
    """A judgement of each line, in the order of ``lines``: sort them by ``in_order`` first."""
    claims: dict[tuple[Any, ...], tuple[int, tuple[Any, ...]]] = {}
    for line in lines:
        yield _judge(line, known, actor, claims)


def in_order(line: Line) -> tuple[int, str]:
    """Whoever came first is judged first, so that a file need not be sorted: a successor fits after the end."""
    keys = list(JUDGES)
    place = keys.index(line.sheet.key) if line.sheet else -1
    _kind, begin = line.cells.get("from", ("", ""))
    day = day_of(str(begin))
    return place, day.isoformat() if day else str(begin)


def _judge(
    line: Line, known: Known, actor: Actor, claims: dict[tuple[Any, ...], tuple[int, tuple[Any, ...]]]
) -> Judgement:
    """Whatever becomes of the line, it is told what Excel hides of it."""
    if line.sheet is None or (line.problems and not line.cells):
        return _judgement(line, Verdict.FAULTY, line.problems)
    entry = Entry(line, line.sheet, known, actor)
    entry.check()
    plan = JUDGES[line.sheet.key](entry)
    if plan is None or entry.problems:
        return _judgement(line, Verdict.FAULTY, entry.problems)
    number, content = claims.setdefault(plan.identity, (line.number, plan.content))
    if number != line.number and content != plan.content:
        text = f"Zeile {number} sagt zu derselben Sache etwas anderes. Bitte lassen Sie nur eine der beiden stehen."
        return _judgement(line, Verdict.FAULTY, [Problem("", text)])
    if number != line.number:
        return _judgement(line, Verdict.PRESENT, [Problem("", f"Steht schon in Zeile {number}.")])
    if plan.verdict == Verdict.PRESENT:
        return _judgement(line, Verdict.PRESENT, entry.hints)
    if plan.remember is not None:
        plan.remember()
    return _judgement(line, plan.verdict, entry.hints, plan.carry_out)


def _judgement(
    line: Line, verdict: Verdict, problems: Iterable[Problem], carry_out: Callable[[StaffActor], object] | None = None
) -> Judgement:
    messages = [(problem.column, problem.text) for problem in (*problems, *line.remarks)]
    return Judgement(line, verdict, messages, carry_out)
