"""Who comes to the pages of an import: the administration, everybody else is told why not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from asskomm.intake.models import Import
from asskomm.intake.policies import can_import
from staff.requests import office_actor_of, staff_of

View = Callable[..., HttpResponseBase]


def importers_only(view: View) -> View:
    """Let ``view`` answer who may import; others go back to their own work, with the reason."""

    @wraps(view)
    def guarded(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        decision = can_import(office_actor_of(request))
        if not decision:
            messages.warning(request, decision.reason)
            return redirect("work")
        return view(request, **arguments)

    return guarded


def find_import(request: HttpRequest, pk: int) -> Import:
    """The import through its door. Raises Http404 where there is none."""
    runs = Import.objects.visible_to(staff_of(request)).select_related("uploaded_by", "applied_by", "progress")
    return get_object_or_404(runs, pk=pk)
