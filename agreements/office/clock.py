"""What the clock does to agreements."""

import logging

from django.utils import timezone

from agreements.models import PreAgreement
from agreements.transitions import pre_agreement
from core.actors import SYSTEM
from core.transitions import TransitionRefusedError

logger = logging.getLogger(__name__)


def end_as_agreed() -> int:
    """End every agreement whose agreed last day has come; one transaction each. Returns how many."""
    over = PreAgreement.objects.filter(
        status=PreAgreement.Status.IN_FORCE,
        amendments__kind=PreAgreement.Kind.TERMINATION,
        amendments__in_force_on__isnull=False,
        amendments__last_day__lte=timezone.localdate(),
    ).order_by("pk")
    ended = 0
    for agreement in over:
        try:
            pre_agreement.end_as_agreed(agreement, actor=SYSTEM)
            ended += 1
        except TransitionRefusedError:
            logger.info("agreement %s has ended already", agreement.pk)
    return ended


def end_left_amendments() -> int:
    """End amendments whose agreement ended before they did so in the same transaction. Returns how many."""
    left = PreAgreement.objects.filter(
        kind=PreAgreement.Kind.AMENDMENT,
        status=PreAgreement.Status.IN_FORCE,
        amends__status=PreAgreement.Status.ENDED,
    ).select_related("amends")
    ended = 0
    for amendment in left.order_by("pk"):
        assert amendment.amends is not None
        assert amendment.amends.ended_on is not None
        try:
            pre_agreement.end_with_agreement(amendment, actor=SYSTEM, last_day=amendment.amends.ended_on)
            ended += 1
        except TransitionRefusedError:
            logger.info("amendment %s has ended already", amendment.pk)
    return ended


def expire_overdue() -> int:
    """Expire every agreement whose open link is past its time; one transaction each. Returns how many."""
    overdue = PreAgreement.objects.filter(
        status=PreAgreement.Status.ISSUED,
        versions__state="current",
        versions__invitations__state="open",
        versions__invitations__expires_at__lte=timezone.now(),
    ).order_by("pk")
    expired = 0
    for agreement in overdue:
        try:
            pre_agreement.expire(agreement, actor=SYSTEM)
            expired += 1
        except TransitionRefusedError:
            # Signed or sent again since the query: nothing to do.
            logger.info("agreement %s is no longer overdue", agreement.pk)
    return expired
