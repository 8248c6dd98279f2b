"""What caseworkers keep about a commune from day to day: whom to call, what to do next, what was said."""

from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from communes.models.commune import Commune
from communes.models.offices import Salutation
from core import dates
from core.dated_fields import DayField, MomentField
from core.mail_fields import MailAddressField
from staff.models import User


@pghistory.track()
class Contact(models.Model):
    """Ansprechperson: somebody at a commune who is no office holder, such as the head of the Ordnungsamt."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="contacts", verbose_name="Kommune")
    salutation = models.CharField("Anrede", max_length=10, choices=Salutation)
    title = models.CharField("Titel", max_length=40, blank=True)
    first_name = models.CharField("Vorname", max_length=100, blank=True)
    last_name = models.CharField("Nachname", max_length=100)
    function = models.CharField("Funktion", max_length=150, blank=True, help_text="zum Beispiel Leitung Ordnungsamt")
    email = MailAddressField("E-Mail-Adresse", blank=True)
    phone = models.CharField("Telefon", max_length=40, blank=True)
    active = models.BooleanField("aktuell", default=True)

    class Meta:
        verbose_name = "Ansprechperson"
        verbose_name_plural = "Ansprechpersonen"
        ordering = ["-active", "last_name", "first_name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(salutation__in=Salutation.values), name="contact_salutation_valid"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.title, self.first_name, self.last_name) if part)

    @property
    def greeting(self) -> str:
        """The salutation of a letter (domain rule 25)."""
        start = {"female": "Sehr geehrte Frau", "male": "Sehr geehrter Herr"}.get(self.salutation)
        if start is None:
            return f"Guten Tag {self.full_name},"
        return " ".join(part for part in (start, self.title, self.last_name) if part) + ","


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks; the open ones are those that stand on desks."""

    def visible_to(self, user: User) -> Self:
        """What ``user`` may see: everything for the office, nothing for a coach."""
        return self if user.is_office else self.none()

    def open(self) -> Self:
        """What is still to be done, the most urgent first."""
        return self.filter(done_at__isnull=True).order_by("due_on", "pk")


class Task(models.Model):
    """Aufgabe or Wiedervorlage: what somebody has to do with a commune, until a day."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="tasks", verbose_name="Kommune")
    title = models.CharField("Aufgabe", max_length=200)
    due_on = DayField("fällig am")
    assigned_to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tasks", verbose_name="für")
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False, verbose_name="angelegt von"
    )
    created_at = MomentField("angelegt am", auto_now_add=True)
    done_at = MomentField("erledigt am", null=True, editable=False)
    done_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False, verbose_name="erledigt von"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "Aufgabe"
        verbose_name_plural = "Aufgaben"
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["assigned_to", "due_on"], condition=Q(done_at=None), name="task_open_by_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="task_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Note(models.Model):
    """That a note was taken. What it says is free text of the journal, where it can be erased by law.

    ``submission`` is a digest of the form's nonce and what was typed: the same form sent twice makes one note.
    """

    class Kind(models.TextChoices):
        NOTE = "note", "Notiz"
        CALL = "call", "Telefonnotiz"
        MAIL = "mail", "E-Mail"
        LETTER = "letter", "Brief"
        VISIT = "visit", "Besuch"

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="notes", verbose_name="Kommune")
    kind = models.CharField("Art", max_length=10, choices=Kind, default=Kind.NOTE)
    called_on = DayField("Tag", null=True, blank=True, help_text="an dem gesprochen oder geschrieben wurde")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="von")
    written_at = MomentField("geschrieben am", auto_now_add=True)
    submission = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = "Notiz"
        verbose_name_plural = "Notizen"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["note", "call", "mail", "letter", "visit"]), name="note_kind_valid"
            ),
            models.CheckConstraint(
                condition=~Q(kind="note") | Q(called_on__isnull=True), name="note_has_no_day_of_its_own"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} vom {dates.day(self.written_at)}"
