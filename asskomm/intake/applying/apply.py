"""Applying an import: all its lines in one transaction, validated again under locks, or nothing."""

import logging
from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError

from asskomm.intake import transitions
from asskomm.intake.applying.progress import Counter, worked_on
from asskomm.intake.models import Import, ImportLine, ImportProgress, Verdict
from asskomm.intake.reading.layout import Line, Message
from asskomm.intake.template.schema import folded
from asskomm.intake.template.sheets import BY_TITLE
from asskomm.intake.validation.validate import RowResult, validate
from communes.models import Commune, District
from core import journal
from core.actors import SYSTEM
from core.concurrency import wait_for_turn
from core.mail import queue_mail
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor
from staff.standing_in import heads

logger = logging.getLogger(__name__)

CHANGED = "Inzwischen hat sich im Portal etwas geändert. Übernommen wurde nichts, die Vorschau ist neu."
BROKEN = (
    "Beim Übernehmen ist im Portal ein Fehler aufgetreten. Übernommen wurde nichts, die Vorschau ist neu. Hilft ein "
    "zweiter Versuch nicht, wenden Sie sich bitte an den technischen Betrieb."
)


class OutdatedError(Exception):
    """A line would no longer come to what the preview said. ``str()`` names it, in German."""

    def __init__(self, line: Line, why: str) -> None:
        super().__init__(f"{CHANGED} Zuerst betroffen: „{line.title}“, Zeile {line.number}. {why}".strip())


def apply_import(run_id: int) -> None:
    """Apply an import that people agreed to. A preview that no longer holds is to be validated again instead."""
    with worked_on(run_id) as mine:
        run = Import.objects.filter(pk=run_id, status=Import.Status.APPLYING).select_related("applied_by").first()
        if not mine or run is None or run.applied_by is None:
            return
        try:
            with journal.collected(**{"import": run.pk}):
                _apply(run, StaffActor(run.applied_by))
        except OutdatedError as outdated:
            transitions.renew(run, actor=SYSTEM, reason=str(outdated))
        except (OperationalError, InterfaceError):
            raise  # the connection may be gone: the minute's work begins again
        except Exception:
            # Nobody may be left waiting for a page that never comes; the log has what is wrong.
            logger.exception("import %s cannot be taken over", run_id)
            transitions.renew(run, actor=SYSTEM, reason=BROKEN)


def _apply(run: Import, actor: StaffActor) -> None:
    wait_for_turn("imports")  # they are applied one after the other
    rows = list(run.lines.order_by("position"))
    found = [_line(row) for row in rows]
    _lock_what_they_name(found)
    due = []
    with Counter(run, len(found)) as counter:
        for place, result in validate(found, actor):
            _compare(rows[place], result)
            counter.one_more()
            if result.apply is not None:
                due.append((result.line, result.apply))
    with Counter(run, len(due), ImportProgress.Step.WRITING) as counter:
        for line, apply in due:
            _apply_line(line, apply, actor)
            counter.one_more()
    # What is in the portal now need not be kept twice; what was left out can still be corrected.
    run.lines.exclude(verdict=Verdict.FAULTY).delete()
    transitions.finish(run, actor=SYSTEM)
    # One person brought in people with addresses and agreements in force: the heads hear how many.
    for head in heads():
        if head != actor.user:
            queue_mail("intake.taken_over", head.email, run)


def _apply_line(line: Line, apply: Callable[[StaffActor], object], actor: StaffActor) -> None:
    try:
        apply(actor)
    except IntegrityError as error:
        raise OutdatedError(line, "") from error
    except (ValidationError, TransitionRefusedError) as refused:
        raise OutdatedError(line, " ".join(getattr(refused, "messages", [str(refused)]))) from refused


def _compare(row: ImportLine, result: RowResult) -> None:
    if row.verdict != result.verdict or [tuple(pair) for pair in row.messages] != result.messages:
        raise OutdatedError(result.line, " ".join(text for _, text in result.messages))


def _lock_what_they_name(found: Sequence[Line]) -> None:
    """What is known of these communes and of the districts stays as it is until the end, by primary key."""
    ags = {line.ags for line in found}
    list(District.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    list(Commune.objects.select_for_update(no_key=True).filter(pk__in=ags).order_by("pk").values_list("pk"))


def _line(row: ImportLine) -> Line:
    """The line as it was read."""
    errors, remarks = (tuple(Message(column, text) for column, text in pairs) for pairs in (row.flaws, row.remarks))
    return Line(row.sheet, row.number, BY_TITLE.get(folded(row.sheet)), row.cells, errors, row.hidden, remarks)
