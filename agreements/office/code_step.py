"""What the agreement's page says about the second factor while the commune is to sign."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from agreements.ceremony.codes import codes_of
from agreements.models import PreAgreement, SigningCode
from agreements.models.code_channels import CodeChannel
from agreements.policies.signing import can_pass_on_code
from core import dates
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
    """How the code reaches the signatory; ``action``: what the office does for it; ``waiting_since``: for a call.

    ``letter``: what became of the latest letter; ``due``: that the signatory waits for one.
    """

    label: str
    text: str
    action: Action | None
    waiting_since: datetime | None
    letter: str = ""
    due: bool = False


def code_step(agreement: PreAgreement, actor: Actor) -> CodeStep | None:
    """None when nobody of the commune is to sign with the portal now."""
    invitation = agreement.open_invitation if agreement.status == PreAgreement.Status.ISSUED else None
    if invitation is None:
        return None
    channel = CodeChannel(invitation.code_channel)
    action = None
    if channel in _ACTIONS:
        address = reverse("agreement-code", args=[agreement.reference])
        action = Action.decided(_ACTIONS[channel], address, can_pass_on_code(actor, agreement))
    step = CodeStep(channel.label, _TEXTS[channel], action, invitation.call_requested_at)
    if channel != CodeChannel.LETTER:
        return step
    newest = codes_of(invitation).order_by("-pk").first()
    return replace(step, letter=_letter(newest), due=newest is None or newest.is_lost(timezone.now()))


def _letter(code: SigningCode | None) -> str:
    """What became of the code in the latest letter."""
    if code is None:
        return "Es wurde noch kein Brief gedruckt."
    printed = f"Letzter Brief: {_moment(code.created_at)} Uhr."
    if code.used_at is not None:
        return f"{printed} Sein Code wurde am {_moment(code.used_at)} Uhr eingegeben."
    if code.is_locked:
        return f"{printed} Sein Code wurde fünfmal falsch eingegeben und gilt nicht mehr."
    if code.is_lost(timezone.now()) or code.expires_at is None:
        return f"{printed} Sein Code ist abgelaufen."
    return f"{printed} Sein Code gilt bis {_moment(code.expires_at)} Uhr."


def _moment(moment: datetime) -> str:
    return dates.moment(timezone.localtime(moment))
