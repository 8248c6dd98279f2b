"""The mayor's way: link, reading, consent, signature (the code: ``codes.py``). Every step checks again."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from agreements.evidence.portal_keys import signing_service
from agreements.models import Ceremony, DocumentVersion, Invitation, PreAgreement, Signature, tokens
from agreements.policies.actors import SignatoryActor
from agreements.policies.signing import can_sign_for_commune
from agreements.text.addresses import check_url
from agreements.text.person_names import same_person
from agreements.text.version_changes import Change
from agreements.text.versions import changes_for_signatory
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import SignedDocument
from core import files
from core.failpoints import failpoint
from core.signing.ink import Ink
from core.signing.people import Signatory
from core.transitions import TransitionRefusedError


class Obstacle(StrEnum):
    """Why a link does not lead to signing; each has its own page."""

    UNKNOWN = "unknown"
    SIGNED = "signed"
    RECEIVED = "received"
    ANSWERED = "answered"
    CHANGE_REQUESTED = "change_requested"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    NOT_IN_OFFICE = "not_in_office"


# What the commune has said instead of signing; a new version counts more than an old answer.
_ANSWERS = {
    Invitation.State.USED.value: Obstacle.ANSWERED,
    Invitation.State.CHANGE.value: Obstacle.CHANGE_REQUESTED,
}


LOOK_AGAIN = "Diese Seite war veraltet. Bitte sehen Sie sie sich noch einmal an und stimmen Sie dann noch einmal zu."


@dataclass(frozen=True, slots=True)
class Started:
    """A ceremony and the cookie's secret, which is known here and in the browser only."""

    ceremony: Ceremony
    secret: str


def start(token: str, secret: str = "") -> Started | None:
    """Swap a link's token for a ceremony, or None for an unknown link. Counts nothing as opened (signing rule 1).

    ``secret``: the cookie the browser already has; a ceremony of the same invitation goes on once it is identified.
    """
    invitation = _invited_by(token)
    if invitation is None:
        return None
    running = Ceremony.objects.filter(invitation=invitation, cookie_hash=tokens.digest(secret)).first()
    if running is not None and running.may_go_on:
        return Started(running, secret)
    secret = tokens.link_token()
    ceremony = Ceremony.objects.create(
        invitation=invitation, cookie_hash=tokens.digest(secret), nonce=tokens.link_token()
    )
    return Started(ceremony, secret)


def is_known(token: str) -> bool:
    """Whether a link with this token was sent, whatever became of it."""
    return _invited_by(token) is not None


def _invited_by(token: str) -> Invitation | None:
    return Invitation.objects.filter(links__token_hash=tokens.digest(token)).first()


def for_secret(secret: str) -> Ceremony | None:
    """The ceremony behind a cookie, also one that is over."""
    return (
        Ceremony.objects.select_related(
            "invitation__office_holder__commune",
            "invitation__version__issued_file",
            "invitation__version__agreement__commune__district",
            "invitation__version__agreement__template_version__template",
        )
        .filter(cookie_hash=tokens.digest(secret))
        .first()
    )


def obstacle(ceremony: Ceremony) -> Obstacle | None:
    """What stands in the way right now, or None."""
    invitation = ceremony.invitation
    version = invitation.version
    if invitation.state == Invitation.State.USED and version.signatures.exists():
        return Obstacle.SIGNED
    if version.state != DocumentVersion.State.CURRENT:
        return Obstacle.SUPERSEDED
    if invitation.state in _ANSWERS:
        return _ANSWERS[invitation.state]
    if invitation.is_expired(timezone.now()):
        return Obstacle.EXPIRED
    return _without_right(invitation)


def _without_right(invitation: Invitation) -> Obstacle | None:
    agreement = invitation.version.agreement
    if agreement.status == PreAgreement.Status.SCANNED:
        return Obstacle.RECEIVED
    if agreement.status == PreAgreement.Status.WITHDRAWN:
        return Obstacle.WITHDRAWN
    if invitation.state == Invitation.State.REVOKED or agreement.status != PreAgreement.Status.ISSUED:
        return Obstacle.REVOKED
    in_office = agreement.signatory_on(timezone.localdate()) == invitation.office_holder
    return None if in_office else Obstacle.NOT_IN_OFFICE


def changes_to_see(ceremony: Ceremony) -> list[Change]:
    """What changed since the version the commune knows and was not confirmed on this device yet."""
    return [] if ceremony.changes_seen_at else changes_for_signatory(ceremony.invitation.version)


def confirm_changes(ceremony: Ceremony) -> None:
    """Record that the page with the changes was read; once is enough."""
    known = Ceremony.objects.filter(pk=ceremony.pk, identified_at__isnull=False, changes_seen_at__isnull=True)
    known.update(changes_seen_at=timezone.now())


