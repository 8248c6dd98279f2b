"""Definitions of figures that administrators have published; each stays as it was."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from asskomm.reports.facts import Fact
from core import journal
from core.dated_fields import MomentField
from staff.actors import StaffActor
from staff.models import User


class Figure(models.TextChoices):
    """What a report counts, in the order of its page."""

    CONTACTED = "contacted", "Kontaktierte Kommunen"
    ADVISED = "advised", "Beratene Kommunen"
    CLOSE = "close", "Eng zusammenarbeitend"
    IN_FORCE = "in_force", "Mit Vorvereinbarung in Kraft"
    COOPERATION = "cooperation", "Mit Kooperationsvereinbarung"
    COACHING = "coaching", "Im Coaching"
    KPR = "kpr", "Mit Kommunalem Präventionsrat"


class FigureDefinition(models.Model):
    """A version after the first one, which comes with the portal. It counts from its publication."""

    figure = models.CharField("Kennzahl", max_length=20, choices=Figure)
    version = models.PositiveSmallIntegerField("Fassung")
    text = models.TextField("Definition", max_length=1000)
    facts = ArrayField(models.CharField(max_length=20, choices=Fact), verbose_name="Es zählt")
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="von")
    published_at = MomentField("veröffentlicht am", default=timezone.now)

    class Meta:
        verbose_name = "Definition einer Kennzahl"
        verbose_name_plural = "Definitionen der Kennzahlen"
        ordering = ["figure", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["figure", "version"], name="definition_version_once"),
            models.CheckConstraint(condition=Q(version__gte=2), name="definition_first_comes_with_the_portal"),
            models.CheckConstraint(condition=~Q(text=""), name="definition_has_text"),
            models.CheckConstraint(condition=Q(facts__len__gte=1), name="definition_counts_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_figure_display()}, Fassung {self.version}"


def publish(figure: Figure, *, after: int, text: str, facts: list[str], actor: StaffActor) -> FigureDefinition:
    """Publish the version of a figure's definition that follows ``after``, the one the administrator read.

    Publishing the same words again answers what was published. Raises IntegrityError if somebody was faster.
    """
    values = {"figure": figure, "version": after + 1, "text": text, "facts": facts, "published_by": actor.user}
    published = FigureDefinition.objects.filter(**values).first()
    if published is not None:
        return published
    with journal.collected():
        definition = FigureDefinition.objects.create(**values)
        journal.record(
            key=journal.PORTAL,
            kind="figuredefinition.publish",
            subject=definition,
            actor=actor,
            data={"figure": figure.value, "version": definition.version, "facts": facts},
        )
    return definition
