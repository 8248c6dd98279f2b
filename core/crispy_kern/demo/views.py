"""The demo's views: each shows forms, and nothing that is sent to them is kept."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from . import forms
from .samples import samples

PAGES = {
    "fields": _("Every field in every state"),
    "form": _("A whole form"),
    "formset": _("A formset"),
    "layout": _("Layout objects"),
}


def fields(request: HttpRequest) -> HttpResponse:
    """Show every kind of field in every state."""
    return _page(request, "fields", samples=samples())


def whole_form(request: HttpRequest) -> HttpResponse:
    """Show a form with a layout; sent, it shows its errors or says that it has none."""
    form = forms.ContactForm(_sent(request))
    return _page(request, "form", form=form, accepted=form.is_valid())


def formset(request: HttpRequest) -> HttpResponse:
    """Show a formset; sent, it shows its errors in one summary."""
    members = forms.MemberFormSet(_sent(request))
    return _page(request, "formset", form=members, helper=forms.member_helper(), accepted=members.is_valid())


def layout(request: HttpRequest) -> HttpResponse:
    """Show what crispy-forms' own layout objects and the helper's options look like."""
    found = {"search": forms.SearchForm(), "sign_in": forms.SignInForm(prefix="sign-in")}
    return _page(request, "layout", form=forms.LayoutForm(), **found)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _page(request: HttpRequest, name: str, **shown: object) -> HttpResponse:
    context = {"pages": PAGES, "name": name, "title": PAGES[name], **shown}
    return render(request, f"crispy_kern_demo/{name}.html", context)
