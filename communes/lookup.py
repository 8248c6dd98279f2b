"""The first lines of every view about one commune."""

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from communes.models import Commune
from staff.requests import staff_of


def visible_commune(request: HttpRequest, ags: str) -> Commune:
    """The commune, or 404 for those who may not see it."""
    communes = Commune.objects.visible_to(staff_of(request)).select_related("district", "association")
    return get_object_or_404(communes, pk=ags)


def form_page(
    request: HttpRequest,
    commune: Commune,
    title: str,
    form: BaseForm,
    *,
    intro: str = "",
    refused_with: int = 422,
) -> HttpResponse:
    """A page with one form about ``commune``; ``intro``: a sentence above it, may be empty.

    ``refused_with``: the status when the form holds errors.
    """
    context = {"form": form, "commune": commune, "page_title": title, "intro": intro}
    context["draft_version"] = getattr(form, "draft_version", "")
    return render(request, "communes/form_page.html", context, status=refused_with if form.errors else 200)
