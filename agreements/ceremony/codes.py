"""The second factor (signing rule 3): asked for by the signatory, or passed on by the office; tried under a lock."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from agreements.ceremony.code_state import CODE_MAIL, CODES_PER_HOUR, code_state
from agreements.models import Ceremony, Invitation, PreAgreement, SigningCode
from agreements.models.ceremony import CODE_TRIES, WRONG_CODES
from agreements.models.code_channels import LIFETIME_TEXT, CodeChannel, as_stored, new_code
from agreements.policies.actors import SignatoryActor
from agreements.policies.signing import can_pass_on_code
from communes.responsibility import in_charge_today
from core import dates, journal
from core.actors import SYSTEM
from core.mail import queue_mail
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor

CALL_AGAIN_AFTER = timedelta(minutes=10)
# A double click, or a second window of the same moment, sends no second mail.
SAME_REQUEST = timedelta(seconds=20)
# Of codes that do not hold any more, as many are compared to tell which mail they were in.
REMEMBERED = 3

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


def request_code(ceremony: Ceremony) -> None:
    """Send a new code by mail. Those sent before hold until their ten minutes are over; asked twice at once, one goes.

    Raises CodeRefusedError after too many, or when the code of this invitation comes another way.
    """
    with transaction.atomic():
        invitation = _locked_invitation(ceremony.invitation_id)
        if invitation.code_channel != CodeChannel.MAIL:
            raise CodeRefusedError(NOT_BY_MAIL[CodeChannel(invitation.code_channel)], new_code_needed=False)
        state, now = code_state(invitation), timezone.now()
        if state.used_up:
            raise _used_up()
        if state.awaited is not None and now - state.awaited.created_at < SAME_REQUEST:
            return
        if state.again_at is not None:
            raise CodeRefusedError(
                f"Es wurden schon {CODES_PER_HOUR} Codes angefordert. Ab {_clock(state.again_at)} Uhr senden wir Ihnen "
                "einen neuen.",
                new_code_needed=False,
            )
        code = SigningCode.objects.create(invitation=invitation)
        queue_mail(CODE_MAIL, invitation.recipient, code)


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
        now = timezone.now()
        codes_of(invitation).filter(used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
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
    """Accept the code and record that the link was opened. Raises CodeRefusedError with what to do.

    Every code of the invitation that still holds is taken: of two mails it does not matter which one is read. A wrong
    try counts against each of them, and five end them; over the life of the invitation ``WRONG_CODES`` are taken,
    whatever codes are asked for (signing rule 24). At most five codes hold at once, since as many are sent in an hour:
    who guesses six digits is right with 5 in a million at each try, and with 20 tries in all in at most one of 10,000
    invitations; by telephone, where one code holds, in one of 50,000; by letter (50 bit) never. What is not of a code's
    form is refused before it comes here, and counts nothing; nor does a code that was right and is too old.
    """
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
        now, channel = timezone.now(), CodeChannel(invitation.code_channel)
        if invitation.takes_no_code:
            return _used_up()
        sent = [code for code in codes_of(invitation).order_by("-pk")[: CODES_PER_HOUR + REMEMBERED] if code.code_hash]
        for code in sent:
            code.invitation = invitation
        holding = [code for code in sent if code.may_be_typed(now)]
        right = next((code for code in holding if code.is_right(typed)), None)
        if right is not None:
            right.used_at = now
            right.save(update_fields=["used_at"])
            _record_identification(ceremony, channel)
            return None
        if not holding:
            return _none_holds(invitation, now)
        former = [code for code in sent if code not in holding][:REMEMBERED]
        if any(code.is_right(typed) for code in former):
            return CodeRefusedError(
                f"Dieser Code gilt nicht mehr. Bitte nehmen Sie {_the_newest(holding[0], channel)}.",
                new_code_needed=False,
            )
        return _count_wrong(invitation, holding, ceremony)


def _count_wrong(invitation: Invitation, holding: list[SigningCode], ceremony: Ceremony) -> CodeRefusedError:
    """One wrong try, against every code that holds and against the invitation; it stands in the journal."""
    invitation.wrong_codes += 1
    invitation.save(update_fields=["wrong_codes"])
    for code in holding:
        code.tries += 1
        code.save(update_fields=["tries"])
    agreement = ceremony.invitation.version.agreement
    journal.record(
        key=agreement.journal_key,
        kind="preagreement.code_wrong",
        subject=agreement,
        actor=SYSTEM,  # nobody has shown yet who it is
        data={"invitation": invitation.pk, "tries": invitation.wrong_codes},
    )
    if invitation.takes_no_code:
        return _used_up()
    channel, left = CodeChannel(invitation.code_channel), CODE_TRIES - min(code.tries for code in holding)
    if left <= 0:
        return _locked(channel)
    return _wrong(min(left, WRONG_CODES - invitation.wrong_codes), holding[0], channel)


def _none_holds(invitation: Invitation, now: datetime) -> CodeRefusedError:
    """Why there is nothing to be typed: none was asked for, its mail is on its way, or it is over."""
    channel = CodeChannel(invitation.code_channel)
    newest = codes_of(invitation).order_by("-pk").first()
    if newest is None:
        why = "Es gilt noch kein Code."
    elif newest.used_at is not None:
        why = "Der Code wurde schon benutzt, er gilt nur einmal."
    elif newest.is_locked:
        return _locked(channel)
    elif newest.may_be_typed(now):
        return CodeRefusedError(
            f"Der Code, den Sie um {_clock(newest.created_at)} Uhr angefordert haben, ist noch unterwegs. Bitte warten "
            "Sie auf die E-Mail.",
            new_code_needed=False,
        )
    else:
        why = f"Der Code ist abgelaufen, er gilt {LIFETIME_TEXT[channel]}."
    return CodeRefusedError(f"{why} {HOW_TO_GET_ANOTHER[channel]}", new_code_needed=True)


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


def _the_newest(code: SigningCode, channel: CodeChannel) -> str:
    """The code to look for, as its channel brought it."""
    at = code.sent_at or code.created_at
    if channel == CodeChannel.MAIL:
        return f"den Code aus der E-Mail von {_clock(at)} Uhr"
    if channel == CodeChannel.PHONE:
        return f"den Code, den wir Ihnen um {_clock(at)} Uhr vorgelesen haben"
    return f"den Code aus dem Brief vom {dates.day(timezone.localtime(at))}"


def _wrong(left: int, newest: SigningCode, channel: CodeChannel) -> CodeRefusedError:
    tries = "Sie haben noch einen Versuch." if left == 1 else f"Sie haben noch {left} Versuche."
    where = f"Bitte nehmen Sie {_the_newest(newest, channel)}."
    return CodeRefusedError(f"Der Code stimmt nicht. {where} {tries}", new_code_needed=False)


def _locked(channel: CodeChannel) -> CodeRefusedError:
    return CodeRefusedError(
        f"Der Code wurde fünfmal falsch eingegeben und gilt nicht mehr. {HOW_TO_GET_ANOTHER[channel]}",
        new_code_needed=True,
    )


def _used_up() -> CodeRefusedError:
    return CodeRefusedError(
        "Zu diesem Link wurden zu viele falsche Codes eingegeben. Zum Schutz der Vereinbarung nimmt er keinen mehr an.",
        new_code_needed=True,
    )


def _clock(moment: datetime) -> str:
    return dates.clock(timezone.localtime(moment))
