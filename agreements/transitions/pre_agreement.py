"""The state machine of an agreement until it is in force: every step from draft on. How it ends: ``ending.py``."""

from datetime import date
from typing import Any

from django.utils import timezone

from agreements.models.agreement import PreAgreement
from agreements.models.ceremony import Ceremony, Invitation
from agreements.models.document import DocumentVersion, Signature
from agreements.models.paper import PaperScan
from agreements.models.paper_original import PaperOriginal
from agreements.policies.actors import SignatoryActor
from agreements.policies.amending import can_reopen
from agreements.policies.drafts import can_discard, can_issue
from agreements.policies.handling import can_change, only_system
from agreements.policies.paper import can_confirm_scan, can_record_paper, can_record_scan, problem_with_paper_day
from agreements.policies.signatory_changes import refuse_unseen
from agreements.policies.signing import can_answer, can_countersign, can_sign_for_commune, told_to_countersign
from agreements.transitions.ending import tell_amended
from agreements.transitions.invitations import close_invitations, invite
from agreements.transitions.payloads import IssuedDocument, PaperSignatures, ScannedPaper, SignedDocument
from agreements.transitions.receipt_copies import addresses_of_copies
from agreements.transitions.scans import record_signatures_of, submit_scan, waiting_scan
from agreements.transitions.signatures import journal_data, record_signature
from communes.responsibility import in_charge_today
from core import files
from core.actors import Actor, ActorKind
from core.failpoints import failpoint
from core.journal import Visibility
from core.mail import queue_mail
from core.transitions import TransitionRefusedError, transition
from staff.actors import StaffActor

Status = PreAgreement.Status


@transition(PreAgreement, sources={Status.DRAFT}, target=Status.ISSUED, policy=can_issue)
def issue(agreement: PreAgreement, *, actor: StaffActor, document: IssuedDocument) -> dict[str, Any]:
    """Freeze the version, void the former one and invite the mayor in office."""
    if document.revision != agreement.revision:
        raise TransitionRefusedError(
            "Der Entwurf wurde inzwischen geändert. Bitte sehen Sie die Vorschau noch einmal an und senden Sie "
            "dann erneut."
        )
    agreement.versions.filter(state="current").update(state="superseded")
    version = DocumentVersion.objects.create(
        agreement=agreement,
        number=document.number,
        content=document.content,
        check_code=document.check_code,
        page_count=document.page_count,
        issued_at=document.issued_at,
        issued_by=actor.user,
        issued_file=files.register(document.blob),
    )
    failpoint("issuing.version_written")
    agreement.route = document.route
    invitation = invite(agreement, version)
    agreement.reminders_paused = False
    return {"version": version.number, "sha256": document.blob.sha256, "invitation": invitation and invitation.pk}


@transition(PreAgreement, sources={Status.ISSUED}, target=Status.ISSUED, policy=can_change)
def resend_link(agreement: PreAgreement, *, actor: Actor) -> dict[str, Any]:
    """A new link to the same version, to the mayor in office today; the former link is dead."""
    version = _required_version(agreement)
    former = close_invitations(agreement, Invitation.State.REVOKED)
    invitation = invite(agreement, version)
    if invitation is None:
        raise TransitionRefusedError("Für die Amtsperson ist keine E-Mail-Adresse erfasst. Bitte ergänzen Sie sie.")
    return {"revoked": former, "invitation": invitation.pk}


