"""Pages about the team that need nothing of other rooms, and one's own account."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import dates
from core.policies import Decision
from core.transitions import TransitionRefusedError
from staff import policies, saving
from staff.forms import LastDayForm, SigningAuthorityForm, SubstitutionForm
from staff.models import SigningAuthority, Substitution
from staff.requests import office_actor_of, staff_of
from staff.standing_in import Absences

OVERLAP = "Für diese Zeit wurde gerade schon etwas eingetragen. Bitte sehen Sie auf der Seite „Team“ nach."
WAITS = " Gültig wird die Zeichnungsbefugnis, wenn eine zweite Person sie freigibt."


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """One's own name, role and right to sign, and the way to a new password."""
    user = staff_of(request)
    today = timezone.localdate()
    context = {
        "user": user,
        "authorities": user.signing_authorities.all() if user.is_office else [],
        "substitutions": Absences.on(today).stood_in_for_by(user),
        "absences": user.absences.on(today).select_related("substitute"),
    }
    return render(request, "team/account.html", context)


@require_http_methods(["GET", "POST"])
def substitution_add(request: HttpRequest) -> HttpResponse:
    """Enter who stands in for whom."""
    actor = office_actor_of(request)
    form = SubstitutionForm(request.POST or None, absent=policies.absent_people(actor), cancel_url=reverse("team"))
    lead = "Die Vertretung handelt unter dem eigenen Namen; im Verlauf steht „i. V. für“. Zum Gegenzeichnen braucht "
    page = {"title": "Vertretung eintragen", "lead": f"{lead}sie eine eigene Zeichnungsbefugnis."}
    return _enter(request, form, policies.can_enter_substitution(actor), page, saving.enter)


@require_http_methods(["GET", "POST"])
def authority_grant(request: HttpRequest) -> HttpResponse:
    """Grant the right to sign for the LPR; a second person approves it."""
    decision = policies.can_grant_authority(office_actor_of(request))
    form = SigningAuthorityForm(request.POST or None, cancel_url=reverse("team"))
    lead = (
        "Wer die Zeichnungsbefugnis hat, darf Vorvereinbarungen in der eigenen Zuständigkeit gegenzeichnen. Sie gilt "
        "erst, wenn eine zweite Person aus Leitung oder Administration sie auf der Seite „Team“ freigibt."
    )
    page = {"title": "Zeichnungsbefugnis erteilen", "lead": lead}
    return _enter(request, form, decision, page, saving.grant)


@require_POST
def authority_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person approves a right to sign."""
    actor = office_actor_of(request)
    row = _authority(pk)
    return _decide(request, policies.can_confirm_authority(actor, row), saving.confirm, row, f"Freigegeben: {row}.")


@require_POST
def authority_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """A right to sign that waits is not given."""
    actor = office_actor_of(request)
    row = _authority(pk)
    return _decide(request, policies.can_decline_authority(actor, row), saving.decline, row, f"Abgelehnt: {row}.")


@require_http_methods(["GET", "POST"])
def substitution_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a substitution."""
    actor = office_actor_of(request)
    row = get_object_or_404(Substitution.objects.select_related("absent", "substitute"), pk=pk)
    return _end(request, row, policies.can_end_substitution(actor, row), "Vertretung beenden")


@require_http_methods(["GET", "POST"])
def authority_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of somebody's right to sign."""
    actor = office_actor_of(request)
    row = _authority(pk)
    return _end(request, row, policies.can_end_authority(actor, row), "Zeichnungsbefugnis beenden")


@require_POST
def substitution_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A planned substitution does not take place."""
    actor = office_actor_of(request)
    row = get_object_or_404(Substitution.objects.select_related("absent", "substitute"), pk=pk)
    decision = policies.can_end_substitution(actor, row)
    return _decide(request, decision, saving.take_back, row, f"Zurückgenommen: {row}.")


@require_POST
def authority_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A planned right to sign is not granted after all."""
    actor = office_actor_of(request)
    row = _authority(pk)
    decision = policies.can_end_authority(actor, row)
    return _decide(request, decision, saving.take_back, row, f"Zurückgenommen: {row}.")


def _authority(pk: int) -> SigningAuthority:
    related = ("user", "granted_by", "confirmed_by")
    return get_object_or_404(SigningAuthority.objects.select_related(*related), pk=pk)


def _enter(
    request: HttpRequest, form: Any, decision: Decision, page: dict[str, str], save: Callable[..., Any]
) -> HttpResponse:
    if not decision:
        return _refuse(request, decision.reason)
    if request.method == "POST" and form.is_valid():
        try:
            row = save(form, actor=office_actor_of(request))
        except IntegrityError:
            form.add_error(None, OVERLAP)
        else:
            waits = isinstance(row, SigningAuthority)
            messages.success(request, f"Eingetragen: {row}.{WAITS if waits else ''}")
            return redirect("team")
    return _form_page(request, form, page)


def _end(request: HttpRequest, row: Substitution | SigningAuthority, decision: Decision, title: str) -> HttpResponse:
    if not decision:
        return _refuse(request, decision.reason)
    form = LastDayForm(request.POST or None, row=row, submit=title, cancel_url=reverse("team"))
    if request.method == "POST" and form.is_valid():
        try:
            saving.end(row, last_day=form.cleaned_data["last_day"], actor=office_actor_of(request))
        except TransitionRefusedError as refused:
            return _refuse(request, str(refused))
        messages.success(request, f"Gespeichert: Der letzte Tag ist der {dates.day(form.cleaned_data['last_day'])}.")
        return redirect("team")
    return _form_page(request, form, {"title": title, "lead": f"{row}."})


def _decide(
    request: HttpRequest, decision: Decision, act: Callable[..., None], row: Substitution | SigningAuthority, done: str
) -> HttpResponse:
    """Do ``act`` to the row if ``decision`` allows it, and say ``done``."""
    if not decision:
        return _refuse(request, decision.reason)
    try:
        act(row, actor=office_actor_of(request))
    except TransitionRefusedError as refused:
        return _refuse(request, str(refused))
    messages.success(request, done)
    return redirect("team")


def _form_page(request: HttpRequest, form: Any, page: dict[str, str]) -> HttpResponse:
    return render(request, "team/form.html", {"form": form, "page": page}, status=422 if form.errors else 200)


def _refuse(request: HttpRequest, reason: str) -> HttpResponse:
    messages.warning(request, reason)
    return redirect("team")
