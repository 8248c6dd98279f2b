"""What a link that does not work any more leads to: the one that works, sent by one tap (signing rules 18 and 21)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from agreements.ceremony import lost_links
from agreements.ceremony.lost_links import WITH_LINK
from agreements.models import Invitation, PreAgreement
from agreements.notices.lost_links import PAUSE
from core.mail import last_queued
from core.mail_addresses import masked


@dataclass(frozen=True, slots=True)
class FreshLink:
    """The open invitation to the same agreement, when a mail with its link went out last, and to whom.

    ``address`` is masked, and empty unless it is the one that the former link was sent to: nobody learns from a dead
    link who signs now. ``new_version_on``: when the version was issued, if it is another one than the former link's.
    """

    invitation: Invitation
    sent_at: datetime | None
    address: str
    new_version_on: datetime | None

    @property
    def sent_lately(self) -> bool:
        """Whether the mail is so new that none is sent again."""
        return self.sent_at is not None and timezone.now() - self.sent_at < PAUSE


def fresh_link(former: Invitation) -> FreshLink | None:
    """What can be sent to who has the link of ``former``; None when only the office can help, or nobody needs to."""
    agreement = former.version.agreement
    invitation = agreement.open_invitation if agreement.status == PreAgreement.Status.ISSUED else None
    if invitation is None or invitation.is_expired(timezone.now()):
        return None
    if agreement.signatory_on(timezone.localdate()) != invitation.office_holder:
        return None
    same_person = invitation.recipient.lower() == former.recipient.lower()
    return FreshLink(
        invitation=invitation,
        sent_at=last_queued(WITH_LINK, invitation),
        address=masked(invitation.recipient) if same_person else "",
        new_version_on=None if invitation.version_id == former.version_id else invitation.version.issued_at,
    )


def send_fresh_link(former: Invitation) -> None:
    """Send the link that works to the known address, at most once in ten minutes; asking ends no link."""
    fresh = fresh_link(former)
    if fresh is not None:
        lost_links.send_once_more(fresh.invitation)