@transition(PreAgreement, sources={Status.ISSUED}, target=Status.COMMUNE_SIGNED, policy=can_sign_for_commune)
def sign_by_commune(
    agreement: PreAgreement, *, actor: SignatoryActor, document: SignedDocument, nonce: str, shown_sha256: str
) -> dict[str, Any]:
    """The mayor's signature enters the ledger: version, hash and nonce are those of the ceremony."""
    version = _required_version(agreement)
    ceremony = Ceremony.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.ceremony.pk)
    qualified = document.method == Signature.Method.QUALIFIED
    if agreement.route != (agreement.Route.QUALIFIED if qualified else agreement.Route.ONLINE):
        raise TransitionRefusedError("Diese Vereinbarung wird auf einem anderen Weg unterzeichnet.")
    if document.version_id != version.pk or shown_sha256 != version.sha256:
        raise TransitionRefusedError("Die Fassung hat sich geändert. Bitte lesen Sie die neue Fassung.")
    if ceremony.consented_sha256 != version.sha256 or nonce != ceremony.nonce:
        raise TransitionRefusedError("Bitte lesen Sie die Vereinbarung und stimmen Sie ihr noch einmal zu.")
    version.commune_signed_file = files.register(document.blob)
    version.save(update_fields=["commune_signed_file"])
    failpoint("signature.commune.file_registered")
    signature = record_signature(
        version, Signature.Party.COMMUNE, document, office_holder=ceremony.invitation.office_holder
    )
    failpoint("signature.commune.recorded")
    Ceremony.objects.filter(pk=ceremony.pk).update(signed=True)
    close_invitations(agreement, Invitation.State.USED)
    queue_mail("agreements.receipt", ceremony.invitation.recipient, signature)
    for user in told_to_countersign(agreement):
        queue_mail("agreements.commune_signed", user.email, signature)
    return journal_data(signature, document)


@transition(PreAgreement, sources={Status.COMMUNE_SIGNED}, target=Status.IN_FORCE, policy=can_countersign)
def countersign(
    agreement: PreAgreement,
    *,
    actor: StaffActor,
    document: SignedDocument,
    name_confirmed: bool = False,
    changes_seen: int | None = None,
) -> dict[str, Any]:
    """The LPR's signature enters the ledger; the agreement is in force, at the earliest when its term begins.

    Domain rule 16.

    ``name_confirmed``: the commune signed with another name, and the actor found it is the same person.
    ``changes_seen``: the newest change of the signatory's way that the actor saw.
    """
    version = _required_version(agreement)
    refuse_unseen(agreement, changes_seen)
    if document.version_id != version.pk:
        raise TransitionRefusedError("Die Fassung hat sich geändert. Bitte laden Sie die Seite neu.")
    version.final_file = files.register(document.blob)
    version.save(update_fields=["final_file"])
    failpoint("signature.lpr.file_registered")
    signature = record_signature(version, Signature.Party.LPR, document, user=actor.user)
    failpoint("signature.lpr.recorded")
    _enter_force(agreement, timezone.localdate(document.signed.signed_at), actor)
    for invitation in version.invitations.filter(state=Invitation.State.USED).select_related("office_holder"):
        # The address that is known today: the one of the invitation may have been corrected since.
        queue_mail("agreements.in_force", invitation.office_holder.email or invitation.recipient, version)
    queue_mail("agreements.in_force", actor.user.email, version)
    for signed in version.signatures.filter(party=Signature.Party.COMMUNE):
        for address in addresses_of_copies(signed):
            queue_mail("agreements.in_force", address, version)
    return journal_data(signature, document) | ({"name_confirmed": True} if name_confirmed else {})


@transition(PreAgreement, sources={Status.ISSUED}, target=Status.DRAFT, policy=can_answer)
def request_change(agreement: PreAgreement, *, actor: SignatoryActor, wish: str) -> dict[str, Any]:
    """The mayor wants the text to be changed: back to draft, the link is dead, both sides are told."""
    version = _required_version(agreement)
    close_invitations(agreement, Invitation.State.CHANGE)
    queue_mail("agreements.change_wish_received", actor.ceremony.invitation.recipient, agreement)
    _tell_responsible(agreement, "agreements.change_requested")
    return {"version": version.number, "text": wish, "visibility": Visibility.COMMUNE}


