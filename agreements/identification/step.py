"""What the agreement's page says about the second factor while the commune is to sign."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from agreements import policies
from agreements.identification.channels import CodeChannel
from agreements.models import PreAgreement
from core.actions import Action
from core.actors import Actor

_TEXTS = {
    CodeChannel.MAIL: "Der Code kommt per E-Mail. Wer unterzeichnet, fordert ihn auf der Seite selbst an.",
    CodeChannel.PHONE: "Sie lesen den Code am Telefon vor. Den Link zum Unterzeichnen sehen Sie dabei nicht.",
    CodeChannel.LETTER: "Der Code geht mit der Post. Wer den Link erneut sendet, muss auch einen neuen Brief senden.",
}
_ACTIONS = {CodeChannel.PHONE: "Code vorlesen", CodeChannel.LETTER: "Brief mit Code drucken"}


@dataclass(frozen=True, slots=True)
class CodeStep:
    """How the code reaches the signatory; ``action``: what the office does for it; ``waiting_since``: for a call."""

    label: str
    text: str
    action: Action | None
    waiting_since: datetime | None


def code_step(agreement: PreAgreement, actor: Actor) -> CodeStep | None:
    """None when nobody of the commune is to sign with the portal now."""
    invitation = agreement.open_invitation if agreement.status == PreAgreement.Status.ISSUED else None
    if invitation is None:
        return None
    channel = CodeChannel(invitation.code_channel)
    action = None
    if channel in _ACTIONS:
        address = reverse("agreement-code", args=[agreement.reference])
        action = Action.decided(_ACTIONS[channel], address, policies.can_pass_on_code(actor, agreement))
    return CodeStep(channel.label, _TEXTS[channel], action, invitation.call_requested_at)
