"""What the clock does to agreements."""

import logging
from collections.abc import Callable

from django.db.models import QuerySet
from django.utils import timezone

from agreements.models import PreAgreement
from agreements.transitions import ending, pre_agreement
from core.actors import SYSTEM
from core.transitions import TransitionRefusedError

logger = logging.getLogger(__name__)


def end_as_agreed() -> int:
    """End every agreement whose agreed last day has come. Returns how many."""
    over = PreAgreement.objects.filter(
        status=PreAgreement.Status.IN_FORCE,
        amendments__kind=PreAgreement.Kind.TERMINATION,
        amendments__in_force_on__isnull=False,
        amendments__last_day__lte=timezone.localdate(),
    )
    return _each(over, lambda agreement: ending.end_as_agreed(agreement, actor=SYSTEM))


def end_left_amendments() -> int:
    """End amendments whose agreement ended before they did so in the same transaction. Returns how many."""
    left = PreAgreement.objects.filter(
        kind=PreAgreement.Kind.AMENDMENT,
        status=PreAgreement.Status.IN_FORCE,
        amends__status=PreAgreement.Status.ENDED,
    ).select_related("amends")

    def end(amendment: PreAgreement) -> None:
        assert amendment.amends is not None
        assert amendment.amends.ended_on is not None
        ending.end_with_agreement(amendment, actor=SYSTEM, last_day=amendment.amends.ended_on)

    return _each(left, end)


def expire_overdue() -> int:
    """Expire every agreement whose open link is past its time. Returns how many."""
    overdue = PreAgreement.objects.filter(
        status=PreAgreement.Status.ISSUED,
        versions__state="current",
        versions__invitations__state="open",
        versions__invitations__expires_at__lte=timezone.now(),
    )
    return _each(overdue, lambda agreement: pre_agreement.expire(agreement, actor=SYSTEM))


def _each(agreements: QuerySet[PreAgreement], step: Callable[[PreAgreement], None]) -> int:
    """Take one step with each, in a transaction of its own. Returns how many times it was taken."""
    taken = 0
    for agreement in agreements.order_by("pk"):
        try:
            step(agreement)
            taken += 1
        except TransitionRefusedError:
            # Somebody was faster since the query: nothing to do.
            logger.info("agreement %s has changed meanwhile", agreement.pk)
    return taken
