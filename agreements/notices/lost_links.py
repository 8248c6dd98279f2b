"""The lost link to a notice of change is sent again, to the address on file (signing rule 18)."""

from datetime import timedelta

from django.utils import timezone

from agreements.models import ChangeNotice
from agreements.models.notice import LINK
from agreements.notices.steps import locked
from core import journal
from core.actors import SYSTEM
from core.mail import queue_mail, queued_lately

PAUSE = timedelta(minutes=10)


def send_again_to(address: str, reference: str) -> None:
    """The links that wait for ``address``, each at most once in ten minutes.

    ``reference``: of the agreement or of the notice as the mail names it, or empty for all.
    """
    waiting = ChangeNotice.objects.filter(status=ChangeNotice.Status.OPEN, recipient__iexact=address)
    for notice in waiting.select_related("agreement").order_by("agreement", "pk"):
        if not reference or reference.upper() in {notice.agreement.reference, notice.reference}:
            _send(notice)


def _send(notice: ChangeNotice) -> None:
    """Under the agreement's lock: still waiting, in office, and no link on its way within the last ten minutes."""
    with locked(notice.agreement_id) as agreement:
        notice.refresh_from_db()
        now = timezone.now()
        waits = notice.status == ChangeNotice.Status.OPEN and not notice.is_expired(now)
        in_office = agreement.commune.office_holders.head_on(timezone.localdate()) == notice.holder
        if not waits or not in_office or queued_lately([LINK], notice, PAUSE):
            return
        queue_mail(LINK, notice.recipient, notice)
        journal.record(
            key=agreement.journal_key,
            kind="changenotice.link_asked_for",
            subject=notice,
            actor=SYSTEM,
            data={"number": notice.number},
        )
