"""An edition with a real commune: as a page to read, and as the PDF that would be set."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from agreements.text.documents import RenderingFailed, render_agreement
from agreements.text.editor.edition_actions import edition
from agreements.text.editor.preview import sample_text
from agreements.text.summary import summary_of
from communes.models import Commune
from core.downloads import pdf_response
from staff.requests import office_actor_of

MOST = 20
LONGEST = 100


@require_GET
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a commune by a search, then read what it would be sent."""
    user, version = office_actor_of(request).user, edition(pk)
    wanted = request.GET.get("suche", "")[:LONGEST].strip()
    communes = Commune.objects.visible_to(user).existing_on(timezone.localdate()).select_related("district")
    chosen = request.GET.get("kommune", "")
    commune = get_object_or_404(communes, pk=chosen) if chosen else None
    text = sample_text(version, commune) if commune else None
    context = {
        "version": version,
        "wanted": wanted,
        "found": list(communes.matching(wanted)[:MOST]) if wanted else [],
        "most": MOST,
        "commune": commune,
        "text": text,
        "summary": summary_of(text) if text else [],
    }
    return render(request, "agreements/wording/preview.html", context)


@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF with the watermark ENTWURF; nothing of it is kept."""
    user, version = office_actor_of(request).user, edition(pk)
    chosen = request.GET.get("kommune", "")
    if not chosen:
        messages.warning(request, "Bitte wählen Sie zuerst eine Kommune.")
        return redirect("edition-preview", pk=pk)
    commune = get_object_or_404(Commune.objects.visible_to(user).select_related("district"), pk=chosen)
    try:
        rendered = render_agreement(sample_text(version, commune))
    except RenderingFailed as failed:
        messages.error(request, str(failed))
        return redirect(version)
    return pdf_response(
        rendered.data, f"Vorlage-{version.template_id}-Ausgabe-{version.number}-Entwurf.pdf", inline=True
    )
