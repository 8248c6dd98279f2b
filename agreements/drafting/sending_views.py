"""The buttons that send a draft, send its link again, and take it up again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from agreements.drafting import issuing
from agreements.models import PreAgreement
from agreements.models.code_channels import CodeChannel
from agreements.office.agreement_views import AgreementButton
from agreements.office.lookup import sent_revision
from agreements.text.documents import RenderingFailed
from agreements.transitions import pre_agreement
from core.transitions import TransitionRefusedError


class Issue(AgreementButton):
    """Freeze the draft and send the link."""

    def perform(self, _form: Any) -> None:
        try:
            issuing.issue(self.agreement, actor=self.actor, revision=sent_revision(self.request))
        except RenderingFailed as failed:
            raise TransitionRefusedError(str(failed)) from failed

    def done_text(self, _result: Any) -> str:
        return _issued_message(self.agreement)


class ResendLink(AgreementButton):
    """A new link; the former one is dead."""

    done = "Ein neuer Link ist auf dem Weg. Der frühere gilt nicht mehr."

    def perform(self, _form: Any) -> None:
        pre_agreement.resend_link(self.agreement, actor=self.actor)


class Reopen(AgreementButton):
    """Back to draft for a new version."""

    done = "Der Entwurf ist wieder offen. Beim Senden entsteht eine neue Fassung."

    def perform(self, _form: Any) -> None:
        pre_agreement.reopen(self.agreement, actor=self.actor)

    def existing(self, _form: Any) -> HttpResponse:
        """Another one was opened in the same moment."""
        messages.error(self.request, PreAgreement.ANOTHER_OPEN)
        return redirect(self.agreement)


def _issued_message(agreement: PreAgreement) -> str:
    """Say what the office has to do itself: without an address a print goes by post, and no mail was sent."""
    version = agreement.current_version
    if version is not None and not version.invitations.exists():
        return "Die Vereinbarung ist ausgefertigt. Bitte drucken Sie sie aus und senden Sie sie per Post."
    sent = "Die Vereinbarung ist ausgefertigt, die E-Mail mit dem Link zum Unterzeichnen ist auf dem Weg."
    invitation = agreement.open_invitation
    if invitation is not None and invitation.code_channel == CodeChannel.LETTER:
        return f"{sent} Bitte drucken Sie jetzt den Brief mit dem Code und senden Sie ihn mit der Post."
    return sent
