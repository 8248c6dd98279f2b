"""What is remembered of wrong passwords, and where somebody has signed in before: keyed hashes, for a short time."""

from django.db import models
from django.db.models import Q

from core.dated_fields import MomentField


class Counter(models.TextChoices):
    """Whose wrong passwords a row counts."""

    NETWORK = "network", "Netz"
    ACCOUNT = "account", "Konto, von unbekannten Stellen aus"
    PAIR = "pair", "Konto und Stelle"
    SESSION = "session", "Bestätigung in einer Sitzung"


class WrongPasswords(models.Model):
    """Wrong passwords of one account, from one place, or both; ``staff.tries.counting`` alone writes it.

    A table and not the shared cache, which drops what still counts once it is full. ``account`` and ``place`` are
    keyed hashes: typed addresses may be anything, a password too, and addresses of visitors are kept by nobody.
    """

    counter = models.CharField("Zähler", max_length=10, choices=Counter)
    account = models.CharField("Konto", max_length=64, blank=True)
    place = models.CharField("Stelle", max_length=64, blank=True)
    failures = models.PositiveIntegerField("falsche Eingaben", default=0)
    since = MomentField("zählt seit")
    last_at = MomentField("zuletzt", db_index=True)
    blocked_until = MomentField("wartet bis", null=True)
    tell_owner = models.BooleanField("ist noch mitzuteilen", default=False)

    class Meta:
        verbose_name = "Zähler falscher Passwörter"
        verbose_name_plural = "Zähler falscher Passwörter"
        constraints = [
            models.UniqueConstraint(fields=["counter", "account", "place"], name="wrong_passwords_one_row_each"),
            models.CheckConstraint(condition=Q(counter__in=Counter.values), name="wrong_passwords_counter_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.get_counter_display()}: {self.failures}"


class KnownPlace(models.Model):
    """A network from which somebody signed in to an account: guessing from elsewhere does not slow it down."""

    account = models.CharField("Konto", max_length=64)
    place = models.CharField("Stelle", max_length=64)
    last_at = MomentField("zuletzt", db_index=True)

    class Meta:
        verbose_name = "bekannte Stelle"
        verbose_name_plural = "bekannte Stellen"
        constraints = [models.UniqueConstraint(fields=["account", "place"], name="known_place_once")]

    def __str__(self) -> str:
        return f"{self.place[:12]}…"
