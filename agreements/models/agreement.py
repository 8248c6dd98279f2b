"""Pre-agreements and their way from draft to force."""

from datetime import date
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone

from agreements import policies
from agreements.actors import SignatoryActor
from agreements.models.agreement_constraints import AGREEMENT_CONSTRAINTS, FIRST_DAY
from agreements.models.agreement_states import OPEN, STATE_CHOICES, AgreementRoute, AgreementStatus, badge
from agreements.models.amending import AMENDING_CONSTRAINTS, Amending
from agreements.models.ceremony import Ceremony, Invitation
from agreements.models.deputy import DEPUTY_CONSTRAINTS, SignedByDeputy
from agreements.models.document import DocumentVersion, Signature
from agreements.models.inviting import Inviting
from agreements.models.paper import PaperScan
from agreements.models.paper_original import PaperOriginal
from agreements.models.resolution import RESOLUTION_CONSTRAINTS, CouncilResolution
from agreements.models.signing_record import record_signature, told_of
from agreements.models.template import TemplateVersion
from agreements.querysets import PreAgreementQuerySet
from agreements.results import IssuedDocument, PaperSignatures, ScannedPaper, SignedDocument
from agreements.signatory_changes import refuse_unseen
from communes.acting import in_charge_today
from communes.models import Commune, Topic
from core import files
from core.actors import Actor, ActorKind
from core.badges import Badge
from core.checkpoints import checkpoint
from core.dated_fields import DayField, MomentField
from core.journal import Visibility
from core.mail import queue_mail
from core.mail_fields import MailAddressField
from core.transitions import TransitionRefusedError, transition
from staff.actors import StaffActor
from staff.models import User


