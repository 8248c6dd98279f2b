"""What the portal publishes about a single commune: whether it is in the network today, and since when.

The only door of the pages for visitors to facts about communes; ``visible_to`` is the door of staff.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from agreements.models import PreAgreement
from asskomm.reports.facts import cooperation_agreements
from communes.models import Commune
from communes.models.commune import CommuneQuerySet


@dataclass(frozen=True, slots=True)
class Membership:
    """That a commune is in the network: the first day of the oldest agreement that still holds."""

    since: date
    made_up: bool  # in the demo, and to be said wherever it is shown


@dataclass(frozen=True, slots=True)
class Member:
    """A commune in the network."""

    ags: str
    name: str
    district: str
    since: date
    made_up: bool


def published_memberships(day: date, among: Iterable[str] | None = None) -> dict[str, Membership]:
    """By AGS, the communes in the network on ``day``; all of them, or those ``among`` the given AGS. Two queries.

    This is the policy. Published is that both sides have signed and it holds on the day: a Vorvereinbarung in force,
    or a Kooperationsvereinbarung, which is signed with the police in public. Everything else stays inside: drafts,
    what waits for a signature or begins later, refusals, ends and their reasons, advice, coaching, analyses and
    Präventionsräte of single communes. A commune out of the network and one that never was in it are told alike.

    Other than a figure's definition, which administrators may widen, this rule is changed in the code alone.
    """
    agreements = PreAgreement.objects.in_force_on(day).order_by()
    cooperations = cooperation_agreements(day).order_by()
    if among is None:
        cooperations = cooperations.filter(communes__isnull=False)
    else:
        ags = list(among)
        agreements, cooperations = agreements.filter(commune__in=ags), cooperations.filter(communes__in=ags)
    facts = [
        *agreements.values_list("commune", "in_force_on", "commune__fictitious"),
        *cooperations.annotate(member=F("communes")).values_list("member", "happened_on", "fictitious"),
    ]
    memberships: dict[str, Membership] = {}
    for ags, since, made_up in sorted(facts, key=lambda fact: fact[1]):
        memberships.setdefault(ags, Membership(since, made_up))
    return memberships


def members(day: date) -> list[Member]:
    """The communes of Saxony in the network on ``day``, by name; without those that the demo made up. Three queries."""
    memberships = published_memberships(day)
    return [
        Member(
            commune.ags,
            commune.name,
            commune.district.full_name,
            memberships[commune.ags].since,
            memberships[commune.ags].made_up,
        )
        for commune in existing_communes(day).official().filter(pk__in=list(memberships))
    ]


def existing_communes(day: date) -> CommuneQuerySet:
    """What the official directory says of communes is public."""
    return Commune.objects.existing_on(day).select_related("district")
