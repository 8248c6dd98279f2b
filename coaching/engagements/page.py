"""What the page of one engagement shows: days, goals, sessions, what can be done, and by whom it is read."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from agreements.models.terms import terms_today
from coaching import policies
from coaching.days import DEFINITION, Budget, days_text, duration_text
from coaching.models import Engagement, Goal, Session
from communes.responsibility import contact_today
from core import dates
from core.actions import Action
from core.journal import Visibility
from core.models import JournalEntry, OutgoingMessage
from core.policies import Decision
from core.timeline import timeline
from staff.actors import StaffActor

Status = Engagement.Status


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One line of the table of sessions."""

    session: Session
    duration: str


@dataclass(frozen=True, slots=True)
class GoalList:
    """The task list and what the reader may do with it."""

    goals: list[Goal]
    may_tick: bool
    may_change: bool

    @property
    def summary(self) -> str:
        """How far it is, in words."""
        done = sum(goal.done_on is not None for goal in self.goals)
        return f"{done} von {len(self.goals)} erreicht"


def engagement_page(engagement: Engagement, actor: StaffActor) -> dict[str, Any]:
    """The context of ``coaching/show.html``; a constant number of queries. A coach reads nothing internal."""
    office = actor.user.is_office
    report, set_goals = policies.can_report(actor, engagement), policies.can_set_goals(actor, engagement)
    sessions = list(engagement.sessions.select_related("entered_by"))
    return {
        "engagement": engagement,
        "commune": engagement.commune,
        "office": office,
        "acting_for": actor.acting_for,
        "actions": _actions(engagement, actor, report),
        "budget": Budget.of(engagement.granted_days, sum(session.minutes for session in sessions)),
        "definition": DEFINITION,
        "facts": _facts(engagement, office=office),
        "goals": GoalList(list(engagement.goals.all()), report.allowed, set_goals.allowed),
        "add_goal": _add_goal(engagement, set_goals) if office else None,
        "sessions": [SessionRow(session, duration_text(session.minutes)) for session in sessions],
        "may_report": report.allowed,
        "entries": timeline(_entries(engagement, office=office)),
        "undelivered": office and _undelivered(engagement),
    }


def _undelivered(engagement: Engagement) -> bool:
    """Whether a mail to the coach did not arrive, so that somebody must tell."""
    failed = OutgoingMessage.objects.filter(state=OutgoingMessage.State.FAILED, subject_id=str(engagement.pk))
    return failed.filter(subject_type=engagement._meta.label_lower).exists()


def _actions(engagement: Engagement, actor: StaffActor, report: Decision) -> list[Action]:
    """What can be done in this state; who may do none of it is told why once."""
    enter = Action.decided("Termin eintragen", reverse("session-add", args=[engagement.pk]), report)
    running, planned = engagement.status == Status.RUNNING, engagement.status == Status.PLANNED
    if not actor.user.is_office:
        return [enter] if running else []
    change = policies.can_change(actor, engagement)
    first = [enter] if running else []
    if planned:
        first = [_step("Coaching beginnen", "engagement-start", engagement, policies.can_start(actor, engagement))]
    if not change:
        return first
    others = []
    if planned:
        others.append(_step("Planung bearbeiten", "engagement-edit", engagement, change))
    if running:
        others.append(_step("Abschließen", "engagement-complete", engagement, change))
    if planned or running:
        others.append(_step("Abbrechen", "engagement-break-off", engagement, change))
    return first + others


def _step(label: str, url_name: str, engagement: Engagement, decision: Decision) -> Action:
    return Action.decided(label, reverse(url_name, args=[engagement.pk]), decision)


def _add_goal(engagement: Engagement, decision: Decision) -> Action | None:
    if engagement.status not in {Status.PLANNED, Status.RUNNING}:
        return None
    return Action.decided("Ziel hinzufügen", reverse("goal-add", args=[engagement.pk]), decision)


def _facts(engagement: Engagement, *, office: bool) -> list[tuple[str, str]]:
    agreement, commune = engagement.agreement, engagement.commune
    terms = terms_today(agreement)
    facts = [
        ("Landkreis", commune.district.full_name),
        ("Themen", ", ".join(topic.name for topic in terms.topics.all())),
        ("Ansprechperson der Kommune", ", ".join(part for part in terms.contact if part)),
        ("Zuständig beim Landespräventionsrat", _responsible(engagement)),
        ("Coach", str(engagement.coach)),
        ("Bewilligt", days_text(engagement.granted_days)),
        ("Geplant", f"{_day(engagement.planned_from)} bis {_day(engagement.planned_until)}"),
        ("Begonnen", _day(engagement.started_on)),
        ("Beendet", _day(engagement.ended_on)),
    ]
    if office:
        facts.append(("Angelegt", f"{engagement.prepared_by}, {_day(timezone.localdate(engagement.created_at))}"))
    return facts


def _responsible(engagement: Engagement) -> str:
    person = contact_today(engagement.commune)
    if person is None:
        return "derzeit niemand"
    responsible = engagement.commune.responsible_on(timezone.localdate())
    stands_in = f"in Vertretung für {responsible}" if responsible not in (None, person) else ""
    return ", ".join(part for part in (person.full_name, person.email, person.phone, stands_in) if part)


def _day(day: Any) -> str:
    return dates.day(day) if day else ""


def _entries(engagement: Engagement, *, office: bool) -> Any:
    entries = JournalEntry.objects.filter(
        key=engagement.journal_key, subject_type=engagement._meta.label_lower, subject_id=str(engagement.pk)
    )
    return entries if office else entries.exclude(visibility=Visibility.INTERNAL)
