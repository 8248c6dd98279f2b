"""What a signatory has drawn or typed and not signed yet: between the pad and the last tap."""

import hashlib
import json

from django.db import models
from django.db.models import Q

from agreements.models.ceremony import Ceremony
from core.dated_fields import MomentField
from core.signing.ink import PAD_HEIGHT, PAD_WIDTH, Ink


class SignatureDraft(models.Model):
    """One for each ceremony, replaced by the next; it goes with the signature, any other answer or the cookie.

    Nothing of it counts before it is signed: the ledger has no row of it, and it is no evidence.
    """

    ceremony = models.OneToOneField(Ceremony, on_delete=models.CASCADE, related_name="signature_draft")
    typed_name = models.CharField("eingetippter Name", max_length=100, blank=True)
    strokes = models.JSONField("gezeichnete Striche", default=list, blank=True)
    kept_at = MomentField("festgehalten um", auto_now=True)

    class Meta:
        verbose_name = "Entwurf einer Unterschrift"
        verbose_name_plural = "Entwürfe von Unterschriften"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(typed_name="") & ~Q(strokes=[])) | (~Q(typed_name="") & Q(strokes=[])),
                name="signature_draft_typed_or_drawn",
            ),
        ]

    def __str__(self) -> str:
        return f"Entwurf zu Vorgang {self.ceremony_id}"

    @property
    def ink(self) -> Ink:
        """As it goes into the stamp; the strokes were read by ``Ink.from_json`` before they were kept."""
        strokes = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in self.strokes)
        return Ink(typed_name=self.typed_name, strokes=strokes)

    @property
    def is_drawn(self) -> bool:
        return bool(self.strokes)

    @property
    def strokes_as_json(self) -> str:
        """As the pad sends and reads them."""
        return json.dumps(self.strokes) if self.strokes else ""

    @property
    def fingerprint(self) -> str:
        """Tells it from any other: what is signed is what the page has shown."""
        said = json.dumps([self.typed_name, self.strokes, PAD_WIDTH, PAD_HEIGHT], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()
