"""Scans of versions that were printed and signed by hand: uploaded by one person, confirmed by another."""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from agreements.models.document import DocumentVersion
from communes.models import OfficeHolder
from communes.models.names import search_key
from communes.responsibility import stood_in_for_at
from core.dated_fields import DayField, MomentField
from core.models import StoredFile
from staff.models import User


class PaperScan(models.Model):
    """A scan that is said to show a version with both signatures, and what another person found."""

    class State(models.TextChoices):
        WAITING = "waiting", "wartet auf Bestätigung"
        CONFIRMED = "confirmed", "bestätigt"
        REJECTED = "rejected", "verworfen"

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="scans")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="Scan")
    commune_signatory = models.ForeignKey(OfficeHolder, on_delete=models.PROTECT, null=True, related_name="+")
    # Two authorised employees who signed together instead (domain rule 12; SächsGemO § 60).
    employee_name = models.CharField("erste Person", max_length=120, blank=True)
    employee_function = models.CharField("deren Funktion", max_length=100, blank=True)
    second_name = models.CharField("zweite Person", max_length=120, blank=True)
    second_function = models.CharField("deren Funktion", max_length=100, blank=True)
    representation_reason = models.CharField("Grund der Vertretung", max_length=300, blank=True)
    commune_signed_on = DayField("von der Kommune unterzeichnet am")
    lpr_signatory = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lpr_signed_on = DayField("vom LPR unterzeichnet am")
    place_of_original = models.CharField("Ort des Originals", max_length=300)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = MomentField("hochgeladen am", default=timezone.now)
    state = models.CharField("Stand", max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = MomentField("entschieden am", null=True)
    reason = models.TextField("Grund", blank=True)

    class Meta:
        verbose_name = "Scan einer Fassung"
        verbose_name_plural = "Scans von Fassungen"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(state__in=["waiting", "confirmed"]), name="scan_one_per_version"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True, reason="")
                | Q(state="confirmed", decided_by__isnull=False, decided_at__isnull=False, reason="")
                | (Q(state="rejected", decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
                name="scan_state_fits_decision",
            ),
            models.CheckConstraint(
                condition=Q(
                    commune_signed_on__lte=TruncDate("uploaded_at"), lpr_signed_on__lte=TruncDate("uploaded_at")
                ),
                name="scan_signed_before_upload",
            ),
            models.CheckConstraint(
                condition=Q(
                    commune_signatory__isnull=False,
                    employee_name="",
                    employee_function="",
                    second_name="",
                    second_function="",
                )
                | Q(commune_signatory__isnull=True)
                & ~Q(employee_name="")
                & ~Q(employee_function="")
                & ~Q(second_name="")
                & ~Q(second_function="")
                & ~Q(representation_reason=""),
                name="scan_signed_by_office_or_by_two",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("uploaded_by")), name="scan_decided_by_another"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="not_before_the_version",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF LEAST(NEW.commune_signed_on, NEW.lpr_signed_on) < (
                        SELECT (v.issued_at AT TIME ZONE 'Europe/Berlin')::date
                        FROM agreements_documentversion v WHERE v.id = NEW.version_id
                    ) THEN
                        RAISE EXCEPTION 'pgtrigger: agreements_paperscan: no signature before the version was issued';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "version",
                    "file",
                    "commune_signatory",
                    "employee_name",
                    "employee_function",
                    "second_name",
                    "second_function",
                    "representation_reason",
                    "commune_signed_on",
                    "lpr_signatory",
                    "lpr_signed_on",
                    "place_of_original",
                    "uploaded_by",
                    "uploaded_at",
                ),
            ),
            pgtrigger.Protect(
                name="decided_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["confirmed", "rejected"]),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Scan zu {self.version} ({self.get_state_display()})"

    @property
    def signed_on(self) -> date:
        """The day of the last signature, since which the agreement is in force."""
        return max(self.commune_signed_on, self.lpr_signed_on)

    def decide(self, state: State, user: User, reason: str = "") -> None:
        """Record what another person found; the database refuses the uploader's own decision."""
        self.state, self.decided_by, self.decided_at, self.reason = state, user, timezone.now(), reason
        self.save(update_fields=["state", "decided_by", "decided_at", "reason"])

    @property
    def on_behalf_reason(self) -> str:
        """Why somebody signed "i. V." for the commune: known since the draft, or said by who read the paper."""
        return self.representation_reason or self.version.agreement.on_behalf_reason

    @property
    def signed_for_commune(self) -> str:
        """Who signed for the commune, as the stamp would say it."""
        if self.commune_signatory is not None:
            return f"i. V. {self.commune_signatory}" if self.on_behalf_reason else str(self.commune_signatory)
        one = f"i. V. {self.employee_function} {self.employee_name}"
        return f"{one} und i. V. {self.second_function} {self.second_name}"

    def addresses_of_commune(self) -> set[str]:
        """Where the commune's copy goes: to who signed.

        Of two employees only the names are recorded: to those who are among the commune's contacts or the
        agreement's, and to the head in office, whose commune they have bound.
        """
        if self.commune_signatory is not None:
            return {self.commune_signatory.email} - {""}
        agreement = self.version.agreement
        head = agreement.commune.office_holders.head_on(timezone.localdate())
        contacts = agreement.commune.contacts.filter(active=True)
        known = [(f"{contact.first_name} {contact.last_name}", contact.email) for contact in contacts]
        known.append((agreement.contact_name, agreement.contact_email))
        both = {search_key(self.employee_name), search_key(self.second_name)}
        found = {email for name, email in known if search_key(name) in both}
        return (found | {head.email if head else ""}) - {""}

    @property
    def lpr_on_behalf_reason(self) -> str:
        """Why the LPR's signatory signed "i. V.": for who was responsible on the day of signing (domain rule 20)."""
        absent = stood_in_for_at(self.version.agreement.commune, self.lpr_signatory, self.lpr_signed_on)
        return f"Vertretung von {absent.full_name}" if absent else ""
