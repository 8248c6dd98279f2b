"""What communes wait for: answers to their questions, calls and letters with a code, a word on what they refused."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from agreements.models import ChangeNotice, Invitation, PreAgreement, Question, SigningCode
from agreements.models.ceremony import CODE_TRIES
from agreements.models.code_channels import CodeChannel

NOTICE_SHOWN = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One thing a commune waits for since a moment, and where it is done."""

    agreement: PreAgreement
    task: str
    since: datetime
    url: str


def waiting_for_us(agreements: QuerySet[PreAgreement]) -> list[WaitingRow]:
    """Of ``agreements``, the longest wait first; four queries, whatever they hold."""
    keys = agreements.order_by().values("pk")
    questions = Question.objects.waiting().filter(agreement__in=keys).select_related("agreement__commune")
    invited = Invitation.objects.filter(
        state=Invitation.State.OPEN,
        expires_at__gt=timezone.now(),
        version__agreement__status=PreAgreement.Status.ISSUED,
        version__agreement__in=keys,
    ).select_related("version__agreement__commune")
    calls = invited.filter(call_requested_at__isnull=False)
    letters = invited.filter(~Exists(_posted()), code_channel=CodeChannel.LETTER)
    rows = [*map(_of_question, questions), *map(_of_call, calls), *map(_of_letter, letters)]
    rows += map(_of_notice, _unconfirmed(keys))
    return sorted(rows, key=lambda row: (row.since, row.agreement.pk))


def wished_drafts() -> frozenset[int]:
    """Drafts that a commune sent back with a wish, and of which no new version was sent; one query."""
    wishes = Invitation.objects.filter(
        state=Invitation.State.CHANGE, version__state="current", version__agreement__status=PreAgreement.Status.DRAFT
    )
    return frozenset(wishes.values_list("version__agreement", flat=True))


def _posted() -> QuerySet[SigningCode]:
    """Codes in letters that arrived or may still arrive."""
    on_its_way = Q(tries__lt=CODE_TRIES, expires_at__gt=timezone.now())
    return SigningCode.objects.filter(Q(used_at__isnull=False) | on_its_way, invitation=OuterRef("pk"))


def _unconfirmed(agreements: QuerySet[Any, Any]) -> QuerySet[ChangeNotice]:
    """Notices of change that came to nothing lately and were not followed by another one."""
    later = ChangeNotice.objects.filter(agreement=OuterRef("agreement"), number__gt=OuterRef("number"))
    return ChangeNotice.objects.filter(
        ~Exists(later),
        agreement__in=agreements,
        agreement__status=PreAgreement.Status.IN_FORCE,
        status__in=("refused", "expired"),
        status_since__gt=timezone.now() - NOTICE_SHOWN,
    ).select_related("agreement__commune")


def _of_notice(notice: ChangeNotice) -> WaitingRow:
    task = f"Änderungsmitteilung klären ({notice.get_status_display()})"
    return WaitingRow(notice.agreement, task, notice.status_since, notice.get_absolute_url())


def _of_question(question: Question) -> WaitingRow:
    agreement = question.agreement
    address = reverse("agreement-answer", args=[agreement.reference, question.pk])
    return WaitingRow(agreement, "Frage beantworten", question.asked_at, address)


def _of_call(invitation: Invitation) -> WaitingRow:
    agreement = invitation.version.agreement
    assert invitation.call_requested_at is not None
    address = reverse("agreement-code", args=[agreement.reference])
    return WaitingRow(agreement, "Anrufen und Code vorlesen", invitation.call_requested_at, address)


def _of_letter(invitation: Invitation) -> WaitingRow:
    agreement = invitation.version.agreement
    address = reverse("agreement-code", args=[agreement.reference])
    return WaitingRow(agreement, "Brief mit Code drucken", invitation.created_at, address)
