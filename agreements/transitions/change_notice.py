"""The way of a notice of change: sent, confirmed or refused, withdrawn, expired, lapsed."""

from typing import Any

from django.utils import timezone

from agreements.models.notice import LINK, ChangeNotice, link_ends
from agreements.policies.actors import NoticeSignatory
from agreements.policies.notices import (
    can_answer_notice,
    can_change_notice,
    can_confirm_notice,
    can_let_notice_lapse,
    can_send_notice_again,
    clock_only,
)
from agreements.transitions.payloads import ConfirmedNotice
from communes.responsibility import in_charge_today
from core import files
from core.actors import Actor
from core.journal import Visibility
from core.mail import queue_mail
from core.transitions import TransitionRefusedError, transition
from staff.actors import StaffActor

Status = ChangeNotice.Status


@transition(ChangeNotice, sources={Status.OPEN}, target=Status.OPEN, policy=can_send_notice_again)
def resend(notice: ChangeNotice, *, actor: StaffActor) -> dict[str, Any]:
    """A new link, to who may bind the commune today; those sent before are dead."""
    holder = notice.agreement.commune.office_holders.head_on(timezone.localdate())
    assert holder is not None  # the policy has looked
    notice.holder, notice.recipient = holder, holder.email
    notice.links.filter(ended_at__isnull=True).update(ended_at=timezone.now())
    notice.expires_at = link_ends(notice.agreement.template_version.template.link_days)
    queue_mail(LINK, notice.recipient, notice)
    return {"holder": holder.pk}


@transition(ChangeNotice, sources={Status.OPEN}, target=Status.CONFIRMED, policy=can_confirm_notice)
def confirm(notice: ChangeNotice, *, actor: NoticeSignatory, confirmed: ConfirmedNotice) -> dict[str, Any]:
    """The commune confirms the very text that it was shown; from its day on, that is what holds."""
    if confirmed.shown_sha256 != notice.content_sha256:
        raise TransitionRefusedError("Diese Seite war veraltet. Bitte lesen Sie die Mitteilung noch einmal.")
    notice.confirmed_at, notice.confirmed_by = confirmed.at, notice.holder
    notice.confirmed_name, notice.confirmed_office = confirmed.name, confirmed.office
    notice.confirmed_address = confirmed.address
    notice.file = files.register(confirmed.blob)
    notice.status_since = confirmed.at
    for address in sorted({notice.recipient, *_office(notice)}):
        queue_mail("agreements.notice_confirmed", address, notice)
    told = {"number": notice.number, "sha256": notice.content_sha256, "file": confirmed.blob.sha256}
    return {**told, "visibility": Visibility.COMMUNE}


@transition(ChangeNotice, sources={Status.OPEN}, target=Status.REFUSED, policy=can_answer_notice)
def refuse(notice: ChangeNotice, *, actor: NoticeSignatory, reason: str) -> dict[str, Any]:
    """The commune does not confirm it; the office is told, and who did so has it in writing."""
    queue_mail("agreements.notice_refusal_received", notice.recipient, notice)
    for address in sorted(_office(notice)):
        queue_mail("agreements.notice_refused", address, notice)
    return {"number": notice.number, "text": reason, "visibility": Visibility.COMMUNE}


@transition(ChangeNotice, sources={Status.OPEN}, target=Status.WITHDRAWN, policy=can_change_notice)
def withdraw(notice: ChangeNotice, *, actor: StaffActor, reason: str) -> dict[str, Any]:
    """The office takes it back before it is confirmed; the link is dead, the commune is told."""
    queue_mail("agreements.notice_withdrawn", notice.recipient, notice)
    return {"number": notice.number, "text": reason, "visibility": Visibility.COMMUNE}


@transition(ChangeNotice, sources={Status.OPEN}, target=Status.EXPIRED, policy=clock_only)
def expire(notice: ChangeNotice, *, actor: Actor) -> dict[str, Any]:
    """The link's time is over and nobody answered; the office is told."""
    if not notice.is_expired(timezone.now()):
        raise TransitionRefusedError("Die Frist läuft noch.")
    for address in sorted(_office(notice)):
        queue_mail("agreements.notice_expired", address, notice)
    return {"number": notice.number}


@transition(ChangeNotice, sources={Status.OPEN}, target=Status.LAPSED, policy=can_let_notice_lapse)
def lapse(notice: ChangeNotice, *, actor: Actor) -> dict[str, Any]:
    """The agreement ended before the commune answered: there is nothing to change any more."""
    queue_mail("agreements.notice_withdrawn", notice.recipient, notice)
    return {"number": notice.number}


def _office(notice: ChangeNotice) -> set[str]:
    return {user.email for user in in_charge_today(notice.agreement.commune)}
