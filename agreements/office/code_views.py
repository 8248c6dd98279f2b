"""The office passes a code on: read out once on the telephone, or as a letter to print. Never with the link."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agreements.ceremony import codes
from agreements.ceremony.code_forms import CodeLetterForm
from agreements.models import Invitation
from agreements.models.code_channels import CodeChannel
from agreements.office.agreement_views import AgreementAction
from agreements.office.code_letter import make_letter
from agreements.office.lookup import visible_agreement
from agreements.policies.signing import can_pass_on_code
from agreements.text.documents import RenderingFailed
from communes.models import OfficeHolder
from core.downloads import pdf_response
from core.policies import Decision


@never_cache
@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, reference: str) -> HttpResponseBase:
    """GET says how; POST makes a new code that this one answer shows, on the page or in the letter."""
    agreement = visible_agreement(request, reference)
    invitation = agreement.open_invitation
    by_letter = invitation is not None and invitation.code_channel == CodeChannel.LETTER
    view = PrintCode if by_letter else ReadCodeOut
    return view.as_view(agreement=agreement, invitation=invitation)(request)


class PassOnCode(AgreementAction):
    """A new code for who was invited; the answer itself shows it, so there is nowhere to go on to."""

    invitation: Invitation | None = None

    @property
    def holder(self) -> OfficeHolder:
        """Who was invited."""
        assert self.invitation is not None, "the policy has looked"
        return self.invitation.office_holder

    def decide(self) -> Decision:
        return can_pass_on_code(self.actor, self.agreement)

    def is_late(self) -> bool:
        """Without an open invitation there is no page to show."""
        return False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"invitation": self.invitation, "holder": self.holder, "actor": self.actor}
        return super().get_context_data(**more, **kwargs)


class ReadCodeOut(PassOnCode):
    """On the telephone: the page shows the code once."""

    form_class = forms.Form
    template_name = "agreements/read_code.html"
    keeps_what_was_typed = False

    def perform(self, _form: Any) -> tuple[str, datetime]:
        return codes.read_out(self.agreement, actor=self.actor)

    def finished(self, result: tuple[str, datetime]) -> HttpResponse:
        code, until = result
        return self.render_to_response(self.get_context_data(code=code, until=timezone.localtime(until)))


class PrintCode(PassOnCode):
    """As a letter to print; the address is kept nowhere."""

    form_class = CodeLetterForm
    template_name = "agreements/code_letter.html"

    def get_initial(self) -> dict[str, str]:
        return {"address": f"{self.agreement.commune.full_name}\n{self.holder}\n"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cancel_url": self.agreement.get_absolute_url()}

    def perform(self, form: CodeLetterForm) -> bytes | None:
        try:
            return make_letter(self.agreement, form.cleaned_data["address"], actor=self.actor)
        except RenderingFailed as failed:
            form.add_error("address", str(failed))
            return None

    def finished(self, result: bytes) -> HttpResponse:
        return pdf_response(result, f"{self.agreement.reference}-Brief-mit-Code.pdf")
