"""The topics communes work on."""

from django.db import models


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
