"""Pages for attachments: find through the door, ask the policy, call one function, respond."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from communes.attachments import saving
from communes.attachments.forms import AttachmentForm, RemovalForm
from communes.lookup import form_page, visible_commune
from communes.models import Attachment, Commune
from communes.policies import can_change_commune, can_remove_attachment
from communes.responsibility import actor_for
from core import files
from core.downloads import pdf_response
from core.transitions import TransitionRefusedError
from staff.requests import staff_of


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, ags: str) -> HttpResponse:
    """Put a file into the commune's file; a second click finds what the first one made."""
    commune = visible_commune(request, ags)
    actor = actor_for(request, commune)
    decision = can_change_commune(actor, commune)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(commune)
    form = _form(request, commune)
    if request.method == "POST" and form.is_valid():
        assert form.clean_scan is not None  # a valid form has one
        saving.add(form.instance, form.clean_scan, nonce=form.cleaned_data["nonce"], actor=actor)
        messages.success(request, f"„{form.instance}“ steht in der Akte.")
        return redirect(commune.get_absolute_url() + "#unterlagen")
    return form_page(request, commune, "Unterlage hinzufügen", form, refused_with=413 if form.too_large else 422)


@require_GET
def download(request: HttpRequest, ags: str, pk: int) -> HttpResponse:
    """The file as the portal rebuilt it; saved, never opened in the portal's own pages."""
    visible = Attachment.objects.visible_to(staff_of(request)).current().select_related("file")
    found = get_object_or_404(visible, commune=visible_commune(request, ags), pk=pk)
    return pdf_response(files.read(found.file), found.file_name)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, ags: str, pk: int) -> HttpResponse:
    """Take a file out of the commune's file, with a reason."""
    commune = visible_commune(request, ags)
    visible = Attachment.objects.visible_to(staff_of(request)).select_related("commune__district", "file")
    found = get_object_or_404(visible, commune=commune, pk=pk)
    actor = actor_for(request, commune)
    back = commune.get_absolute_url() + "#unterlagen"
    decision = can_remove_attachment(actor, found)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(back)
    form = RemovalForm(request.POST or None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        try:
            saving.remove(found, form.cleaned_data["reason"], actor=actor)
        except TransitionRefusedError as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, f"„{found}“ ist aus der Akte entfernt.")
        return redirect(back)
    intro = (
        f"„{found}“ bleibt unter „Entfernt“ mit Ihrem Namen genannt, lässt sich aber nicht mehr öffnen. "
        "Endgültig gelöscht wird erst nach der Aufbewahrungsfrist."
    )
    return form_page(request, commune, "Unterlage entfernen", form, intro=intro)


def _form(request: HttpRequest, commune: Commune) -> AttachmentForm:
    attachment = Attachment(commune=commune)
    cancel_url = commune.get_absolute_url()
    if request.method != "POST":
        return AttachmentForm(instance=attachment, cancel_url=cancel_url)
    sent, uploads = request.POST, request.FILES
    # Known once the body was read: the upload handler stops at the limit and leaves a note.
    too_large = getattr(request, "upload_too_large", False)
    return AttachmentForm(sent, uploads, instance=attachment, cancel_url=cancel_url, too_large=too_large)
