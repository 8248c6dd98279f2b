"""Remembering what a person opened last, and showing it on that person's desk."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from agreements.models import PreAgreement
from asskomm.desk.models import RecentlyUsed
from staff.models import User

KEPT = 8
REMEMBERED_PAGES = frozenset({"commune", "agreement"})
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RecentLink:
    """One line of "Zuletzt benutzt"."""

    label: str
    url: str
    note: str


class RemembersUseMiddleware:
    """Notes that the office's people opened a commune's file or an agreement.

    A page stays a page: reading changes nothing that anybody else sees, and when the note cannot be written, the page
    comes all the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "GET" and response.status_code == 200 and _is_remembered(request):
            try:
                with transaction.atomic():
                    _remember(request)
            except DatabaseError:
                logger.warning("Zuletzt benutzt: nicht vermerkt.", exc_info=True)
        return response


def recently_viewed(user: User) -> list[RecentLink]:
    """What ``user`` opened last, the newest first. One query."""
    rows = RecentlyUsed.objects.filter(user=user).select_related("commune__district", "agreement__commune")
    return [_link(row) for row in rows[:KEPT]]


def _is_remembered(request: HttpRequest) -> bool:
    match = request.resolver_match
    user = request.user
    return match is not None and match.url_name in REMEMBERED_PAGES and isinstance(user, User) and user.is_office


def _remember(request: HttpRequest) -> None:
    assert isinstance(request.user, User)
    assert request.resolver_match is not None
    used = RecentlyUsed(user=request.user, used_at=timezone.now())
    found = request.resolver_match.kwargs
    if "ags" in found:
        thing = "commune"
        used.commune_id = found["ags"]
    else:
        thing = "agreement"
        used.agreement_id = PreAgreement.objects.values_list("pk", flat=True).get(reference=found["reference"])
    RecentlyUsed.objects.bulk_create(
        [used], update_conflicts=True, unique_fields=["user", thing], update_fields=["used_at"]
    )
    own = RecentlyUsed.objects.filter(user=request.user)
    own.exclude(pk__in=own.values("pk")[:KEPT]).delete()


def _link(row: RecentlyUsed) -> RecentLink:
    if row.agreement is not None:
        commune = row.agreement.commune
        return RecentLink(
            f"{row.agreement.reference}, {commune.name}", row.agreement.get_absolute_url(), "Vereinbarung"
        )
    assert row.commune is not None  # the database holds one of the two
    return RecentLink(row.commune.name, row.commune.get_absolute_url(), row.commune.district.full_name)
