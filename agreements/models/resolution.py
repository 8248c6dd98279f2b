"""The council's resolution on an agreement (domain rule 13)."""

from django.db import models
from django.db.models import Q

from core.dated_fields import DayField, MomentField
from core.models import StoredFile


class CouncilResolution(models.Model):
    """What an agreement knows of the Ratsbeschluss: not needed, expected on a day, or passed with its file.

    Until somebody has said which, it is undecided, and the text says nothing about it.
    """

    class Resolution(models.TextChoices):
        UNDECIDED = "undecided", "noch nicht geklärt"
        NOT_NEEDED = "not_needed", "nicht erforderlich"
        PENDING = "pending", "steht noch aus"
        PASSED = "passed", "gefasst"

    council_resolution = models.CharField(
        "Ratsbeschluss", max_length=20, choices=Resolution, default=Resolution.UNDECIDED
    )
    council_resolution_expected_on = DayField("Beschluss erwartet am", null=True, blank=True)
    council_resolution_on = DayField("Datum des Ratsbeschlusses", null=True, blank=True)
    council_resolution_number = models.CharField("Nummer des Ratsbeschlusses", max_length=60, blank=True)
    # What the council saw: a version that was sent, or a draft as it was on a day.
    council_resolution_version = models.PositiveSmallIntegerField("beschlossene Fassung", null=True, blank=True)
    council_resolution_draft_on = DayField("beschlossener Entwurf vom", null=True, blank=True)
    council_resolution_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="Beschluss", editable=False
    )
    # When the caseworker said that a resolution on an older text holds for the text as it was then.
    council_resolution_confirmed_at = MomentField("Beschluss bestätigt am", null=True, editable=False)

    class Meta:
        abstract = True


RESOLUTION_CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(council_resolution__in=CouncilResolution.Resolution.values), name="agreement_resolution_valid"
    ),
    models.CheckConstraint(
        condition=Q(council_resolution_version__isnull=True) | Q(council_resolution_draft_on__isnull=True),
        name="agreement_resolution_about_one_text",
    ),
    models.CheckConstraint(
        condition=Q(council_resolution="passed")
        | Q(
            council_resolution_file__isnull=True,
            council_resolution_version__isnull=True,
            council_resolution_draft_on__isnull=True,
            council_resolution_confirmed_at__isnull=True,
        ),
        name="agreement_resolution_details_if_passed",
    ),
]
