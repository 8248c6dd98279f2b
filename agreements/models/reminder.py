"""Reminders that went out: one for each rung of the ladder, at most one a day."""

from django.db import models
from django.db.models import Q

from agreements.models.ceremony import Invitation
from core.dated_fields import DayField


class Reminder(models.Model):
    """The invitation's mail was sent once more, unasked. Two clocks at once make one row."""

    class Rung(models.TextChoices):
        FIRST = "first", "nach 7 Tagen"
        SECOND = "second", "nach 14 Tagen"
        LAST = "last", "3 Tage vor Ablauf"

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="reminders")
    rung = models.CharField("Stufe", max_length=10, choices=Rung)
    sent_on = DayField("gesendet am")

    class Meta:
        verbose_name = "Erinnerung"
        verbose_name_plural = "Erinnerungen"
        ordering = ["invitation", "sent_on"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "rung"], name="reminder_one_per_rung"),
            models.UniqueConstraint(fields=["invitation", "sent_on"], name="reminder_one_a_day"),
            models.CheckConstraint(condition=Q(rung__in=["first", "second", "last"]), name="reminder_rung_valid"),
        ]

    def __str__(self) -> str:
        return f"Erinnerung {self.get_rung_display()} zu {self.invitation}"
