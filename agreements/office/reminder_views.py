"""Pausing the reminders to the commune."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from agreements.ceremony import reminders
from agreements.office.lookup import visible_agreement
from communes.acting import actor_for
from core.transitions import TransitionRefusedError


@require_POST
def pause(request: HttpRequest, reference: str) -> HttpResponse:
    """``paused=ja`` stops them, anything else lets them go on; a second click changes nothing."""
    agreement = visible_agreement(request, reference)
    paused = request.POST.get("paused") == "ja"
    try:
        reminders.pause(agreement, actor=actor_for(request, agreement.commune), paused=paused)
    except TransitionRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Die Erinnerungen sind angehalten." if paused else "Die Erinnerungen gehen weiter.")
    return redirect(agreement)
