"""What of an agreement holds on a day: the newest amendment's terms, and what the commune has told since."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from agreements.models.agreement import PreAgreement
from agreements.models.notice import ChangeNotice, confirmed_on


@dataclass(frozen=True)
class HoldingTerms:
    """Topics, contact and term on ``day``.

    ``row``: the agreement or its newest amendment in force on the day; its own terms hold until a confirmed notice
    changes them. A later amendment starts from what its agreement's notices say, so theirs end with ``row``.
    Notices are asked for only when topics or contact are: one query.
    """

    row: PreAgreement
    day: date

    @cached_property
    def notices(self) -> list[ChangeNotice]:
        """Those that hold on the day, the oldest first."""
        if self.row.in_force_on is None:
            return []
        return list(self.row.notices_on.filter(confirmed_on(self.day)).order_by("effective_on", "number"))

    @property
    def topics_notice(self) -> ChangeNotice | None:
        """The one whose list of topics holds, if any."""
        return next((notice for notice in reversed(self.notices) if notice.new_topics), None)

    @property
    def contact_notice(self) -> ChangeNotice | None:
        """The one whose contact holds, if any."""
        return next((notice for notice in reversed(self.notices) if notice.new_contact), None)

    @property
    def topics(self) -> Any:
        """The manager of the topics that hold."""
        return (self.topics_notice or self.row).topics

    @property
    def contact_name(self) -> str:
        return (self.contact_notice or self.row).contact_name

    @property
    def contact_email(self) -> str:
        return (self.contact_notice or self.row).contact_email

    @property
    def contact_phone(self) -> str:
        return (self.contact_notice or self.row).contact_phone

    @property
    def contact(self) -> tuple[str, str, str]:
        """Name, address and number."""
        return (self.contact_name, self.contact_email, self.contact_phone)

    @property
    def term_from(self) -> date | None:
        return self.row.term_from

    @property
    def term_until(self) -> date | None:
        return self.row.term_until


def terms_on(agreement: PreAgreement, day: date) -> HoldingTerms:
    """Topics, contact and term that hold on ``day``; of an amendment, what it says itself."""
    if agreement.kind != agreement.Kind.AGREEMENT:
        return HoldingTerms(agreement, date.min)
    return HoldingTerms(agreement.row_on(day), day)


def terms_agreed(agreement: PreAgreement) -> HoldingTerms:
    """What holds once everything that is agreed has begun: what the next change starts from."""
    return terms_on(agreement, date.max)


def terms_before(agreement: PreAgreement, amendment: PreAgreement) -> HoldingTerms:
    """As ``terms_on``, for comparing: what holds without ``amendment`` and what came after it."""
    known = [row for row in agreement.in_force_amendments() if row.kind == agreement.Kind.AMENDMENT]
    order = [row.pk for row in known]
    earlier = known[: order.index(amendment.pk)] if amendment.pk in order else known
    return HoldingTerms(earlier[-1] if earlier else agreement, date.max)


def terms_today(agreement: PreAgreement) -> HoldingTerms:
    """``terms_on`` today; of an agreement that has ended, on its last day."""
    return terms_on(agreement, min(timezone.localdate(), agreement.ended_on or date.max))


def changes_something(agreement: PreAgreement) -> bool:
    """Of an amendment: whether a field differs from the terms that hold today, or something else is said."""
    if agreement.wording.strip() or agreement.amends is None:
        return True
    before = terms_before(agreement.amends, agreement)
    names = ("contact_name", "contact_email", "contact_phone", "term_from", "term_until")
    if any(getattr(agreement, name) != getattr(before, name) for name in names):
        return True
    topics = set(agreement.topics.all())
    return topics != set(before.topics.all())
