"""The council's resolution on an agreement (domain rule 13)."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from core.dated_fields import DayField, MomentField
from core.models import StoredFile


class CouncilResolutionQuerySet(models.QuerySet["CouncilResolution"]):
    """Which resolutions."""

    def expected_by(self, until: date) -> Self:
        """Of drafts that wait for a council which decides by ``until``, also one whose day is past; the next first."""
        waiting = self.filter(agreement__status="draft", state="pending", expected_on__lte=until)
        return waiting.order_by("expected_on", "agreement_id")


class CouncilResolution(models.Model):
    """What is known of the Ratsbeschluss on an agreement: not needed, expected on a day, or passed with its file.

    Until somebody has said which, it is undecided, and the text says nothing about it; then there may be no row.
    """

    class State(models.TextChoices):
        UNDECIDED = "undecided", "noch nicht geklärt"
        NOT_NEEDED = "not_needed", "nicht erforderlich"
        PENDING = "pending", "steht noch aus"
        PASSED = "passed", "gefasst"

    agreement = models.OneToOneField(
        "agreements.PreAgreement", on_delete=models.PROTECT, related_name="recorded_resolution", editable=False
    )
    state = models.CharField("Ratsbeschluss", max_length=20, choices=State, default=State.UNDECIDED)
    expected_on = DayField("Beschluss erwartet am", null=True, blank=True)
    passed_on = DayField("Datum des Ratsbeschlusses", null=True, blank=True)
    number = models.CharField("Nummer des Ratsbeschlusses", max_length=60, blank=True)
    # What the council saw: a version that was sent, or a draft as it was on a day.
    version = models.PositiveSmallIntegerField("beschlossene Fassung", null=True, blank=True)
    draft_on = DayField("beschlossener Entwurf vom", null=True, blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="Beschluss", editable=False
    )
    # When the caseworker said that a resolution on an older text holds for the text as it was then.
    confirmed_at = MomentField("Beschluss bestätigt am", null=True, editable=False)

    objects = CouncilResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = "Ratsbeschluss"
        verbose_name_plural = "Ratsbeschlüsse"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["undecided", "not_needed", "pending", "passed"]),
                name="agreement_resolution_valid",
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=True) | Q(draft_on__isnull=True), name="agreement_resolution_about_one_text"
            ),
            models.CheckConstraint(
                condition=Q(state="passed")
                | Q(file__isnull=True, version__isnull=True, draft_on__isnull=True, confirmed_at__isnull=True),
                name="agreement_resolution_details_if_passed",
            ),
        ]

    def __str__(self) -> str:
        return f"Ratsbeschluss zu {self.agreement}: {self.get_state_display()}"
