"""Accounts, roles and the right to sign."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Self

import pghistory
import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from core.dated_fields import MomentField
from core.mail_addresses import normalised_address
from core.mail_fields import MailAddressField
from core.periods import NoOverlap, Period, PeriodQuerySet, period_is_ordered
from staff.permissions import role_enters, role_has
from staff.roles import OFFICE, Role
from staff.tries.models import KnownPlace, WrongPasswords

__all__ = ["KnownPlace", "Role", "SigningAuthority", "Substitution", "User", "UserManager", "WrongPasswords"]


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the address is the sign-in name."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A person who can sign in. ``email`` is the sign-in name, compared without regard to case."""
        user = self.model(email=normalised_address(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """By ``manage.py createsuperuser``: an administrator, made by somebody with access to the server."""
        return self.create_user(email, password, **{**fields, "role": Role.ADMIN})

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff or a coach. The right to sign is a dated authority, not a property of the account."""

    email = MailAddressField("E-Mail-Adresse", unique=True)
    first_name = models.CharField("Vorname", max_length=100)
    last_name = models.CharField("Nachname", max_length=100)
    role = models.CharField("Rolle", max_length=20, choices=Role, default=Role.CASEWORKER)
    phone = models.CharField("Telefon", max_length=40, blank=True)
    office_hours = models.CharField(
        "Sprechzeiten", max_length=60, blank=True, help_text="Wann man Sie erreicht, zum Beispiel: Mo–Do 9–15 Uhr"
    )
    is_active = models.BooleanField("darf sich anmelden", default=True)
    date_joined = MomentField("angelegt am", default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = "Konto"
        verbose_name_plural = "Konten"
        ordering = ["last_name", "first_name"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_valid"),
            models.UniqueConstraint(models.functions.Lower("email"), name="user_email_unique_whatever_case"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """On one line, whatever was typed: it stands in mails, certificates and the texts of evidence."""
        return " ".join(f"{self.first_name} {self.last_name}".split())

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.first_name

    @property
    def is_staff(self) -> bool:
        """Whether Django's admin is open: caseworkers and heads see a little of it, admins all."""
        return self.is_active and self.is_office

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """For Django's admin: see ``staff.permissions``; the portal asks its policies."""
        return self.is_staff and role_has(self.role, perm)

    def has_module_perms(self, app_label: str) -> bool:
        """As ``has_perm``, for a whole app."""
        return self.is_staff and role_enters(self.role, app_label)

    @property
    def is_office(self) -> bool:
        """Whether the person works at the LPR (a coach does not)."""
        return self.role in OFFICE

    def may_sign_on(self, day: date) -> bool:
        """Whether a Zeichnungsbefugnis, approved by a second person, is in force on ``day``."""
        return self.signing_authorities.on(day).confirmed().exists()


class SigningAuthorityQuerySet(PeriodQuerySet):
    """Rights to sign; those that wait for a second person give nobody any right."""

    def confirmed(self) -> Self:
        """Approved by a second person, or granted before that was needed."""
        return self.filter(confirmed_at__isnull=False)


def _changed(*fields: str) -> pgtrigger.Q:
    """That an update changes one of ``fields``."""
    differ = [pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in fields]
    return reduce(or_, differ)


@pghistory.track()
class SigningAuthority(Period):
    """Zeichnungsbefugnis: the right to sign for the LPR, for a period, granted by two persons (signing rule 20).

    Without ``granted_by`` it is from before a second person was needed, or the set-up's: then it is confirmed.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="signing_authorities", verbose_name="Konto")
    granted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="erteilt von", editable=False
    )
    granted_at = MomentField("erteilt am", null=True, editable=False)
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="freigegeben von", editable=False
    )
    confirmed_at = MomentField("freigegeben am", null=True, editable=False)

    objects = SigningAuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = "Zeichnungsbefugnis"
        verbose_name_plural = "Zeichnungsbefugnisse"
        ordering = ["-valid_from"]
        constraints = [
            period_is_ordered("signing_authority"),
            NoOverlap(
                name="signing_authority_no_overlap",
                expressions=[
                    (Func(F("user"), F("user"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("valid_from"), F("valid_until"), Value("[]"), function="daterange"), "&&"),
                ],
                violation_error_message="In dieser Zeit besteht schon eine Zeichnungsbefugnis.",
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True, granted_at__isnull=True, confirmed_by__isnull=True)
                & Q(confirmed_at__isnull=False)
                | Q(granted_by__isnull=False, granted_at__isnull=False, confirmed_by__isnull=True)
                & Q(confirmed_at__isnull=True)
                | Q(granted_by__isnull=False, granted_at__isnull=False, confirmed_by__isnull=False)
                & Q(confirmed_at__isnull=False),
                name="signing_authority_granted_then_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (~Q(confirmed_by=F("granted_by")) & ~Q(confirmed_by=F("user"))),
                name="signing_authority_by_two_persons",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="only_confirmed_and_shortened",
                operation=pgtrigger.Update,
                condition=_changed("user", "valid_from", "granted_by", "granted_at")
                | pgtrigger.Q(old__confirmed_at__isnull=False) & _changed("confirmed_by", "confirmed_at")
                | pgtrigger.Q(old__valid_until__isnull=False)
                & (
                    pgtrigger.Q(new__valid_until__isnull=True)
                    | pgtrigger.Q(new__valid_until__gt=pgtrigger.F("old__valid_until"))
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.period_text}"

    @property
    def is_confirmed(self) -> bool:
        """Whether it counts: a second person approved it."""
        return self.confirmed_at is not None

    @property
    def origin(self) -> str:
        """German, for people: who granted and who approved it."""
        if self.granted_by is None:
            return "vor Einführung der Freigabe erteilt"
        approved = f"freigegeben von {self.confirmed_by}" if self.confirmed_by else "noch nicht freigegeben"
        return f"erteilt von {self.granted_by}, {approved}"


@pghistory.track()
class Substitution(Period):
    """Vertretung: who acts for an absent person, for a period; one substitute at a time (domain rule 20).

    A substitute acts in the districts of the absent person only, under the own account. Who acts while a substitute
    is absent, too, is said in ``staff.standing_in``.
    """

    absent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences", verbose_name="Abwesend")
    substitute = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="substitutions", verbose_name="Vertretung"
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "Vertretung"
        verbose_name_plural = "Vertretungen"
        ordering = ["-valid_from", "pk"]
        constraints = [
            period_is_ordered("substitution"),
            models.CheckConstraint(
                condition=~Q(substitute=F("absent")),
                name="substitution_not_oneself",
                violation_error_message="Niemand kann sich selbst vertreten. Bitte wählen Sie eine andere Person.",
            ),
            NoOverlap(
                name="substitution_one_at_a_time",
                expressions=[
                    (Func(F("absent"), F("absent"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("valid_from"), F("valid_until"), Value("[]"), function="daterange"), "&&"),
                ],
                violation_error_message="In dieser Zeit ist schon eine Vertretung eingetragen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} für {self.absent}, {self.period_text}"
