"""What the office records of the commune's side of a draft: who signs for it, and what its council resolved."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from agreements.drafting.drafts import locked_draft
from agreements.models import CouncilResolution, PreAgreement
from agreements.policies.readiness import outdated_resolution
from communes.models import OfficeHolder
from core import files, journal
from core.transitions import StaleError, TransitionRefusedError
from staff.actors import StaffActor


@dataclass(frozen=True, slots=True)
class Resolution:
    """What is known of the council's resolution. ``file``: its scan, made again, or None to keep the one there is.

    ``version``: number of the version that the council saw; otherwise ``draft_on``, the day of the draft it saw.
    """

    state: str
    expected_on: date | None = None
    on: date | None = None
    number: str = ""
    version: int | None = None
    draft_on: date | None = None
    file: files.Blob | None = None


def choose_signatory(
    agreement: PreAgreement,
    deputy: OfficeHolder | None,
    *,
    reason: str,
    order_reason: str,
    actor: StaffActor,
) -> None:
    """Say who signs for the commune: None for the head in office, or a deputy for ``reason`` (domain rule 12).

    Raises TransitionRefusedError; then nothing is changed.
    """
    with journal.collected():
        draft = locked_draft(agreement.pk, actor=actor)
        draft.deputy = deputy
        draft.deputy_reason = reason if deputy else ""
        draft.deputy_order_reason = order_reason if deputy else ""
        draft.revision += 1
        draft.save(update_fields=["deputy", "deputy_reason", "deputy_order_reason", "revision"])
        journal.record(
            key=draft.journal_key,
            kind="preagreement.signatory",
            subject=draft,
            actor=actor,
            data={"deputy": deputy.pk if deputy else None},
            text=draft.on_behalf_reason,
        )


def record_resolution(agreement: PreAgreement, resolution: Resolution, *, actor: StaffActor) -> None:
    """Save what is known of the council's resolution (domain rule 13).

    Raises TransitionRefusedError; then nothing is changed.
    """
    passed = resolution.state == CouncilResolution.State.PASSED
    with journal.collected():
        draft = locked_draft(agreement.pk, actor=actor)
        pending = resolution.state == CouncilResolution.State.PENDING
        row = draft.council_resolution
        row.state = resolution.state
        row.expected_on = resolution.expected_on if pending else None
        row.passed_on = resolution.on if passed else None
        row.number = resolution.number if passed else ""
        row.version = resolution.version if passed else None
        row.draft_on = resolution.draft_on if passed and resolution.version is None else None
        row.confirmed_at = None
        if resolution.file is not None or not passed:
            row.file = files.register(resolution.file) if passed and resolution.file else None
        row.save()
        draft.revision += 1
        draft.save(update_fields=["revision"])
        journal.record(
            key=draft.journal_key,
            kind="preagreement.resolution",
            subject=draft,
            actor=actor,
            data={"state": resolution.state, "sha256": row.file.sha256 if row.file else ""},
        )


def confirm_resolution(agreement: PreAgreement, *, actor: StaffActor, revision: int) -> None:
    """The caseworker says that a resolution on an older text holds for the draft as it is now, of this ``revision``.

    It is a change of its own: who has the form of the resolution open would take it back without knowing.

    Raises StaleError when it is not the draft that was seen, TransitionRefusedError when nothing is to confirm.
    """
    with journal.collected():
        draft = locked_draft(agreement.pk, actor=actor)
        if not outdated_resolution(draft):
            raise TransitionRefusedError("Hier gibt es nichts zu bestätigen: Der Beschluss betrifft diesen Entwurf.")
        if draft.revision != revision:
            raise StaleError(
                "Der Entwurf wurde inzwischen an anderer Stelle geändert, es wurde nichts bestätigt. Bitte sehen Sie "
                "ihn sich an und entscheiden Sie neu."
            )
        row = draft.council_resolution
        row.confirmed_at = timezone.now()
        row.save(update_fields=["confirmed_at"])
        draft.revision += 1
        draft.save(update_fields=["revision"])
        journal.record(
            key=draft.journal_key,
            kind="preagreement.resolution_confirmed",
            subject=draft,
            actor=actor,
            data={"revision": revision},
        )
