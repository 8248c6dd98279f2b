"""Communes and the only door to them."""

import re
from collections.abc import Collection
from datetime import date
from typing import Any, Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, Substr
from django.urls import reverse

from communes.models.districts import Association, District
from communes.models.names import search_key, sort_key, trigrams
from core.dated_fields import DayField
from core.periods import check_order
from staff.models import User
from staff.standing_in import Absences

AGS = RegexValidator(r"^[0-9]{8}$", "Der AGS hat genau acht Ziffern, zum Beispiel 14521450.")
ARS = RegexValidator(r"^[0-9]{12}$", "Der ARS hat genau zwölf Ziffern.")
_BETWEEN_WORDS = re.compile(r"[\s/()-]+")
LIKE_ENOUGH = 0.4  # the part of what was typed that a name must have


def _slice(field: str, start: int, length: int) -> Substr:
    return Substr(field, start, length)


class CommuneQuerySet(models.QuerySet["Commune"]):
    """The only door to communes: start with ``visible_to``."""

    def visible_to(self, user: User) -> Self:
        """What ``user`` may see: everything for the office, nothing for a coach without an engagement."""
        return self if user.is_office else self.none()

    def existing_on(self, day: date) -> Self:
        """Communes that existed on ``day`` (domain rule 3)."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day)).filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        )

    def official(self) -> Self:
        """Without the made-up communes of the demo."""
        return self.filter(fictitious=False)

    def matching(self, text: str) -> Self:
        """Communes whose name holds each word of ``text``, or whose AGS begins with it; umlauts and hyphens are one."""
        in_name = Q()
        for word in _BETWEEN_WORDS.split(search_key(text)):
            in_name &= Q(search_key__contains=word)
        return self.filter(in_name | Q(ags__startswith=text.strip()))

    def sounding_like(self, text: str) -> Self:
        """Communes with a name much like ``text``, the most similar first: for what ``matching`` does not find."""
        wanted = sorted(trigrams(text))
        if not wanted:
            return self.none()
        shared = Func(
            F("trigrams"),
            Value(wanted, output_field=ArrayField(models.CharField(max_length=3))),
            template="cardinality(array(SELECT unnest(%(expressions)s)))",
            arg_joiner=") INTERSECT SELECT unnest(",
            output_field=IntegerField(),
        )
        return (
            self.filter(trigrams__overlap=wanted)
            .annotate(shared=shared)
            .filter(shared__gte=LIKE_ENOUGH * len(wanted))
            .order_by("-shared", "sort_key", "ags")
        )

    def by_kpr(self, kinds: Collection[str], day: date) -> Self:
        """Communes whose newest fact about a Präventionsrat on ``day`` is of ``kinds``; none: without any (rule 9)."""
        milestones: Any = self.model._meta.get_field("milestones").related_model
        newest = milestones._default_manager.about_kpr(day).filter(communes=OuterRef("pk")).values("kind")[:1]
        rows = self.alias(kpr_kind=Subquery(newest))
        return rows.filter(kpr_kind__in=kinds) if kinds else rows.filter(kpr_kind__isnull=True)

    def with_shared_names(self) -> Self:
        """With ``shares_its_name``: whether another commune of the same name exists (domain rule 1)."""
        namesakes = self.model._default_manager.filter(sort_key=OuterRef("sort_key"), valid_until__isnull=True).exclude(
            pk=OuterRef("pk")
        )
        return self.annotate(shares_its_name=Exists(namesakes))

    def of_responsible(self, user: User, day: date) -> Self:
        """Communes of the districts ``user`` is responsible for on ``day``."""
        in_force = Q(district__responsibilities__valid_until__isnull=True) | Q(
            district__responsibilities__valid_until__gte=day
        )
        return self.filter(
            in_force, district__responsibilities__user=user, district__responsibilities__valid_from__lte=day
        )

    def handled_by(self, user: User, day: date) -> Self:
        """As ``of_responsible``, and those of whom ``user`` stands in for on ``day`` (domain rule 20)."""
        people = [user.pk, *(row.absent_id for row in Absences.on(day).stood_in_for_by(user))]
        in_force = Q(district__responsibilities__valid_until__isnull=True) | Q(
            district__responsibilities__valid_until__gte=day
        )
        return self.filter(
            in_force,
            district__responsibilities__user__in=people,
            district__responsibilities__valid_from__lte=day,
        )


@pghistory.track(exclude=["trigrams"])
class Commune(models.Model):
    """A town or municipality, known by its AGS (domain rules 1 to 5), never by its name."""

    class Kind(models.TextChoices):
        URBAN_DISTRICT = "urban_district", "Kreisfreie Stadt"
        TOWN = "town", "Stadt"
        MUNICIPALITY = "municipality", "Gemeinde"

    ags = models.CharField("AGS", max_length=8, primary_key=True, validators=[AGS])
    ars = models.CharField(
        "ARS",
        max_length=12,
        unique=True,
        null=True,
        blank=True,
        validators=[ARS],
        help_text="leer nur bei einer Kommune, die es nicht mehr gibt",
    )
    name = models.CharField("Name", max_length=100)
    official_name = models.CharField("Name im Gemeindeverzeichnis", max_length=100, blank=True)
    sorbian_name = models.CharField("sorbischer Name", max_length=100, blank=True)
    kind = models.CharField("Art", max_length=20, choices=Kind)
    large_district_town = models.BooleanField("Große Kreisstadt", default=False)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="communes", verbose_name="Landkreis")
    association = models.ForeignKey(
        Association,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="communes",
        verbose_name="Verwaltungsgemeinschaft oder -verband",
    )
    population = models.PositiveIntegerField("Einwohnerzahl", null=True, blank=True)
    population_on = DayField("Stand der Einwohnerzahl", null=True, blank=True)
    area_ha = models.PositiveIntegerField("Fläche in Hektar", null=True, blank=True)
    postcode = models.CharField("Postleitzahl des Verwaltungssitzes", max_length=5, blank=True)
    latitude = models.DecimalField("Breite", max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField("Länge", max_digits=8, decimal_places=5, null=True, blank=True)
    valid_from = DayField("besteht seit", null=True, blank=True)
    valid_until = DayField("bestand bis", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="aufgegangen in",
    )
    fictitious = models.BooleanField("erfunden (Demo)", default=False)
    sort_key = models.CharField(max_length=120, editable=False, db_index=True)
    search_key = models.CharField(max_length=240, editable=False)
    trigrams = ArrayField(models.CharField(max_length=3), default=list, editable=False)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "Kommune"
        verbose_name_plural = "Kommunen"
        ordering = ["sort_key", "ags"]
        indexes = [GinIndex(fields=["trigrams"], name="commune_by_trigrams")]
        constraints = [
            models.CheckConstraint(condition=Q(ags__regex=r"^[0-9]{8}$"), name="commune_ags_has_eight_digits"),
            models.CheckConstraint(condition=Q(ars__regex=r"^[0-9]{12}$"), name="commune_ars_has_twelve_digits"),
            models.CheckConstraint(
                # The ARS of a commune that has merged is in no directory of today.
                condition=Q(ars__isnull=False) | Q(valid_until__isnull=False),
                name="commune_without_ars_is_historical",
                violation_error_message="Eine bestehende Kommune braucht ihren ARS.",
            ),
            models.CheckConstraint(
                # AGS = ARS[0:5] + ARS[9:12]; its first five digits are the district (domain rule 2).
                condition=Q(ars__isnull=True) | Q(ags=Concat(_slice("ars", 1, 5), _slice("ars", 10, 3))),
                name="commune_ags_from_ars",
                violation_error_message="AGS und ARS passen nicht zusammen.",
            ),
            models.CheckConstraint(
                condition=Q(district=_slice("ags", 1, 5)),
                name="commune_district_from_ags",
                violation_error_message="Die ersten fünf Ziffern des AGS sind der Schlüssel des Landkreises.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["urban_district", "town", "municipality"]), name="commune_kind_valid"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="commune_existed_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.name)
        self.search_key = search_key(f"{self.name} {self.sorbian_name}")
        self.trigrams = sorted(trigrams(f"{self.name} {self.sorbian_name}"))
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    def get_absolute_url(self) -> str:
        return reverse("commune", args=[self.ags])

    def clean(self) -> None:
        super().clean()
        check_order(self, "valid_from", "valid_until")

    @property
    def full_name(self) -> str:
        """As an agreement names the party: Stadt Musterstadt, Gemeinde Amtsberg."""
        prefix = "Gemeinde" if self.kind == self.Kind.MUNICIPALITY else "Stadt"
        return f"{prefix} {self.name}"

    @property
    def has_lord_mayor(self) -> bool:
        """Große Kreisstädte and kreisfreie Städte are headed by an Oberbürgermeister (domain rule 5)."""
        return self.large_district_town or self.kind == self.Kind.URBAN_DISTRICT

    def exists_on(self, day: date) -> bool:
        """Whether the commune existed on ``day``, without asking the database (domain rule 3)."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)

    def responsible_on(self, day: date) -> User | None:
        """The caseworker responsible for the district on ``day``."""
        found = self.district.responsibilities.on(day).select_related("user").first()
        return found.user if found else None
