"""Templates of agreements with their editions and sections."""

import pgtrigger
from django.db import models
from django.db.models import Q

from agreements.identification.channels import CodeChannel
from agreements.models.amending import Amending
from core.dated_fields import MomentField


class AgreementTemplate(models.Model):
    """A kind of agreement: which text, how it is signed, what it demands before it goes out."""

    class SignatureLevel(models.TextChoices):
        TEXT = "text", "Textform"
        ADVANCED = "advanced", "fortgeschrittene elektronische Signatur"
        QUALIFIED = "qualified", "qualifizierte elektronische Signatur"
        PAPER = "paper", "auf Papier"

    name = models.CharField("Name", max_length=120, unique=True)
    kind = models.CharField("Art", max_length=12, choices=Amending.Kind, default=Amending.Kind.AGREEMENT)
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
            models.CheckConstraint(condition=Q(kind__in=Amending.Kind.values), name="template_kind_valid"),
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
    """One edition of a template's text; once published it never changes, so that old agreements can be explained."""

    template = models.ForeignKey(
        AgreementTemplate, on_delete=models.PROTECT, related_name="versions", verbose_name="Vorlage"
    )
    number = models.PositiveSmallIntegerField("Ausgabe")
    title = models.CharField("Überschrift", max_length=200)
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
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.template}, Ausgabe {self.number}"


class TemplateSection(models.Model):
    """A numbered section. ``body``: paragraphs divided by blank lines, with placeholders such as ``$kommune``."""

    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    heading = models.CharField("Überschrift", max_length=200)
    body = models.TextField("Text")

    class Meta:
        verbose_name = "Abschnitt"
        verbose_name_plural = "Abschnitte"
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="template_section_position")]
        triggers = [
            pgtrigger.Trigger(
                name="published_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM agreements_templateversion v
                        WHERE v.id IN (NEW.version_id, OLD.version_id) AND v.published_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'pgtrigger: sections of a published template version are frozen';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"§ {self.position} {self.heading}"
