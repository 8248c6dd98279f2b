"""A lost link is sent again, to the address on file, without saying whether there is one (signing rule 18).

The mail brings a link of its own; those that were sent before go on working.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from agreements.models import Invitation, LinkRequest, PreAgreement
from agreements.notices import lost_links as notices
from agreements.notices.lost_links import PAUSE
from core import journal
from core.actors import SYSTEM
from core.mail import last_queued, queue_mail

STUCK_AFTER = timedelta(minutes=10)
# Another mail about an invitation, such as the one that asks the office for a call, holds no link.
WITH_LINK = ("agreements.invitation", "agreements.reminder")


def ask(address: str, reference: str) -> None:
    """Take a request down. The same work for every address; whether it is known is asked later, by the task."""
    with transaction.atomic():
        request = LinkRequest.objects.create(address=address, reference=reference)
        answer_later.enqueue(request.pk)


def answer(request_id: int) -> None:
    """Send the links that are open for the address, each at most once in ten minutes, and forget the request.

    Those to notices of change first, each in a transaction of its own: no two agreements are locked out of order.
    """
    asked = LinkRequest.objects.filter(pk=request_id).first()
    if asked is not None:
        notices.send_again_to(asked.address, asked.reference)
    with journal.collected():
        request = LinkRequest.objects.select_for_update(skip_locked=True).filter(pk=request_id).first()
        if request is None:
            return
        open_ones = Invitation.objects.filter(
            state=Invitation.State.OPEN,
            version__state="current",
            version__agreement__status=PreAgreement.Status.ISSUED,
            recipient__iexact=request.address,
        )
        if request.reference:
            open_ones = open_ones.filter(version__agreement__reference__iexact=request.reference)
        found = open_ones.order_by("version__agreement").values_list("pk", "version__agreement")
        for invitation_id, agreement_id in list(found):
            _send(invitation_id, agreement_id)
        request.delete()


@task()
def answer_later(request_id: int) -> None:
    """``answer``, by the queue's worker; it only gets an id."""
    answer(request_id)


def send_once_more(invitation: Invitation) -> None:
    """Send the link to the address on file, for who has a link of theirs open; at most once in ten minutes."""
    with journal.collected():
        _send(invitation.pk, invitation.version.agreement_id)


def sent_lately(invitation: Invitation) -> bool:
    """Whether a mail with the link was put on its way within the last ten minutes: then none is sent again."""
    return lately_sent_at(invitation) is not None


def lately_sent_at(invitation: Invitation) -> datetime | None:
    """When the last mail with the link was put on its way, if that was within the last ten minutes."""
    return last_queued(WITH_LINK, invitation, PAUSE)


def resume_stuck() -> int:
    """Enqueue again what a killed worker left. Returns how many."""
    stuck = LinkRequest.objects.filter(asked_at__lt=timezone.now() - STUCK_AFTER)
    for request in stuck:
        answer_later.enqueue(request.pk)
    return len(stuck)


def _send(invitation_id: int, agreement_id: int) -> None:
    """Under the agreement's lock: still open, in office, and no link on its way within the last ten minutes."""
    agreement = PreAgreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement_id)
    invitation = Invitation.objects.select_related("office_holder").get(pk=invitation_id)
    now = timezone.now()
    if invitation.state != Invitation.State.OPEN or invitation.is_expired(now) or sent_lately(invitation):
        return
    if agreement.signatory_on(timezone.localdate()) != invitation.office_holder:
        return
    queue_mail("agreements.invitation", invitation.recipient, invitation)
    journal.record(
        key=agreement.journal_key,
        kind="preagreement.link_asked_for",
        subject=agreement,
        actor=SYSTEM,
        data={"invitation": invitation.pk},
    )
