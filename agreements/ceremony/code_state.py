"""Where the second factor of an invitation stands: what the page says before and after each try."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from agreements.models import Invitation, SigningCode
from core.models import OutgoingMessage

CODES_PER_HOUR = 5
HOUR = timedelta(hours=1)
CODE_MAIL = "agreements.code"


@dataclass(frozen=True, slots=True)
class CodeState:
    """What may be done now.

    ``awaited``: the newest code that may be typed, or whose mail is on its way; ``again_at``: from when another one can
    be asked for, None if at once; ``used_up``: no code of this invitation is taken any more; ``undelivered``: the mail
    with the newest one did not arrive.
    """

    awaited: SigningCode | None
    again_at: datetime | None
    used_up: bool
    undelivered: bool = False

    @property
    def is_stuck(self) -> bool:
        """Whether there is nothing to do but wait or ask for help."""
        return self.used_up or self.undelivered or (self.awaited is None and self.again_at is not None)


def code_state(invitation: Invitation) -> CodeState:
    """How it stands with the codes of ``invitation``; two queries, three where a code is on its way."""
    now = timezone.now()
    recent = list(SigningCode.objects.filter(invitation=invitation).order_by("-pk")[:CODES_PER_HOUR])
    for code in recent:
        code.invitation = invitation
    awaited = next((code for code in recent if code.may_be_typed(now)), None)
    return CodeState(
        awaited=awaited,
        again_at=again_at(recent, now),
        used_up=invitation.takes_no_code,
        undelivered=awaited is not None and awaited.sent_at is None and _failed(awaited),
    )


def again_at(recent: list[SigningCode], now: datetime) -> datetime | None:
    """From when one more code may be sent; ``recent``: the newest of the invitation, the newest first."""
    if len(recent) < CODES_PER_HOUR:
        return None
    moment = recent[CODES_PER_HOUR - 1].created_at + HOUR
    return moment if moment > now else None


def _failed(code: SigningCode) -> bool:
    mails = OutgoingMessage.objects.filter(kind=CODE_MAIL, subject_type=code._meta.label_lower, subject_id=str(code.pk))
    return mails.filter(state=OutgoingMessage.State.FAILED).exists()
