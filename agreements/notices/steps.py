"""The way of a notice of change: recorded, sent, confirmed or not. The agreement is locked before its notice."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Max
from django.utils import timezone

from agreements.models import ChangeNotice, PreAgreement
from agreements.models.notice import LINK, link_ends
from agreements.models.terms import terms_agreed
from agreements.notices.document import render_notice
from agreements.notices.text import compose, sha256_of
from agreements.notices.typed_content import Told
from agreements.policies.actors import NoticeSignatory
from agreements.policies.notices import can_confirm_notice, can_send_notice, problem_with_notice_day
from agreements.transitions import change_notice
from agreements.transitions.payloads import ConfirmedNotice
from core import files, journal
from core.actors import SYSTEM
from core.mail import queue_mail
from core.mail_addresses import masked
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor

logger = logging.getLogger(__name__)

Status = ChangeNotice.Status


def record(agreement: PreAgreement, told: Told, *, actor: StaffActor) -> ChangeNotice:
    """Freeze the wording and send the link to who may bind the commune today.

    Raises TransitionRefusedError; then nothing is recorded. Of two clicks one records.
    """
    with locked(agreement.pk) as fresh:
        decision = can_send_notice(actor, fresh)
        if not decision:
            raise TransitionRefusedError(decision.reason)
        problem = problem_with_notice_day(fresh, told.effective_on)
        if problem:
            raise TransitionRefusedError(problem)
        terms = terms_agreed(fresh)
        notice = _create(fresh, told, terms.row, actor)
        queue_mail(LINK, notice.recipient, notice)
        journal.record(
            key=fresh.journal_key,
            kind="changenotice.record",
            subject=notice,
            actor=actor,
            text=told.remark,
            data={"number": notice.number, "origin": told.origin, "sha256": notice.content_sha256},
        )
    return notice


def _create(agreement: PreAgreement, told: Told, row: PreAgreement, actor: StaffActor) -> ChangeNotice:
    number = (agreement.notices.aggregate(highest=Max("number"))["highest"] or 0) + 1
    content = compose(agreement, told, number=number, today=timezone.localdate()).as_dict()
    holder = agreement.commune.office_holders.head_on(timezone.localdate())
    assert holder is not None  # the policy has looked
    name, email, phone = told.contact or ("", "", "")
    notice = ChangeNotice.objects.create(
        agreement=agreement,
        terms=row,
        number=number,
        effective_on=told.effective_on,
        new_topics=told.topics is not None,
        new_contact=told.contact is not None,
        contact_name=name,
        contact_email=email,
        contact_phone=phone,
        origin=told.origin,
        remark=told.remark,
        content=content,
        content_sha256=sha256_of(content),
        recorded_by=actor.user,
        holder=holder,
        recipient=holder.email,
        expires_at=link_ends(agreement.template_version.template.link_days),
    )
    notice.topics.set(told.topics or [])
    return notice


def resend(notice: ChangeNotice, *, actor: StaffActor) -> None:
    """A new link; the former one is dead. Raises TransitionRefusedError."""
    with locked(notice.agreement_id):
        change_notice.resend(notice, actor=actor)


def withdraw(notice: ChangeNotice, reason: str, *, actor: StaffActor) -> None:
    """Take it back while it waits. Raises TransitionRefusedError."""
    with locked(notice.agreement_id):
        change_notice.withdraw(notice, actor=actor, reason=reason)


def refuse(notice: ChangeNotice, reason: str, *, token_hash: str) -> None:
    """The commune says no. Raises TransitionRefusedError."""
    with locked(notice.agreement_id):
        change_notice.refuse(notice, actor=NoticeSignatory(notice, token_hash), reason=reason)


def confirm(notice: ChangeNotice, *, token_hash: str, shown_sha256: str) -> None:
    """The commune says yes to the wording it was shown: the PDF is made first, then one transaction.

    Raises TransitionRefusedError, or RenderingFailed with a German message.
    """
    actor = NoticeSignatory(notice, token_hash)
    if notice.status != Status.OPEN:  # asked again under the lock; here nothing is made for nothing
        raise TransitionRefusedError("Diese Änderungsmitteilung ist schon beantwortet oder gilt nicht mehr.")
    decision = can_confirm_notice(actor, notice)
    if not decision:
        raise TransitionRefusedError(decision.reason)
    now, holder = timezone.localtime(), notice.holder
    confirmed = ConfirmedNotice(
        shown_sha256=shown_sha256,
        at=now,
        name=holder.full_name,
        office=holder.office_title,
        address=masked(notice.recipient),
        blob=files.put(render_notice(notice, at=now), "application/pdf"),
    )
    with locked(notice.agreement_id):
        change_notice.confirm(notice, actor=actor, confirmed=confirmed)


def expire_overdue() -> int:
    """Expire every notice whose link is past its time; one transaction each. Returns how many."""
    overdue = ChangeNotice.objects.filter(status=Status.OPEN, expires_at__lte=timezone.now()).order_by("pk")
    expired = 0
    for notice in overdue:
        try:
            with locked(notice.agreement_id):
                change_notice.expire(notice, actor=SYSTEM)
            expired += 1
        except TransitionRefusedError:
            # Answered or sent again since the query: nothing to do.
            logger.info("notice %s is no longer overdue", notice.pk)
    return expired


@contextmanager
def locked(pk: int) -> Iterator[PreAgreement]:
    """The agreement, read again under its lock, in one transaction with what is done inside."""
    with journal.collected():
        rows = PreAgreement.objects.select_for_update(of=("self",), no_key=True).select_related("commune")
        yield rows.get(pk=pk)
