"""The pages about coaching: find through the door, ask the policy, call one function, respond."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agreements.models import PreAgreement
from coaching import policies, saving, transitions
from coaching.days import days_of
from coaching.filters import EngagementFilter
from coaching.forms import BreakOffForm, DayForm, EngagementForm, GoalForm, SessionForm
from coaching.models import Engagement, Session
from coaching.pages import engagement_page
from communes.responsibility import actor_for
from core.columns import Column
from core.lists import ListPage
from core.optimistic_forms import TokenForm
from core.policies import Decision
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor
from staff.requests import staff_of


def _hundredths(minutes: int) -> Decimal:
    return round(days_of(minutes), 2)


class EngagementList(ListPage):
    """All engagements for the office, the own ones for a coach."""

    title = "Coaching"
    noun = ("Coaching", "Coachings")
    filterset_class = EngagementFilter
    default_sort = "-beginn"
    empty_title = "Noch kein Coaching"
    columns: ClassVar[tuple[Column, ...]] = (
        Column(
            "kommune",
            "Kommune",
            lambda row: row.commune.name,
            ("agreement__commune__sort_key",),
            link=Engagement.get_absolute_url,
        ),
        Column("landkreis", "Landkreis", lambda row: row.commune.district, ("agreement__commune__district__name",)),
        Column("vereinbarung", "Vereinbarung", lambda row: row.agreement, ("agreement__reference",)),
        Column("coach", "Coach", lambda row: row.coach, ("coach__user__last_name", "coach__user__first_name")),
        Column("stand", "Stand", lambda row: row.status_badge, ("status",)),
        Column(
            "beginn",
            "Beginn",
            lambda row: row.first_day,
            ("first_day",),
            compact=True,
            note=lambda row: "" if row.started_on else "geplant",
        ),
        Column(
            "ende",
            "Ende",
            lambda row: row.last_day,
            ("last_day",),
            compact=True,
            note=lambda row: "" if row.ended_on else "geplant",
        ),
        Column(
            "verbraucht", "Tage verbraucht", lambda row: _hundredths(row.minutes_used), ("minutes_used",), numeric=True
        ),
        Column("bewilligt", "Tage bewilligt", lambda row: row.granted_days, ("granted_days",), numeric=True),
    )

    @property
    def empty_text(self) -> str:  # type: ignore[override]  # one sentence for the office, another for coaches
        if staff_of(self.request).is_office:
            return "Ein Coaching legen Sie in der Akte einer Kommune an, sobald eine Vereinbarung in Kraft ist."
        return "Sobald der Landespräventionsrat ein Coaching mit Ihnen plant, steht es hier."

    def rows(self) -> QuerySet[Engagement]:
        return Engagement.objects.visible_to(staff_of(self.request)).with_parties().with_used_minutes().with_days()


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A planned engagement on ``?vereinbarung=<Aktenzeichen>``, or why there cannot be one."""
    visible = PreAgreement.objects.visible_to(staff_of(request)).with_parties()
    agreement = get_object_or_404(visible, reference=request.GET.get("vereinbarung", ""))
    actor = actor_for(request, agreement.commune)
    decision = policies.can_plan(actor, agreement)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(agreement.commune)
    form = EngagementForm(
        request.POST or None,
        instance=Engagement(agreement=agreement),
        cancel_url=agreement.commune.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            engagement = saving.create(form, actor=actor)
        except TransitionRefusedError as refused:
            messages.error(request, str(refused))
            return redirect(agreement.commune)
        messages.success(request, "Das Coaching ist geplant. Legen Sie nun die Ziele fest.")
        return redirect(engagement)
    context = {"form": form, "agreement": agreement}
    return render(request, "coaching/create.html", context, status=422 if form.errors else 200)


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of one engagement."""
    engagement, actor = _visible(request, pk)
    return render(request, "coaching/show.html", engagement_page(engagement, actor))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan otherwise; what was typed survives somebody else's newer change."""
    engagement, actor = _visible(request, pk)
    decision = policies.can_edit(actor, engagement)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(engagement)
    form = EngagementForm(request.POST or None, instance=engagement, cancel_url=engagement.get_absolute_url())
    status = 200
    if request.method == "POST":
        status = _attempt(form, lambda: saving.change(form, actor=actor))
        if status == 200:
            messages.success(request, "Die Planung ist gespeichert.")
            return redirect(engagement)
    return _form_page(request, engagement, form, "Planung bearbeiten", status)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """The coaching begins."""
    engagement, actor = _visible(request, pk)
    return _step(
        request,
        engagement,
        policies.can_start(actor, engagement).reason,
        _day_form(request, engagement, "Beginn des Coachings", "Coaching beginnen"),
        lambda data: transitions.start(engagement, actor=actor, on=data["on"]),
        "Coaching beginnen",
        "Das Coaching läuft. Der Coach kann jetzt Termine eintragen.",
    )


@require_http_methods(["GET", "POST"])
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """The coaching is done."""
    engagement, actor = _visible(request, pk)
    return _step(
        request,
        engagement,
        policies.can_change(actor, engagement).reason,
        _day_form(request, engagement, "Ende des Coachings", "Coaching abschließen"),
        lambda data: transitions.complete(engagement, actor=actor, on=data["on"]),
        "Coaching abschließen",
        "Das Coaching ist abgeschlossen.",
    )


@require_http_methods(["GET", "POST"])
def break_off(request: HttpRequest, pk: int) -> HttpResponse:
    """The coaching ends early, or does not begin, with a reason."""
    engagement, actor = _visible(request, pk)
    form = BreakOffForm(
        request.POST or None,
        label="Ende des Coachings",
        submit="Coaching abbrechen",
        cancel_url=engagement.get_absolute_url(),
    )
    return _step(
        request,
        engagement,
        policies.can_change(actor, engagement).reason,
        form,
        lambda data: transitions.break_off(engagement, actor=actor, **data),
        "Coaching abbrechen",
        "Das Coaching ist abgebrochen.",
    )


@require_http_methods(["GET", "POST"])
def goal(request: HttpRequest, pk: int, goal: int | None = None) -> HttpResponse:
    """Set a goal, or put it otherwise."""
    engagement, actor = _visible(request, pk)
    found = get_object_or_404(engagement.goals, pk=goal) if goal else None
    decision = policies.can_set_goals(actor, engagement)
    if not decision and not _too_late(request, policies.can_change(actor, engagement)):
        messages.warning(request, decision.reason)
        return redirect(engagement)
    form = GoalForm(request.POST or None, instance=found, cancel_url=engagement.get_absolute_url())
    status = 200
    if request.method == "POST":
        status = _attempt(form, lambda: saving.save_goal(form, engagement, actor=actor))
        if status == 200:
            messages.success(request, "Das Ziel ist gespeichert.")
            return redirect(engagement)
    return _form_page(request, engagement, form, "Ziel bearbeiten" if found else "Ziel hinzufügen", status)


@require_POST
def tick(request: HttpRequest, pk: int, goal: int) -> HttpResponse:
    """Tick a goal (``done=1``) or open it again."""
    engagement, actor = _visible(request, pk)
    found = get_object_or_404(engagement.goals, pk=goal)
    try:
        saving.tick(found, done=request.POST.get("done") == "1", actor=actor)
    except TransitionRefusedError as refused:
        messages.error(request, str(refused))
    return redirect(f"{engagement.get_absolute_url()}#ziele")


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest, pk: int, session: int | None = None) -> HttpResponse:
    """Enter a session, or correct it."""
    engagement, actor = _visible(request, pk)
    found = get_object_or_404(engagement.sessions, pk=session) if session else Session(engagement=engagement)
    decision = policies.can_report(actor, engagement)
    if not decision and not _too_late(request, policies.takes_part(actor, engagement)):
        messages.warning(request, decision.reason)
        return redirect(engagement)
    form = SessionForm(
        request.POST or None, instance=found, engagement=engagement, cancel_url=engagement.get_absolute_url()
    )
    status = 200
    if request.method == "POST":
        status = _attempt(form, lambda: saving.save_session(form, actor=actor))
        if status == 200:
            messages.success(request, "Der Termin ist gespeichert.")
            return redirect(engagement)
    title = "Termin berichtigen" if session else "Termin eintragen"
    return _form_page(request, engagement, form, title, status, hint=engagement.budget().text)


