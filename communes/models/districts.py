"""Districts and associations of communes."""

from django.db import models
from django.db.models import Q


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
