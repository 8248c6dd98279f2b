"""The mayor's last step when the template wants a qualified signature: download, sign elsewhere, upload."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from agreements.ceremony.ceremony_action import SigningStep
from agreements.models import Ceremony, PreAgreement
from agreements.offline.forms import OutsideSignatureForm
from agreements.offline.signed_outside import take_signed_file
from communes.responsibility import contact_today
from core.action_views import UploadView
from core.signing.outside import OutsideSignatureRefused


class UploadSigned(UploadView, SigningStep):
    """Take the file or say what is wrong with it; nothing is stored of a file that is not taken."""

    form_class = OutsideSignatureForm
    template_name = "agreements/ceremony/upload.html"

    def inside(self, request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        version = ceremony.invitation.version
        if version.agreement.route != PreAgreement.Route.QUALIFIED or ceremony.consented_sha256 != version.sha256:
            return redirect("ceremony-read")
        return super().inside(request, ceremony)

    def perform(self, form: OutsideSignatureForm) -> None:
        said = form.cleaned_data
        try:
            take_signed_file(self.ceremony, said["file"].read(), nonce=said["nonce"], shown_sha256=said["shown"])
        except OutsideSignatureRefused as refused:
            form.add_error("file", str(refused))

    def form_after_refusal(self, _form: Any) -> OutsideSignatureForm:
        """A file is chosen again in any case."""
        return OutsideSignatureForm(initial=self.get_initial())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contact = contact_today(self.ceremony.invitation.version.agreement.commune)
        return super().get_context_data(contact=contact, **kwargs)
