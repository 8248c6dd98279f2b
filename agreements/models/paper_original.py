"""What is known of the original when both sides signed on paper."""

from django.db import models

from core.dated_fields import DayField
from core.models import StoredFile


class PaperOriginal(models.Model):
    """The last day of signing, who signed, where the paper lies, and its scan."""

    paper_signed_on = DayField("auf Papier unterzeichnet am", null=True, editable=False)
    paper_commune_signatory = models.CharField(max_length=500, blank=True, editable=False)
    paper_lpr_signatory = models.CharField(max_length=200, blank=True, editable=False)
    paper_source = models.CharField("Quelle", max_length=300, blank=True, editable=False)
    place_of_original = models.CharField("Ort des Originals", max_length=300, blank=True, editable=False)
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="Scan", editable=False
    )

    class Meta:
        abstract = True
