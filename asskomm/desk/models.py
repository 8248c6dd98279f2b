"""What the desk itself keeps: what each person opened last."""

from django.db import models
from django.db.models import Q

from agreements.models import PreAgreement
from communes.models import Commune
from core.dated_fields import MomentField
from staff.models import User


class RecentlyUsed(models.Model):
    """A commune's file or an agreement that somebody opened; for this person's own desk and nobody else's eyes."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, null=True, related_name="+")
    agreement = models.ForeignKey(PreAgreement, on_delete=models.CASCADE, null=True, related_name="+")
    used_at = MomentField()

    class Meta:
        verbose_name = "zuletzt benutzt"
        verbose_name_plural = "zuletzt benutzt"
        ordering = ["-used_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "commune"], name="recently_used_commune_once"),
            models.UniqueConstraint(fields=["user", "agreement"], name="recently_used_agreement_once"),
            models.CheckConstraint(
                condition=Q(commune__isnull=True, agreement__isnull=False)
                | Q(commune__isnull=False, agreement__isnull=True),
                name="recently_used_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.commune_id or self.agreement_id}"
