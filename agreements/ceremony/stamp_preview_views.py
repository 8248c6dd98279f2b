"""How the signature will stand in the document, as pictures that nobody can take for the signed file.

They are drawn from the issued page and the stamp's own page each time they are asked for, are kept nowhere and hold no
signature; the day is today's, the time is set by signing.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from agreements.ceremony import kept_signatures
from agreements.ceremony.active_ceremony import base_context, identified, in_ceremony
from agreements.models import Ceremony
from core.limits import within_limit
from core.signing.errors import SigningError
from core.signing.page_pictures import PageNotDrawnError

# Of one ceremony: more than anyone looks at, less than would keep the machine busy.
PICTURES, PERIOD = 60, 600


@require_GET
@in_ceremony
@identified
def part(_request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """The part of the page around the boxes."""
    return _picture(ceremony, whole=False)


@require_GET
@in_ceremony
@identified
def whole(_request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """The whole page."""
    return _picture(ceremony, whole=True)


@require_GET
@in_ceremony
@identified
def page(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """The whole page, and the way back."""
    kept = kept_signatures.kept(ceremony)
    if kept is None:
        return redirect("ceremony-sign")
    return render(request, "agreements/ceremony/preview.html", {"kept": kept, **base_context(ceremony)})


def _picture(ceremony: Ceremony, *, whole: bool) -> HttpResponse:
    from agreements.ceremony.stamp_preview import stamp_preview  # noqa: PLC0415 - loads renderer and signer

    kept = kept_signatures.kept(ceremony)
    if kept is None:
        return HttpResponse(status=404)
    if not within_limit("stamp-preview", str(ceremony.pk), times=PICTURES, seconds=PERIOD):
        return HttpResponse(status=429)
    try:
        picture = stamp_preview(ceremony, kept).picture(whole=whole)
    except (PageNotDrawnError, SigningError):
        return HttpResponse(status=503)
    response = HttpResponse(picture, content_type="image/webp")
    response["Content-Disposition"] = 'inline; filename="vorschau-nicht-unterzeichnet.webp"'
    response["Cache-Control"] = "no-store, private"
    return response
