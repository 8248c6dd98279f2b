"""A deputy who signs for the commune instead of the mayor (domain rule 12)."""

from datetime import date

from django.db import models
from django.db.models import Q

from communes.models import Commune, OfficeHolder


class SignedByDeputy(models.Model):
    """Who signs for the commune: the head in office, or a named deputy for a reason.

    Two authorised employees act together (domain rule 12) on paper only: see ``PaperScan``.
    """

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

    commune: Commune

    class Meta:
        abstract = True

    def signatory_on(self, day: date) -> OfficeHolder | None:
        """Who may sign for the commune on ``day`` (domain rule 11).

        A deputy whose term is over may not. A mayor who is back does not take the version over: it names the
        deputy, whose office goes on, so the caseworker withdraws it and issues one that names the mayor.
        """
        if self.deputy_id is None:
            return self.commune.office_holders.signatory_on(day)
        return self.commune.office_holders.on(day).filter(pk=self.deputy_id).first()

    @property
    def on_behalf_reason(self) -> str:
        """Why "i. V.", for the ledger; empty when the office itself signs."""
        order = f"; vorrangige Stellvertretung verhindert: {self.deputy_order_reason}"
        return self.deputy_reason + (order if self.deputy_order_reason else "")


DEPUTY_CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(deputy__isnull=True, deputy_reason="", deputy_order_reason="")
        | (Q(deputy__isnull=False) & ~Q(deputy_reason="")),
        name="agreement_deputy_has_reason",
    ),
]
