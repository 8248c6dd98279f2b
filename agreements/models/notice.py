"""A notice of change: the commune tells other topics or another contact in text form, and confirms it by link."""

from datetime import date, datetime, timedelta

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from agreements.models.notice_rules import NOTICE_CONSTRAINTS, NOTICE_TRIGGERS, ONLY_WHILE_OPEN
from agreements.models.notice_states import NoticeOrigin, NoticeStatus, badge
from agreements.models.sent_link import mint_link
from communes.models import OfficeHolder, Topic
from core.badges import Badge
from core.dated_fields import DayField, MomentField
from core.mail_fields import MailAddressField
from core.models import StoredFile
from staff.models import User

LINK = "agreements.notice"


def link_ends(days: int) -> datetime:
    """Until when a link holds that goes out now; ``days``: as the template says of links."""
    return timezone.now() + timedelta(days=days)


class ChangeNotice(models.Model):
    """What the commune changes of an agreement without a signature, from a day on; frozen from the beginning.

    ``terms`` is the row whose topics and contact it changes: the agreement, or the newest amendment. The agreement is
    locked before its notices, by anyone who calls a transition (``notices.steps``) or ends the agreement.
    """

    Status = NoticeStatus
    Origin = NoticeOrigin

    agreement = models.ForeignKey(
        "agreements.PreAgreement", on_delete=models.PROTECT, related_name="notices", verbose_name="Vereinbarung"
    )
    terms = models.ForeignKey(
        "agreements.PreAgreement", on_delete=models.PROTECT, related_name="notices_on", verbose_name="ändert"
    )
    number = models.PositiveSmallIntegerField("Nummer")
    status = models.CharField("Stand", max_length=10, choices=Status, default=Status.OPEN, editable=False)
    status_since = MomentField("Stand seit", default=timezone.now, editable=False)
    effective_on = DayField("gilt ab")
    new_topics = models.BooleanField("ändert die Themen")
    new_contact = models.BooleanField("ändert die Ansprechperson")
    topics = models.ManyToManyField(
        Topic, through="NoticeTopic", related_name="notices", verbose_name="Themen", blank=True
    )
    contact_name = models.CharField("Ansprechperson der Kommune", max_length=200, blank=True)
    contact_email = MailAddressField("E-Mail-Adresse der Ansprechperson", blank=True)
    contact_phone = models.CharField("Telefon der Ansprechperson", max_length=40, blank=True)
    origin = models.CharField("eingegangen", max_length=10, choices=Origin)
    remark = models.CharField("wie die Kommune es mitgeteilt hat", max_length=500, blank=True)
    content = models.JSONField("Wortlaut")
    content_sha256 = models.CharField("Wortlaut (SHA-256)", max_length=64)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="erfasst von")
    recorded_at = MomentField("erfasst am", default=timezone.now)
    holder = models.ForeignKey(OfficeHolder, on_delete=models.PROTECT, related_name="notices", verbose_name="gesendet")
    recipient = MailAddressField("an")
    expires_at = MomentField("gültig bis")
    confirmed_at = MomentField("bestätigt am", null=True, editable=False)
    confirmed_by = models.ForeignKey(
        OfficeHolder, on_delete=models.PROTECT, null=True, related_name="+", editable=False, verbose_name="Amtsperson"
    )
    confirmed_name = models.CharField("bestätigt von", max_length=250, blank=True, editable=False)
    confirmed_office = models.CharField("Amt", max_length=150, blank=True, editable=False)
    confirmed_address = models.CharField("mit dem Link an", max_length=254, blank=True, editable=False)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", editable=False, verbose_name="PDF"
    )

    class Meta:
        verbose_name = "Änderungsmitteilung"
        verbose_name_plural = "Änderungsmitteilungen"
        ordering = ["agreement", "number"]
        constraints = NOTICE_CONSTRAINTS
        triggers = NOTICE_TRIGGERS

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("notice", args=[self.agreement.reference, self.number])

    @property
    def reference(self) -> str:
        """As of an amendment, with an M: "LPR-2026-0042-M1"."""
        return f"{self.agreement.reference}-M{self.number}"

    @property
    def journal_key(self) -> str:
        return self.agreement.journal_key

    @property
    def status_badge(self) -> Badge:
        """The state in words."""
        return badge(NoticeStatus(self.status), self.effective_on if self.effective_on > timezone.localdate() else None)

    def is_expired(self, now: datetime) -> bool:
        """By the clock or by its state."""
        return self.status == self.Status.EXPIRED or now >= self.expires_at

    def mint_token(self) -> str:
        """A new secret for the link, beside those sent before. The caller sends it and forgets it."""
        return mint_link(self.links, self.recipient)


class NoticeTopic(models.Model):
    """A topic of a notice with a new list of topics; written with it and never changed."""

    notice = models.ForeignKey(ChangeNotice, on_delete=models.PROTECT, related_name="+", verbose_name="Mitteilung")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+", verbose_name="Thema")

    class Meta:
        verbose_name = "Thema einer Änderungsmitteilung"
        verbose_name_plural = "Themen einer Änderungsmitteilung"
        constraints = [models.UniqueConstraint(fields=["notice", "topic"], name="notice_topic_once")]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
            ONLY_WHILE_OPEN,
        ]

    def __str__(self) -> str:
        return f"{self.topic} ({self.notice_id})"


def confirmed_on(day: date) -> Q:
    """Of notices: those that hold on ``day``."""
    return Q(status=NoticeStatus.CONFIRMED, effective_on__lte=day)