class PreAgreement(PaperOriginal, Amending, CouncilResolution, SignedByDeputy, Inviting):
    """A Vorvereinbarung between a commune and the LPR, from draft to force."""

    Status = AgreementStatus
    Route = AgreementRoute
    STATE_CHOICES = STATE_CHOICES
    ANOTHER_OPEN = "Es gibt schon eine andere offene Vereinbarung dieser Art."

    reference = models.CharField("Aktenzeichen", max_length=20, unique=True, editable=False)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="agreements", verbose_name="Kommune")
    template_version = models.ForeignKey(
        TemplateVersion, on_delete=models.PROTECT, related_name="agreements", verbose_name="Vorlage"
    )
    status = models.CharField("Stand", max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    status_since = MomentField("Stand seit", default=timezone.now, editable=False)
    route = models.CharField("Weg", max_length=10, choices=Route, default=Route.ONLINE, editable=False)
    topics = models.ManyToManyField(Topic, related_name="agreements", verbose_name="Themen", blank=True)
    contact_name = models.CharField("Ansprechperson der Kommune", max_length=200, blank=True)
    contact_email = MailAddressField("E-Mail-Adresse der Ansprechperson", blank=True)
    contact_phone = models.CharField("Telefon der Ansprechperson", max_length=40, blank=True)
    term_from = DayField("Beginn der Laufzeit", null=True, blank=True)
    term_until = DayField("Ende der Laufzeit", null=True, blank=True)
    # The day of the last signature; in force from then on, but never before the term begins.
    signed_on = DayField("von beiden Seiten unterzeichnet am", null=True, editable=False)
    in_force_on = models.GeneratedField(
        expression=FIRST_DAY, output_field=models.DateField(null=True), db_persist=True, verbose_name="in Kraft ab"
    )
    ended_on = DayField("beendet am", null=True, editable=False)
    reminders_paused = models.BooleanField("Erinnerungen angehalten", default=False, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    text_changed_at = MomentField("Text zuletzt geändert am", default=timezone.now, editable=False)
    prepared_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="prepared_agreements", editable=False
    )
    created_at = MomentField("angelegt am", auto_now_add=True)

    objects = PreAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "Vorvereinbarung"
        verbose_name_plural = "Vorvereinbarungen"
        ordering = ["-reference"]
        constraints = [*AGREEMENT_CONSTRAINTS, *AMENDING_CONSTRAINTS, *DEPUTY_CONSTRAINTS, *RESOLUTION_CONSTRAINTS]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("agreement", args=[self.reference])

    @property
    def status_badge(self) -> Badge:
        """The status in words, as every list and page shows it."""
        return badge(AgreementStatus(self.status), self.begins_on)

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.__dict__.pop("in_force_on", None)  # the database computes it; read again when somebody asks

    @property
    def is_open(self) -> bool:
        """Whether it is a draft or waits for a signature."""
        return self.status in OPEN

    @property
    def journal_key(self) -> str:
        return self.commune_id

    @property
    def current_version(self) -> DocumentVersion | None:
        """The version that counts, or None while nothing was issued."""
        return self.versions.filter(state=DocumentVersion.State.CURRENT).select_related("issued_file").first()

    @property
    def open_invitation(self) -> Invitation | None:
        """The invitation whose link works, or None."""
        return (
            Invitation.objects.filter(version__agreement=self, version__state="current", state=Invitation.State.OPEN)
            .select_related("office_holder__commune", "version")
            .first()
        )

    @transition(sources={Status.DRAFT}, target=Status.ISSUED, policy=policies.can_issue)
    def issue(self, *, actor: StaffActor, document: IssuedDocument) -> dict[str, Any]:
        """Freeze the version, void the former one and invite the mayor in office."""
        if document.revision != self.revision:
            raise TransitionRefusedError(
                "Der Entwurf wurde inzwischen geändert. Bitte sehen Sie die Vorschau noch einmal an und senden Sie "
                "dann erneut."
            )
        self.versions.filter(state="current").update(state="superseded")
        version = DocumentVersion.objects.create(
            agreement=self,
            number=document.number,
            content=document.content,
            check_code=document.check_code,
            page_count=document.page_count,
            issued_at=document.issued_at,
            issued_by=actor.user,
            issued_file=files.register(document.blob),
        )
        checkpoint("issuing.version_written")
        self.route = document.route
        invitation = self._invite(version)
        self.reminders_paused = False
        self.status_since = timezone.now()
        return {"version": version.number, "sha256": document.blob.sha256, "invitation": invitation and invitation.pk}

    @transition(sources={Status.ISSUED}, target=Status.ISSUED, policy=policies.can_change)
    def resend_link(self, *, actor: Actor) -> dict[str, Any]:
        """A new link to the same version, to the mayor in office today; the former link is dead."""
        version = self._required_version()
        former = self._close_invitations(Invitation.State.REVOKED)
        invitation = self._invite(version)
        if invitation is None:
            raise TransitionRefusedError("Für die Amtsperson ist keine E-Mail-Adresse erfasst. Bitte ergänzen Sie sie.")
        return {"revoked": former, "invitation": invitation.pk}

    @transition(sources={Status.ISSUED}, target=Status.COMMUNE_SIGNED, policy=policies.can_sign_for_commune)
    def sign_by_commune(
        self, *, actor: SignatoryActor, document: SignedDocument, nonce: str, shown_sha256: str
    ) -> dict[str, Any]:
        """The mayor's signature enters the ledger: version, hash and nonce are those of the ceremony."""
        version = self._required_version()
        ceremony = Ceremony.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.ceremony.pk)
        qualified = document.method == Signature.Method.QUALIFIED
        if self.route != (self.Route.QUALIFIED if qualified else self.Route.ONLINE):
            raise TransitionRefusedError("Diese Vereinbarung wird auf einem anderen Weg unterzeichnet.")
        if document.version_id != version.pk or shown_sha256 != version.sha256:
            raise TransitionRefusedError("Die Fassung hat sich geändert. Bitte lesen Sie die neue Fassung.")
        if ceremony.consented_sha256 != version.sha256 or nonce != ceremony.nonce:
            raise TransitionRefusedError("Bitte lesen Sie die Vereinbarung und stimmen Sie ihr noch einmal zu.")
        version.commune_signed_file = files.register(document.blob)
        version.save(update_fields=["commune_signed_file"])
        checkpoint("signature.commune.file_registered")
        signature = record_signature(
            version, Signature.Party.COMMUNE, document, office_holder=ceremony.invitation.office_holder
        )
        checkpoint("signature.commune.recorded")
        Ceremony.objects.filter(pk=ceremony.pk).update(signed=True)
        self._close_invitations(Invitation.State.USED)
        self.status_since = timezone.now()
        queue_mail("agreements.receipt", ceremony.invitation.recipient, signature)
        for user in policies.told_to_countersign(self):
            queue_mail("agreements.commune_signed", user.email, signature)
        return told_of(signature, document)

    @transition(sources={Status.COMMUNE_SIGNED}, target=Status.IN_FORCE, policy=policies.can_countersign)
    def countersign(
        self,
        *,
        actor: StaffActor,
        document: SignedDocument,
        name_confirmed: bool = False,
        changes_seen: int | None = None,
    ) -> dict[str, Any]:
        """The LPR's signature enters the ledger; the agreement is in force, at the earliest when its term begins.

        Domain rule 16.

        ``name_confirmed``: the commune signed with another name, and the actor found it is the same person.
        ``changes_seen``: the newest change of the signatory's way that the actor saw.
        """
        version = self._required_version()
        refuse_unseen(self, changes_seen)
        if document.version_id != version.pk:
            raise TransitionRefusedError("Die Fassung hat sich geändert. Bitte laden Sie die Seite neu.")
        version.final_file = files.register(document.blob)
        version.save(update_fields=["final_file"])
        checkpoint("signature.lpr.file_registered")
        signature = record_signature(version, Signature.Party.LPR, document, user=actor.user)
        checkpoint("signature.lpr.recorded")
        self._enter_force(timezone.localdate(document.signed.signed_at), actor)
        for invitation in version.invitations.filter(state=Invitation.State.USED).select_related("office_holder"):
            # The address that is known today: the one of the invitation may have been corrected since.
            queue_mail("agreements.in_force", invitation.office_holder.email or invitation.recipient, version)
        queue_mail("agreements.in_force", actor.user.email, version)
        return told_of(signature, document) | ({"name_confirmed": True} if name_confirmed else {})

    @transition(sources={Status.ISSUED}, target=Status.DRAFT, policy=policies.can_answer)
    def request_change(self, *, actor: SignatoryActor, wish: str) -> dict[str, Any]:
        """The mayor wants the text to be changed: back to draft, the link is dead, the caseworker is told."""
        version = self._required_version()
        self._close_invitations(Invitation.State.CHANGE)
        self.status_since = timezone.now()
        self._tell_responsible("agreements.change_requested")
        return {"version": version.number, "text": wish, "visibility": Visibility.COMMUNE}

    @transition(sources={Status.ISSUED}, target=Status.DECLINED, policy=policies.can_answer)
    def decline(self, *, actor: SignatoryActor, reason: str) -> dict[str, Any]:
        """The mayor does not want to sign; the caseworker is told (signing rule 12)."""
        self._close_invitations(Invitation.State.USED)
        self.status_since = timezone.now()
        self._tell_responsible("agreements.declined")
        return {"text": reason, "visibility": Visibility.COMMUNE}

    @transition(sources={Status.ISSUED, Status.COMMUNE_SIGNED}, target=Status.WITHDRAWN, policy=policies.can_change)
    def withdraw(self, *, actor: StaffActor, reason: str) -> dict[str, Any]:
        """The LPR takes the agreement back before it is in force; the link is dead, the commune is told."""
        version = self._required_version()
        recipients = set(version.invitations.values_list("recipient", flat=True))
        self._close_invitations(Invitation.State.REVOKED)
        self.status_since = timezone.now()
        for recipient in sorted(recipients):
            queue_mail("agreements.withdrawn", recipient, self)
        return {"text": reason, "visibility": Visibility.COMMUNE}

    @transition(sources={Status.DRAFT}, target=Status.WITHDRAWN, policy=policies.can_discard)
    def discard(self, *, actor: StaffActor, reason: str) -> dict[str, Any]:
        """Nobody wants the draft any more; it can be opened again. A commune that waits for a new version is told."""
        version = self.current_version
        newest = version.invitations.order_by("-pk").first() if version else None
        if newest is not None and newest.state == Invitation.State.CHANGE:
            queue_mail("agreements.withdrawn", newest.recipient, self)
        self.status_since = timezone.now()
        return {"version": version.number if version else None, "text": reason}

    @transition(sources={Status.ISSUED}, target=Status.EXPIRED, policy=policies.only_system)
    def expire(self, *, actor: Actor) -> dict[str, Any]:
        """The link's time is over and nobody signed; the office and who was to sign are told."""
        invitation = self._required_version().invitations.filter(state=Invitation.State.OPEN).first()
        if invitation is None or not invitation.is_expired(timezone.now()):
            raise TransitionRefusedError("Die Frist läuft noch.")
        self._close_invitations(Invitation.State.EXPIRED)
        self.status_since = timezone.now()
        self._tell_responsible("agreements.expired")
        queue_mail("agreements.expired_for_commune", invitation.recipient, self)
        return {"invitation": invitation.pk}

    @transition(
        sources={Status.DECLINED, Status.WITHDRAWN, Status.EXPIRED}, target=Status.DRAFT, policy=policies.can_reopen
    )
    def reopen(self, *, actor: StaffActor) -> dict[str, Any]:
        """Back to draft, for a new version. Raises IntegrityError if another one was opened in the same moment."""
        of_commune = PreAgreement.objects.originals().filter(commune=self.commune_id)
        alike = PreAgreement.objects.filter(amends=self.amends_id) if self.amends_id else of_commune
        if alike.open().exclude(pk=self.pk).exists():
            raise TransitionRefusedError(self.ANOTHER_OPEN)
        self.status_since = timezone.now()
        return {}

    @transition(sources={Status.DRAFT}, target=Status.IN_FORCE, policy=policies.can_record_paper)
    def record_paper(self, *, actor: Actor, paper: PaperSignatures) -> dict[str, Any]:
        """An agreement that both sides signed on paper before the portal existed."""
        problem = policies.problem_with_paper_day(self.commune, paper.signed_on, alone=actor.kind != ActorKind.SYSTEM)
        if problem:
            raise TransitionRefusedError(problem)
        self.route = self.Route.PAPER
        self.paper_signed_on = paper.signed_on
        self._enter_force(paper.signed_on, actor)
        self.paper_commune_signatory = paper.commune_signatory
        self.paper_lpr_signatory = paper.lpr_signatory
        self.paper_source = paper.source
        self.place_of_original = paper.place_of_original
        self.scan = files.register(paper.scan) if paper.scan else None
        return {"signed_on": paper.signed_on.isoformat(), "sha256": paper.scan.sha256 if paper.scan else ""}

    @transition(sources={Status.ISSUED}, target=Status.SCANNED, policy=policies.can_record_scan)
    def record_scan(self, *, actor: StaffActor, scanned: ScannedPaper) -> dict[str, Any]:
        """The signed print came back and was scanned; another member of staff must confirm it."""
        scan = PaperScan.submit(self._required_version(), scanned, actor.user)
        checkpoint("scan.recorded")
        self.status_since = timezone.now()
        return {"scan": scan.pk, "sha256": scanned.scan.sha256, "text": scan.representation_reason}

    @transition(sources={Status.SCANNED}, target=Status.IN_FORCE, policy=policies.can_confirm_scan)
    def confirm_scan(self, *, actor: StaffActor, scan_id: int) -> dict[str, Any]:
        """The scan shows this version with both signatures; in force since the last of them."""
        version = self._required_version()
        scan = PaperScan.waiting_for(version, scan_id)
        scan.decide(PaperScan.State.CONFIRMED, actor.user)
        checkpoint("scan.confirmed")
        of_commune, of_lpr = scan.record_signatures()
        checkpoint("scan.signatures_recorded")
        self.paper_signed_on, self.scan, self.place_of_original = scan.signed_on, scan.file, scan.place_of_original
        self.paper_commune_signatory = of_commune.signed_by
        self.paper_lpr_signatory = f"i. V. {of_lpr.name}" if of_lpr.on_behalf else of_lpr.name
        self._close_invitations(Invitation.State.USED)
        self._enter_force(scan.signed_on, actor)
        addresses = {*scan.addresses_of_commune(), scan.lpr_signatory.email, scan.uploaded_by.email}
        for address in sorted(addresses - {""}):
            queue_mail("agreements.paper_in_force", address, version)
        together = {"employees": 2} if of_commune.second_name else {}
        on_behalf = {"on_behalf": of_commune.on_behalf, **together}
        return {"scan": scan.pk, "sha256": scan.file.sha256, "visibility": Visibility.COMMUNE, **on_behalf}

    @transition(sources={Status.SCANNED}, target=Status.ISSUED, policy=policies.can_confirm_scan)
    def reject_scan(self, *, actor: StaffActor, scan_id: int, reason: str) -> dict[str, Any]:
        """The scan does not show this version with both signatures: back to waiting for the print, scan kept."""
        scan = PaperScan.waiting_for(self._required_version(), scan_id)
        scan.decide(PaperScan.State.REJECTED, actor.user, reason)
        self.status_since = timezone.now()
        queue_mail("agreements.scan_rejected", scan.uploaded_by.email, self)
        return {"scan": scan.pk, "text": reason}

    @transition(sources={Status.IN_FORCE}, target=Status.ENDED, policy=policies.can_change)
    def end(self, *, actor: StaffActor, on: date, reason: str) -> dict[str, Any]:
        """The agreement ended; ``on`` is the last day it was in force, today or earlier."""
        problem = policies.problem_with_end(self, on)
        if problem:
            raise TransitionRefusedError(problem)
        self.ended_on = on
        self.status_since = timezone.now()
        self.end_amendments(actor=actor, last_day=on)
        return {"on": on.isoformat(), "text": reason}

    @transition(sources={Status.IN_FORCE}, target=Status.ENDED, policy=policies.can_end_as_agreed)
    def end_as_agreed(self, *, actor: Actor, agreed: date | None = None) -> dict[str, Any]:
        """The last day that both sides agreed on has come; ``agreed``: by a termination that is just being signed."""
        last_day = agreed or self.agreed_last_day
        if last_day is None or last_day > timezone.localdate():
            raise TransitionRefusedError("Der vereinbarte letzte Tag ist noch nicht da.")
        self.ended_on = last_day
        self.status_since = timezone.now()
        self.end_amendments(actor=actor, last_day=last_day)
        return {"on": last_day.isoformat()}

    @transition(sources={Status.IN_FORCE}, target=Status.ENDED, policy=policies.can_end_with_agreement)
    def end_with_agreement(self, *, actor: Actor, last_day: date) -> dict[str, Any]:
        """An amendment ends with what it amends, ``last_day`` included, at the earliest on the day it was signed."""
        assert self.signed_on is not None
        self.ended_on = max(last_day, self.signed_on)
        self.status_since = timezone.now()
        return {"on": self.ended_on.isoformat()}

    def _enter_force(self, day: date, actor: Actor) -> None:
        """Both sides have signed, the last on ``day``."""
        self.signed_on = day
        self.status_since = timezone.now()
        self.tell_amended(actor)

    def _required_version(self) -> DocumentVersion:
        version = self.current_version
        if version is None:
            raise TransitionRefusedError("Es gibt keine ausgefertigte Fassung. Bitte laden Sie die Seite neu.")
        return version

    def _tell_responsible(self, kind: str) -> None:
        for user in in_charge_today(self.commune):
            queue_mail(kind, user.email, self)
