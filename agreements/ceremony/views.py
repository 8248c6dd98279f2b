"""The link: where the mayor's way begins (signing rule 1)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from agreements.ceremony import ceremonies
from agreements.ceremony.active_ceremony import (
    COOKIE_PATH,
    mayors_page,
    obstacle_page,
)
from agreements.ceremony.ceremonies import Obstacle
from agreements.models.ceremony import COOKIE_LASTS
from agreements.notices.answer_views import open_link
from core.head_requests import asked_by_head


@mayors_page
@require_GET
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Swap the token for a cookie and go to an address without it; a notice of change has a way of its own."""
    if asked_by_head(request) and ceremonies.is_known(token):
        return redirect("ceremony")  # a mail scanner that only asks begins nothing
    started = ceremonies.start(token, request.COOKIES.get(settings.CEREMONY_COOKIE_NAME, ""))
    if started is None:
        return open_link(token) or obstacle_page(request, Obstacle.UNKNOWN, None)
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
