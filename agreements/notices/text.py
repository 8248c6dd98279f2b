"""The wording of a notice of change: frozen when it is recorded, the same on the page, in the mail and in the PDF."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings

from agreements.models import PreAgreement
from agreements.models.notice_states import NoticeOrigin
from agreements.models.terms import terms_agreed
from agreements.notices.typed_content import Told
from agreements.text.placeholder_values import terms_of
from agreements.text.version_changes import Change, terms_changes
from core.canonical_json import canonical_json

NOTHING = "keine Angabe"


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What the commune confirms. ``changes``: label, before, after; ``origin`` and ``remark``: how it was told."""

    reference: str
    agreement: str
    noun: str
    commune_name: str
    operator: str
    effective_on: date
    changes: tuple[Change, ...]
    origin: str
    remark: str
    recorded_on: date
    demo: bool

    @property
    def how(self) -> str:
        """How the commune told it: "am Telefon (Anruf von Frau Muster)"."""
        return f"{self.origin} ({self.remark})" if self.remark else self.origin

    @property
    def starts_later(self) -> bool:
        """Whether it was told for a day to come, or for that day itself."""
        return self.effective_on >= self.recorded_on

    def as_lines(self) -> list[str]:
        """Each change in words, for mails."""
        return [
            f"{change.label}: bisher {change.before or NOTHING}; künftig {change.after or NOTHING}"
            for change in self.changes
        ]

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; ``from_dict`` reads them back."""
        return {
            **{name: getattr(self, name) for name in ("reference", "agreement", "noun", "commune_name", "operator")},
            "effective_on": self.effective_on.isoformat(),
            "changes": [[change.label, change.before, change.after] for change in self.changes],
            "origin": self.origin,
            "remark": self.remark,
            "recorded_on": self.recorded_on.isoformat(),
            "demo": self.demo,
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "NoticeText":
        """Read what ``as_dict`` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            **{
                **values,
                "effective_on": date.fromisoformat(values["effective_on"]),
                "recorded_on": date.fromisoformat(values["recorded_on"]),
                "changes": tuple(Change(*change) for change in values["changes"]),
            }
        )


def sha256_of(content: dict[str, Any]) -> str:
    """Of the frozen wording, whatever order its parts are stored in."""
    return hashlib.sha256(canonical_json(content)).hexdigest()


def compose(agreement: PreAgreement, told: Told, *, number: int, today: date) -> NoticeText:
    """The wording of what the commune told today about ``agreement``."""
    before = terms_of(terms_agreed(agreement))
    after = before
    if told.topics is not None:
        after = replace(after, topics=tuple(topic.name for topic in told.topics))
    if told.contact is not None:
        name, email, phone = told.contact
        after = replace(after, contact_name=name, contact_email=email, contact_phone=phone)
    return NoticeText(
        reference=f"{agreement.reference}-M{number}",
        agreement=agreement.reference,
        noun=agreement.noun,
        commune_name=agreement.commune.full_name,
        operator=settings.PORTAL_OPERATOR,
        effective_on=told.effective_on,
        changes=tuple(terms_changes(before, after)),
        origin=NoticeOrigin(told.origin).label,
        remark=told.remark,
        recorded_on=today,
        demo=settings.DEMO,
    )
