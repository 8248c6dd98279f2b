"""An agreement that is changed or ended by both sides: amendments and terminations are agreements of their own."""

from datetime import date
from typing import TYPE_CHECKING, cast

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agreements import policies
from agreements.models.holding_terms import HoldingTerms
from core import journal
from core.actors import Actor
from core.checkpoints import checkpoint
from core.dated_fields import DayField
from core.transitions import TransitionRefusedError

if TYPE_CHECKING:
    from agreements.models.agreement import PreAgreement

NOUNS = {"agreement": "Vorvereinbarung", "amendment": "Änderungsvereinbarung", "termination": "Aufhebungsvereinbarung"}
OPEN = ("draft", "issued", "commune_signed", "scanned")


class Amending(models.Model):
    """What kind of agreement it is, which one it changes or ends, and what holds on a day (domain rule 7)."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", "Vorvereinbarung"
        AMENDMENT = "amendment", "Änderung"
        TERMINATION = "termination", "Aufhebung"

    kind = models.CharField("Art", max_length=12, choices=Kind, default=Kind.AGREEMENT, editable=False)
    amends = models.ForeignKey(
        "agreements.PreAgreement",
        on_delete=models.PROTECT,
        null=True,
        related_name="amendments",
        editable=False,
        verbose_name="ändert",
    )
    wording = models.TextField("Wortlaut", max_length=8000, blank=True)
    last_day = DayField("letzter Tag der Vereinbarung", null=True, blank=True)

    reference: str
    status: str
    signed_on: date | None
    in_force_on: date | None
    ended_on: date | None
    term_from: date | None
    term_until: date | None
    ends_on: date  # as PreAgreementQuerySet.ending_by annotates it
    agreed_day: date | None  # likewise

    class Meta:
        abstract = True

    @property
    def noun(self) -> str:
        """What it is called before its reference; each is feminine in German."""
        return NOUNS[self.kind]

    @property
    def with_kind(self) -> str:
        """The reference, after its kind where it is not an agreement of its own: "Änderung LPR-2026-0001-A1"."""
        return self.reference if self.kind == self.Kind.AGREEMENT else f"{self.get_kind_display()} {self.reference}"

    def in_force_amendments(self) -> "list[PreAgreement]":
        """Amendments and terminations that both sides signed, the oldest first; uses what was prefetched."""
        rows: list[PreAgreement] = list(self.amendments.all())  # type: ignore[attr-defined]  # of PreAgreement
        signed = [row for row in rows if row.in_force_on is not None]
        return sorted(signed, key=lambda row: (row.in_force_on, row.pk))

    def end_amendments(self, *, actor: Actor, last_day: date) -> None:
        """Inside the agreement's own end: its amendments in force end with it, read anew under the agreement's lock.

        A notice of change that waits for the commune has nothing to change any more.

        No other transition touches an amendment in force, so the lock on it after that on the agreement is in nobody's
        way.
        """
        amendments = self.amendments.order_by("pk")  # type: ignore[attr-defined]  # of PreAgreement
        for amendment in amendments.filter(kind=self.Kind.AMENDMENT, status="in_force"):
            amendment.end_with_agreement(actor=actor, last_day=last_day)
        for notice in self.notices.filter(status="open"):  # type: ignore[attr-defined]  # of PreAgreement
            notice.lapse(actor=actor)

    def tell_amended(self, actor: Actor) -> None:
        """What it amends says so. A termination whose last day has come ends what it is about in the same moment.

        The lock on the agreement comes after that on its amendment; nobody takes them the other way round.
        """
        if self.amends_id is None:
            return
        rows = type(self)._base_manager.select_for_update(of=("self",), no_key=True)
        agreement = cast("PreAgreement", rows.get(pk=self.amends_id))
        decision = policies.amended_is_in_force(agreement)
        if not decision:
            raise TransitionRefusedError(decision.reason)
        journal.record(
            key=agreement.journal_key,
            kind="preagreement.amended" if self.kind == self.Kind.AMENDMENT else "preagreement.terminated",
            subject=agreement,
            actor=actor,
            data={"by": self.reference},
        )
        checkpoint("amending.recorded")
        if self.last_day is not None and self.last_day <= timezone.localdate():
            agreement.end_as_agreed(actor=actor, agreed=self.last_day)
            checkpoint("amending.agreement_ended")

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
        return valid[-1] if valid else cast("PreAgreement", self)

    def terms_on(self, day: date) -> HoldingTerms:
        """Topics, contact and term that hold on ``day``; of an amendment, what it says itself."""
        if self.kind != self.Kind.AGREEMENT:
            return HoldingTerms(cast("PreAgreement", self), date.min)
        return HoldingTerms(self.row_on(day), day)

    def terms_agreed(self) -> HoldingTerms:
        """What holds once everything that is agreed has begun: what the next change starts from."""
        return self.terms_on(date.max)

    def terms_before(self, amendment: "PreAgreement") -> HoldingTerms:
        """As ``terms_on``, for comparing: what holds without ``amendment`` and what came after it."""
        known = [row for row in self.in_force_amendments() if row.kind == self.Kind.AMENDMENT]
        order = [row.pk for row in known]
        earlier = known[: order.index(amendment.pk)] if amendment.pk in order else known
        return HoldingTerms(earlier[-1] if earlier else cast("PreAgreement", self), date.max)

    def terms_today(self) -> HoldingTerms:
        """``terms_on`` today; of an agreement that has ended, on its last day."""
        return self.terms_on(min(timezone.localdate(), self.ended_on or date.max))

    def changes_something(self) -> bool:
        """Of an amendment: whether a field differs from the terms that hold today, or something else is said."""
        if self.wording.strip() or self.amends is None:
            return True
        before = self.amends.terms_before(cast("PreAgreement", self))
        names = ("contact_name", "contact_email", "contact_phone", "term_from", "term_until")
        if any(getattr(self, name) != getattr(before, name) for name in names):
            return True
        topics = set(self.topics.all())  # type: ignore[attr-defined]  # of PreAgreement
        return topics != set(before.topics.all())

    @property
    def agreed_last_day(self) -> date | None:
        """The last day that both sides agreed on, if they did."""
        days = [row.last_day for row in self.in_force_amendments() if row.last_day is not None]
        return min(days, default=None)

    def is_in_force_on(self, day: date) -> bool:
        """Whether it is an agreement in force on ``day``; the same as ``PreAgreementQuerySet.in_force_on``."""
        if self.kind != self.Kind.AGREEMENT or self.in_force_on is None or self.in_force_on > day:
            return False
        ends = (self.ended_on, self.agreed_last_day, self.terms_on(day).term_until)
        return all(end is None or end >= day for end in ends)


AMENDING_CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(
        condition=Q(kind="agreement", amends__isnull=True)
        | Q(kind__in=["amendment", "termination"], amends__isnull=False),
        name="agreement_kind_fits_amends",
    ),
    models.CheckConstraint(
        condition=Q(kind="termination", last_day__isnull=False) | (~Q(kind="termination") & Q(last_day__isnull=True)),
        name="agreement_termination_has_last_day",
    ),
    # A termination is what ended the agreement and stays in force; an amendment ends with what it amends.
    models.CheckConstraint(condition=~Q(kind="termination", status="ended"), name="agreement_terminations_stay"),
    models.UniqueConstraint(
        fields=["amends"],
        condition=Q(status__in=OPEN, amends__isnull=False),
        name="agreement_one_open_amendment",
        violation_error_message="Es gibt schon eine offene Änderung oder Aufhebung dieser Vereinbarung.",
    ),
]
