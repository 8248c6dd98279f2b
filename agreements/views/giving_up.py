"""Giving an agreement up before it is in force: a draft is discarded, what was sent is withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements import policies
from agreements.forms import ReasonForm
from agreements.models import PreAgreement
from agreements.views.finding import visible_agreement
from communes.acting import actor_for
from core.policies import Decision
from core.transitions import TransitionRefusedError


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the agreement back, with a reason."""
    agreement = visible_agreement(request, reference)
    form = _form(
        request,
        agreement,
        submit="Zurückziehen",
        hint="Der Grund steht im Verlauf. Der Link der Kommune gilt danach nicht mehr.",
    )
    return _give_up(
        request,
        agreement,
        form,
        decision=policies.can_change(actor_for(request, agreement.commune), agreement),
        method=agreement.withdraw,
        template="agreements/withdraw.html",
        done="Die Vereinbarung ist zurückgezogen, die Kommune wird benachrichtigt.",
    )


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a draft up, with a reason; it can be opened again."""
    agreement = visible_agreement(request, reference)
    form = _form(
        request,
        agreement,
        submit="Entwurf verwerfen",
        hint="Der Grund steht im Verlauf. Der Entwurf bleibt erhalten und lässt sich wieder öffnen.",
    )
    return _give_up(
        request,
        agreement,
        form,
        decision=policies.can_discard(actor_for(request, agreement.commune), agreement),
        method=agreement.discard,
        template="agreements/discard.html",
        done="Der Entwurf ist verworfen. Sie können ihn hier wieder öffnen.",
    )


def _form(request: HttpRequest, agreement: PreAgreement, *, submit: str, hint: str) -> ReasonForm:
    return ReasonForm(
        request.POST or None,
        submit=submit,
        cancel_label="Abbrechen",
        cancel_url=agreement.get_absolute_url(),
        hint=hint,
    )


def _give_up(
    request: HttpRequest,
    agreement: PreAgreement,
    form: ReasonForm,
    *,
    decision: Decision,
    method: Any,
    template: str,
    done: str,
) -> HttpResponse:
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(agreement)
    if request.method == "POST" and form.is_valid():
        try:
            method(actor=actor_for(request, agreement.commune), reason=form.cleaned_data["reason"])
        except TransitionRefusedError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, done)
        return redirect(agreement)
    context = {"form": form, "agreement": agreement}
    return render(request, template, context, status=422 if form.errors else 200)
