"""HEAD for every address that answers GET: the same answer without its body (RFC 9110, 9.3.2)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

ASKED_BY_HEAD = "asskomm.head"


def asked_by_head(request: HttpRequest) -> bool:
    """Whether a HEAD came, for what a GET would store on its way."""
    return ASKED_BY_HEAD in request.META


class HeadLikeGetMiddleware:
    """Lets everything behind it see a GET where a HEAD came, and takes the body out of the answer.

    Views, decorators and libraries that know GET and POST only need no word about HEAD, and none can forget it. The
    effects are those of a GET: opening a signing link consumes nothing (signing rule 1), whichever method asks.
    ``Content-Length`` stays the one of the body that GET would bring.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        request.META[ASKED_BY_HEAD] = True
        response = self.get_response(request)
        request.method = "HEAD"
        return _without_body(response)


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = []
    elif isinstance(response, HttpResponse):
        response.content = b""
    return response