@transition(PreAgreement, sources={Status.ISSUED}, target=Status.DECLINED, policy=can_answer)
def decline(agreement: PreAgreement, *, actor: SignatoryActor, reason: str) -> dict[str, Any]:
    """The mayor does not want to sign; the caseworker is told (signing rule 12), and the mayor that it arrived."""
    close_invitations(agreement, Invitation.State.USED)
    queue_mail("agreements.refusal_received", actor.ceremony.invitation.recipient, agreement)
    _tell_responsible(agreement, "agreements.declined")
    return {"text": reason, "visibility": Visibility.COMMUNE}


@transition(PreAgreement, sources={Status.ISSUED, Status.COMMUNE_SIGNED}, target=Status.WITHDRAWN, policy=can_change)
def withdraw(agreement: PreAgreement, *, actor: StaffActor, reason: str) -> dict[str, Any]:
    """The LPR takes the agreement back before it is in force; the link is dead, the commune is told."""
    version = _required_version(agreement)
    recipients = set(version.invitations.values_list("recipient", flat=True))
    close_invitations(agreement, Invitation.State.REVOKED)
    for recipient in sorted(recipients):
        queue_mail("agreements.withdrawn", recipient, agreement)
    return {"text": reason, "visibility": Visibility.COMMUNE}


@transition(PreAgreement, sources={Status.DRAFT}, target=Status.WITHDRAWN, policy=can_discard)
def discard(agreement: PreAgreement, *, actor: StaffActor, reason: str) -> dict[str, Any]:
    """Nobody wants the draft any more; it can be opened again. A commune that waits for a new version is told."""
    version = agreement.current_version
    newest = version.invitations.order_by("-pk").first() if version else None
    if newest is not None and newest.state == Invitation.State.CHANGE:
        queue_mail("agreements.withdrawn", newest.recipient, agreement)
    return {"version": version.number if version else None, "text": reason}


@transition(PreAgreement, sources={Status.ISSUED}, target=Status.EXPIRED, policy=only_system)
def expire(agreement: PreAgreement, *, actor: Actor) -> dict[str, Any]:
    """The link's time is over and nobody signed; the office and who was to sign are told."""
    invitation = _required_version(agreement).invitations.filter(state=Invitation.State.OPEN).first()
    if invitation is None or not invitation.is_expired(timezone.now()):
        raise TransitionRefusedError("Die Frist läuft noch.")
    close_invitations(agreement, Invitation.State.EXPIRED)
    _tell_responsible(agreement, "agreements.expired")
    queue_mail("agreements.expired_for_commune", invitation.recipient, agreement)
    return {"invitation": invitation.pk}


@transition(
    PreAgreement, sources={Status.DECLINED, Status.WITHDRAWN, Status.EXPIRED}, target=Status.DRAFT, policy=can_reopen
)
def reopen(agreement: PreAgreement, *, actor: StaffActor) -> dict[str, Any]:
    """Back to draft, for a new version. Raises IntegrityError if another one was opened in the same moment."""
    of_commune = PreAgreement.objects.originals().filter(commune=agreement.commune_id)
    alike = PreAgreement.objects.filter(amends=agreement.amends_id) if agreement.amends_id else of_commune
    if alike.open().exclude(pk=agreement.pk).exists():
        raise TransitionRefusedError(agreement.ANOTHER_OPEN)
    return {}


@transition(PreAgreement, sources={Status.DRAFT}, target=Status.IN_FORCE, policy=can_record_paper)
def record_paper(agreement: PreAgreement, *, actor: Actor, paper: PaperSignatures) -> dict[str, Any]:
    """An agreement that both sides signed on paper before the portal existed."""
    problem = problem_with_paper_day(agreement.commune, paper.signed_on, alone=actor.kind != ActorKind.SYSTEM)
    if problem:
        raise TransitionRefusedError(problem)
    agreement.route = agreement.Route.PAPER
    _enter_force(agreement, paper.signed_on, actor)
    _keep_original(
        agreement,
        commune_signatory=paper.commune_signatory,
        lpr_signatory=paper.lpr_signatory,
        source=paper.source,
        place=paper.place_of_original,
        scan=files.register(paper.scan) if paper.scan else None,
    )
    return {"signed_on": paper.signed_on.isoformat(), "sha256": paper.scan.sha256 if paper.scan else ""}


