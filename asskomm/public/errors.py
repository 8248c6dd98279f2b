"""Pages for when something went wrong: each says what happened and what to do next.

Other rooms answer with the same templates: ``render(request, "409.html", {"problem": ...}, status=409)``.
``problem`` is one German sentence on this very case and may be left out.
"""

import sys
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views import defaults

from agreements.ceremony.active_ceremony import COOKIE_PATH
from core.refused_forms import SeeOther
from core.transitions import TransitionRefusedError

AGAIN_IN = 60  # seconds, for programs; people are told "some minutes"
# SQLSTATE of PostgreSQL: connection lost or refused, server going down or coming up, no free connection.
OUTAGES = ("08", "57P", "53300")
METHOD_NOT_ALLOWED = 405
TOO_LARGE = (RequestDataTooBig, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where the request was refused for its size."""
    if isinstance(exception, TOO_LARGE):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but this is not for you. A German reason given to PermissionDenied is shown."""
    return render(request, "403.html", {"problem": str(exception)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, for what does not exist and for what is none of the reader's business alike."""
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 after a form whose protection token no longer fits, mostly because the session ended meanwhile.

    A signatory has no session: there the cookies were lost, and a page of its own says that nothing was signed.
    """
    if request.path.startswith(COOKIE_PATH):
        return SeeOther(reverse("ceremony-not-sent"))
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database cannot be reached. Neither asks anything of the portal but the page itself."""
    if not _is_outage(sys.exc_info()[1]):
        return defaults.server_error(request)
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(AGAIN_IN)
    return response


class RefusalPageMiddleware:
    """409 with the reason where a view let a refused transition through: nothing was changed, nothing is lost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django asks here before it makes a 500 of an exception."""
        if isinstance(exception, TransitionRefusedError):
            return render(request, "409.html", {"problem": str(exception)}, status=409)
        return None


class MethodNotAllowedPageMiddleware:
    """An address that only answers to a button says so, where Django's answer to a typed address is an empty page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != METHOD_NOT_ALLOWED or response.content:
            return response
        page = render(request, "405.html", status=METHOD_NOT_ALLOWED)
        page["Allow"] = response["Allow"]
        return page


class NoNulMiddleware:
    """404 for an address with a NUL: no row holds one, and the database answers such a question with a fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return render(request, "404.html", status=404)
        return self.get_response(request)


def _is_outage(error: BaseException | None) -> bool:
    """Whether the database is away: a lock that was not granted or a full disk is a fault, no outage."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.__cause__, "pgcode", None)
    return state is None or state.startswith(OUTAGES)
