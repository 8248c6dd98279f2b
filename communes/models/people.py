"""People in offices and who is responsible at the LPR."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast

from communes.models.commune import Commune
from communes.models.districts import District
from communes.models.offices import Office, Salutation, office_title
from core.mail_fields import MailAddressField
from core.periods import NoOverlap, Period, PeriodQuerySet, period_is_ordered
from staff.models import User


def _as_number(field: str) -> Cast:
    """A text key of digits as a number: an exclusion constraint without btree_gist wants a range of numbers.

    ``field`` is a relation's name, not its column: only that is replaced when a form checks the constraint.
    """
    return Cast(F(field), models.BigIntegerField())


class OfficeHolderQuerySet(PeriodQuerySet):
    """People in offices; ``on(day)`` gives those of a day."""

    def mayors(self) -> Self:
        """Heads of a commune: (Ober-)Bürgermeister and acting heads."""
        return self.filter(office__in=["mayor", "acting"])

    def head_on(self, day: date) -> "OfficeHolder | None":
        """Of one commune's people: who heads it on ``day``, the mayor or who acts in a vacancy (domain rule 11).

        Who signs an agreement, only the agreement knows: it may name a deputy.
        """
        return self.on(day).mayors().order_by("-office", "-valid_from").first()


@pghistory.track()
class OfficeHolder(Period):
    """A person in an office of a commune, for a term."""

    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="office_holders", verbose_name="Kommune"
    )
    office = models.CharField("Amt", max_length=10, choices=Office)
    deputy_rank = models.PositiveSmallIntegerField(
        "Reihenfolge der Stellvertretung", null=True, blank=True, help_text="1 vertritt zuerst"
    )
    salutation = models.CharField("Anrede", max_length=10, choices=Salutation)
    title = models.CharField("Titel", max_length=40, blank=True)
    first_name = models.CharField("Vorname", max_length=100)
    last_name = models.CharField("Nachname", max_length=100)
    email = MailAddressField("E-Mail-Adresse", blank=True)
    phone = models.CharField("Telefon", max_length=40, blank=True)
    letter_salutation = models.CharField(
        "Briefanrede", max_length=200, blank=True, help_text="nur, wenn die übliche nicht passt"
    )

    objects = OfficeHolderQuerySet.as_manager()

    class Meta:
        verbose_name = "Amtsinhaberin oder Amtsinhaber"
        verbose_name_plural = "Amtsinhaberinnen und Amtsinhaber"
        ordering = ["-valid_from", "office", "deputy_rank"]
        constraints = [
            period_is_ordered("office_holder"),
            models.CheckConstraint(
                condition=Q(office__in=["mayor", "acting"], deputy_rank__isnull=True)
                | Q(office="deputy", deputy_rank__isnull=False),
                name="office_holder_rank_iff_deputy",
                violation_error_message="Nur eine Stellvertretung hat eine Reihenfolge, und sie braucht eine.",
            ),
            models.CheckConstraint(
                condition=Q(salutation__in=Salutation.values), name="office_holder_salutation_valid"
            ),
            NoOverlap(
                name="office_holder_one_mayor_at_a_time",
                expressions=[
                    (
                        Func(
                            _as_number("commune"),
                            _as_number("commune"),
                            Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (Func(F("valid_from"), F("valid_until"), Value("[]"), function="daterange"), "&&"),
                ],
                condition=Q(office="mayor"),
                violation_error_message="In dieser Zeit ist schon jemand im Amt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_title} {self.full_name}"

    @property
    def full_name(self) -> str:
        """On one line, whatever was typed: it stands in mails, certificates and the texts of evidence."""
        return " ".join(f"{self.title} {self.first_name} {self.last_name}".split())

    @property
    def office_title(self) -> str:
        """The office as people say it: Oberbürgermeisterin, Stellvertretender Bürgermeister."""
        return office_title(self.office, self.salutation, lord_mayor=self.commune.has_lord_mayor)

    @property
    def greeting(self) -> str:
        """The salutation of a letter (domain rule 25); an own one, if recorded, wins."""
        if self.letter_salutation:
            return self.letter_salutation
        names = {Salutation.FEMALE: "Sehr geehrte Frau", Salutation.MALE: "Sehr geehrter Herr"}
        start = names.get(Salutation(self.salutation))
        if start is None:
            return f"Guten Tag {self.full_name},"
        if self.office == Office.MAYOR:
            start = f"{start} {self.office_title}"
        title = f"{self.title} " if self.title else ""
        return f"{start} {title}{self.last_name},"


@pghistory.track()
class Responsibility(Period):
    """Which caseworker is responsible for a district, for a period; the past stays (domain rule 19)."""

    district = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="responsibilities", verbose_name="Landkreis"
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="responsibilities", verbose_name="Sachbearbeitung"
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "Zuständigkeit"
        verbose_name_plural = "Zuständigkeiten"
        ordering = ["district", "-valid_from"]
        constraints = [
            period_is_ordered("responsibility"),
            NoOverlap(
                name="responsibility_one_at_a_time",
                expressions=[
                    (
                        Func(
                            _as_number("district"),
                            _as_number("district"),
                            Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (Func(F("valid_from"), F("valid_until"), Value("[]"), function="daterange"), "&&"),
                ],
                violation_error_message="In dieser Zeit ist schon jemand für den Landkreis zuständig.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district}: {self.user}, {self.period_text}"
