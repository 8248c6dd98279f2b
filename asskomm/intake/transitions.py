"""The way of an import: read and validated, agreed to, applied or discarded."""

from typing import Any

from asskomm.intake import policies
from asskomm.intake.models import Import, ImportProgress
from core.actors import Actor
from core.transitions import TransitionRefusedError, transition
from staff.actors import StaffActor

Status = Import.Status


@transition(Import, sources={Status.READING}, target=Status.READY, policy=policies.only_system)
def judge(
    run: Import,
    *,
    actor: Actor,
    counts: dict[str, dict[str, int]],
    hidden_lines: int = 0,
    findings: dict[str, list[str]] | None = None,
) -> dict[str, Any]:
    """Every line has its verdict; people decide. ``hidden_lines``: those with something to do that Excel hides."""
    run.revision += 1
    run.counts = counts
    run.hidden_lines, run.findings = hidden_lines, findings or {}
    return {"revision": run.revision, "counts": counts, "hidden": hidden_lines}


@transition(Import, sources={Status.READING}, target=Status.FAILED, policy=policies.only_system)
def refuse(run: Import, *, actor: Actor, reason: str, code: str) -> dict[str, Any]:
    """The file is no workbook that can be read; ``reason`` says what to do."""
    run.notice = reason
    return {"reason": code}


@transition(Import, sources={Status.READY}, target=Status.APPLYING, policy=policies.can_handle_import)
def start(
    run: Import, *, actor: StaffActor, revision: int, leave_out_faulty: bool, include_hidden: bool = False
) -> dict[str, Any]:
    """Somebody agreed to the preview ``revision``, to leaving out faulty lines, and to what is hidden in it."""
    if revision != run.revision:
        raise TransitionRefusedError("Die Vorschau ist inzwischen neu. Bitte sehen Sie sie noch einmal durch.")
    if not run.to_do:
        raise TransitionRefusedError("In dieser Datei steht nichts, was zu übernehmen wäre.")
    if run.faulty and not leave_out_faulty:
        raise TransitionRefusedError(
            "Es gibt fehlerhafte Zeilen. Bitte berichtigen Sie die Datei, oder bestätigen Sie, dass diese Zeilen "
            "ausgelassen werden."
        )
    if run.hidden_lines and not include_hidden:
        raise TransitionRefusedError(
            "In der Datei ist etwas ausgeblendet. Bitte bestätigen Sie, dass es übernommen wird, oder lassen Sie "
            "es aus."
        )
    run.leave_out_faulty = leave_out_faulty and run.faulty > 0
    run.applied_by, run.notice = actor.user, ""
    ImportProgress.objects.filter(run=run).update(step=ImportProgress.Step.CHECKING, done=0, total=0)
    left_out = run.faulty if run.leave_out_faulty else 0
    return {"revision": revision, "left_out": left_out, "hidden": run.hidden_lines}


@transition(Import, sources={Status.READY}, target=Status.READING, policy=policies.can_handle_import)
def reread(run: Import, *, actor: StaffActor, leave_out_hidden: bool) -> dict[str, Any]:
    """Somebody wants a preview with, or without, what Excel hides in the file."""
    run.leave_out_hidden = leave_out_hidden
    run.notice = ""
    ImportProgress.objects.filter(run=run).update(step=ImportProgress.Step.CHECKING, done=0, total=0)
    return {"revision": run.revision, "leave_out_hidden": leave_out_hidden}


@transition(Import, sources={Status.APPLYING}, target=Status.READING, policy=policies.only_system)
def renew(run: Import, *, actor: Actor, reason: str) -> dict[str, Any]:
    """What the portal knows is no longer what the preview was made from: nothing applied, validated again."""
    run.notice, run.applied_by = reason[:1000], None
    return {"revision": run.revision}


@transition(Import, sources={Status.APPLYING}, target=Status.APPLIED, policy=policies.only_system)
def finish(run: Import, *, actor: Actor) -> dict[str, Any]:
    """Every line that was agreed to is in the portal; the file is needed no more."""
    run.file = None
    return {"counts": run.counts}


@transition(Import, sources={Status.READY, Status.FAILED}, target=Status.DISCARDED, policy=policies.can_discard)
def discard(run: Import, *, actor: Actor) -> dict[str, Any]:
    """Nothing of it is wanted; its lines go."""
    run.file, run.findings = None, {}
    run.lines.all().delete()
    return {}
