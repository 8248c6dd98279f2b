"""Pages go compressed over the line; files are as small as they are and keep their length."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PageCompressionMiddleware(GZipMiddleware):
    """Compresses HTML by gzip.

    Against guessing a secret from the length of what was compressed with it (BREACH) Django adds up to 100 random bytes
    to each answer and masks the CSRF token anew in each page; docs/adr/0019-weight.md says why that is enough here.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the page compressed, anything else untouched."""
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