def consent(ceremony: Ceremony, shown_sha256: str) -> bool:
    """Record that the version with this hash was read and agreed to. False: another version counts by now."""
    if shown_sha256 != ceremony.invitation.version.sha256:
        return False
    Ceremony.objects.filter(pk=ceremony.pk, identified_at__isnull=False, signed=False).update(
        consented_at=timezone.now(), consented_sha256=shown_sha256
    )
    ceremony.refresh_from_db()
    return True


def check_page(ceremony: Ceremony, *, nonce: str, shown_sha256: str) -> None:
    """Whether the page that was sent is this ceremony's and about what holds, before its consent is recorded.

    Raises TransitionRefusedError: the page is outdated or another one's, or this person cannot sign now.
    """
    version = ceremony.invitation.version
    check_before_signing(SignatoryActor(ceremony), version.agreement, nonce=nonce, shown_sha256=shown_sha256)
    if shown_sha256 != version.sha256:
        raise TransitionRefusedError("Die Fassung hat sich geändert. Bitte lesen Sie die neue Fassung.")
    if nonce != ceremony.nonce:
        raise TransitionRefusedError(LOOK_AGAIN)


def check_before_signing(actor: SignatoryActor, agreement: PreAgreement, *, nonce: str, shown_sha256: str) -> None:
    """Raise TransitionRefusedError before anything is made: the page is outdated, or this person cannot sign now.

    Under the lock the transition asks once more.
    """
    if not nonce or not shown_sha256:
        raise TransitionRefusedError(LOOK_AGAIN)
    decision = can_sign_for_commune(actor, agreement)
    if not decision:
        raise TransitionRefusedError(decision.reason)
    if agreement.status != PreAgreement.Status.ISSUED:
        raise TransitionRefusedError("Diese Vereinbarung ist schon unterzeichnet oder wurde zurückgezogen.")


def sign(ceremony: Ceremony, *, ink: Ink, nonce: str, shown_sha256: str, confirmed_name: str = "") -> None:
    """Sign for the commune: the signature is made first, then enters the ledger in one transaction.

    ``confirmed_name``: the other name that the person was asked about and wants to sign with (signing rule 22).
    Raises TransitionRefusedError (nothing was signed, the message says why) or SigningError (the timestamp
    authority is down, keys are missing).
    """
    invitation = ceremony.invitation
    agreement, version, holder = invitation.version.agreement, invitation.version, invitation.office_holder
    actor = SignatoryActor(ceremony)
    check_before_signing(actor, agreement, nonce=nonce, shown_sha256=shown_sha256)
    typed = ink.typed_name.strip()
    other_name = bool(typed) and not same_person(holder.full_name, typed)
    if other_name and confirmed_name != typed:
        raise TransitionRefusedError(
            f"Unterzeichnen soll {holder.full_name}; eingetippt ist ein anderer Name. Bitte berichtigen Sie ihn, oder "
            "bestätigen Sie, dass Sie so unterschreiben."
        )
    failpoint("signature.commune.begun")
    signed = signing_service().sign_for_commune(
        files.read(version.issued_file),
        signatory=signatory_of(ceremony),
        ink=ink,
        check_code=version.check_code,
        check_url=check_url(version.check_code),
        signed_at=timezone.localtime(),
    )
    failpoint("signature.commune.made")
    assert ceremony.identified_at is not None
    document = SignedDocument(
        version_id=version.pk,
        signed=signed,
        blob=files.put(signed.data, "application/pdf"),
        name=holder.full_name,
        office=holder.office_title,
        method=Signature.Method.TYPED if ink.typed_name else Signature.Method.DRAWN,
        identified_at=ceremony.identified_at,
        identified_by=ceremony.identified_by,
        on_behalf_reason=agreement.on_behalf_reason,
        typed_name=typed,
        other_name_confirmed=other_name,
    )
    failpoint("signature.commune.file_stored")
    pre_agreement.sign_by_commune(agreement, actor=actor, document=document, nonce=nonce, shown_sha256=shown_sha256)


def signatory_of(ceremony: Ceremony) -> Signatory:
    """Who signs, as certificate and stamp name them."""
    invitation = ceremony.invitation
    agreement, holder = invitation.version.agreement, invitation.office_holder
    return Signatory(
        name=holder.full_name,
        office=holder.office_title,
        organisation=agreement.commune.full_name,
        reference=f"{agreement.reference}/{invitation.version.number}",
        email=invitation.recipient,
        on_behalf=bool(agreement.on_behalf_reason),
    )


def request_change(ceremony: Ceremony, wish: str) -> None:
    """Send the agreement back to be changed. Raises TransitionRefusedError."""
    pre_agreement.request_change(ceremony.invitation.version.agreement, actor=SignatoryActor(ceremony), wish=wish)


def decline(ceremony: Ceremony, reason: str) -> None:
    """Say no with a reason. Raises TransitionRefusedError."""
    pre_agreement.decline(ceremony.invitation.version.agreement, actor=SignatoryActor(ceremony), reason=reason)
