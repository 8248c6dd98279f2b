"""Scans of versions that were printed and signed by hand: uploaded by one person, confirmed by another."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agreements.models.document import DocumentVersion
from communes.models import OfficeHolder
from core.models import StoredFile
from staff.models import User


class PaperScan(models.Model):
    """A scan that is said to show a version with both signatures, and what another person found."""

    class State(models.TextChoices):
        WAITING = "waiting", "wartet auf Bestätigung"
        CONFIRMED = "confirmed", "bestätigt"
        REJECTED = "rejected", "verworfen"

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="scans")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="Scan")
    commune_signatory = models.ForeignKey(OfficeHolder, on_delete=models.PROTECT, related_name="+")
    commune_signed_on = models.DateField("von der Kommune unterzeichnet am")
    lpr_signatory = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lpr_signed_on = models.DateField("vom LPR unterzeichnet am")
    place_of_original = models.CharField("Ort des Originals", max_length=300)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("hochgeladen am", default=timezone.now)
    state = models.CharField("Stand", max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("entschieden am", null=True)
    reason = models.TextField("Grund", blank=True)

    class Meta:
        verbose_name = "Scan einer Fassung"
        verbose_name_plural = "Scans von Fassungen"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(state__in=["waiting", "confirmed"]), name="scan_one_per_version"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True, reason="")
                | Q(state="confirmed", decided_by__isnull=False, decided_at__isnull=False, reason="")
                | (Q(state="rejected", decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
                name="scan_state_fits_decision",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("uploaded_by")), name="scan_decided_by_another"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "version",
                    "file",
                    "commune_signatory",
                    "commune_signed_on",
                    "lpr_signatory",
                    "lpr_signed_on",
                    "place_of_original",
                    "uploaded_by",
                    "uploaded_at",
                ),
            ),
            pgtrigger.Protect(
                name="decided_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["confirmed", "rejected"]),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Scan zu {self.version} ({self.get_state_display()})"
