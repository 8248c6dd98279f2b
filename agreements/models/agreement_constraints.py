"""What the database guarantees of every pre-agreement."""

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Greatest, TruncDate

# In force with the last signature, at the earliest when the term begins. What changes or ends an agreement has no
# beginning of its own: it holds from its last signature.
FIRST_DAY = Case(
    When(signed_on__isnull=True, then=Value(None)),
    When(kind="agreement", then=Greatest("signed_on", "term_from")),
    default=F("signed_on"),
    output_field=models.DateField(null=True),
)

AGREEMENT_CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(
        condition=Q(
            status__in=[
                "draft",
                "issued",
                "commune_signed",
                "scanned",
                "in_force",
                "ended",
                "declined",
                "withdrawn",
                "expired",
            ]
        ),
        name="agreement_status_valid",
    ),
    models.CheckConstraint(
        condition=Q(status__in=["in_force", "ended"], signed_on__isnull=False)
        | (~Q(status__in=["in_force", "ended"]) & Q(signed_on__isnull=True)),
        name="agreement_in_force_has_day",
    ),
    models.CheckConstraint(
        condition=Q(status="ended", ended_on__isnull=False) | (~Q(status="ended") & Q(ended_on__isnull=True)),
        name="agreement_ended_has_day",
    ),
    models.CheckConstraint(
        condition=Q(route__in=["online", "qualified"], original__isnull=True)
        | Q(route__in=["paper", "printed"], status__in=["in_force", "ended"], original__isnull=False)
        # An existing one on paper is a draft only inside the transaction that records it.
        | Q(route="paper", status="draft", original__isnull=True)
        | (Q(route="printed", original__isnull=True) & ~Q(status__in=["in_force", "ended"])),
        name="agreement_signed_on_paper_has_original",
    ),
    models.CheckConstraint(
        condition=Q(route__in=["online", "qualified"])
        | Q(signed_on__isnull=True)
        | Q(signed_on__lte=TruncDate("status_since")),
        name="agreement_paper_day_is_past",
        violation_error_message="Der Tag der Unterschrift auf Papier liegt in der Zukunft.",
    ),
    models.CheckConstraint(
        condition=(~Q(status="scanned") | Q(route="printed"))
        & (~Q(status="commune_signed") | Q(route__in=["online", "qualified"])),
        name="agreement_status_fits_route",
    ),
    models.CheckConstraint(
        condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("signed_on")),
        name="agreement_ends_after_beginning",
        violation_error_message="Das Ende liegt vor dem Tag, an dem beide Seiten unterzeichnet hatten.",
    ),
    models.CheckConstraint(
        condition=Q(term_until__isnull=True) | Q(term_until__gte=F("term_from")),
        name="agreement_term_ordered",
        violation_error_message="Das Ende der Laufzeit liegt vor ihrem Beginn.",
    ),
    models.UniqueConstraint(
        fields=["commune"],
        # An existing one on paper is no draft for anybody: it is recorded in the transaction that makes it.
        condition=Q(
            status__in=["draft", "issued", "commune_signed", "scanned"],
            route__in=["online", "qualified", "printed"],
            kind="agreement",
        ),
        name="agreement_one_open_per_commune",
        violation_error_message="Es gibt schon eine offene Vereinbarung mit dieser Kommune.",
    ),
    models.UniqueConstraint(
        fields=["commune", "template_version", "signed_on"],
        condition=Q(route="paper"),
        name="agreement_one_on_paper_per_day",
        violation_error_message="Die Vereinbarung von diesem Tag ist schon erfasst.",
    ),
    # What amends or terminates another one.
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
        condition=Q(status__in=("draft", "issued", "commune_signed", "scanned"), amends__isnull=False),
        name="agreement_one_open_amendment",
        violation_error_message="Es gibt schon eine offene Änderung oder Aufhebung dieser Vereinbarung.",
    ),
    # A deputy signs for a reason.
    models.CheckConstraint(
        condition=Q(deputy__isnull=True, deputy_reason="", deputy_order_reason="")
        | (Q(deputy__isnull=False) & ~Q(deputy_reason="")),
        name="agreement_deputy_has_reason",
    ),
]
