"""Invitations, ceremonies and codes: how a signatory is reached and identified."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agreements.models import tokens
from agreements.models.code_channels import LIFETIME, CodeChannel, new_code
from agreements.models.document import DocumentVersion
from agreements.models.sent_link import mint_link
from communes.models import OfficeHolder
from core.dated_fields import MomentField
from core.mail_fields import MailAddressField

IDENTIFIED_FOR = timedelta(hours=2)
COOKIE_LASTS = timedelta(days=1)
CODE_TRIES = 5  # wrong ones while a code lives; then it is dead
WRONG_CODES = 20  # of an invitation, whatever code was meant; then only another invitation helps


class Invitation(models.Model):
    """The request to one office holder to sign one version. Its link's token is stored as a hash only."""

    class State(models.TextChoices):
        OPEN = "open", "offen"
        USED = "used", "benutzt"
        REVOKED = "revoked", "zurückgezogen"
        EXPIRED = "expired", "abgelaufen"
        CHANGE = "change", "mit einem Änderungswunsch beantwortet"

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, related_name="invitations", verbose_name="Fassung"
    )
    office_holder = models.ForeignKey(
        OfficeHolder, on_delete=models.PROTECT, related_name="invitations", verbose_name="Amtsperson"
    )
    recipient = MailAddressField("an")
    state = models.CharField("Stand", max_length=10, choices=State, default=State.OPEN, editable=False)
    created_at = MomentField("angelegt am", auto_now_add=True)
    expires_at = MomentField("gültig bis")
    opened_at = MomentField("geöffnet am", null=True, editable=False)
    # When it was answered, taken back or ran out; unknown of older ones.
    closed_at = MomentField("erledigt am", null=True, editable=False)
    # As the template said when the link was sent: a later change of the template does not touch it.
    code_channel = models.CharField(
        "Weg des Codes", max_length=20, choices=CodeChannel, default=CodeChannel.MAIL, editable=False
    )
    call_requested_at = MomentField("bittet um Anruf seit", null=True, editable=False)
    # Over its whole life (signing rule 24), whichever code was tried.
    wrong_codes = models.PositiveSmallIntegerField("falsche Codes", default=0, editable=False)

    class Meta:
        verbose_name = "Einladung"
        verbose_name_plural = "Einladungen"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "used", "revoked", "expired", "change"]), name="invitation_state_valid"
            ),
            models.CheckConstraint(
                condition=Q(code_channel__in=CodeChannel.values), name="invitation_code_channel_valid"
            ),
            models.CheckConstraint(
                condition=Q(call_requested_at__isnull=True) | Q(code_channel="phone"),
                name="invitation_call_is_by_phone",
            ),
            models.CheckConstraint(condition=Q(wrong_codes__lte=WRONG_CODES), name="invitation_wrong_codes_limited"),
            models.UniqueConstraint(
                fields=["version"], condition=Q(state="open"), name="invitation_one_open_per_version"
            ),
        ]

    def __str__(self) -> str:
        return f"Einladung zu {self.version} ({self.get_state_display()})"

    def mint_token(self) -> str:
        """A new secret for the link, beside those sent before. The caller sends it and forgets it."""
        return mint_link(self.links, self.recipient)

    @property
    def takes_no_code(self) -> bool:
        """Whether too many wrong ones were typed: then only another invitation helps."""
        return self.wrong_codes >= WRONG_CODES

    def is_expired(self, now: datetime) -> bool:
        """By the clock or by its state (signing rule 12)."""
        return self.state == self.State.EXPIRED or now >= self.expires_at


