"""The mayor's last step when the template wants a qualified signature: download, sign elsewhere, upload."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from agreements.ceremony import ceremonies
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
        if ceremony.invitation.version.agreement.route != PreAgreement.Route.QUALIFIED:
            return redirect("ceremony-read")
        if ceremonies.changes_to_see(ceremony):
            return redirect("ceremony-changes")
        return super().inside(request, ceremony)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "commune": self._commune}

    @property
    def _commune(self) -> str:
        name: str = self.ceremony.invitation.version.content["commune_name"]
        return name

    def perform(self, form: OutsideSignatureForm) -> None:
        said = form.cleaned_data
        ceremonies.check_page(self.ceremony, nonce=said["nonce"], shown_sha256=said["shown"])
        ceremonies.consent(self.ceremony, said["shown"])
        try:
            take_signed_file(self.ceremony, said["file"].read(), nonce=said["nonce"], shown_sha256=said["shown"])
        except OutsideSignatureRefused as refused:
            form.add_error("file", str(refused))

    def form_after_refusal(self, _form: Any) -> OutsideSignatureForm:
        """A file is chosen again in any case."""
        return OutsideSignatureForm(initial=self.get_initial(), commune=self._commune)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contact = contact_today(self.ceremony.invitation.version.agreement.commune)
        return super().get_context_data(contact=contact, **kwargs)
