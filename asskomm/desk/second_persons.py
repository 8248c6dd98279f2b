"""What two persons decide and the first one has: texts that wait for their release, rights to sign."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from agreements.models import TemplateVersion
from agreements.policies import can_begin_edition
from staff.actors import StaffActor
from staff.models import SigningAuthority, User
from staff.policies import can_manage_team


@dataclass(frozen=True, slots=True)
class SecondPersonRow:
    """One thing that waits since a moment, and where it is decided."""

    task: str
    what: str
    since: datetime
    url: str


def waiting_for_a_second_person(user: User) -> list[SecondPersonRow]:
    """What ``user`` has to look at as the second person, the longest wait first; at most three queries.

    Not what the person wrote, submitted or granted. Whether it may be released for all other reasons, its page says.
    """
    actor = StaffActor(user)
    rows = [*_editions(user)] if can_begin_edition(actor) else []
    rows += _authorities(user) if can_manage_team(actor) else []
    return sorted(rows, key=lambda row: (row.since, row.url))


def _editions(user: User) -> list[SecondPersonRow]:
    waiting = TemplateVersion.objects.filter(submitted_at__isnull=False, published_at__isnull=True)
    others = waiting.exclude(submitted_by=user).exclude(edits__user=user).select_related("template")
    return [
        SecondPersonRow("Vorlage lesen und freigeben", str(version), version.submitted_at, version.get_absolute_url())
        for version in others
        if version.submitted_at is not None
    ]


def _authorities(user: User) -> list[SecondPersonRow]:
    waiting = SigningAuthority.objects.filter(granted_at__isnull=False, confirmed_at__isnull=True)
    return [
        SecondPersonRow("Zeichnungsbefugnis freigeben", str(row), row.granted_at, reverse("team"))
        for row in waiting.exclude(granted_by=user).exclude(user=user).select_related("user")
        if row.granted_at is not None
    ]
