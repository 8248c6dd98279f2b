"""The mayor's pages from the link to the receipt (signing rules 1 to 6)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from agreements.ceremony import ceremonies
from agreements.ceremony.active_ceremony import (
    COOKIE_PATH,
    frame,
    going_on,
    mayors_page,
    stop,
)
from agreements.ceremony.ceremonies import Obstacle
from agreements.evidence.legal_status import standing
from agreements.models import Signature
from agreements.models.ceremony import COOKIE_LASTS
from agreements.notices.answer_views import open_link


@mayors_page
@require_GET
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Swap the token for a cookie and go to an address without it; a notice of change has a way of its own."""
    started = ceremonies.start(token, request.COOKIES.get(settings.CEREMONY_COOKIE_NAME, ""))
    if started is None:
        return open_link(token) or stop(request, Obstacle.UNKNOWN, None)
    response = redirect("ceremony")
    response.set_cookie(
        settings.CEREMONY_COOKIE_NAME,
        started.secret,
        max_age=int(COOKIE_LASTS.total_seconds()),
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@mayors_page
@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """What was signed, when, and what comes next; the signed file once both have signed."""
    ceremony = going_on(request)
    if ceremony is None or not ceremony.signed:
        return redirect("ceremony")
    version = ceremony.invitation.version
    signature = version.signatures.get(party=Signature.Party.COMMUNE)
    context = {"signature": signature, "standing": standing(version), **frame(ceremony)}
    return render(request, "agreements/ceremony/receipt.html", context)
