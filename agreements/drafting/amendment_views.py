"""Agreeing on a change or an end: from the page of an agreement in force to a draft of its own."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.drafting import amendments as amending
from agreements.drafting.amendment_forms import FORMS
from agreements.models import PreAgreement
from agreements.models.agreement_states import AgreementKind
from agreements.models.terms import terms_today
from agreements.office.lookup import visible_agreement
from agreements.policies.amending import can_amend
from communes.responsibility import actor_for
from core.transitions import TransitionRefusedError

Kind = AgreementKind


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, reference: str) -> HttpResponse:
    """Draft an amendment."""
    return _draft(request, reference, Kind.AMENDMENT)


@require_http_methods(["GET", "POST"])
def terminate(request: HttpRequest, reference: str) -> HttpResponse:
    """Draft a termination."""
    return _draft(request, reference, Kind.TERMINATION)


def _draft(request: HttpRequest, reference: str, kind: AgreementKind) -> HttpResponse:
    """A second click leads to the draft that the first one made."""
    agreement = visible_agreement(request, reference)
    actor = actor_for(request, agreement.commune)
    decision = can_amend(actor, agreement, kind)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(_open_one(agreement))
    try:
        draft = amending.blank(agreement, kind)
    except amending.NoTemplateError as error:
        messages.error(request, str(error))
        return redirect(agreement)
    form = FORMS[kind](
        request.POST or None, instance=draft, initial=_initial(agreement, kind), cancel_url=agreement.get_absolute_url()
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = amending.start(form, actor=actor)
        except TransitionRefusedError as refused:
            messages.warning(request, str(refused))
            return redirect(_open_one(agreement))
        except IntegrityError:  # an earlier draft was opened again in the same moment
            messages.warning(request, can_amend(actor, agreement, kind).reason)
            return redirect(_open_one(agreement))
        messages.success(request, "Der Entwurf ist angelegt. Sehen Sie sich die Vorschau an und senden Sie ihn dann.")
        return redirect(saved)
    context = {"form": form, "agreement": agreement, "kind": kind, "template": draft.template_version}
    return render(request, "agreements/amend.html", context, status=422 if form.errors else 200)


def _open_one(agreement: PreAgreement) -> PreAgreement:
    return agreement.amendments.open().first() or agreement


def _initial(agreement: PreAgreement, kind: AgreementKind) -> dict[str, Any]:
    return {"topics": list(terms_today(agreement).topics.all())} if kind == Kind.AMENDMENT else {}
