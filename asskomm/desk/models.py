"""What the desk itself keeps: what each person opened last, and what can be found of all rooms."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from agreements.models import PreAgreement
from communes.models import Commune
from core.dated_fields import DayField, MomentField
from staff.models import User


class RecentlyUsed(models.Model):
    """A commune's file or an agreement that somebody opened; for this person's own desk and nobody else's eyes."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, null=True, related_name="+")
    agreement = models.ForeignKey(PreAgreement, on_delete=models.CASCADE, null=True, related_name="+")
    used_at = MomentField()

    class Meta:
        verbose_name = "zuletzt benutzt"
        verbose_name_plural = "zuletzt benutzt"
        ordering = ["-used_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "commune"], name="recently_used_commune_once"),
            models.UniqueConstraint(fields=["user", "agreement"], name="recently_used_agreement_once"),
            models.CheckConstraint(
                condition=Q(commune__isnull=True, agreement__isnull=False)
                | Q(commune__isnull=False, agreement__isnull=True),
                name="recently_used_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.commune_id or self.agreement_id}"


class SearchEntry(models.Model):
    """What can be found of one row of a room. Written by triggers of PostgreSQL only (``search/indexing.py``).

    ``title``: the folded words of its names, one blank between two. ``vector``: those by weight A, details by B, longer
    text by C. ``ags``: the commune it belongs to. ``words_known``: whether its words can be guessed from others.
    """

    kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    ags = models.CharField(max_length=8, blank=True, db_index=True)
    title = models.TextField(blank=True)
    day = DayField(null=True)
    vector = SearchVectorField()
    words_known = models.BooleanField(default=False)

    class Meta:
        verbose_name = "Eintrag der Suche"
        verbose_name_plural = "Einträge der Suche"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")]
        indexes = [
            GinIndex(fields=["vector"], name="search_entry_by_words"),
            models.Index(fields=["id"], condition=Q(words_known=False), name="search_entry_to_learn"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchWord(models.Model):
    """A word that stands somewhere, with its groups of three letters: what somebody mistyped may be meant by it."""

    word = models.CharField(max_length=40, primary_key=True)
    trigrams = ArrayField(models.CharField(max_length=3))

    class Meta:
        verbose_name = "Wort der Suche"
        verbose_name_plural = "Wörter der Suche"
        indexes = [GinIndex(fields=["trigrams"], name="search_word_by_trigrams")]

    def __str__(self) -> str:
        return self.word
