"""Pages that somebody signed in has seen stay in no cache: after signing out, Back asks to sign in again."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class NotStoredMiddleware:
    """``Cache-Control: no-store`` on responses to browsers with a session, unless the view says something itself.

    Asks the cookie and not the session, so that it holds for pages of error while the database is away. Back within a
    session reloads the page; what was typed comes back from its draft (``static/core/drafts.js``). A response to a
    form may be kept: Back to a refused form would otherwise end on the browser's own page of error (ERR_CACHE_MISS),
    without what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            kept = request.method == "POST"
            response.headers.setdefault("Cache-Control", "no-cache, private" if kept else "no-store, private")
        return response
