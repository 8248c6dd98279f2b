"""Putting files into a commune's file, taking them out, giving them out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from communes.attachments import saving
from communes.attachments.forms import AttachmentForm, RemovalForm
from communes.commune_actions import CommunePage, RowPage
from communes.lookup import visible_commune
from communes.models import Attachment
from communes.policies import can_change_commune, can_remove_attachment
from core import files
from core.action_views import UploadView
from core.downloads import pdf_response
from core.policies import Decision
from staff.requests import staff_of

TOO_LARGE = 413
WHERE = "#unterlagen"


class AddAttachment(UploadView, RowPage):
    """Put a file into the commune's file; a second click finds what the first one made."""

    form_class = AttachmentForm
    page_title = "Unterlage hinzufügen"
    object: Attachment

    def find(self) -> Attachment:
        return Attachment(commune=self.commune)

    def attempt(self, form: Any) -> tuple[int, Any]:
        status, result = super().attempt(form)
        return (TOO_LARGE if form.too_large else status), result

    def perform(self, form: AttachmentForm) -> None:
        assert form.clean_scan is not None, "a valid form has one"
        saving.add(form.instance, form.clean_scan, nonce=form.cleaned_data["nonce"], actor=self.actor)

    def done_text(self, _result: Any) -> str:
        return f"„{self.object}“ steht in der Akte."

    def leads_to(self, _result: Any) -> str:
        return self.back_to() + WHERE


class RemoveAttachment(CommunePage):
    """Take a file out of the commune's file, with a reason."""

    form_class = RemovalForm
    page_title = "Unterlage entfernen"
    object: Attachment

    def find(self) -> Attachment:
        visible = _visible(self.request).select_related("commune__district", "file")
        return get_object_or_404(visible, commune=self.commune, pk=self.kwargs["pk"])

    def decide(self) -> Decision:
        return can_remove_attachment(self.actor, self.object)

    def entitled(self) -> bool:
        return can_change_commune(self.actor, self.commune).allowed

    @property
    def intro(self) -> str:
        return (
            f"„{self.object}“ bleibt unter „Entfernt“ mit Ihrem Namen genannt, lässt sich aber nicht mehr öffnen. "
            "Endgültig gelöscht wird erst nach der Aufbewahrungsfrist."
        )

    def back_to(self) -> str:
        return super().back_to() + WHERE

    def perform(self, form: RemovalForm) -> None:
        saving.remove(self.object, form.cleaned_data["reason"], actor=self.actor)

    def done_text(self, _result: Any) -> str:
        return f"„{self.object}“ ist aus der Akte entfernt."


@require_GET
def download(request: HttpRequest, ags: str, pk: int) -> HttpResponse:
    """The file as the portal rebuilt it; saved, never opened in the portal's own pages."""
    visible = _visible(request).current().select_related("file")
    found = get_object_or_404(visible, commune=visible_commune(request, ags), pk=pk)
    return pdf_response(files.read(found.file), found.file_name)


def _visible(request: HttpRequest) -> Any:
    return Attachment.objects.visible_to(staff_of(request))
