"""Answers when something went wrong: each page says what happened and what to do next.

Other rooms answer with the same templates: ``render(request, "409.html", {"problem": ...}, status=409)``.
``problem`` is one German sentence on this very case and may be left out.
"""

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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
    """403 after a form whose protection token no longer fits, mostly because the session ended meanwhile."""
    return render(request, "403_csrf.html", status=403)
