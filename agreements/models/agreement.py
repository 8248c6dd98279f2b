"""Pre-agreements and their way from draft to force."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, Q, Subquery, Value
from django.db.models.functions import Coalesce, Least
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse
from django.utils import timezone

from agreements.models.agreement_constraints import AGREEMENT_CONSTRAINTS, FIRST_DAY
from agreements.models.agreement_states import (
    NOUNS,
    OPEN,
    SIGNED,
    STATE_CHOICES,
    AgreementKind,
    AgreementRoute,
    AgreementStatus,
    badge,
)
from agreements.models.ceremony import Invitation
from agreements.models.document import DocumentVersion
from agreements.models.holding import signed_children, term_end_on, topics_from
from agreements.models.paper_original import PaperOriginal
from agreements.models.resolution import CouncilResolution
from agreements.models.template import TemplateVersion
from communes.models import Commune, OfficeHolder, Topic
from core.badges import Badge
from core.dated_fields import DayField, MomentField
from core.mail_fields import MailAddressField
from staff.models import User


class PreAgreementQuerySet(models.QuerySet["PreAgreement"]):
    """Which agreements, and with what."""

    def visible_to(self, user: User) -> Self:
        """What ``user`` may read: everything for the office; a coach sees nothing here."""
        return self if user.is_office else self.none()

    def with_parties(self) -> Self:
        """With what every page about agreements shows, in one query."""
        return self.select_related("commune", "commune__district", "template_version__template")

    def open(self) -> Self:
        """Drafts and what waits for a signature."""
        return self.filter(status__in=OPEN)

    def originals(self) -> Self:
        """The agreements themselves, without amendments and terminations."""
        return self.filter(kind="agreement")

    def in_force_on(self, day: date) -> Self:
        """Agreements in force on ``day``, from dated facts (domain rule 7): from the last signature to the last day.

        The term is that of the newest amendment in force on ``day``; a termination's last day counts before the
        clock has ended the agreement. Amendments and terminations are not agreements of their own here.
        """
        over = signed_children(self.model).filter(kind="termination", last_day__lt=day)
        return self.originals().filter(
            ~Exists(over),
            Q(ended_on__isnull=True) | Q(ended_on__gte=day),
            GreaterThanOrEqual(term_end_on(self.model, day), Value(day)),
            in_force_on__lte=day,
        )

    def in_state(self, state: str, day: date) -> Self:
        """As the badge says on ``day``: a status, or ``SIGNED`` until the first day of what both sides signed."""
        if state == SIGNED:
            return self.filter(status="in_force", in_force_on__gt=day)
        rows = self.filter(status=state)
        return rows.filter(in_force_on__lte=day) if state == "in_force" else rows

    def ending_by(self, until: date, today: date) -> Self:
        """Agreements in force whose end is ``until`` or earlier. ``agreed_day``: by a termination, or None;
        ``ends_on``: that day or the end of the term as amended ``today``, whichever comes first.
        """
        terminations = signed_children(self.model).filter(kind="termination").order_by("last_day")
        return (
            self.originals()
            .filter(status="in_force")
            .annotate(agreed_day=Subquery(terminations.values("last_day")[:1]))
            .annotate(ends_on=Least(term_end_on(self.model, today), Coalesce("agreed_day", Value(date.max))))
            .filter(ends_on__lte=until)
        )

    def going(self) -> Self:
        """Neither stopped nor ended: prepared, waiting for a signature or in force."""
        return self.open() | self.filter(status="in_force")

    def topics_on(self, day: date) -> models.QuerySet[Topic]:
        """What these agreements are about on ``day``: by the newest notice of change with topics, else by the terms.

        The same as ``terms_on(PreAgreement, day).topics``.
        """
        rows = self.originals().order_by().annotate(**topics_from(self.model, day))
        by_terms = Q(agreements__in=rows.filter(notice__isnull=True).values("terms"))
        return Topic.objects.filter(by_terms | Q(notices__in=rows.values("notice"))).distinct()

    def with_topic_on(self, topic: Topic, day: date) -> Self:
        """Those of these agreements that are about ``topic`` on ``day``, see ``topics_on``."""
        rows = self.originals().order_by().annotate(**topics_from(self.model, day))
        with_topic = self.model._default_manager.filter(topics=topic).order_by().values("pk")
        noticed = topic.notices.order_by().values("pk")
        return rows.filter(Q(notice__isnull=True, terms__in=with_topic) | Q(notice__in=noticed))

    def handled_by(self, user: User, day: date) -> Self:
        """Agreements with the communes ``user`` is responsible for on ``day``, or stands in for."""
        return self.filter(commune__in=Commune.objects.handled_by(user, day).order_by().values("pk"))


class PreAgreement(models.Model):
    """A Vorvereinbarung between a commune and the LPR, from draft to force."""

    Status = AgreementStatus
    Kind = AgreementKind
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
    kind = models.CharField("Art", max_length=12, choices=Kind, default=Kind.AGREEMENT, editable=False)
    amends = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="amendments",
        editable=False,
        verbose_name="ändert",
    )
    wording = models.TextField("Wortlaut", max_length=8000, blank=True)
    last_day = DayField("letzter Tag der Vereinbarung", null=True, blank=True)
    route = models.CharField("Weg", max_length=10, choices=Route, default=Route.ONLINE, editable=False)
    topics = models.ManyToManyField(Topic, related_name="agreements", verbose_name="Themen", blank=True)
    # Who signs instead of the head in office, for a reason (domain rule 12); two employees together: `PaperScan`.
    deputy = models.ForeignKey(
        OfficeHolder,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Stellvertretung, die unterzeichnet",
    )
    deputy_reason = models.CharField("Grund der Vertretung", max_length=150, blank=True)
    deputy_order_reason = models.CharField("warum nicht die vorrangige Stellvertretung", max_length=100, blank=True)
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
    original = models.OneToOneField(
        PaperOriginal, on_delete=models.PROTECT, null=True, related_name="agreement", editable=False
    )
    reminders_paused = models.BooleanField("Erinnerungen angehalten", default=False, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    text_changed_at = MomentField("Text zuletzt geändert am", default=timezone.now, editable=False)
    prepared_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="prepared_agreements", editable=False
    )
    created_at = MomentField("angelegt am", auto_now_add=True)

    ends_on: date  # as PreAgreementQuerySet.ending_by annotates it
    agreed_day: date | None  # likewise

    objects = PreAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "Vorvereinbarung"
        verbose_name_plural = "Vorvereinbarungen"
        ordering = ["-reference"]
        constraints = AGREEMENT_CONSTRAINTS

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.__dict__.pop("in_force_on", None)  # the database computes it; read again when somebody asks

    def get_absolute_url(self) -> str:
        return reverse("agreement", args=[self.reference])

    @property
    def status_badge(self) -> Badge:
        """The status in words, as every list and page shows it."""
        return badge(AgreementStatus(self.status), self.begins_on)

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

    @property
    def noun(self) -> str:
        """What it is called before its reference; each is feminine in German."""
        return NOUNS[AgreementKind(self.kind)]

    @property
    def with_kind(self) -> str:
        """The reference, after its kind where it is not an agreement of its own: "Änderung LPR-2026-0001-A1"."""
        return self.reference if self.kind == self.Kind.AGREEMENT else f"{self.get_kind_display()} {self.reference}"

    def in_force_amendments(self) -> "list[PreAgreement]":
        """Amendments and terminations that both sides signed, the oldest first; uses what was prefetched."""
        rows: list[PreAgreement] = list(self.amendments.all())
        signed = [row for row in rows if row.in_force_on is not None]
        return sorted(signed, key=lambda row: (row.in_force_on, row.pk))

    @property
    def begins_on(self) -> date | None:
        """The first day of what both sides signed and what does not hold yet; None for everything else."""
        if self.status != "in_force" or self.in_force_on is None:
            return None
        return self.in_force_on if self.in_force_on > timezone.localdate() else None

    @property
    def never_held(self) -> bool:
        """Whether it ended before its first day: signed by both sides and never in force."""
        return self.ended_on is not None and self.in_force_on is not None and self.ended_on < self.in_force_on

    @property
    def will_begin_on(self) -> date | None:
        """The first day of what both sides would have signed by today, if it only holds later; None otherwise."""
        later = (
            self.kind == self.Kind.AGREEMENT and self.term_from is not None and self.term_from > timezone.localdate()
        )
        return self.term_from if later else None

    def row_on(self, day: date) -> "PreAgreement":
        """The row whose own terms hold on ``day``: the newest amendment in force, or itself."""
        known = [row for row in self.in_force_amendments() if row.kind == self.Kind.AMENDMENT]
        valid = [row for row in known if row.in_force_on is not None and row.in_force_on <= day]
        return valid[-1] if valid else self

    @property
    def agreed_last_day(self) -> date | None:
        """The last day that both sides agreed on, if they did."""
        days = [row.last_day for row in self.in_force_amendments() if row.last_day is not None]
        return min(days, default=None)

    def is_in_force_on(self, day: date) -> bool:
        """Whether it is an agreement in force on ``day``; the same as ``PreAgreementQuerySet.in_force_on``."""
        if self.kind != self.Kind.AGREEMENT or self.in_force_on is None or self.in_force_on > day:
            return False
        ends = (self.ended_on, self.agreed_last_day, self.row_on(day).term_until)
        return all(end is None or end >= day for end in ends)

    def signatory_on(self, day: date) -> OfficeHolder | None:
        """Who may sign this for the commune on ``day``: its head, or the deputy chosen (domain rules 11, 12).

        A deputy whose term is over may not. A mayor who is back does not take the version over: it names the
        deputy, whose office goes on, so the caseworker withdraws it and issues one that names the mayor.
        """
        if self.deputy_id is None:
            return self.commune.office_holders.head_on(day)
        return self.commune.office_holders.on(day).filter(pk=self.deputy_id).first()

    @property
    def council_resolution(self) -> CouncilResolution:
        """What is known of the council's resolution; while nobody said anything, undecided and not saved."""
        return getattr(self, "recorded_resolution", None) or CouncilResolution(agreement=self)

    @property
    def on_behalf_reason(self) -> str:
        """Why "i. V.", for the ledger; empty when the office itself signs."""
        order = f"; vorrangige Stellvertretung verhindert: {self.deputy_order_reason}"
        return self.deputy_reason + (order if self.deputy_order_reason else "")
