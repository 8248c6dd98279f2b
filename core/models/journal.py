"""The journal: entries, the ends of chains, free text."""

import pgtrigger
from django.db import models

from core.actors import ActorKind
from core.dated_fields import MomentField


class Visibility(models.TextChoices):
    """Who may read an entry."""

    INTERNAL = "internal", "intern"
    COMMUNE = "commune", "für die Kommune"
    PUBLIC = "public", "öffentlich"


class JournalHead(models.Model):
    """The end of one chain; locked while entries are added."""

    key = models.CharField("Kette", max_length=20, primary_key=True)
    seq = models.PositiveBigIntegerField("letzte Nummer")
    hash = models.CharField("Hash", max_length=64)

    class Meta:
        verbose_name = "Ende einer Kette"
        verbose_name_plural = "Enden der Ketten"
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="only_onwards",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__seq__lte=pgtrigger.F("old__seq"))
                | pgtrigger.Q(old__key__df=pgtrigger.F("new__key")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} #{self.seq}"


class JournalEntry(models.Model):
    """One thing that happened. Written by ``core.journal.record`` only, never changed, never deleted."""

    key = models.CharField("Kette", max_length=20)
    seq = models.PositiveBigIntegerField("Nummer")
    prev_hash = models.CharField("Hash davor", max_length=64)
    hash = models.CharField("Hash", max_length=64, unique=True)
    kind = models.CharField("Art", max_length=80)
    subject_type = models.CharField("Gegenstand", max_length=80)
    subject_id = models.CharField("Kennung", max_length=40)
    actor_kind = models.CharField("Wer", max_length=20, choices=ActorKind)
    actor_id = models.CharField("Kennung der Person", max_length=40, blank=True)
    acted_for_id = models.CharField("in Vertretung für", max_length=40, blank=True)
    at = MomentField("Zeitpunkt")
    visibility = models.CharField("Sichtbarkeit", max_length=20, choices=Visibility)
    data = models.JSONField("Daten", default=dict, blank=True)
    text_hash = models.CharField("Hash des Textes", max_length=64, blank=True)

    class Meta:
        verbose_name = "Eintrag im Verlauf"
        verbose_name_plural = "Verlauf"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["key", "seq"], name="journal_one_entry_per_number"),
            models.CheckConstraint(condition=models.Q(actor_kind__in=ActorKind.values), name="journal_actor_kind"),
            models.CheckConstraint(condition=models.Q(visibility__in=Visibility.values), name="journal_visibility"),
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="journal_by_subject")]
        # A row trigger only: one on TRUNCATE would break the flush of transactional tests; in production the
        # portal's role has no right to truncate.
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.key} #{self.seq}: {self.kind}"


class JournalText(models.Model):
    """Free text of an entry with its salt; both can be emptied by law, the chain still verifies."""

    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="free_text")
    salt = models.CharField("Salz", max_length=64, blank=True)
    text = models.TextField("Text", blank=True)

    class Meta:
        verbose_name = "Text im Verlauf"
        verbose_name_plural = "Texte im Verlauf"
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="only_erased",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(new__text="", new__salt="")
                | pgtrigger.Q(old__entry__df=pgtrigger.F("new__entry")),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
