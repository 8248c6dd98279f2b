"""The links that were sent: to sign, or to confirm a notice of change. Their tokens are known as hashes only."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agreements.models import tokens
from core.dated_fields import MomentField
from core.mail_fields import MailAddressField


class SentLink(models.Model):
    """One link in one mail (signing rule 1).

    A reminder, or a link that was asked for, leaves the earlier ones as they are (signing rule 18): a link works as
    long as its invitation or notice does. What the office sends again is another invitation; of a notice it ends the
    links sent before. Rows stay, so that a link that does not work any more can say what happened (rule 21).
    """

    invitation = models.ForeignKey(
        "agreements.Invitation", on_delete=models.PROTECT, null=True, related_name="links", verbose_name="Einladung"
    )
    notice = models.ForeignKey(
        "agreements.ChangeNotice",
        on_delete=models.PROTECT,
        null=True,
        related_name="links",
        verbose_name="Änderungsmitteilung",
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    recipient = MailAddressField("an")
    sent_at = MomentField("gesendet am", default=timezone.now)
    ended_at = MomentField("ersetzt am", null=True, editable=False)

    class Meta:
        verbose_name = "Link"
        verbose_name_plural = "Links"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(invitation__isnull=False, notice__isnull=True, ended_at__isnull=True)
                | Q(invitation__isnull=True, notice__isnull=False),
                name="link_leads_to_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"Link {self.pk}"


def mint_link(links: "models.Manager[SentLink]", recipient: str) -> str:
    """A new secret among ``links`` of an invitation or a notice. The caller sends it and forgets it."""
    token = tokens.link_token()
    links.create(token_hash=tokens.digest(token), recipient=recipient)
    return token
