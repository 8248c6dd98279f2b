"""Districts, associations, communes and the topics they work on."""

from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Concat, Substr
from django.urls import reverse

from communes.names import search_key, sort_key, trigrams
from communes.querysets import CommuneQuerySet
from core.dated_fields import DayField
from core.periods import check_order
from staff.models import User

if TYPE_CHECKING:
    from communes.models.people import OfficeHolder

AGS = RegexValidator(r"^[0-9]{8}$", "Der AGS hat genau acht Ziffern, zum Beispiel 14521450.")
ARS = RegexValidator(r"^[0-9]{12}$", "Der ARS hat genau zwölf Ziffern.")


def _slice(field: str, start: int, length: int) -> Substr:
    return Substr(field, start, length)


class District(models.Model):
    """A Landkreis or a kreisfreie Stadt, known by its five-digit key."""

    class Kind(models.TextChoices):
        RURAL = "rural", "Landkreis"
        URBAN = "urban", "Kreisfreie Stadt"

    key = models.CharField("Schlüssel", max_length=5, primary_key=True)
    name = models.CharField("Name", max_length=100)
    kind = models.CharField("Art", max_length=10, choices=Kind)
    seat = models.CharField("Verwaltungssitz", max_length=100, blank=True)
    nuts3 = models.CharField("NUTS 3", max_length=5, blank=True)
    fictitious = models.BooleanField("erfunden (Demo)", default=False)

    class Meta:
        verbose_name = "Landkreis oder kreisfreie Stadt"
        verbose_name_plural = "Landkreise und kreisfreie Städte"
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=Q(key__regex=r"^[0-9]{5}$"), name="district_key_has_five_digits"),
            models.CheckConstraint(condition=Q(kind__in=["rural", "urban"]), name="district_kind_valid"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """As people say it: Landkreis Bautzen, Erzgebirgskreis, Kreisfreie Stadt Leipzig."""
        if self.kind == self.Kind.URBAN:
            return f"Kreisfreie Stadt {self.name}"
        return self.name if "kreis" in self.name.lower() else f"Landkreis {self.name}"


class Association(models.Model):
    """A Verwaltungsgemeinschaft or a Verwaltungsverband, known by its nine-digit key."""

    class Kind(models.TextChoices):
        COMMUNITY = "community", "Verwaltungsgemeinschaft"
        UNION = "union", "Verwaltungsverband"

    key = models.CharField("Schlüssel", max_length=9, primary_key=True)
    name = models.CharField("Name", max_length=150)
    kind = models.CharField("Art", max_length=20, choices=Kind)
    seat = models.CharField("Sitz", max_length=100, blank=True)

    class Meta:
        verbose_name = "Verwaltungsgemeinschaft oder -verband"
        verbose_name_plural = "Verwaltungsgemeinschaften und -verbände"
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=Q(key__regex=r"^[0-9]{9}$"), name="association_key_has_nine_digits"),
            models.CheckConstraint(condition=Q(kind__in=["community", "union"]), name="association_kind_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


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

    def signatory_on(self, day: date) -> "OfficeHolder | None":
        """Who may sign on ``day``: the mayor in office, or who acts in a vacancy (domain rule 11)."""
        return self.office_holders.on(day).mayors().order_by("-office", "-valid_from").first()


class Topic(models.Model):
    """What a commune wants to work on: Vandalismus, Graffiti, …"""

    name = models.CharField("Thema", max_length=100, unique=True)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=100)
    active = models.BooleanField("wird angeboten", default=True)

    class Meta:
        verbose_name = "Thema"
        verbose_name_plural = "Themen"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
