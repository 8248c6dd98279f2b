"""Kinds of mail: a function from the row to the finished text, declared by the app that knows what it is about.

It runs when the mail is sent, so a secret (a link's token, a code) is minted then and stored as a hash only; a
second try mints a new one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from django.conf import settings

from core.mail_html import html_and_text
from core.models.mail import OutgoingMessage


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    data: bytes = field(repr=False)
    media_type: str = "application/pdf"


class Contact(Protocol):
    """Who helps: a member of staff. The template also writes role, telephone and address."""

    @property
    def full_name(self) -> str: ...


class NotYetError(Exception):
    """What the mail is about is not ready; it waits without counting as a failed try, however long that takes."""


@dataclass(frozen=True, slots=True)
class ComposedMail:
    """A finished mail; lives in memory only. ``text`` is the plain twin of ``html``.

    ``answer_to``: whom an answer reaches, empty within the office. ``sender``: whose name stands before the portal's
    own address; empty where the portal itself writes.
    """

    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    answer_to: tuple[str, ...]
    attachments: tuple[Attachment, ...] = ()
    sender: str = ""


NOBODY: tuple[str, ...] = ()  # answers a mail within the office, or one that nobody should answer
Composer = Callable[[OutgoingMessage], ComposedMail | None]
_composers: dict[str, Composer] = {}


def mail_kind(name: str) -> Callable[[Composer], Composer]:
    """Declare a composer. It answers None when the mail is no longer wanted (say, the invitation is revoked)."""

    def declare(compose: Composer) -> Composer:
        _composers[name] = compose
        return compose

    return declare


def compose_from(
    template: str,
    subject: str,
    attachments: tuple[Attachment, ...] = (),
    *,
    answer_to: tuple[str, ...],
    contact: Contact | None = None,
    **context: object,
) -> ComposedMail:
    """A mail from ``templates/emails/<template>.html``, which extends the layout with greeting and sender.

    ``contact``: who signs it, by name, and helps with questions; None within the office.
    """
    operator = settings.PORTAL_OPERATOR
    html, text = html_and_text(
        template,
        {
            "greeting": "",
            **context,
            "subject": subject,
            "contact": contact,
            "operator": operator,
            "portal_name": settings.PORTAL_NAME,
            "demo": settings.DEMO,
        },
    )
    prefix = "[Demonstration] " if settings.DEMO else ""
    sender = f"{contact.full_name}, {operator}" if contact else ""
    return ComposedMail(prefix + subject, text, html, answer_to, attachments, sender)


def compose(message: OutgoingMessage) -> ComposedMail | None:
    """The finished mail for ``message``, or None when it is no longer wanted. Raises KeyError for no such kind."""
    return _composers[message.kind](message)
