"""What of an agreement holds on a day: the newest amendment's terms, and what the commune has told since."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from agreements.models.notice import ChangeNotice, confirmed_on

if TYPE_CHECKING:
    from agreements.models.agreement import PreAgreement


@dataclass(frozen=True)
class HoldingTerms:
    """Topics, contact and term on ``day``.

    ``row``: the agreement or its newest amendment in force on the day; its own terms hold until a confirmed notice
    changes them. A later amendment starts from what its agreement's notices say, so theirs end with ``row``.
    Notices are asked for only when topics or contact are: one query.
    """

    row: "PreAgreement"
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
