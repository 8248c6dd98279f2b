"""The mayor's way: link, code, reading, consent, signature. No request, no account; every step checks anew."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from agreements import policies, tokens
from agreements.actors import SignatoryActor
from agreements.addresses import check_url
from agreements.changes import Change
from agreements.code_channels import as_stored
from agreements.keys import signing_service
from agreements.models import Ceremony, DocumentVersion, Invitation, PreAgreement, Signature, SigningCode
from agreements.models.ceremony import CODE_TRIES
from agreements.results import SignedDocument
from agreements.signing import Ink, Signatory
from agreements.versions import changes_for_signatory
from core import files, journal
from core.checkpoints import checkpoint
from core.mail import queue_mail
from core.transitions import TransitionRefusedError

CODES_PER_HOUR = 5


class Obstacle(StrEnum):
    """Why a link does not lead to signing; each has its own page."""

    UNKNOWN = "unknown"
    SIGNED = "signed"
    ANSWERED = "answered"
    REVOKED = "revoked"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    NOT_IN_OFFICE = "not_in_office"


class CodeRefusedError(Exception):
    """A code that is wrong, too old or locked. ``str()`` is German; ``new_code_needed`` says how to go on."""

    def __init__(self, message: str, *, new_code_needed: bool) -> None:
        super().__init__(message)
        self.new_code_needed = new_code_needed


@dataclass(frozen=True, slots=True)
class Started:
    """A ceremony and the cookie's secret, which is known here and in the browser only."""

    ceremony: Ceremony
    secret: str


def start(token: str, secret: str = "") -> Started | None:
    """Swap a link's token for a ceremony, or None for an unknown link. Counts nothing as opened (signing rule 1).

    ``secret``: the cookie the browser already has; if it is of the same invitation, its ceremony goes on.
    """
    invitation = Invitation.objects.filter(token_hash=tokens.digest(token)).first()
    if invitation is None:
        return None
    running = Ceremony.objects.filter(invitation=invitation, cookie_hash=tokens.digest(secret)).first()
    if running is not None:
        return Started(running, secret)
    secret = tokens.link_token()
    ceremony = Ceremony.objects.create(
        invitation=invitation, cookie_hash=tokens.digest(secret), nonce=tokens.link_token()
    )
    return Started(ceremony, secret)


def for_secret(secret: str) -> Ceremony | None:
    """The ceremony behind a cookie."""
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
    status = version.agreement.status
    if invitation.state == Invitation.State.USED:
        answered = status == PreAgreement.Status.DECLINED
        return Obstacle.ANSWERED if answered else Obstacle.SIGNED
    if version.state != DocumentVersion.State.CURRENT:
        return Obstacle.SUPERSEDED
    if invitation.is_expired(timezone.now()):
        return Obstacle.EXPIRED
    if invitation.state == Invitation.State.REVOKED or status != PreAgreement.Status.ISSUED:
        return Obstacle.REVOKED
    if version.agreement.signatory_on(timezone.localdate()) != invitation.office_holder:
        return Obstacle.NOT_IN_OFFICE
    return None


def codes_of(ceremony: Ceremony) -> QuerySet[SigningCode]:
    """The codes of the invitation: asked for on the phone, a code may be typed on the computer, both with the link."""
    return SigningCode.objects.filter(invitation=ceremony.invitation_id)


def request_code(ceremony: Ceremony) -> None:
    """Send a new code; the former ones of this invitation are dead. Raises CodeRefusedError after too many."""
    with transaction.atomic():
        Invitation.objects.select_for_update(no_key=True).get(pk=ceremony.invitation_id)
        since = timezone.now() - timedelta(hours=1)
        if codes_of(ceremony).filter(created_at__gte=since).count() >= CODES_PER_HOUR:
            raise CodeRefusedError(
                "Es wurden schon mehrere Codes angefordert. Bitte warten Sie eine Stunde oder rufen Sie uns an.",
                new_code_needed=False,
            )
        code = SigningCode.objects.create(invitation_id=ceremony.invitation_id)
        queue_mail("agreements.code", ceremony.invitation.recipient, code)


