"""Which forms were sent already."""

from django.db import models

from core.dated_fields import MomentField


class SentForm(models.Model):
    """A form that made something. ``digest`` is of its nonce and what was sent: sent again, it makes nothing more."""

    digest = models.CharField("Kennung", max_length=64, primary_key=True)
    sent_at = MomentField("gesendet am", auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "gesendetes Formular"
        verbose_name_plural = "gesendete Formulare"

    def __str__(self) -> str:
        return f"{self.digest[:12]}…"
