"""Mails on their way."""

from django.db import models
from django.db.models import Q

from core.dated_fields import MomentField
from core.mail_fields import MailAddressField


class OutgoingMessage(models.Model):
    """A mail to be sent: who gets which mail about what. Never its body, since that may hold a secret link."""

    class State(models.TextChoices):
        QUEUED = "queued", "wird versendet"
        SENDING = "sending", "wird gerade versendet"
        SENT = "sent", "versendet"
        FAILED = "failed", "nicht zustellbar"
        OBSOLETE = "obsolete", "nicht mehr nötig"

    kind = models.CharField("Art", max_length=60)
    recipient = MailAddressField("an")
    subject_type = models.CharField("Gegenstand", max_length=80, blank=True)
    subject_id = models.CharField("Kennung", max_length=40, blank=True)
    state = models.CharField("Stand", max_length=20, choices=State, default=State.QUEUED, editable=False)
    attempts = models.PositiveSmallIntegerField("Versuche", default=0, editable=False)
    problem = models.CharField("Grund", max_length=300, blank=True, editable=False)
    created_at = MomentField("angelegt am", auto_now_add=True)
    due_at = MomentField("nächster Versuch", null=True, editable=False)
    sent_at = MomentField("versendet am", null=True, editable=False)

    class Meta:
        verbose_name = "E-Mail"
        verbose_name_plural = "E-Mails"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="mail_by_subject"),
            models.Index(fields=["state", "due_at"], name="mail_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending", "sent", "failed", "obsolete"]), name="mail_state_valid"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="mail_sent_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_state_display()})"