def give_code(ceremony: Ceremony, typed: str) -> None:
    """Accept the code and record that the link was opened. Raises CodeRefusedError with what to do."""
    refused = _try_code(ceremony, as_stored(typed))
    if refused is not None:
        raise refused
    ceremony.refresh_from_db()


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
    Ceremony.objects.filter(pk=ceremony.pk, identified_at__isnull=False).update(
        consented_at=timezone.now(), consented_sha256=shown_sha256
    )
    ceremony.refresh_from_db()
    return True


def sign(ceremony: Ceremony, *, ink: Ink, nonce: str, shown_sha256: str) -> None:
    """Sign for the commune: the signature is made first, then enters the ledger in one transaction.

    Raises TransitionRefusedError (nothing was signed, the message says why) or SigningError (the timestamp
    authority is down, keys are missing).
    """
    invitation = ceremony.invitation
    agreement, version, holder = invitation.version.agreement, invitation.version, invitation.office_holder
    actor = SignatoryActor(ceremony)
    decision = policies.can_sign_for_commune(actor, agreement)
    if not decision:
        raise TransitionRefusedError(decision.reason)
    if agreement.status != PreAgreement.Status.ISSUED:
        raise TransitionRefusedError("Diese Vereinbarung ist schon unterzeichnet oder wurde zurückgezogen.")
    checkpoint("signature.commune.begun")
    signed = signing_service().sign_for_commune(
        files.read(version.issued_file),
        signatory=Signatory(
            name=holder.full_name,
            office=holder.office_title,
            organisation=agreement.commune.full_name,
            reference=f"{agreement.reference}/{version.number}",
            email=invitation.recipient,
            on_behalf=bool(agreement.on_behalf_reason),
        ),
        ink=ink,
        check_code=version.check_code,
        check_url=check_url(version.check_code),
        signed_at=timezone.localtime(),
    )
    checkpoint("signature.commune.made")
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
    )
    checkpoint("signature.commune.file_stored")
    agreement.sign_by_commune(actor=actor, document=document, nonce=nonce, shown_sha256=shown_sha256)


def decline(ceremony: Ceremony, reason: str) -> None:
    """Say no with a reason. Raises TransitionRefusedError."""
    ceremony.invitation.version.agreement.decline(actor=SignatoryActor(ceremony), reason=reason)


def _try_code(ceremony: Ceremony, typed: str) -> CodeRefusedError | None:
    """Check a code under the lock. A wrong try is counted, so the error is returned, not raised: no rollback."""
    with journal.collected():
        Invitation.objects.select_for_update(no_key=True).get(pk=ceremony.invitation_id)
        code = codes_of(ceremony).order_by("-pk").first()
        now = timezone.now()
        if code is None or code.used_at is not None:
            return CodeRefusedError("Bitte fordern Sie einen neuen Code an.", new_code_needed=True)
        if code.is_locked:
            return _locked()
        if code.expires_at is None or now >= code.expires_at:
            return CodeRefusedError(
                "Der Code ist abgelaufen, er gilt zehn Minuten. Bitte fordern Sie einen neuen an.", new_code_needed=True
            )
        if not tokens.matches(typed, code.code_hash):
            code.tries += 1
            code.save(update_fields=["tries"])
            return _locked() if code.is_locked else _wrong(CODE_TRIES - code.tries)
        code.used_at = now
        code.save(update_fields=["used_at"])
        _record_identification(ceremony)
    return None


def _record_identification(ceremony: Ceremony) -> None:
    now = timezone.now()
    Ceremony.objects.filter(pk=ceremony.pk).update(identified_at=now, identified_by=ceremony.invitation.code_channel)
    first = Invitation.objects.filter(pk=ceremony.invitation_id, opened_at__isnull=True).update(opened_at=now)
    if first:
        agreement = ceremony.invitation.version.agreement
        journal.record(
            key=agreement.journal_key,
            kind="preagreement.opened",
            subject=agreement,
            actor=SignatoryActor(ceremony),
            data={"invitation": ceremony.invitation_id},
            visibility=journal.Visibility.COMMUNE,
        )


def _wrong(left: int) -> CodeRefusedError:
    tries = "Sie haben noch einen Versuch." if left == 1 else f"Sie haben noch {left} Versuche."
    return CodeRefusedError(f"Der Code stimmt nicht. {tries}", new_code_needed=False)


def _locked() -> CodeRefusedError:
    return CodeRefusedError(
        "Der Code wurde fünfmal falsch eingegeben und gilt nicht mehr. Bitte fordern Sie einen neuen an.",
        new_code_needed=True,
    )
