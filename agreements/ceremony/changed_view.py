"""The mayor's page between the code and the text, where a former version was sent: what is new (signing rule 5)."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from agreements.ceremony import ceremonies
from agreements.ceremony.ceremony_action import CeremonyAction
from agreements.models import Ceremony
from agreements.text.versions import changes_for_signatory
from core.action_views import CONFLICT


class SeeChanges(CeremonyAction):
    """Shown once before the text; later again by a link. What was confirmed in an older window is shown again."""

    form_class = forms.Form
    template_name = "agreements/ceremony/changed.html"

    def inside(self, request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        self.changes = changes_for_signatory(ceremony.invitation.version)
        return super().inside(request, ceremony) if self.changes else redirect("ceremony-read")

    def attempt(self, form: Any) -> tuple[int, Any]:
        if self.request.POST.get("shown") != self.ceremony.invitation.version.sha256:
            self.problem = "Bitte sehen Sie sich noch einmal an, was sich geändert hat."
            return CONFLICT, None
        return super().attempt(form)

    def perform(self, _form: Any) -> None:
        ceremonies.confirm_changes(self.ceremony)

    def leads_to(self, _result: Any) -> str:
        return "ceremony-read"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(changes=self.changes, **kwargs)
