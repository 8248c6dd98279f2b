"""The admin's front door: one sign-in for everyone, and nothing there for coaches."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponseBase


class PortalAdminSite(AdminSite):
    """The admin has no sign-in form of its own."""

    site_header = site_title = "ASSKomm-Portal: Verwaltung"
    site_url = "/arbeit/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Who is signed in and has no business here finds nothing; a stranger is asked to sign in."""
        if request.user.is_authenticated and not request.user.is_staff:
            raise Http404
        return super().has_permission(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        answer: HttpResponseBase = secure_admin_login(super().login)(request, extra_context)
        return answer
