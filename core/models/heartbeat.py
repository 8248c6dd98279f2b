"""When what works in the background was last seen at work."""

from django.db import models
from django.utils import timezone

from core import dates
from core.dated_fields import MomentField


class Heartbeat(models.Model):
    """One row for each thing that has to go on: the minute's work, and a worker for each queue."""

    name = models.CharField("Was", max_length=40, primary_key=True)
    at = MomentField("zuletzt gesehen um")

    class Meta:
        verbose_name = "Lebenszeichen"
        verbose_name_plural = "Lebenszeichen"

    def __str__(self) -> str:
        return f"{self.name}: {dates.day(self.at)} {dates.clock(self.at)}"

    @classmethod
    def beat(cls, name: str) -> None:
        """Note that ``name`` is at work now."""
        cls.objects.update_or_create(name=name, defaults={"at": timezone.now()})
