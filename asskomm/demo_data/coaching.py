"""A running coaching of a made-up commune, with the agreement it stands on, goals and sessions. All invented."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from agreements.drafting.drafts import default_template
from agreements.models import PreAgreement, ReferenceCounter, TemplateVersion
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import PaperSignatures
from asskomm.demo_data.accounts import FIRST
from coaching import transitions
from coaching.engagements.forms import EngagementForm
from coaching.engagements.saving import create
from coaching.goals.forms import GoalForm
from coaching.goals.saving import save_goal, tick
from coaching.models import Coach, Engagement, Goal
from coaching.sessions.forms import SessionForm
from coaching.sessions.saving import save_session
from communes.models import Commune, Topic
from core import journal
from staff.actors import StaffActor
from staff.models import User

AGS = "14999030"
COACH = "conny.coach@coaching.example"
TOPICS = ("Vandalismus", "Graffiti")

GOALS = (
    ("Eine gemeinsame Lagebesprechung von Stadt, Polizei und Schulen findet jeden Monat statt.", True),
    ("Für den Bahnhofsvorplatz liegt ein Konzept gegen Graffiti vor.", False),
    ("Ein Kommunaler Präventionsrat ist vorbereitet und im Stadtrat vorgestellt.", False),
)
# Days before today, form, minutes, participants, result
SESSIONS = (
    (110, "on_site", 240, 9, "Auftakt: Erwartungen geklärt, Orte besichtigt, Ziele vereinbart."),
    (75, "online", 90, 5, "Meldungen des letzten Jahres ausgewertet; zwei Schwerpunkte benannt."),
    (40, "on_site", 180, 12, "Erste Lagebesprechung begleitet. Die nächste leitet das Ordnungsamt selbst."),
    (12, "phone", 45, 2, "Stand des Konzepts für den Bahnhofsvorplatz besprochen."),
)


def load() -> None:
    """Create what is missing; change nothing that is there."""
    coach = _coach()
    commune = Commune.objects.get(ags=AGS)
    template = default_template()
    if template is None or Engagement.objects.filter(agreement__commune=commune).exists():
        return
    today = timezone.localdate()
    office, outside = StaffActor(User.objects.get(email=FIRST)), StaffActor(coach.user)
    agreement = _agreement(commune, template, office, signed_on=today - timedelta(days=150))
    engagement = _planned(agreement, coach, office, begins=today - timedelta(days=110))
    goals = [_goal(engagement, text, office) for text, _ in GOALS]
    transitions.start(engagement, actor=office, on=today - timedelta(days=110))
    for days_ago, form, minutes, participants, result in SESSIONS:
        values = {"form": form, "minutes": minutes, "participants": participants, "result": result}
        _session(engagement, {**values, "date": today - timedelta(days=days_ago)}, outside)
    for goal, (_, done) in zip(goals, GOALS, strict=True):
        if done:
            tick(goal, done=True, actor=outside)


def _coach() -> Coach:
    coach, created = Coach.objects.get_or_create(
        user=User.objects.get(email=COACH), defaults={"days_per_year": Decimal(40)}
    )
    if created:
        coach.competences.set(Topic.objects.filter(name__in=TOPICS))
    return coach


def _agreement(commune: Commune, template: TemplateVersion, actor: StaffActor, *, signed_on: date) -> PreAgreement:
    found = commune.agreements.filter(status=PreAgreement.Status.IN_FORCE).first()
    if found is not None:
        return found
    paper = PaperSignatures(
        signed_on=signed_on,
        commune_signatory="Oberbürgermeisterin Berta Beispiel",
        lpr_signatory="Sabine Muster, Sachbearbeitung",
        source="Demo, erfunden",
    )
    with journal.collected():
        agreement = PreAgreement.objects.create(
            commune=commune,
            template_version=template,
            reference=ReferenceCounter.next_reference(signed_on.year),
            contact_name="Paula Präventionsmuster",
            contact_email="praevention@beispielberg.example",
            contact_phone="03721 555 0330",
            term_from=signed_on,
            prepared_by=actor.user,
        )
        agreement.topics.set(Topic.objects.filter(name__in=TOPICS))
        pre_agreement.record_paper(agreement, actor=actor, paper=paper)
    return agreement


def _planned(agreement: PreAgreement, coach: Coach, actor: StaffActor, *, begins: date) -> Engagement:
    plan = {
        "coach": coach.pk,
        "granted_days": "6",
        "budget_proviso": True,
        "planned_from": begins,
        "planned_until": begins + timedelta(days=300),
    }
    form = EngagementForm(plan, instance=Engagement(agreement=agreement), cancel_url="")
    form.full_clean()
    return create(form, actor=actor)


def _goal(engagement: Engagement, text: str, actor: StaffActor) -> Goal:
    form = GoalForm({"text": text}, cancel_url="")
    form.full_clean()
    return save_goal(form, engagement, actor=actor)


def _session(engagement: Engagement, values: dict[str, Any], actor: StaffActor) -> None:
    form = SessionForm(values, engagement=engagement, cancel_url="")
    form.full_clean()
    save_session(form, actor=actor)
