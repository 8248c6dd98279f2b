"""Imports and their lines: what was uploaded, what would happen, what has happened."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core import journal
from core.badges import Badge
from core.dated_fields import MomentField
from core.models import StoredFile
from staff.models import Role, User

KEPT_DAYS = 30  # for files and lines, which hold names and addresses


class Verdict(models.TextChoices):
    """What happens with a line."""

    NEW = "new", "neu"
    CHANGED = "changed", "wird geändert"
    PRESENT = "present", "schon vorhanden"
    FAULTY = "faulty", "Fehler"


TONES = {Verdict.NEW: "success", Verdict.CHANGED: "warning", Verdict.PRESENT: "", Verdict.FAULTY: "danger"}


def sees_imports(user: User) -> bool:
    """Administrators only: an import changes everything at once, the head changes it piece by piece."""
    return user.is_active and user.role == Role.ADMIN


class ImportQuerySet(models.QuerySet["Import"]):
    """The only door to imports."""

    def visible_to(self, user: User) -> "ImportQuerySet":
        """Administrators see every import, everybody else none."""
        return self if sees_imports(user) else self.none()


class Import(models.Model):
    """One uploaded workbook on its way from reading to what was taken over."""

    class Status(models.TextChoices):
        READING = "reading", "wird geprüft"
        READY = "ready", "wartet auf Ihre Entscheidung"
        APPLYING = "applying", "wird übernommen"
        APPLIED = "applied", "übernommen"
        DISCARDED = "discarded", "verworfen"
        FAILED = "failed", "nicht lesbar"

    status = models.CharField("Stand", max_length=20, choices=Status, default=Status.READING, editable=False)
    status_since = MomentField("Stand seit", default=timezone.now, editable=False)
    file_name = models.CharField("Datei", max_length=200, editable=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    uploaded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="imports", verbose_name="hochgeladen von", editable=False
    )
    uploaded_at = MomentField("hochgeladen am", auto_now_add=True)
    revision = models.PositiveIntegerField("Nummer der Vorschau", default=0, editable=False)
    counts = models.JSONField("Anzahlen", default=dict, blank=True, editable=False)
    notice = models.CharField("Hinweis", max_length=1000, blank=True, editable=False)
    leave_out_faulty = models.BooleanField("fehlerhafte Zeilen auslassen", default=False, editable=False)
    findings = models.JSONField("Ausgeblendetes und Hinweise", default=dict, blank=True, editable=False)
    hidden_lines = models.PositiveIntegerField("Zeilen mit Ausgeblendetem", default=0, editable=False)
    leave_out_hidden = models.BooleanField("Ausgeblendetes auslassen", default=False, editable=False)
    applied_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="übernommen von", editable=False
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "Import"
        verbose_name_plural = "Importe"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["reading", "ready", "applying", "applied", "discarded", "failed"]),
                name="import_status_valid",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(status__in=["reading", "ready", "applying"]),
                name="import_at_work_has_its_file",
            ),
            models.CheckConstraint(
                condition=Q(applied_by__isnull=False) | ~Q(status__in=["applying", "applied"]),
                name="import_applied_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["file"],
                condition=Q(status__in=["reading", "ready", "applying"]),
                name="import_one_of_a_file_at_work",
                violation_error_message="Diese Datei liegt schon zur Übernahme bereit.",
            ),
        ]

    def __str__(self) -> str:
        return f"Import {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.pk])

    @property
    def journal_key(self) -> str:
        return journal.PORTAL

    @property
    def status_badge(self) -> Badge:
        """The status in words, as list and page show it."""
        tones = {"ready": "warning", "applied": "success", "failed": "danger", "reading": "info", "applying": "info"}
        return Badge(self.get_status_display(), tones.get(self.status, ""))

    @property
    def at_work(self) -> bool:
        """Whether the background work is busy with it."""
        return self.status in {self.Status.READING, self.Status.APPLYING}

    @property
    def kept_until(self) -> date:
        """The last day on which lines and file are kept."""
        return timezone.localdate(self.status_since) + timedelta(days=KEPT_DAYS)

    @property
    def hidden(self) -> list[str]:
        """What Excel hides in the file, a sentence each."""
        return list(self.findings.get("hidden", ()))

    @property
    def notes(self) -> list[str]:
        """What of the file is not read, or not as it seems, a sentence each."""
        return list(self.findings.get("notes", ()))

    def number_of(self, *verdicts: str) -> int:
        """How many lines got one of ``verdicts``; without any: all lines."""
        return sum(
            number
            for by_verdict in self.counts.values()
            for verdict, number in by_verdict.items()
            if not verdicts or verdict in verdicts
        )

    @property
    def faulty(self) -> int:
        return self.number_of(Verdict.FAULTY)

    @property
    def to_do(self) -> int:
        """How many lines change something."""
        return self.number_of(Verdict.NEW, Verdict.CHANGED)


class ImportProgress(models.Model):
    """How far the work on an import has come; written outside its transaction, so that others see it."""

    class Step(models.TextChoices):
        CHECKING = "checking", "Zeilen werden geprüft"
        WRITING = "writing", "Zeilen werden geschrieben"

    run = models.OneToOneField(Import, on_delete=models.CASCADE, primary_key=True, related_name="progress")
    step = models.CharField("Schritt", max_length=10, choices=Step, default=Step.CHECKING)
    done = models.PositiveIntegerField("erledigt", default=0)
    total = models.PositiveIntegerField("insgesamt", default=0)
    seen_at = MomentField("zuletzt bewegt", default=timezone.now)

    class Meta:
        verbose_name = "Fortschritt eines Imports"
        verbose_name_plural = "Fortschritt der Importe"

    def __str__(self) -> str:
        return f"{self.done} von {self.total}"

    @property
    def writes(self) -> bool:
        """Whether lines are being taken over now."""
        return self.step == self.Step.WRITING


class ImportLine(models.Model):
    """One line of the file with its verdict; gone once it is taken over, for it holds names and addresses.

    ``cells``: by column, kind and value; ``flaws``: what is wrong with its place in the file; ``hidden``: whether Excel
    hides something of it, ``remarks`` what; ``messages``: pairs of a column's label and what is wrong or worth knowing.
    """

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField("Stelle")
    sheet = models.CharField("Blatt", max_length=31)
    number = models.PositiveIntegerField("Zeile")
    cells = models.JSONField("Zellen", default=dict, blank=True)
    flaws = models.JSONField("Mängel der Stelle", default=list, blank=True)
    hidden = models.BooleanField("ausgeblendet", default=False)
    remarks = models.JSONField("was ausgeblendet ist", default=list, blank=True)
    verdict = models.CharField("Was geschieht", max_length=10, choices=Verdict)
    messages = models.JSONField("Meldungen", default=list, blank=True)

    class Meta:
        verbose_name = "Zeile eines Imports"
        verbose_name_plural = "Zeilen der Importe"
        ordering = ["run", "position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="import_line_position"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="import_line_verdict_valid"),
        ]
        indexes = [models.Index(fields=["run", "verdict", "position"], name="import_line_by_verdict")]

    def __str__(self) -> str:
        return f"{self.sheet}, Zeile {self.number}"

    @property
    def verdict_badge(self) -> Badge:
        return Badge(Verdict(self.verdict).label, TONES[Verdict(self.verdict)])
