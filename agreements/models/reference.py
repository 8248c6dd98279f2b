"""The numbers of references."""

from django.db import models


class ReferenceCounter(models.Model):
    """The last number given in a year; locked while the next reference is made."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "Zähler der Aktenzeichen"
        verbose_name_plural = "Zähler der Aktenzeichen"

    def __str__(self) -> str:
        return f"LPR-{self.year}-{self.last:04d}"

    @classmethod
    def next_reference(cls, year: int) -> str:
        """The next Aktenzeichen of ``year``, "LPR-2026-0042". Called inside the transaction that uses it."""
        ReferenceCounter.objects.bulk_create([ReferenceCounter(year=year)], ignore_conflicts=True)
        counter = ReferenceCounter.objects.select_for_update().get(year=year)
        counter.last += 1
        counter.save(update_fields=["last"])
        return str(counter)
