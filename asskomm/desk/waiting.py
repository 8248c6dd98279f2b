"""What communes wait for while they are to sign: answers to their questions and calls with a code."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from agreements.models import Invitation, PreAgreement, Question


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One thing a commune waits for since a moment, and where it is done."""

    agreement: PreAgreement
    task: str
    since: datetime
    url: str


def waiting_for_us(agreements: QuerySet[PreAgreement]) -> list[WaitingRow]:
    """Of ``agreements``, the longest wait first; two queries, whatever they hold."""
    keys = agreements.order_by().values("pk")
    questions = Question.objects.waiting().filter(agreement__in=keys).select_related("agreement__commune")
    calls = Invitation.objects.filter(
        state=Invitation.State.OPEN,
        call_requested_at__isnull=False,
        version__agreement__status=PreAgreement.Status.ISSUED,
        version__agreement__in=keys,
    ).select_related("version__agreement__commune")
    return sorted([*map(_of_question, questions), *map(_of_call, calls)], key=lambda row: (row.since, row.agreement.pk))


def _of_question(question: Question) -> WaitingRow:
    agreement = question.agreement
    address = reverse("agreement-answer", args=[agreement.reference, question.pk])
    return WaitingRow(agreement, "Frage beantworten", question.asked_at, address)


def _of_call(invitation: Invitation) -> WaitingRow:
    agreement = invitation.version.agreement
    assert invitation.call_requested_at is not None
    address = reverse("agreement-code", args=[agreement.reference])
    return WaitingRow(agreement, "Anrufen und Code vorlesen", invitation.call_requested_at, address)
