"""The states of a pre-agreement and the ways it can be signed."""

from datetime import date

from django.db import models

from core import dates
from core.badges import Badge


class AgreementStatus(models.TextChoices):
    """Stand: from draft to the end."""

    DRAFT = "draft", "Entwurf"
    ISSUED = "issued", "Zur Unterschrift bei der Kommune"
    COMMUNE_SIGNED = "commune_signed", "Wartet auf Gegenzeichnung"
    SCANNED = "scanned", "Scan wartet auf Bestätigung"
    IN_FORCE = "in_force", "In Kraft"  # both sides have signed; see `badge` until the term begins
    ENDED = "ended", "Beendet"
    DECLINED = "declined", "Abgelehnt"
    WITHDRAWN = "withdrawn", "Zurückgezogen"
    EXPIRED = "expired", "Frist abgelaufen"


# Prepared, or waiting for a signature.
OPEN = (
    AgreementStatus.DRAFT,
    AgreementStatus.ISSUED,
    AgreementStatus.COMMUNE_SIGNED,
    AgreementStatus.SCANNED,
)


# For filters: what both sides signed and what holds from a day to come is not yet in force.
SIGNED = "signed"
STATE_CHOICES: list[tuple[str, str]] = list(AgreementStatus.choices)
STATE_CHOICES.insert(AgreementStatus.values.index("in_force"), (SIGNED, "Unterzeichnet, gilt noch nicht"))


class AgreementKind(models.TextChoices):
    """An agreement of its own, or what both sides agree on to change or end one (domain rule 7)."""

    AGREEMENT = "agreement", "Vorvereinbarung"
    AMENDMENT = "amendment", "Änderung"
    TERMINATION = "termination", "Aufhebung"


NOUNS = {
    AgreementKind.AGREEMENT: "Vorvereinbarung",
    AgreementKind.AMENDMENT: "Änderungsvereinbarung",
    AgreementKind.TERMINATION: "Aufhebungsvereinbarung",
}


class AgreementRoute(models.TextChoices):
    """Weg: how both sides sign; the template's signature level decides."""

    ONLINE = "online", "online im Portal"
    QUALIFIED = "qualified", "mit qualifizierter elektronischer Signatur"
    PRINTED = "printed", "auf Papier, mit Fassung des Portals"
    PAPER = "paper", "auf Papier, bestehende Vereinbarung"


TONES = {
    "draft": "info",
    "issued": "warning",
    "commune_signed": "warning",
    "scanned": "warning",
    "in_force": "success",
    "ended": "",
    "declined": "danger",
    "withdrawn": "",
    "expired": "danger",
}


def badge(status: AgreementStatus, begins_on: date | None) -> Badge:
    """A state in words; what both sides signed says from which day it holds until that day has come (``begins_on``)."""
    if begins_on is not None:
        return Badge(f"Unterzeichnet, gilt ab {dates.day(begins_on)}", "info")
    return Badge(status.label, TONES[status])
