"""Every text that a browser sends is normalised before any page sees it: forms, administration, filters, file names.

Two kinds stay: a password, which must be what was typed when it was set, and what looks like a mail address. There a
letter that nobody sees could name another domain; its field refuses it instead (``core.mail_fields``).
"""

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError

from core.text import normal_form, normalised_text

PASSWORD = "password"  # noqa: S105 - part of the names of all fields that hold one


class NormalisedInputMiddleware:
    """The parameters of an address and of a form, by ``core.text``; also the names of uploaded files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """What cannot be read at all is left to who reads it next."""
        request.GET = _normalised(request.GET)  # type: ignore[assignment]  # as immutable as it was
        with suppress(UnreadablePostError):
            request.POST = _normalised(request.POST)  # type: ignore[assignment]  # as above
            for upload in (upload for uploads in dict(request.FILES.lists()).values() for upload in uploads):
                upload.name = normalised_text(upload.name or "") or upload.name
        return self.get_response(request)


def _normalised(parameters: QueryDict) -> QueryDict:
    if all(value.isascii() and value.isprintable() for _, values in parameters.lists() for value in values):
        return parameters
    renewed = QueryDict(mutable=True, encoding=parameters.encoding)
    for name, values in parameters.lists():
        renewed.setlist(name, [_value(name, value) for value in values])
    renewed._mutable = False  # noqa: SLF001 - Django makes its own so
    return renewed


def _value(name: str, value: str) -> str:
    if PASSWORD in name:
        return value
    if "@" in value and len(value.split()) == 1:
        return normal_form(value)
    return normalised_text(value)
