"""Pages of an issued file as pictures."""

from django.db import models

from agreements.models.document import DocumentVersion
from core.models import StoredFile


class PagePicture(models.Model):
    """A page of a version's issued file, drawn once for people who read it on a phone; it can be drawn again."""

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, related_name="page_pictures", verbose_name="Fassung"
    )
    number = models.PositiveSmallIntegerField("Seite")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="Bild")

    class Meta:
        verbose_name = "Bild einer Seite"
        verbose_name_plural = "Bilder von Seiten"
        ordering = ["version", "number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="page_picture_one_per_page")]

    def __str__(self) -> str:
        return f"{self.version}, Seite {self.number}"