class Ceremony(models.Model):
    """One device on its way through reading, identifying and signing; known by a cookie of its own."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="ceremonies")
    cookie_hash = models.CharField(max_length=64, unique=True, editable=False)
    nonce = models.CharField(max_length=64, editable=False)
    started_at = MomentField("begonnen am", auto_now_add=True)
    identified_at = MomentField("ausgewiesen um", null=True, editable=False)
    identified_by = models.CharField(
        "ausgewiesen durch", max_length=20, choices=CodeChannel, blank=True, editable=False
    )
    changes_seen_at = MomentField("Änderungen gelesen um", null=True, editable=False)
    consented_at = MomentField("zugestimmt um", null=True, editable=False)
    consented_sha256 = models.CharField("gelesene Fassung (SHA-256)", max_length=64, blank=True, editable=False)
    signed = models.BooleanField("hat unterzeichnet", default=False, editable=False)

    class Meta:
        verbose_name = "Unterzeichnungsvorgang"
        verbose_name_plural = "Unterzeichnungsvorgänge"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consented_at__isnull=True) | Q(identified_at__isnull=False),
                name="ceremony_identified_before_consent",
            ),
            models.UniqueConstraint(
                fields=["invitation"], condition=Q(signed=True), name="ceremony_one_signs_per_invitation"
            ),
        ]

    def __str__(self) -> str:
        return f"Vorgang {self.pk} zu {self.invitation}"

    @property
    def is_over(self) -> bool:
        """Whether the cookie has ended, whatever a browser does with it: then it opens nothing any more."""
        return timezone.now() - self.started_at >= COOKIE_LASTS

    @property
    def may_go_on(self) -> bool:
        """Whether a link that is opened again leads back here: identified, and the cookie will not end midway.

        Otherwise a fresh cookie is given, so that nobody who planted or saw the former one is identified with it.
        """
        return self.is_identified and timezone.now() - self.started_at < COOKIE_LASTS - IDENTIFIED_FOR

    @property
    def is_identified(self) -> bool:
        """Whether the code was accepted and not too long ago."""
        return self.identified_at is not None and timezone.now() - self.identified_at < IDENTIFIED_FOR


class SigningCode(models.Model):
    """The second factor of one invitation: five tries, once, as long as its channel says. A salted hash."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="codes")
    code_hash = models.CharField(max_length=200, blank=True, editable=False)
    created_at = MomentField("angefordert am", default=timezone.now)
    expires_at = MomentField("gültig bis", null=True)
    tries = models.PositiveSmallIntegerField("Fehlversuche", default=0)
    used_at = MomentField("benutzt am", null=True)

    class Meta:
        verbose_name = "Code"
        verbose_name_plural = "Codes"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=CODE_TRIES), name="code_tries_limited"),
        ]

    def __str__(self) -> str:
        return f"Code zu Einladung {self.invitation_id}"

    def mint(self) -> str:
        """A new code; the former one of this row is dead. The caller passes it on and forgets it."""
        code = new_code(self.invitation.code_channel)
        self.keep(code)
        return code

    def keep(self, code: str) -> datetime:
        """Remember ``code`` as a hash; returns until when it holds."""
        self.code_hash = tokens.slow_digest(code)
        self.expires_at = timezone.now() + LIFETIME[CodeChannel(self.invitation.code_channel)]
        self.save(update_fields=["code_hash", "expires_at"])
        return self.expires_at

    def is_right(self, typed: str) -> bool:
        """Whether ``typed`` is this code; how often one may try is the caller's to count."""
        return tokens.matches(typed, self.code_hash)

    @property
    def sent_at(self) -> datetime | None:
        """When it went out; None while its mail is on its way."""
        if self.expires_at is None or not self.code_hash:
            return None
        return self.expires_at - LIFETIME[CodeChannel(self.invitation.code_channel)]

    @property
    def is_locked(self) -> bool:
        return self.tries >= CODE_TRIES

    def is_lost(self, now: datetime) -> bool:
        """Whether it came to nothing: typed wrong too often, or too late."""
        return self.used_at is None and not self.may_be_typed(now)

    def may_be_typed(self, now: datetime) -> bool:
        """Whether it opens the way; one whose mail is not sent yet has no end."""
        return self.used_at is None and not self.is_locked and (self.expires_at is None or now < self.expires_at)
