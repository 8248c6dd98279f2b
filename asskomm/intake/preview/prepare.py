"""Reading an uploaded file and validating its lines: what people see before anything happens."""

import logging
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import InterfaceError, OperationalError

from asskomm.intake import transitions
from asskomm.intake.applying.progress import Counter, worked_on
from asskomm.intake.models import Import, ImportLine, Verdict
from asskomm.intake.reading.findings import findings
from asskomm.intake.reading.layout import lines
from asskomm.intake.reading.workbook import WorkbookRefusedError, read_workbook
from asskomm.intake.validation.validate import RowResult, validate
from core import files
from core.actors import SYSTEM
from staff.actors import StaffActor

logger = logging.getLogger(__name__)

AT_ONCE = 500  # lines that are saved together
BROKEN = (
    "Beim Prüfen der Datei ist im Portal ein Fehler aufgetreten; übernommen wurde nichts. Bitte laden Sie die Datei "
    "noch einmal hoch. Hilft das nicht, wenden Sie sich bitte an den technischen Betrieb."
)


def prepare(run_id: int) -> None:
    """Read and validate an import that waits for it; whatever an earlier worker left is done again."""
    with worked_on(run_id) as mine:
        run = Import.objects.filter(pk=run_id, status=Import.Status.READING).select_related("file", "uploaded_by")
        found = run.first() if mine else None
        if found is None or found.file is None:
            return
        try:
            _validate(found, read_workbook(files.read(found.file)))
        except WorkbookRefusedError as refused:
            transitions.refuse(found, actor=SYSTEM, reason=str(refused), code=refused.refusal.value)
        except (OperationalError, InterfaceError):
            raise  # the connection may be gone: the minute's work begins again
        except Exception:
            # Nobody may be left waiting for a page that never comes; the log has what is wrong.
            logger.exception("import %s cannot be validated", run_id)
            transitions.refuse(found, actor=SYSTEM, reason=BROKEN, code="error")


def _validate(run: Import, workbook: Mapping[str, Any]) -> None:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows, hidden = [], 0
    found = lines(workbook, leave_out_hidden=run.leave_out_hidden)
    run.lines.all().delete()
    with Counter(run, len(found)) as counter:
        for place, result in validate(found, StaffActor(run.uploaded_by)):
            counts[result.line.title][result.verdict.value] += 1
            hidden += result.line.hidden and result.verdict in {Verdict.NEW, Verdict.CHANGED}
            rows.append(_row(run, place, result))
            counter.one_more()
    ImportLine.objects.bulk_create(rows, batch_size=AT_ONCE)
    transitions.judge(
        run,
        actor=SYSTEM,
        counts={title: dict(by_verdict) for title, by_verdict in counts.items()},
        hidden_lines=hidden,
        findings=findings(workbook).as_json(),
    )


def _row(run: Import, place: int, result: RowResult) -> ImportLine:
    line = result.line
    return ImportLine(
        run=run,
        position=place,
        sheet=line.title[:31],
        number=line.number,
        cells=dict(line.cells),
        flaws=[(message.column, message.text) for message in line.errors],
        hidden=line.hidden,
        remarks=[(message.column, message.text) for message in line.remarks],
        verdict=result.verdict,
        messages=result.messages,
    )
