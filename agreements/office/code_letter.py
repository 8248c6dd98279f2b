"""The letter that carries a code: made once, given to the caseworker to print, stored nowhere."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from agreements.ceremony import codes
from agreements.models import Invitation, PreAgreement
from agreements.models.code_channels import LIFETIME, CodeChannel, new_code
from agreements.policies.signing import can_pass_on_code
from agreements.text.documents import RenderingFailed
from core.transitions import TransitionRefusedError
from core.typesetting.fonts import MissingGlyphs, composed
from core.typesetting.pdf import accessible_pdf
from staff.actors import StaffActor


def make_letter(agreement: PreAgreement, address: str, *, actor: StaffActor) -> bytes:
    """A letter with a fresh code to ``address`` as PDF/UA-1; the former codes are dead from then on.

    The letter is set first: a code that nobody can read must not replace one that is in the post. Raises
    TransitionRefusedError or RenderingFailed; then no code has changed.
    """
    decision = can_pass_on_code(actor, agreement)
    if not decision:
        raise TransitionRefusedError(decision.reason)
    invitation = agreement.open_invitation
    assert invitation is not None
    code = new_code(CodeChannel.LETTER)
    letter = _render(agreement, invitation, address, code, actor)
    codes.pass_on(agreement, code, actor=actor)
    return letter


def _render(agreement: PreAgreement, invitation: Invitation, address: str, code: str, actor: StaffActor) -> bytes:
    now = timezone.localtime()
    html = composed(
        render_to_string(
            "pdf/code_letter.html",
            {
                "agreement": agreement,
                "version": invitation.version,
                "address": [line.strip() for line in address.splitlines() if line.strip()],
                "greeting": invitation.office_holder.greeting,
                "code": f"{code[:5]}-{code[5:]}",
                "until": _last_day(now),
                "sent_on": timezone.localtime(invitation.created_at),
                "writer": actor.user,
                "operator": settings.PORTAL_OPERATOR,
                "sender": _sender(),
                "portal_name": settings.PORTAL_NAME,
                "demo": settings.DEMO,
                "today": now,
                "created": now.astimezone(UTC).isoformat(timespec="seconds"),
            },
        )
    )
    try:
        return accessible_pdf(html).data
    except MissingGlyphs as missing:
        raise RenderingFailed(
            f"Diese Zeichen kann der Brief nicht darstellen: {missing.named}. Bitte ersetzen Sie sie."
        ) from None


def _sender() -> str:
    """The line above the recipient, by which the post finds the way back (DIN 5008)."""
    return " · ".join(filter(None, [settings.PORTAL_OPERATOR, settings.LPR_ADDRESS]))


def _last_day(now: datetime) -> datetime:
    """The last whole day on which the code holds: what a letter says must be true until midnight."""
    return now + LIFETIME[CodeChannel.LETTER] - timedelta(days=1)
