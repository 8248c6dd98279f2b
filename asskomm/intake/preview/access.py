"""Who comes to the pages of an import: the administration, everybody else is told why not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from asskomm.intake.models import Import
from asskomm.intake.policies import can_import
from core.policies import Decision
from staff.requests import office_actor_of


def find_import(request: HttpRequest, pk: int) -> Import | HttpResponse:
    """The import, or the response to those who may not import."""
    actor = office_actor_of(request)
    decision = can_import(actor)
    if not decision:
        return refused(request, decision)
    runs = Import.objects.visible_to(actor.user).select_related("uploaded_by", "applied_by", "progress")
    return get_object_or_404(runs, pk=pk)


def refused(request: HttpRequest, decision: Decision) -> HttpResponse:
    """Back to the own work, with the reason."""
    messages.warning(request, decision.reason)
    return redirect("work")
