"""The ways on which the second factor reaches a signatory (signing rule 3): how long a code holds, how it looks."""

from datetime import timedelta

from django.db import models

from agreements.models import tokens


class CodeChannel(models.TextChoices):
    """Chosen per template; an invitation keeps the one it was sent with."""

    MAIL = "mail", "Code per E-Mail"
    PHONE = "phone", "Code am Telefon vorgelesen"
    LETTER = "letter", "Code per Brief"


LIFETIME = {
    CodeChannel.MAIL: timedelta(minutes=10),
    CodeChannel.PHONE: timedelta(minutes=10),
    CodeChannel.LETTER: timedelta(days=14),
}
LIFETIME_TEXT = {
    CodeChannel.MAIL: "zehn Minuten",
    CodeChannel.PHONE: "zehn Minuten",
    CodeChannel.LETTER: "14 Tage",
}


def new_code(channel: str) -> str:
    """A fresh code for ``channel``: six digits, or ten characters for a letter that lies about for days."""
    return tokens.letter_code() if channel == CodeChannel.LETTER else tokens.digit_code()


def as_stored(typed: str) -> str:
    """What somebody typed, as the hash knows it: without spaces and hyphens, in capitals."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())
