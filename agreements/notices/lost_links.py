"""The lost link to a notice of change is sent again, to the address on file; earlier ones go on working (rule 18)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from agreements.models import ChangeNotice, SentLink
from agreements.models.notice import LINK
from agreements.notices.steps import locked
from core import journal
from core.actors import SYSTEM
from core.mail import last_queued, queue_mail, queued_lately
from core.mail_addresses import masked

PAUSE = timedelta(minutes=10)


def send_again_to(address: str, reference: str) -> None:
    """The links that wait for ``address``, each at most once in ten minutes.

    ``reference``: of the agreement or of the notice as the mail names it, or empty for all.
    """
    waiting = ChangeNotice.objects.filter(status=ChangeNotice.Status.OPEN, recipient__iexact=address)
    for notice in waiting.select_related("agreement").order_by("agreement", "pk"):
        if not reference or reference.upper() in {notice.agreement.reference, notice.reference}:
            send_again(notice)


def send_again(notice: ChangeNotice) -> None:
    """Under the agreement's lock: still waiting, in office, and no link on its way within the last ten minutes."""
    with locked(notice.agreement_id) as agreement:
        notice.refresh_from_db()
        if not _is_wanted(notice) or queued_lately([LINK], notice, PAUSE):
            return
        queue_mail(LINK, notice.recipient, notice)
        journal.record(
            key=agreement.journal_key,
            kind="changenotice.link_asked_for",
            subject=notice,
            actor=SYSTEM,
            data={"number": notice.number},
        )


def _is_wanted(notice: ChangeNotice) -> bool:
    """Whether the notice waits for who may bind the commune today."""
    waits = notice.status == ChangeNotice.Status.OPEN and not notice.is_expired(timezone.now())
    return waits and notice.agreement.commune.office_holders.head_on(timezone.localdate()) == notice.holder


@dataclass(frozen=True, slots=True)
class FreshLink:
    """When a mail with a link that works went out last, and where to: masked, or empty where it is another address."""

    sent_at: datetime | None
    address: str

    @property
    def sent_lately(self) -> bool:
        """Whether the mail is so new that none is sent again."""
        return self.sent_at is not None and timezone.now() - self.sent_at < PAUSE


def fresh_link(former: SentLink, notice: ChangeNotice) -> FreshLink | None:
    """What can be sent to who has the link ``former``; None when only the office can help, or nobody needs to."""
    if not _is_wanted(notice):
        return None
    same_person = former.recipient.lower() == notice.recipient.lower()
    return FreshLink(last_queued([LINK], notice), masked(notice.recipient) if same_person else "")
