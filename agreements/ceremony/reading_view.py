"""The mayor reads: exactly the frozen text, and the PDF itself; of a print, how to go on."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from agreements.ceremony import ceremonies
from agreements.ceremony.ceremony_action import CeremonyAction
from agreements.ceremony.reading import reading_context
from agreements.models import Ceremony, PreAgreement
from agreements.text.versions import changes_for_signatory

# Where the way goes on, by route; a print is signed by hand and leads nowhere here.
NEXT_STEPS = {PreAgreement.Route.ONLINE.value: "ceremony-sign", PreAgreement.Route.QUALIFIED.value: "ceremony-upload"}


class Read(CeremonyAction):
    """Nothing is filled in here. A page from before the last update, which asked for consent, leads on."""

    form_class = forms.Form

    @property
    def route(self) -> str:
        return self.ceremony.invitation.version.agreement.route

    def inside(self, request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        if ceremonies.changes_to_see(ceremony):
            return redirect("ceremony-changes")
        return super().inside(request, ceremony)

    def get_template_names(self) -> list[str]:
        printed = self.route == PreAgreement.Route.PRINTED
        return ["agreements/ceremony/print.html" if printed else "agreements/ceremony/read.html"]

    def perform(self, form: forms.Form) -> None:
        """Nothing is recorded by reading."""

    def leads_to(self, _result: Any) -> str:
        return NEXT_STEPS.get(self.route, "ceremony-read")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.ceremony.invitation.version
        return super().get_context_data(
            changes=changes_for_signatory(version),
            next_step=NEXT_STEPS.get(self.route),
            **reading_context(version),
            **kwargs,
        )
