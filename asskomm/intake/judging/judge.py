"""Judging all lines of a file, each with what the lines before it would have done."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from asskomm.intake.judging.entry import Entry, Plan
from asskomm.intake.judging.facts import milestone
from asskomm.intake.judging.papers import agreement
from asskomm.intake.judging.people import contact, office_holder
from asskomm.intake.judging.responsibilities import responsibility
from asskomm.intake.known import Known
from asskomm.intake.layout import Line, Problem
from asskomm.intake.models import Verdict
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
    begin = line.cells.get("from", ("", ""))
    return place, _sortable(begin)


def _sortable(cell: Any) -> str:
    """Days as ISO text sort among themselves; a day that was written as text is turned round."""
    text = str(cell[1])
    parts = text.split(".")
    return "-".join(f"{part:>02}" for part in reversed(parts)) if len(parts) == 3 else text


def _judge(
    line: Line, known: Known, actor: Actor, claims: dict[tuple[Any, ...], tuple[int, tuple[Any, ...]]]
) -> Judgement:
    if line.sheet is None or (line.problems and not line.cells):
        return Judgement(line, Verdict.FAULTY, _pairs(line.problems))
    entry = Entry(line, line.sheet, known, actor)
    entry.check()
    plan = JUDGES[line.sheet.key](entry)
    if plan is None or entry.problems:
        return Judgement(line, Verdict.FAULTY, _pairs(entry.problems))
    number, content = claims.setdefault(plan.identity, (line.number, plan.content))
    if number != line.number and content != plan.content:
        text = f"Zeile {number} sagt zu derselben Sache etwas anderes. Bitte lassen Sie nur eine der beiden stehen."
        return Judgement(line, Verdict.FAULTY, [("", text)])
    if number != line.number:
        return Judgement(line, Verdict.PRESENT, [("", f"Steht schon in Zeile {number}.")])
    if plan.verdict == Verdict.PRESENT:
        return Judgement(line, Verdict.PRESENT, _pairs(entry.hints))
    if plan.remember is not None:
        plan.remember()
    return Judgement(line, plan.verdict, _pairs(entry.hints), plan.carry_out)


def _pairs(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    return [(problem.column, problem.text) for problem in problems]
