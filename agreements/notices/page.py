"""What the office sees of notices of change: the list on the agreement's page, and the page of one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime

from agreements.models import ChangeNotice, PreAgreement
from agreements.models.terms import HoldingTerms
from agreements.notices.text import NoticeText
from agreements.policies.notices import can_change_notice, can_send_notice_again
from agreements.policies.signatory_changes import SignatoryChange, changes_of_people
from core import dates
from core.mail_addresses import shown_address
from core.models import JournalEntry
from core.timeline import timeline
from staff.actors import StaffActor


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice in the list of the agreement's page; ``what``: in words, each change on a line."""

    notice: ChangeNotice
    what: list[str]


def notice_rows(agreement: PreAgreement) -> list[NoticeRow]:
    """All notices of an agreement, the newest first; none for amendments. One query."""
    if agreement.kind != PreAgreement.Kind.AGREEMENT or agreement.in_force_on is None:
        return []
    notices = agreement.notices.order_by("-number")
    return [_row(agreement, notice) for notice in notices]


def _row(agreement: PreAgreement, notice: ChangeNotice) -> NoticeRow:
    notice.agreement = agreement
    return NoticeRow(notice, NoticeText.from_dict(notice.content).as_lines())


def told_since(notice: ChangeNotice | None) -> str:
    """Behind a fact: since when it holds by a notice; empty where none changed it."""
    if notice is None:
        return ""
    return f"\nseit {dates.day(notice.effective_on)} durch Änderungsmitteilung M{notice.number}"


def contact_lines(terms: HoldingTerms) -> str:
    """Name, address and number, each on a line."""
    return "\n".join(part for part in terms.contact if part)


def notice_page(notice: ChangeNotice, actor: StaffActor) -> dict[str, Any]:
    """The context of ``agreements/notices/show.html``; a constant number of queries."""
    is_open = notice.status == ChangeNotice.Status.OPEN
    entries = JournalEntry.objects.filter(
        key=notice.journal_key, subject_type=notice._meta.label_lower, subject_id=str(notice.pk)
    )
    return {
        "notice": notice,
        "agreement": notice.agreement,
        "text": NoticeText.from_dict(notice.content),
        "facts": _facts(notice),
        "resend": can_send_notice_again(actor, notice),
        "may_withdraw": can_change_notice(actor, notice).allowed,
        "signatory_changes": recent_changes(notice.agreement) if is_open else [],
        "entries": timeline(entries),
    }


def recent_changes(agreement: PreAgreement) -> list[SignatoryChange]:
    """Who was changed of those that the link goes to, and how, in the days that the setting names (signing rule 20)."""
    since = localtime() - timedelta(days=settings.SIGNATORY_CHANGE_QUARANTINE_DAYS)
    return changes_of_people(agreement, since)


def _facts(notice: ChangeNotice) -> list[tuple[str, str]]:
    facts = [
        ("Gilt ab", dates.day(notice.effective_on)),
        ("Erfasst", f"{_moment(notice.recorded_at)}, {notice.recorded_by}"),
    ]
    if notice.status == ChangeNotice.Status.OPEN:
        sent = f"{notice.holder}, {shown_address(notice.recipient)}\ngültig bis {_moment(notice.expires_at)}"
        facts.append(("Link gesendet an", sent))
    if notice.confirmed_at is not None:
        who = f"{notice.confirmed_office} {notice.confirmed_name}"
        facts.append(("Bestätigt von", f"{who}\n{_moment(notice.confirmed_at)}\nLink an {notice.confirmed_address}"))
    return facts


def _moment(moment: datetime) -> str:
    return f"{dates.moment(localtime(moment))} Uhr"
