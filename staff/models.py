"""Accounts, roles and the right to sign."""

from datetime import date

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from core.periods import Period, PeriodQuerySet, period_is_ordered
from staff.permissions import role_enters, role_has
from staff.roles import Role
from staff.tries.models import KnownPlace, WrongPasswords

__all__ = ["KnownPlace", "Role", "SigningAuthority", "Substitution", "User", "UserManager", "WrongPasswords"]


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the address is the sign-in name."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A person who can sign in. ``email`` is the sign-in name, compared without regard to case."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff or a coach. The right to sign is a dated authority, not a property of the account."""

    email = models.EmailField("E-Mail-Adresse", unique=True)
    first_name = models.CharField("Vorname", max_length=100)
    last_name = models.CharField("Nachname", max_length=100)
    role = models.CharField("Rolle", max_length=20, choices=Role, default=Role.CASEWORKER)
    phone = models.CharField("Telefon", max_length=40, blank=True)
    is_active = models.BooleanField("darf sich anmelden", default=True)
    date_joined = models.DateTimeField("angelegt am", default=timezone.now, editable=False)

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
        return self.role in {Role.CASEWORKER, Role.HEAD, Role.ADMIN}

    def may_sign_on(self, day: date) -> bool:
        """Whether a Zeichnungsbefugnis is in force on ``day``."""
        return self.signing_authorities.on(day).exists()


@pghistory.track()
class SigningAuthority(Period):
    """Zeichnungsbefugnis: the right to sign for the LPR, for a period."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="signing_authorities", verbose_name="Konto")

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "Zeichnungsbefugnis"
        verbose_name_plural = "Zeichnungsbefugnisse"
        ordering = ["-valid_from"]
        constraints = [
            period_is_ordered("signing_authority"),
            ExclusionConstraint(
                name="signing_authority_no_overlap",
                expressions=[
                    (Func(F("user"), F("user"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("valid_from"), F("valid_until"), Value("[]"), function="daterange"), "&&"),
                ],
                violation_error_message="In dieser Zeit besteht schon eine Zeichnungsbefugnis.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.period_text}"


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
            ExclusionConstraint(
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
