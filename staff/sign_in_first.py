"""Who is not signed in signs in first, and then comes back to the page where she or he was."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


class SignInFirstMiddleware(LoginRequiredMiddleware):
    """As Django's; after a form that was sent too late, back to the page it stood on, where its draft is kept.

    The form's own address may answer to nothing but a form.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponseRedirect:
        back = page_of_form(request) if request.method == "POST" else request.get_full_path()
        return redirect_to_login(back, self.get_login_url(view_func), self.get_redirect_field_name(view_func))


def page_of_form(request: HttpRequest) -> str:
    """The page that the browser says it came from, if it is one of ours."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return request.get_full_path()
    address = urlsplit(came_from)
    return f"{address.path}?{address.query}" if address.query else address.path or "/"
