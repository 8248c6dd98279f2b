"""Templates of agreements with their editions and sections."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from agreements.models.agreement_states import AgreementKind
from agreements.models.code_channels import CodeChannel
from agreements.models.placeholders import problems, problems_of_heading
from agreements.models.summary_questions import SummaryQuestion
from agreements.models.template_triggers import FROZEN_SECTIONS, RELEASED, WAITING, WAITING_SECTIONS
from core.badges import Badge
from core.dated_fields import MomentField
from staff.models import User


class AgreementTemplate(models.Model):
    """A kind of agreement: which text, how it is signed, what it demands before it goes out."""

    class SignatureLevel(models.TextChoices):
        TEXT = "text", "Textform"
        ADVANCED = "advanced", "fortgeschrittene elektronische Signatur"
        QUALIFIED = "qualified", "qualifizierte elektronische Signatur"
        PAPER = "paper", "auf Papier"

    name = models.CharField("Name", max_length=120, unique=True)
    kind = models.CharField("Art", max_length=12, choices=AgreementKind, default=AgreementKind.AGREEMENT)
    signature_level = models.CharField("Unterzeichnung", max_length=20, choices=SignatureLevel)
    code_channel = models.CharField("Weg des Codes", max_length=20, choices=CodeChannel, default=CodeChannel.MAIL)
    link_days = models.PositiveSmallIntegerField("Gültigkeit des Links in Tagen", default=28)
    council_resolution_required = models.BooleanField("Ratsbeschluss vor dem Versand nötig", default=False)
    active = models.BooleanField("wird angeboten", default=True)

    class Meta:
        verbose_name = "Vorlage"
        verbose_name_plural = "Vorlagen"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AgreementKind.values), name="template_kind_valid"),
            models.CheckConstraint(
                condition=Q(signature_level__in=["text", "advanced", "qualified", "paper"]),
                name="template_signature_level_valid",
            ),
            models.CheckConstraint(
                condition=Q(code_channel__in=CodeChannel.values), name="template_code_channel_valid"
            ),
            models.CheckConstraint(condition=Q(link_days__gte=1, link_days__lte=365), name="template_link_days_sane"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def current(self) -> "TemplateVersion | None":
        """The newest published text."""
        return self.versions.filter(published_at__isnull=False).order_by("-number").first()


class TemplateVersion(models.Model):
    """One edition of a template's text; once published it never changes, so that old agreements can be explained.

    Written by one person, released by another. What the portal brings along has no ``edits`` and needs no release.
    """

    class State(models.TextChoices):
        """Told from the moments, which the database checks."""

        DRAFT = "draft", "Entwurf"
        WAITING = "waiting", "wartet auf Freigabe"
        PUBLISHED = "published", "veröffentlicht"

    template = models.ForeignKey(
        AgreementTemplate, on_delete=models.PROTECT, related_name="versions", verbose_name="Vorlage"
    )
    number = models.PositiveSmallIntegerField("Ausgabe")
    title = models.CharField("Überschrift", max_length=200)
    # Counts what was saved, so that nobody saves over a newer change unseen.
    revision = models.PositiveIntegerField(default=1, editable=False)
    submitted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="vorgelegt von", editable=False
    )
    submitted_at = MomentField("vorgelegt am", null=True, editable=False)
    # Of the content as it was submitted (``wording.content``): what is released is what was seen.
    content_sha256 = models.CharField("SHA-256 des Textes", max_length=64, blank=True, editable=False)
    released_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="freigegeben von", editable=False
    )
    published_at = MomentField("veröffentlicht am", null=True, blank=True, editable=False)
    # Which edition of the portal's own texts it was brought as; empty for what people wrote.
    standard_edition = models.PositiveSmallIntegerField(
        "Ausgabe des mitgelieferten Textes", null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = "Ausgabe einer Vorlage"
        verbose_name_plural = "Ausgaben von Vorlagen"
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_one_version_per_number"),
            models.UniqueConstraint(fields=["template", "standard_edition"], name="template_standard_edition_once"),
            models.CheckConstraint(
                condition=Q(submitted_by__isnull=True, submitted_at__isnull=True, content_sha256="")
                | Q(submitted_by__isnull=False, submitted_at__isnull=False) & ~Q(content_sha256=""),
                name="template_version_submitted_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True)
                | Q(published_at__isnull=False, submitted_by__isnull=False) & ~Q(released_by=F("submitted_by")),
                name="template_version_released_by_another",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(submitted_at__isnull=True) | Q(released_by__isnull=False),
                name="template_version_submitted_needs_release",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
            WAITING,
            RELEASED,
        ]

    def __str__(self) -> str:
        return f"{self.template}, Ausgabe {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.pk])

    def clean(self) -> None:
        if found := problems_of_heading(self.title):
            raise ValidationError({"title": found})

    @property
    def state(self) -> "TemplateVersion.State":
        """Where it stands on its way."""
        if self.published_at is not None:
            return self.State.PUBLISHED
        return self.State.DRAFT if self.submitted_at is None else self.State.WAITING

    @property
    def badge(self) -> Badge:
        """The state as people see it."""
        tones = {self.State.DRAFT: "", self.State.WAITING: "warning", self.State.PUBLISHED: "success"}
        return Badge(str(self.state.label), tones[self.state])

    @property
    def writers(self) -> list[User]:
        """Who wrote it, in the order of their first words; nobody where it came with the portal."""
        return [edit.user for edit in self.edits.all()]


class TemplateEdit(models.Model):
    """That somebody wrote an edition, noted once for each person, for ever: who wrote it does not release it."""

    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="edits")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="geschrieben von")

    class Meta:
        verbose_name = "Bearbeitung einer Ausgabe"
        verbose_name_plural = "Bearbeitungen von Ausgaben"
        ordering = ["version", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "user"], name="template_edit_once_a_person")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.version}: {self.user}"


class TemplateSection(models.Model):
    """A section; ``body``: paragraphs divided by blank lines, with placeholders such as ``$kommune``.

    Its number is not its position: ``agreement_text.numbers_of``. ``answer``: what it says to ``question``, in plain
    words for the summary before the text; the wording alone holds.
    """

    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    heading = models.CharField("Überschrift", max_length=200)
    body = models.TextField("Text")
    question = models.CharField("Das Wichtigste: Frage", max_length=10, choices=SummaryQuestion, blank=True)
    answer = models.CharField("Antwort in einfachen Worten", max_length=300, blank=True)

    class Meta:
        verbose_name = "Abschnitt"
        verbose_name_plural = "Abschnitte"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="template_section_position"),
            models.CheckConstraint(
                condition=Q(question="", answer="") | Q(question__in=SummaryQuestion.values) & ~Q(answer=""),
                name="template_section_answers_a_question",
            ),
        ]
        triggers = [FROZEN_SECTIONS, WAITING_SECTIONS]

    def __str__(self) -> str:
        return self.heading

    def clean(self) -> None:
        kind = self.version.template.kind
        found = {
            "heading": problems_of_heading(self.heading),
            "body": problems(self.body, kind),
            "answer": problems(self.answer, kind),
        }
        if self.question and not self.answer:
            found["answer"] = ["Bitte schreiben Sie die Antwort, oder wählen Sie keine Frage."]
        if self.answer and not self.question:
            found["question"] = ["Bitte wählen Sie die Frage, die dieser Satz beantwortet."]
        if any(found.values()):
            raise ValidationError({name: told for name, told in found.items() if told})
