"""Pages of the exact file as pictures, for a phone: small beside the text, and each on a page of its own to enlarge."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from agreements.ceremony.active_ceremony import base_context, identified, in_ceremony, mayors_page
from agreements.models import Ceremony
from agreements.text.page_pictures import HEIGHT, MEDIA_TYPE, WIDTH, picture_of
from core.signing.page_pictures import PageNotDrawnError

UNAVAILABLE = 503


@mayors_page
@require_GET
def picture(request: HttpRequest, number: int) -> HttpResponse:
    """One page of the issued file."""

    def inside(_request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        _refuse_unknown(ceremony, number)
        try:
            drawn = picture_of(ceremony.invitation.version, number)
        except PageNotDrawnError:
            return HttpResponse(status=UNAVAILABLE)
        response = HttpResponse(drawn, content_type=MEDIA_TYPE)
        response["Cache-Control"] = "no-store, private"
        return response

    return in_ceremony(identified(inside))(request)


@mayors_page
@require_GET
def page(request: HttpRequest, number: int) -> HttpResponse:
    """One page as large as its letters want; the browser's own gestures enlarge it further."""

    def inside(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        _refuse_unknown(ceremony, number)
        context = {"number": number, "page_width": WIDTH, "page_height": HEIGHT, **base_context(ceremony)}
        return render(request, "agreements/ceremony/page.html", context)

    return in_ceremony(identified(inside))(request)


def _refuse_unknown(ceremony: Ceremony, number: int) -> None:
    if not 1 <= number <= ceremony.invitation.version.page_count:
        raise Http404
