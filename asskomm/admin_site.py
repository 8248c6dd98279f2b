"""The admin's front door: one sign-in for everyone, and nothing there for coaches."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models.base import ModelBase
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver

# What libraries would show: groups have no effect here, the others are workings that nobody keeps by hand.
NOT_SHOWN = frozenset({"auth", "account", "django_tasks_database"})


class PortalChangeList(ChangeList):
    """As Django's; a year in the address that no calendar counts is told like any other wrong parameter."""

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            return super().get_filters(request)
        except OverflowError as error:
            raise IncorrectLookupParameters(error) from error


def _our_list(request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
    return PortalChangeList


class PortalAdminSite(AdminSite):
    """The admin has no sign-in form of its own and shows the portal's models."""

    site_header = site_title = "ASSKomm-Portal: Verwaltung"
    site_url = "/arbeit/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Who is signed in and has no business here finds nothing; a stranger is asked to sign in."""
        if request.user.is_authenticated and not request.user.is_staff:
            raise Http404
        return super().has_permission(request)

    def register(
        self, model_or_iterable: Any, admin_class: type[ModelAdmin[Any]] | None = None, **options: Any
    ) -> None:
        """As Django does, but for ``NOT_SHOWN``; with our list, and "view on site" leads to a row's own page."""
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else [*model_or_iterable]
        shown = [model for model in models if model._meta.app_label not in NOT_SHOWN]
        super().register(shown, admin_class, **options)
        for model in shown:
            kept, page = self._registry[model], getattr(model, "get_absolute_url", None)
            kept.get_changelist = _our_list  # type: ignore[method-assign]  # Django asks the instance
            if page is not None and kept.view_on_site is True:
                kept.view_on_site = page

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without Django's detour over content types, which asks for rows of any table anyone who may see them."""
        urls: list[URLPattern | URLResolver] = super().get_urls()
        return [url for url in urls if getattr(url, "name", "") != "view_on_site"]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        answer: HttpResponseBase = secure_admin_login(super().login)(request, extra_context)
        return answer

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The portal's own page, which counts wrong passwords."""
        return redirect("account_change_password")
