"""Unterlagen: files that belong to a commune's file, such as letters, minutes and reports."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from communes.models.commune import Commune
from core.dated_fields import DayField, MomentField
from core.models import StoredFile
from staff.models import User


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """The only door to attachments: start with ``visible_to``."""

    def visible_to(self, user: User) -> Self:
        """What ``user`` may see: everything for the office, nothing for a coach."""
        return self if user.is_office else self.none()

    def current(self) -> Self:
        """Without those that were taken out of the file."""
        return self.filter(removed_at__isnull=True)


class Attachment(models.Model):
    """A file of pages about a commune, as the portal rebuilt it. Taken out with a reason, never deleted (rule 22).

    ``submission`` is a digest of the form's nonce and what was sent: the same form sent twice makes one attachment.
    """

    class Kind(models.TextChoices):
        LETTER = "letter", "Schreiben"
        MINUTES = "minutes", "Protokoll"
        ANALYSIS = "analysis", "Analyse oder Bericht"
        RESOLUTION = "resolution", "Beschluss"
        CONTRACT = "contract", "Vereinbarung oder Vertrag"
        PICTURE = "picture", "Bild oder Plan"
        OTHER = "other", "Sonstiges"

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="attachments", verbose_name="Kommune")
    kind = models.CharField("Art", max_length=20, choices=Kind)
    title = models.CharField("Titel", max_length=200)
    dated = DayField("Datum der Unterlage")
    note = models.CharField("Bemerkung", max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="Datei")
    page_count = models.PositiveSmallIntegerField("Seiten")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="hinzugefügt von")
    added_at = MomentField("hinzugefügt am", auto_now_add=True)
    removed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False, verbose_name="entfernt von"
    )
    removed_at = MomentField("entfernt am", null=True, editable=False)
    fictitious = models.BooleanField("erfunden (Demo)", default=False, editable=False)
    submission = models.CharField(max_length=64, unique=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "Unterlage"
        verbose_name_plural = "Unterlagen"
        ordering = ["-dated", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["letter", "minutes", "analysis", "resolution", "contract", "picture", "other"]),
                name="attachment_kind_valid",
            ),
            models.CheckConstraint(condition=Q(page_count__gt=0), name="attachment_has_pages"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="attachment_removed_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "commune", "kind", "title", "dated", "note", "file", "page_count", "added_by", "added_at"
                ),
            ),
            pgtrigger.Protect(
                name="removed_stays_removed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__removed_at__isnull=False),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def file_name(self) -> str:
        """What the file is called when it is saved: ASCII, the newest last in a folder."""
        return f"{self.commune_id}-{self.dated:%Y-%m-%d}-{slugify(self.title)[:60] or 'unterlage'}.pdf"
