"""Frozen versions and the signatures on them."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q

from communes.models import OfficeHolder
from core.dated_fields import MomentField
from core.models import StoredFile
from staff.models import User

STATED_LABELS = {"reason": "Grund", "location": "Ort", "contact": "Kontakt"}


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    """Versions."""

    def without_evidence(self) -> Self:
        """Versions in force, or once in force, whose evidence sheet is not made yet."""
        signed = Signature.objects.filter(version=OuterRef("pk"))
        return self.filter(
            Exists(signed), evidence_file=None, state="current", agreement__status__in=["in_force", "ended"]
        )


class DocumentVersion(models.Model):
    """Fassung: the frozen text and PDF of an agreement (domain rule 15). Any change makes a new one."""

    class State(models.TextChoices):
        CURRENT = "current", "gültige Fassung"
        SUPERSEDED = "superseded", "ersetzt"

    agreement = models.ForeignKey(
        "agreements.PreAgreement", on_delete=models.PROTECT, related_name="versions", verbose_name="Vorvereinbarung"
    )
    number = models.PositiveSmallIntegerField("Fassung")
    state = models.CharField("Stand", max_length=20, choices=State, default=State.CURRENT, editable=False)
    content = models.JSONField("Inhalt", editable=False)
    check_code = models.CharField("Prüfcode", max_length=14, unique=True, editable=False)
    page_count = models.PositiveSmallIntegerField("Seiten", editable=False)
    issued_at = MomentField("ausgefertigt am", editable=False)
    issued_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="ausgefertigt von", editable=False
    )
    issued_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="ausgefertigtes PDF", editable=False
    )
    commune_signed_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    final_file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="final_of", editable=False
    )
    evidence_file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="evidence_of", editable=False
    )

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "Fassung"
        verbose_name_plural = "Fassungen"
        ordering = ["agreement", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="version_one_per_number"),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(state="current"), name="version_one_current_per_agreement"
            ),
            models.CheckConstraint(condition=Q(state__in=["current", "superseded"]), name="version_state_valid"),
            models.CheckConstraint(
                condition=Q(final_file__isnull=True) | Q(commune_signed_file__isnull=False),
                name="version_commune_signs_first",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "agreement",
                    "number",
                    "content",
                    "check_code",
                    "page_count",
                    "issued_at",
                    "issued_by",
                    "issued_file",
                ),
            ),
            pgtrigger.Protect(
                name="signed_files_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__commune_signed_file__isnull=False,
                    old__commune_signed_file__df=pgtrigger.F("new__commune_signed_file"),
                )
                | pgtrigger.Q(old__final_file__isnull=False, old__final_file__df=pgtrigger.F("new__final_file"))
                | pgtrigger.Q(
                    old__evidence_file__isnull=False, old__evidence_file__df=pgtrigger.F("new__evidence_file")
                ),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, Fassung {self.number}"

    @property
    def sha256(self) -> str:
        """SHA-256 of the issued PDF: what the signatory is shown and what the ceremony sends back."""
        return self.issued_file.sha256


class Signature(models.Model):
    """A signature in the ledger: who, in which office, when, with which certificate. Never changed."""

    class Party(models.TextChoices):
        COMMUNE = "commune", "Kommune"
        LPR = "lpr", "Landespräventionsrat"

    class Method(models.TextChoices):
        TYPED = "typed", "Name eingetippt"
        DRAWN = "drawn", "gezeichnet"
        QUALIFIED = "qualified", "qualifizierte elektronische Signatur"
        PAPER = "paper", "auf Papier"

    class Revocation(models.TextChoices):
        NOT_ASKED = "", "nicht gefragt"
        GOOD = "good", "Sperrstatus in der Datei: nicht gesperrt"
        NOT_EMBEDDED = "not_embedded", "Sperrstatus nicht in der Datei"

    class Identification(models.TextChoices):
        """By what the person proved who it is; empty in signatures older than the choice."""

        MAIL = "mail", "Link und Code per E-Mail"
        PHONE = "phone", "Link per E-Mail und Code am Telefon"
        LETTER = "letter", "Link per E-Mail und Code per Brief"
        PASSWORD = "password", "Anmeldung und Passwort"

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, related_name="signatures", verbose_name="Fassung"
    )
    party = models.CharField("Seite", max_length=10, choices=Party)
    name = models.CharField("Name", max_length=250)
    office = models.CharField("Amt", max_length=150)
    method = models.CharField("Art", max_length=10, choices=Method)
    office_holder = models.ForeignKey(
        OfficeHolder, on_delete=models.PROTECT, null=True, related_name="signatures", verbose_name="Amtsperson"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="signatures", verbose_name="Konto")
    # Of two employees who signed on paper together (SächsGemO § 60), the other one.
    second_name = models.CharField("zweite Person", max_length=120, blank=True)
    second_office = models.CharField("deren Funktion", max_length=100, blank=True)
    on_behalf = models.BooleanField("in Vertretung", default=False)
    on_behalf_reason = models.CharField("Grund der Vertretung", max_length=300, blank=True)
    # On paper nobody gives a code and no certificate signs: then these are null.
    identified_at = MomentField("ausgewiesen um", null=True)
    identified_by = models.CharField("ausgewiesen durch", max_length=20, choices=Identification, blank=True)
    signed_at = MomentField("unterzeichnet um", help_text="Zeit des Zeitstempels; auf Papier nur der Tag")
    certificate = models.BinaryField("Zertifikat (DER)", null=True)
    certificate_sha256 = models.CharField("Zertifikat (SHA-256)", max_length=64, unique=True, null=True)  # noqa: DJ001 - unique, and many have none
    certificate_serial = models.CharField("Seriennummer", max_length=60, blank=True)
    # What the mayor typed as the name; empty where somebody drew, signed elsewhere, or before it was kept.
    typed_name = models.CharField("eingetippter Name", max_length=100, blank=True)
    other_name_confirmed = models.BooleanField("anderer Name, auf Nachfrage bestätigt", default=False)
    # Of a signature that was made outside the portal.
    field_name = models.CharField("Unterschriftsfeld", max_length=200, blank=True)
    certificate_name = models.CharField("Name im Zertifikat", max_length=250, blank=True)
    certificate_issuer = models.CharField("Aussteller des Zertifikats", max_length=300, blank=True)
    # What the signer wrote into it: reason, location, contact; cut, and checked by nobody.
    stated = models.JSONField("Angaben in der Signatur", default=dict, blank=True)
    timestamped = models.BooleanField("mit Zeitstempel", default=True)
    revocation = models.CharField(
        "Sperrstatus", max_length=20, choices=Revocation, default=Revocation.NOT_ASKED, blank=True
    )

    class Meta:
        verbose_name = "Unterschrift"
        verbose_name_plural = "Unterschriften"
        ordering = ["version", "signed_at"]
        constraints = [
            models.UniqueConstraint(fields=["version", "party"], name="signature_one_per_field"),
            models.CheckConstraint(
                condition=Q(
                    party="commune", office_holder__isnull=False, user__isnull=True, second_name="", second_office=""
                )
                | Q(party="commune", office_holder__isnull=True, user__isnull=True, method="paper", on_behalf=True)
                & ~Q(second_name="")
                & ~Q(second_office="")
                | Q(party="lpr", office_holder__isnull=True, user__isnull=False, second_name="", second_office=""),
                name="signature_person_fits_party",
            ),
            models.CheckConstraint(
                condition=Q(method__in=["typed", "drawn", "qualified", "paper"]), name="signature_method_valid"
            ),
            models.CheckConstraint(
                condition=Q(
                    method="paper",
                    certificate__isnull=True,
                    certificate_sha256__isnull=True,
                    identified_at__isnull=True,
                )
                | (
                    ~Q(method="paper")
                    & Q(certificate__isnull=False, certificate_sha256__isnull=False, identified_at__isnull=False)
                ),
                name="signature_certificate_unless_paper",
            ),
            models.CheckConstraint(
                condition=Q(on_behalf=False, on_behalf_reason="") | (Q(on_behalf=True) & ~Q(on_behalf_reason="")),
                name="signature_on_behalf_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(typed_name="") | Q(method="typed", party="commune"), name="signature_name_typed_where_asked"
            ),
            models.CheckConstraint(
                condition=Q(other_name_confirmed=False) | ~Q(typed_name=""), name="signature_other_name_is_known"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.name}"

    @property
    def office_as_signed(self) -> str:
        """The office as stamp and certificate say it: with "i. V." for who acts for somebody (domain rule 12)."""
        return f"i. V. {self.office}" if self.on_behalf else self.office

    @property
    def statements(self) -> list[tuple[str, str]]:
        """What the signer wrote into a signature made outside, each with its German name."""
        return [(label, self.stated[name]) for name, label in STATED_LABELS.items() if name in self.stated]

    @property
    def other_name(self) -> str:
        """What was typed, if that is another name than the signatory's; without a confirmation none is recorded."""
        return self.typed_name if self.other_name_confirmed else ""

    @property
    def signed_by(self) -> str:
        """Offices and names of anyone who signed: one person, or on paper two employees together."""
        one = f"{self.office_as_signed} {self.name}"
        return f"{one} und i. V. {self.second_office} {self.second_name}" if self.second_name else one
