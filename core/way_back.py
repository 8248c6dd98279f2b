"""Where a form leads back to: an address that the browser sends is followed only within the portal."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "zurueck"
LONGEST = 2000


def is_own_page(address: str | None) -> bool:
    """Whether ``address`` is a path of one of the portal's pages: no other host, no name of a view, no other text."""
    if not address or not address.startswith("/") or len(address) > LONGEST:
        return False
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return False
    try:
        resolve(urlsplit(address).path)
    except (Resolver404, ValueError):
        return False
    return True


def way_back(request: HttpRequest, default: str) -> str:
    """The page that a posted form says it stood on, else ``default``. Ask before anything is changed."""
    address = request.POST.get(FIELD, "")
    return address if is_own_page(address) else default
