"""What a signatory asks before signing, and the answer."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5
from django.utils import timezone

from agreements.models.ceremony import Invitation
from core.dated_fields import MomentField
from staff.models import User


class QuestionQuerySet(models.QuerySet["Question"]):
    """Which questions."""

    def waiting(self) -> Self:
        """Without an answer, about an agreement that still waits for the commune's signature."""
        return self.filter(answered_at__isnull=True, agreement__status="issued")


class Question(models.Model):
    """A question from the mayor's pages. Asked and answered once each."""

    agreement = models.ForeignKey("agreements.PreAgreement", on_delete=models.PROTECT, related_name="questions")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField("Frage", max_length=2000)
    asked_at = MomentField("gestellt am", default=timezone.now, editable=False)
    answer = models.TextField("Antwort", max_length=5000, blank=True)
    answered_at = MomentField("beantwortet am", null=True, editable=False)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False, verbose_name="beantwortet von"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "Frage"
        verbose_name_plural = "Fragen"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="question_answered_by_somebody",
            ),
            # A double click or a reload asks nothing twice.
            models.UniqueConstraint(
                MD5("text"), "invitation", condition=Q(answered_at__isnull=True), name="question_asked_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="asked_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("agreement", "invitation", "text", "asked_at"),
            ),
            pgtrigger.Protect(
                name="answer_stays", operation=pgtrigger.Update, condition=pgtrigger.Q(old__answered_at__isnull=False)
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Frage {self.pk} zu {self.agreement}"
