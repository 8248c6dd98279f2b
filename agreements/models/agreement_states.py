"""The states of a pre-agreement and the ways it can be signed."""

from django.db import models


class AgreementStatus(models.TextChoices):
    """Stand: from draft to the end."""

    DRAFT = "draft", "Entwurf"
    ISSUED = "issued", "Zur Unterschrift bei der Kommune"
    COMMUNE_SIGNED = "commune_signed", "Wartet auf Gegenzeichnung"
    SCANNED = "scanned", "Scan wartet auf Bestätigung"
    IN_FORCE = "in_force", "In Kraft"
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