@transition(PreAgreement, sources={Status.ISSUED}, target=Status.SCANNED, policy=can_record_scan)
def record_scan(agreement: PreAgreement, *, actor: StaffActor, scanned: ScannedPaper) -> dict[str, Any]:
    """The signed print came back and was scanned; another member of staff must confirm it."""
    scan = submit_scan(_required_version(agreement), scanned, actor.user)
    failpoint("scan.recorded")
    return {"scan": scan.pk, "sha256": scanned.scan.sha256, "text": scan.representation_reason}


@transition(PreAgreement, sources={Status.SCANNED}, target=Status.IN_FORCE, policy=can_confirm_scan)
def confirm_scan(agreement: PreAgreement, *, actor: StaffActor, scan_id: int) -> dict[str, Any]:
    """The scan shows this version with both signatures; in force since the last of them."""
    version = _required_version(agreement)
    scan = waiting_scan(version, scan_id)
    scan.decide(PaperScan.State.CONFIRMED, actor.user)
    failpoint("scan.confirmed")
    of_commune, of_lpr = record_signatures_of(scan)
    failpoint("scan.signatures_recorded")
    _keep_original(
        agreement,
        commune_signatory=of_commune.signed_by,
        lpr_signatory=f"i. V. {of_lpr.name}" if of_lpr.on_behalf else of_lpr.name,
        place=scan.place_of_original,
        scan=scan.file,
    )
    close_invitations(agreement, Invitation.State.USED)
    _enter_force(agreement, scan.signed_on, actor)
    addresses = {*scan.addresses_of_commune(), scan.lpr_signatory.email, scan.uploaded_by.email}
    for address in sorted(addresses - {""}):
        queue_mail("agreements.paper_in_force", address, version)
    together = {"employees": 2} if of_commune.second_name else {}
    on_behalf = {"on_behalf": of_commune.on_behalf, **together}
    return {"scan": scan.pk, "sha256": scan.file.sha256, "visibility": Visibility.COMMUNE, **on_behalf}


@transition(PreAgreement, sources={Status.SCANNED}, target=Status.ISSUED, policy=can_confirm_scan)
def reject_scan(agreement: PreAgreement, *, actor: StaffActor, scan_id: int, reason: str) -> dict[str, Any]:
    """The scan does not show this version with both signatures: back to waiting for the print, scan kept."""
    scan = waiting_scan(_required_version(agreement), scan_id)
    scan.decide(PaperScan.State.REJECTED, actor.user, reason)
    queue_mail("agreements.scan_rejected", scan.uploaded_by.email, agreement)
    return {"scan": scan.pk, "text": reason}


def _keep_original(agreement: PreAgreement, **known: Any) -> None:
    """Both sides signed on paper: what is ``known`` of it."""
    original = PaperOriginal(**known)
    original.full_clean(validate_unique=False)
    original.save()
    agreement.original = original


def _enter_force(agreement: PreAgreement, day: date, actor: Actor) -> None:
    """Both sides have signed, the last on ``day``."""
    agreement.signed_on = day
    tell_amended(agreement, actor)


def _tell_responsible(agreement: PreAgreement, kind: str) -> None:
    for user in in_charge_today(agreement.commune):
        queue_mail(kind, user.email, agreement)


def _required_version(agreement: PreAgreement) -> DocumentVersion:
    version = agreement.current_version
    if version is None:
        raise TransitionRefusedError("Es gibt keine ausgefertigte Fassung. Bitte laden Sie die Seite neu.")
    return version
