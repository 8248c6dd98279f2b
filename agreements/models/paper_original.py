"""What is known of the original when both sides signed on paper."""

from django.db import models

from core.models import StoredFile


class PaperOriginal(models.Model):
    """Who signed it, where the paper lies, and its scan; the day of the last signature is the agreement's."""

    commune_signatory = models.CharField(max_length=500, blank=True)
    lpr_signatory = models.CharField(max_length=200, blank=True)
    source = models.CharField("Quelle", max_length=300, blank=True)
    place = models.CharField("Ort des Originals", max_length=300, blank=True)
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="Scan", editable=False
    )

    class Meta:
        verbose_name = "Original auf Papier"
        verbose_name_plural = "Originale auf Papier"

    def __str__(self) -> str:
        return self.place or "Original auf Papier"
