"""Reading an uploaded file and judging its lines: what people see before anything happens."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import InterfaceError, OperationalError

from asskomm.intake import transitions
from asskomm.intake.locks import worked_on
from asskomm.intake.models import Import, ImportLine, Verdict
from asskomm.intake.progress import Counter
from asskomm.intake.reading.findings import findings
from asskomm.intake.reading.layout import Line, lines
from asskomm.intake.reading.workbook import WorkbookRefusedError, read_workbook
from asskomm.intake.validation import existing
from asskomm.intake.validation.validate import Judgement, in_order, judged
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
    """Read and judge an import that waits for it; whatever an earlier worker left is done anew."""
    with worked_on(run_id) as mine:
        run = Import.objects.filter(pk=run_id, status=Import.Status.READING).select_related("file", "uploaded_by")
        found = run.first() if mine else None
        if found is None or found.file is None:
            return
        try:
            _judge(found, read_workbook(files.read(found.file)))
        except WorkbookRefusedError as refused:
            transitions.refuse(found, actor=SYSTEM, reason=str(refused), code=refused.refusal.value)
        except (OperationalError, InterfaceError):
            raise  # the connection may be gone: the minute's work begins anew
        except Exception:
            # Nobody may be left waiting for a page that never comes; the log has what is wrong.
            logger.exception("import %s cannot be judged", run_id)
            transitions.refuse(found, actor=SYSTEM, reason=BROKEN, code="error")


def judgements(run: Import, found: Sequence[Line], actor: StaffActor) -> list[tuple[int, Judgement]]:
    """Every line with its place in the file, in the order of carrying them out; each is counted for ``run``."""
    ags = {line.ags for line in found}
    ordered = sorted(enumerate(found), key=lambda numbered: in_order(numbered[1]))
    results = []
    with Counter(run, len(ordered)) as counter:
        places = (place for place, _ in ordered)
        for place, judgement in zip(
            places, judged((line for _, line in ordered), existing.load(ags), actor), strict=True
        ):
            results.append((place, judgement))
            counter.one_more()
    return results


def _judge(run: Import, workbook: Mapping[str, Any]) -> None:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows, hidden = [], 0
    found = lines(workbook, leave_out_hidden=run.leave_out_hidden)
    run.lines.all().delete()
    for place, judgement in judgements(run, found, StaffActor(run.uploaded_by)):
        counts[judgement.line.title][judgement.verdict.value] += 1
        hidden += judgement.line.hidden and judgement.verdict in {Verdict.NEW, Verdict.CHANGED}
        rows.append(_row(run, place, judgement))
    ImportLine.objects.bulk_create(rows, batch_size=AT_ONCE)
    transitions.judge(
        run,
        actor=SYSTEM,
        counts={title: dict(by_verdict) for title, by_verdict in counts.items()},
        hidden_lines=hidden,
        findings=findings(workbook).as_json(),
    )


def _row(run: Import, place: int, judgement: Judgement) -> ImportLine:
    line = judgement.line
    return ImportLine(
        run=run,
        position=place,
        sheet=line.title[:31],
        number=line.number,
        cells=dict(line.cells),
        flaws=[(problem.column, problem.text) for problem in line.problems],
        hidden=line.hidden,
        remarks=[(problem.column, problem.text) for problem in line.remarks],
        verdict=judgement.verdict,
        messages=judgement.messages,
    )
