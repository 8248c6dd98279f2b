"""Somebody who lost the link asked for it; kept until the answer is on its way."""

from django.db import models

from core.dated_fields import MomentField
from core.mail_fields import MailAddressField


class LinkRequest(models.Model):
    """What was typed, known or not; a task decides and deletes it (signing rule 18)."""

    address = MailAddressField("E-Mail-Adresse")
    reference = models.CharField("Aktenzeichen", max_length=30, blank=True)
    asked_at = MomentField("angefragt am", auto_now_add=True)

    class Meta:
        verbose_name = "Anfrage nach einem Link"
        verbose_name_plural = "Anfragen nach Links"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Anfrage {self.pk}"