def _visible(request: HttpRequest, pk: int) -> tuple[Engagement, StaffActor]:
    """The engagement, if the signed-in person may see it, and that person as an actor; else 404."""
    rows = Engagement.objects.visible_to(staff_of(request)).with_parties().select_related("prepared_by")
    engagement = get_object_or_404(rows, pk=pk)
    return engagement, actor_for(request, engagement.commune)


def _too_late(request: HttpRequest, otherwise: Decision) -> bool:
    """Whether something was typed while the engagement ended: the refusal stands in the form, and so does the text."""
    return request.method == "POST" and otherwise.allowed


def _attempt(form: Any, save: Callable[[], object]) -> int:
    """Try to save; returns the HTTP status, refusals stand in the form, what was typed too."""
    try:
        if isinstance(form, TokenForm):
            return form.attempt(save)
        if not form.is_valid():
            return 422
        save()
    except saving.BudgetExceededError as exceeded:
        form.add_error("minutes", str(exceeded))
        return 422
    except TransitionRefusedError as refused:
        form.add_error(None, str(refused))
        return 409
    return 200


def _day_form(request: HttpRequest, engagement: Engagement, label: str, submit: str) -> DayForm:
    return DayForm(request.POST or None, label=label, submit=submit, cancel_url=engagement.get_absolute_url())


def _step(
    request: HttpRequest,
    engagement: Engagement,
    reason: str,
    form: DayForm,
    run: Callable[[dict[str, Any]], object],
    title: str,
    done: str,
) -> HttpResponse:
    """A transition with a small form; those who may not are told on the engagement's page."""
    if reason:
        messages.warning(request, reason)
        return redirect(engagement)
    status = 200
    if request.method == "POST":
        status = _attempt(form, lambda: run(form.cleaned_data))
        if status == 200:
            messages.success(request, done)
            return redirect(engagement)
    return _form_page(request, engagement, form, title, status)


def _form_page(
    request: HttpRequest, engagement: Engagement, form: Any, title: str, status: int, hint: str = ""
) -> HttpResponse:
    context = {"form": form, "engagement": engagement, "page_title": title, "hint": hint}
    context["draft_version"] = getattr(form, "draft_version", str(engagement.revision))
    return render(request, "coaching/form.html", context, status=status)
