"""The second factor (signing rule 3): asked for by the signatory, or passed on by the office; tried under a lock."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from agreements.models import Ceremony, Invitation, PreAgreement, SigningCode
from agreements.models.ceremony import CODE_TRIES
from agreements.models.code_channels import LIFETIME_TEXT, CodeChannel, as_stored, new_code
from agreements.policies.actors import SignatoryActor
from agreements.policies.signing import can_pass_on_code
from communes.responsibility import in_charge_today
from core import journal
from core.mail import queue_mail
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor

CODES_PER_HOUR = 5
CALL_AGAIN_AFTER = timedelta(minutes=10)

HOW_TO_GET_ANOTHER = {
    CodeChannel.MAIL: "Bitte fordern Sie einen neuen Code an.",
    CodeChannel.PHONE: "Bitte lassen Sie sich am Telefon einen neuen Code vorlesen.",
    CodeChannel.LETTER: "Bitte lassen Sie sich von Ihrer Sachbearbeitung einen neuen Brief mit neuem Code senden.",
}
NOT_BY_MAIL = {
    CodeChannel.PHONE: "Zu dieser Vereinbarung wird der Code am Telefon vorgelesen, nicht per E-Mail gesendet.",
    CodeChannel.LETTER: "Zu dieser Vereinbarung kommt der Code mit der Post, nicht per E-Mail.",
}
RECORDED_AS = {CodeChannel.PHONE: "preagreement.code_read_out", CodeChannel.LETTER: "preagreement.code_letter"}


class CodeRefusedError(Exception):
    """A code that is wrong, too old or locked. ``str()`` is German; ``new_code_needed`` says how to go on."""

    def __init__(self, message: str, *, new_code_needed: bool) -> None:
        super().__init__(message)
        self.new_code_needed = new_code_needed


def codes_of(invitation: Invitation) -> QuerySet[SigningCode]:
    """The codes of an invitation: asked for on the phone, a code may be typed on the computer, both with the link."""
    return SigningCode.objects.filter(invitation=invitation)


def awaited_code(invitation: Invitation) -> SigningCode | None:
    """The code that the signatory may type now, or is just being sent; None when another one is needed."""
    newest = codes_of(invitation).order_by("-pk").first()
    return newest if newest is not None and newest.may_be_typed(timezone.now()) else None


def request_code(ceremony: Ceremony) -> None:
    """Send a new code by mail; the former ones of this invitation are dead.

    Raises CodeRefusedError after too many, or when the code of this invitation comes another way.
    """
    with transaction.atomic():
        invitation = _locked_invitation(ceremony.invitation_id)
        if invitation.code_channel != CodeChannel.MAIL:
            raise CodeRefusedError(NOT_BY_MAIL[CodeChannel(invitation.code_channel)], new_code_needed=False)
        since = timezone.now() - timedelta(hours=1)
        if codes_of(invitation).filter(created_at__gte=since).count() >= CODES_PER_HOUR:
            raise CodeRefusedError(
                "Es wurden schon mehrere Codes angefordert. Bitte warten Sie eine Stunde oder rufen Sie uns an.",
                new_code_needed=False,
            )
        code = SigningCode.objects.create(invitation=invitation)
        queue_mail("agreements.code", invitation.recipient, code)


def request_call(ceremony: Ceremony) -> None:
    """Ask the office to call and read a code out; asked again within ten minutes, nobody is told twice.

    Raises CodeRefusedError when the code of this invitation does not come by telephone.
    """
    with transaction.atomic():
        invitation = _locked_invitation(ceremony.invitation_id)
        if invitation.code_channel != CodeChannel.PHONE:
            raise CodeRefusedError(
                "Zu dieser Vereinbarung wird kein Code am Telefon vorgelesen.", new_code_needed=False
            )
        now, asked = timezone.now(), invitation.call_requested_at
        if asked is not None and now - asked < CALL_AGAIN_AFTER:
            return
        Invitation.objects.filter(pk=invitation.pk).update(call_requested_at=now)
        for user in in_charge_today(ceremony.invitation.version.agreement.commune):
            queue_mail("agreements.call_requested", user.email, invitation)


def pass_on(agreement: PreAgreement, code: str, *, actor: StaffActor) -> datetime:
    """Make ``code`` the one that counts, for an actor who reads it out or posts it; the former ones are dead.

    The code itself is kept as a hash only: anyone who calls this shows it once. Returns until when it holds. Raises
    TransitionRefusedError.
    """
    with journal.collected():
        locked = PreAgreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement.pk)
        decision = can_pass_on_code(actor, locked)
        if not decision:
            raise TransitionRefusedError(decision.reason)
        found = locked.open_invitation
        assert found is not None
        invitation = _locked_invitation(found.pk)
        kept = SigningCode.objects.create(invitation=invitation)
        until = kept.keep(code)
        Invitation.objects.filter(pk=invitation.pk).update(call_requested_at=None)
        journal.record(
            key=locked.journal_key,
            kind=RECORDED_AS[CodeChannel(invitation.code_channel)],
            subject=locked,
            actor=actor,
            data={"invitation": invitation.pk},
        )
    return until


def read_out(agreement: PreAgreement, *, actor: StaffActor) -> tuple[str, datetime]:
    """A code for the telephone and until when it holds. Raises TransitionRefusedError."""
    code = new_code(CodeChannel.PHONE)
    return code, pass_on(agreement, code, actor=actor)


def give_code(ceremony: Ceremony, typed: str) -> None:
    """Accept the code and record that the link was opened. Raises CodeRefusedError with what to do."""
    refused = _try_code(ceremony, as_stored(typed))
    if refused is not None:
        raise refused
    ceremony.refresh_from_db()


def _locked_invitation(pk: int) -> Invitation:
    return Invitation.objects.select_for_update(no_key=True).get(pk=pk)


def _try_code(ceremony: Ceremony, typed: str) -> CodeRefusedError | None:
    """Check a code under the lock. A wrong try is counted, so the error is returned, not raised: no rollback."""
    with journal.collected():
        invitation = _locked_invitation(ceremony.invitation_id)
        channel = CodeChannel(invitation.code_channel)
        code = codes_of(invitation).order_by("-pk").first()
        now = timezone.now()
        if code is None or code.used_at is not None:
            why = "Es gilt noch kein Code." if code is None else "Der Code wurde schon benutzt, er gilt nur einmal."
            return CodeRefusedError(f"{why} {HOW_TO_GET_ANOTHER[channel]}", new_code_needed=True)
        if code.is_locked:
            return _locked(channel)
        if code.expires_at is None or now >= code.expires_at:
            return CodeRefusedError(
                f"Der Code ist abgelaufen, er gilt {LIFETIME_TEXT[channel]}. {HOW_TO_GET_ANOTHER[channel]}",
                new_code_needed=True,
            )
        if not code.is_right(typed):
            code.tries += 1
            code.save(update_fields=["tries"])
            return _locked(channel) if code.is_locked else _wrong(CODE_TRIES - code.tries)
        code.used_at = now
        code.save(update_fields=["used_at"])
        _record_identification(ceremony, channel)
    return None


def _record_identification(ceremony: Ceremony, channel: CodeChannel) -> None:
    now = timezone.now()
    Ceremony.objects.filter(pk=ceremony.pk).update(identified_at=now, identified_by=channel)
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


def _locked(channel: CodeChannel) -> CodeRefusedError:
    return CodeRefusedError(
        f"Der Code wurde fünfmal falsch eingegeben und gilt nicht mehr. {HOW_TO_GET_ANOTHER[channel]}",
        new_code_needed=True,
    )
