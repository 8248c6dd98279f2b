"""Whom a visitor can ask: what the operator wants to be public, from the settings."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or office; each may be empty."""

    name: str
    phone: str
    email: str
    hours: str

    @property
    def dialled(self) -> str:
        """The number as a link calls it."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


def public_contact() -> Contact | None:
    """None where the operator has named neither a number nor an address."""
    contact = Contact(**settings.PUBLIC_CONTACT)
    return contact if contact.phone or contact.email else None
