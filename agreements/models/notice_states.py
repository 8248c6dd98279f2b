"""The states of a notice of change, and how the commune told it."""

from datetime import date

from django.db import models

from core import dates
from core.badges import Badge


class NoticeStatus(models.TextChoices):
    """Stand: it waits for the commune, or what became of it."""

    OPEN = "open", "Zur Bestätigung bei der Kommune"
    CONFIRMED = "confirmed", "Bestätigt"
    REFUSED = "refused", "Nicht bestätigt"
    WITHDRAWN = "withdrawn", "Zurückgezogen"
    EXPIRED = "expired", "Frist abgelaufen"
    LAPSED = "lapsed", "Gegenstandslos"


class NoticeOrigin(models.TextChoices):
    """How the commune told it, before it confirmed."""

    MAIL = "mail", "per E-Mail"
    PHONE = "phone", "am Telefon"
    LETTER = "letter", "mit der Post"
    TALK = "talk", "im Gespräch"


TONES = {
    "open": "warning",
    "confirmed": "success",
    "refused": "danger",
    "withdrawn": "",
    "expired": "danger",
    "lapsed": "",
}


def badge(status: NoticeStatus, begins_on: date | None) -> Badge:
    """A state in words; what is confirmed for a day to come says so (``begins_on``)."""
    if status == NoticeStatus.CONFIRMED and begins_on is not None:
        return Badge(f"Bestätigt, gilt ab {dates.day(begins_on)}", "info")
    return Badge(status.label, TONES[status])
