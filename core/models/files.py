"""Rows of the write-once store."""

import pgtrigger
from django.db import models

from core.dated_fields import MomentField


class StoredFile(models.Model):
    """A file of the write-once store, known by the SHA-256 of its bytes; read and written by ``core.files``."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField("Größe in Byte")
    media_type = models.CharField("Medientyp", max_length=100)
    created_at = MomentField("gespeichert am", auto_now_add=True)

    class Meta:
        verbose_name = "Datei"
        verbose_name_plural = "Dateien"
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_sha256_is_hex"),
        ]
        # Versions are frozen with the files they name: a row that changed would put other bytes behind a signature.
        triggers = [pgtrigger.Protect(name="write_once", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.media_type}, {self.size} Byte, {self.sha256[:12]}…"
