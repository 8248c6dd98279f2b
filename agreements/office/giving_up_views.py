"""Giving an agreement up before it is in force: a draft is discarded, what was sent is withdrawn."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.models import PreAgreement
from agreements.office.forms import ReasonForm
from agreements.office.lookup import visible_agreement
from agreements.policies.drafts import can_discard
from agreements.policies.handling import can_change
from agreements.transitions import pre_agreement
from communes.acting import actor_for
from core.policies import Decision
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor


@dataclass(frozen=True, slots=True)
class GivingUp:
    """One way to give up: who may, the transition, and what the page says before and after it."""

    policy: Callable[[StaffActor, PreAgreement], Decision]
    transition: Callable[..., object]
    template: str
    submit: str
    hint: str
    done: str


WITHDRAW = GivingUp(
    policy=can_change,
    transition=pre_agreement.withdraw,
    template="agreements/withdraw.html",
    submit="Zurückziehen",
    hint="Der Grund steht im Verlauf. Der Link der Kommune gilt danach nicht mehr.",
    done="Die Vereinbarung ist zurückgezogen, die Kommune wird benachrichtigt.",
)
DISCARD = GivingUp(
    policy=can_discard,
    transition=pre_agreement.discard,
    template="agreements/discard.html",
    submit="Entwurf verwerfen",
    hint="Der Grund steht im Verlauf. Der Entwurf bleibt erhalten und lässt sich wieder öffnen.",
    done="Der Entwurf ist verworfen. Sie können ihn hier wieder öffnen.",
)


@require_http_methods(["GET", "POST"])
def give_up(request: HttpRequest, reference: str, way: GivingUp) -> HttpResponse:
    """Ask for the reason, then do it; whoever may not is told why."""
    agreement = visible_agreement(request, reference)
    actor = actor_for(request, agreement.commune)
    decision = way.policy(actor, agreement)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(agreement)
    form = ReasonForm(
        request.POST or None,
        submit=way.submit,
        cancel_label="Abbrechen",
        cancel_url=agreement.get_absolute_url(),
        hint=way.hint,
    )
    if request.method == "POST" and form.is_valid():
        try:
            way.transition(agreement, actor=actor, reason=form.cleaned_data["reason"])
        except TransitionRefusedError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, way.done)
        return redirect(agreement)
    context = {"form": form, "agreement": agreement}
    return render(request, way.template, context, status=422 if form.errors else 200)
