"""What the commune handed in, read by anyone who may countersign it: page by page, as pictures.

The half-signed PDF is given to nobody (signing rule 9), and yet the countersigner has to read that file and not the
clean one (rule 19). So its pages are drawn by the engine that judged it.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from agreements.models import DocumentVersion, PreAgreement
from agreements.office.lookup import visible_agreement
from agreements.policies.signing import can_countersign_now
from communes.responsibility import actor_for
from core import files
from core.models import StoredFile
from core.policies import Decision
from core.signing.page_pictures import PageNotDrawnError, page_picture


@require_GET
def pages(request: HttpRequest, reference: str) -> HttpResponse:
    """All pages below each other, marked as half-signed."""
    agreement = visible_agreement(request, reference)
    decision = _may_read(request, agreement)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(agreement)
    version, _file = _handed_in(agreement)
    context = {"agreement": agreement, "version": version, "numbers": range(1, version.page_count + 1)}
    return render(request, "agreements/handed_in.html", context)


@require_GET
def page(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One page as a picture."""
    agreement = visible_agreement(request, reference)
    decision = _may_read(request, agreement)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(agreement)
    version, file = _handed_in(agreement)
    if not 1 <= number <= version.page_count:
        raise Http404
    try:
        picture = page_picture(files.read(file), number)
    except PageNotDrawnError:
        return HttpResponse(status=503)
    response = HttpResponse(picture, content_type="image/webp")
    response["Cache-Control"] = "no-store, private"
    return response


def _may_read(request: HttpRequest, agreement: PreAgreement) -> Decision:
    return can_countersign_now(actor_for(request, agreement.commune), agreement)


def _handed_in(agreement: PreAgreement) -> tuple[DocumentVersion, StoredFile]:
    version = agreement.current_version
    if version is None or version.commune_signed_file is None:
        raise Http404
    return version, version.commune_signed_file
