"""Texts that wait for their release or to be finished, and rights to sign that a second person decides."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from agreements.models import TemplateVersion
from agreements.policies.wording import can_begin_edition
from staff.actors import StaffActor
from staff.models import SigningAuthority, User
from staff.policies import can_manage_team


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One thing that waits, since a moment if that is known, and where it is done."""

    task: str
    what: str
    since: datetime | None
    url: str


def templates_and_rights(user: User) -> list[OfficeRow]:
    """What ``user`` has to look at as the second person, or to finish; the longest wait first; three queries.

    To decide, not what the person wrote, submitted or granted. Whether other reasons forbid it, its page says.
    """
    actor = StaffActor(user)
    writes = can_begin_edition(actor).allowed
    rows = _editions(user) if writes else []
    rows += _authorities(user) if can_manage_team(actor) else []
    rows.sort(key=lambda row: (row.since or timezone.now(), row.url))
    return rows + (_drafts(user) if writes else [])


def _drafts(user: User) -> list[OfficeRow]:
    """What the person began or wrote and nobody has submitted, or what came back."""
    drafts = TemplateVersion.objects.filter(submitted_at__isnull=True, published_at__isnull=True, edits__user=user)
    return [
        OfficeRow("Entwurf der Vorlage fertigstellen", str(row), None, row.get_absolute_url())
        for row in drafts.select_related("template").order_by("pk")
    ]


def _editions(user: User) -> list[OfficeRow]:
    waiting = TemplateVersion.objects.filter(submitted_at__isnull=False, published_at__isnull=True)
    others = waiting.exclude(submitted_by=user).exclude(edits__user=user).select_related("template")
    return [
        OfficeRow("Vorlage lesen und freigeben", str(version), version.submitted_at, version.get_absolute_url())
        for version in others
        if version.submitted_at is not None
    ]


def _authorities(user: User) -> list[OfficeRow]:
    waiting = SigningAuthority.objects.filter(granted_at__isnull=False, confirmed_at__isnull=True)
    return [
        OfficeRow("Zeichnungsbefugnis freigeben", str(row), row.granted_at, reverse("team"))
        for row in waiting.exclude(granted_by=user).exclude(user=user).select_related("user")
        if row.granted_at is not None
    ]
