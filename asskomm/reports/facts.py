"""Which communes a dated fact holds for on a day: what every figure is made of (domain rules 6 to 9)."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db import models
from django.db.models import Q, Window
from django.db.models.functions import FirstValue

from agreements.models import PreAgreement
from coaching.models import Engagement
from communes.models import Milestone


class Fact(models.TextChoices):
    """What can be true of a commune on a day."""

    CONTACT = "contact", "Kontakt bis zum Stichtag"
    ADVICE = "advice", "Beratung bis zum Stichtag"
    AGREEMENT = "agreement", "Vorvereinbarung am Stichtag in Kraft"
    COOPERATION = "cooperation", "Kooperationsvereinbarung am Stichtag in Kraft"
    COACHING = "coaching", "Coaching läuft am Stichtag"
    KPR = "kpr", "Kommunaler Präventionsrat am Stichtag konstituiert oder reaktiviert"


def holding(facts: Iterable[str], day: date) -> Q:
    """Communes for which at least one of ``facts`` holds on ``day``."""
    condition = Q(pk__in=[])
    for fact in facts:
        condition |= CONDITIONS[Fact(fact)](day)
    return condition


def cooperation_agreements(day: date) -> models.QuerySet[Milestone]:
    """The Kooperationsvereinbarungen in force on ``day``; one can belong to several communes (domain rule 10)."""
    return Milestone.objects.lasting_on(day).filter(kind=Milestone.Kind.COOPERATION_AGREEMENT)


def _with(milestones: models.QuerySet[Milestone]) -> Q:
    return Q(pk__in=milestones.filter(communes__isnull=False).order_by().values("communes"))


def _contact(day: date) -> Q:
    return _with(Milestone.objects.until(day).filter(kind=Milestone.Kind.CONTACT))


def _advice(day: date) -> Q:
    return _with(Milestone.objects.until(day).filter(kind=Milestone.Kind.ADVICE))


def _agreement(day: date) -> Q:
    return Q(pk__in=PreAgreement.objects.in_force_on(day).order_by().values("commune"))


def _cooperation(day: date) -> Q:
    return _with(cooperation_agreements(day))


def _coaching(day: date) -> Q:
    """An engagement of the portal that runs on the day, or a coaching from before the portal."""
    running = Engagement.objects.running_on(day).order_by().values("agreement__commune")
    return _with(Milestone.objects.lasting_on(day).filter(kind=Milestone.Kind.COACHING)) | Q(pk__in=running)


def _kpr(day: date) -> Q:
    """The newest fact about a Präventionsrat up to the day decides (domain rule 9).

    As ``CommuneQuerySet.by_kpr``, for all communes at once: a tenth of its time.
    """
    newest = Window(FirstValue("kind"), partition_by="communes", order_by=["-happened_on", "-pk"])
    facts = Milestone.objects.about_kpr(day).filter(communes__isnull=False).order_by().annotate(state=newest)
    active = (Milestone.Kind.KPR_CONSTITUTED, Milestone.Kind.KPR_REACTIVATED)
    return Q(pk__in=facts.filter(state__in=active).values("communes"))


CONDITIONS: dict[Fact, Callable[[date], Q]] = {
    Fact.CONTACT: _contact,
    Fact.ADVICE: _advice,
    Fact.AGREEMENT: _agreement,
    Fact.COOPERATION: _cooperation,
    Fact.COACHING: _coaching,
    Fact.KPR: _kpr,
}
