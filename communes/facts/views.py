"""Pages for dated facts: find through the door, ask the policy, call one function, respond."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from communes.facts import saving
from communes.facts.forms import EndForm, MilestoneForm, RetractForm
from communes.lookup import form_page, visible_commune
from communes.policies import can_change_commune, can_change_milestone
from communes.responsibility import actor_for


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, ags: str) -> HttpResponse:
    """Record a fact about a commune and those it shares it with."""
    commune = visible_commune(request, ags)
    actor = actor_for(request, commune)
    decision = can_change_commune(actor, commune)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(commune)
    form = MilestoneForm(
        request.POST or None,
        commune=commune,
        may_change=lambda other: can_change_commune(actor_for(request, other), other),
        cancel_url=commune.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            saving.record(form.instance, commune=commune, others=form.partners, actor=actor)
        except saving.MilestoneRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{form.instance} ist erfasst.")
            return redirect(commune)
    return form_page(request, commune, "Fakt erfassen", form)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, ags: str, pk: int) -> HttpResponse:
    """Note when something that lasts was over."""
    commune = visible_commune(request, ags)
    milestone = get_object_or_404(commune.milestones, pk=pk)
    actor = actor_for(request, commune)
    decision = can_change_milestone(actor, milestone)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(commune)
    form = EndForm(request.POST or None, milestone=milestone, cancel_url=commune.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        done = f"Das Ende ist erfasst: {milestone}."
        return _answer(
            request,
            commune.get_absolute_url(),
            done,
            lambda: saving.end(milestone, form.cleaned_data["ended_on"], actor=actor),
        )
    return form_page(request, commune, "Ende erfassen", form, intro=str(milestone))


@require_http_methods(["GET", "POST"])
def retract(request: HttpRequest, ags: str, pk: int) -> HttpResponse:
    """Take a wrong fact back, with a reason."""
    commune = visible_commune(request, ags)
    milestone = get_object_or_404(commune.milestones, pk=pk)
    actor = actor_for(request, commune)
    decision = can_change_milestone(actor, milestone)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(commune)
    form = RetractForm(request.POST or None, cancel_url=commune.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        done = f"{milestone} ist zurückgenommen und zählt nicht mehr."
        return _answer(
            request,
            commune.get_absolute_url(),
            done,
            lambda: saving.retract(milestone, form.cleaned_data["reason"], actor=actor),
        )
    number = milestone.communes.count()
    shared = f", gemeinsam mit {number - 1} weiteren Kommunen" if number > 1 else ""
    intro = f"{milestone}{shared}. Der Fakt bleibt durchgestrichen stehen und zählt in keiner Auswertung mehr."
    return form_page(request, commune, "Fakt zurücknehmen", form, intro=intro)


def _answer(request: HttpRequest, address: str, done: str, change: Callable[[], None]) -> HttpResponse:
    try:
        change()
    except saving.MilestoneRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect(address)
