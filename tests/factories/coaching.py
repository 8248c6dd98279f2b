"""Coaches and engagements on agreements in force, with somebody responsible for the commune."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone

from agreements.models import PreAgreement
from coaching.models import Coach, Engagement, Goal, Session
from staff.models import Role
from tests.factories.agreements import PreAgreementFactory
from tests.factories.communes import ResponsibilityFactory
from tests.factories.staff import UserFactory


class CoachFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Coach
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory, role=Role.COACH, first_name="Conny")
    days_per_year = Decimal(40)


class InForceFactory(PreAgreementFactory):
    """An agreement that both sides signed a hundred days ago."""

    status = PreAgreement.Status.IN_FORCE
    signed_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=100))


class EngagementFactory(factory.django.DjangoModelFactory):
    """Planned, six days."""

    class Meta:
        model = Engagement

    agreement = factory.SubFactory(InForceFactory)
    coach = factory.SubFactory(CoachFactory)
    prepared_by = factory.SubFactory(UserFactory)
    granted_days = Decimal(6)
    planned_from = factory.LazyFunction(timezone.localdate)
    planned_until = factory.LazyAttribute(lambda plan: plan.planned_from + timedelta(days=180))


class RunningFactory(EngagementFactory):
    """Running for fifty days."""

    status = Engagement.Status.RUNNING
    started_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=50))


class GoalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Goal

    engagement = factory.SubFactory(RunningFactory)
    text = "Eine Lagebesprechung findet jeden Monat statt."


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    engagement = factory.SubFactory(RunningFactory)
    date = factory.LazyFunction(timezone.localdate)
    form = Session.Form.ON_SITE
    minutes = 120
    participants = 5
    result = "Erwartungen geklärt."
    entered_by = factory.LazyAttribute(lambda session: session.engagement.coach.user)


def with_responsible(engagement: Engagement) -> Engagement:
    """``engagement``, with somebody responsible for its commune: the one who prepared it."""
    ResponsibilityFactory(district=engagement.agreement.commune.district, user=engagement.prepared_by)
    return engagement


def running(**changes: Any) -> Engagement:
    """A running engagement whose commune has a responsible caseworker."""
    return with_responsible(RunningFactory(**changes))


def planned(**changes: Any) -> Engagement:
    """A planned engagement whose commune has a responsible caseworker."""
    return with_responsible(EngagementFactory(**changes))


def session_values(**changes: Any) -> dict[str, Any]:
    """A session as a form sends it."""
    values = {
        "date": timezone.localdate().isoformat(),
        "form": "on_site",
        "minutes": 90,
        "participants": 7,
        "result": "Orte besichtigt.",
    }
    return {**values, **changes}
