"""Coaches, their engagements, goals and sessions."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import DecimalField, F, Q, Sum, Value
from django.db.models.functions import Coalesce, Mod
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone

from agreements.models import PreAgreement
from coaching.days import QUARTER, Budget
from communes.models import Commune, Topic
from core import dates
from core.badges import Badge
from core.dated_fields import DayField, MomentField
from staff.models import Role, User

TONES = {"planned": "info", "running": "success", "completed": "", "broken_off": "warning"}


class CoachQuerySet(models.QuerySet["Coach"]):
    """Which coaches, and with what."""

    def offered(self, current: int | None = None) -> Self:
        """Coaches who can sign in, and so can be given something to do; ``current`` stays in any case."""
        return self.filter(Q(user__is_active=True, user__role=Role.COACH) | Q(pk=current))

    def with_promised_days(self, year: int) -> Self:
        """With ``promised_days``: what engagements that begin in ``year`` grant, broken off ones aside."""
        counted = Q(engagements__planned_from__year=year) & ~Q(engagements__status="broken_off")
        zero = Value(0, DecimalField(max_digits=7, decimal_places=2))
        return self.annotate(promised_days=Coalesce(Sum("engagements__granted_days", filter=counted), zero))


class Coach(models.Model):
    """A coach with an account: what she or he knows about, and how many days a year can be promised."""

    user = models.OneToOneField(
        User,
        on_delete=models.PROTECT,
        related_name="coach",
        verbose_name="Konto",
        limit_choices_to={"role": Role.COACH},
    )
    competences = models.ManyToManyField(Topic, related_name="coaches", verbose_name="Kompetenzen", blank=True)
    days_per_year = models.DecimalField("Tage im Jahr", max_digits=5, decimal_places=2)

    objects = CoachQuerySet.as_manager()

    class Meta:
        verbose_name = "Coach"
        verbose_name_plural = "Coaches"
        ordering = ["user__last_name", "user__first_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days_per_year__gt=0, days_per_year__lte=366),
                name="coach_days_per_year_valid",
                violation_error_message="Die Tage im Jahr liegen zwischen 0 und 366.",
            ),
        ]

    def __str__(self) -> str:
        return self.user.full_name

    def clean(self) -> None:
        if self.user_id is not None and self.user.role != Role.COACH:
            raise ValidationError({"user": "Dieses Konto hat nicht die Rolle Coach."})


class EngagementQuerySet(models.QuerySet["Engagement"]):
    """Which engagements, and with what."""

    def visible_to(self, user: User) -> Self:
        """Everything for the office; a coach sees only the own ones (domain rule 18)."""
        if user.is_office:
            return self
        return self.filter(coach__user=user) if user.role == Role.COACH else self.none()

    def with_parties(self) -> Self:
        """With commune, agreement and coach, in the same query."""
        return self.select_related("agreement__commune__district", "coach__user")

    def with_used_minutes(self) -> Self:
        """With ``minutes_used``, the duration of all sessions."""
        return self.annotate(minutes_used=Coalesce(Sum("sessions__minutes"), 0))

    def with_days(self) -> Self:
        """With ``first_day`` and ``last_day``: as it happened, else as planned."""
        return self.annotate(
            first_day=Coalesce("started_on", "planned_from"), last_day=Coalesce("ended_on", "planned_until")
        )

    def running_on(self, day: date) -> Self:
        """Begun and not ended on ``day``, from the days themselves (domain rule 7)."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day), started_on__lte=day)

    def handled_by(self, user: User, day: date) -> Self:
        """Engagements with the communes ``user`` is responsible for on ``day``, or stands in for."""
        communes = Commune.objects.handled_by(user, day).order_by().values("pk")
        return self.filter(agreement__commune__in=communes)


class Engagement(models.Model):
    """Coaching of one commune by one coach, paid by the LPR, on an agreement in force (domain rule 17)."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Geplant"
        RUNNING = "running", "Läuft"
        COMPLETED = "completed", "Abgeschlossen"
        BROKEN_OFF = "broken_off", "Abgebrochen"

    agreement = models.ForeignKey(
        PreAgreement, on_delete=models.PROTECT, related_name="engagements", verbose_name="Vorvereinbarung"
    )
    coach = models.ForeignKey(Coach, on_delete=models.PROTECT, related_name="engagements", verbose_name="Coach")
    status = models.CharField("Stand", max_length=20, choices=Status, default=Status.PLANNED, editable=False)
    granted_days = models.DecimalField("Bewilligte Tage", max_digits=5, decimal_places=2)
    budget_proviso = models.BooleanField("Unter Haushaltsvorbehalt", default=True)
    planned_from = DayField("Geplant von")
    planned_until = DayField("Geplant bis")
    started_on = DayField("begonnen am", null=True, editable=False)
    ended_on = DayField("beendet am", null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="prepared_engagements", editable=False)
    created_at = MomentField("angelegt am", auto_now_add=True)

    minutes_used: int  # with EngagementQuerySet.with_used_minutes()

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = "Coaching"
        verbose_name_plural = "Coachings"
        ordering = ["-planned_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="planned", started_on__isnull=True, ended_on__isnull=True)
                | Q(status="running", started_on__isnull=False, ended_on__isnull=True)
                | Q(status="completed", started_on__isnull=False, ended_on__isnull=False)
                | Q(status="broken_off", ended_on__isnull=False),
                name="engagement_status_has_its_days",
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True) | Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="engagement_ends_after_start",
                violation_error_message="Das Ende liegt vor dem Beginn des Coachings.",
            ),
            models.CheckConstraint(
                condition=Q(planned_until__gte=F("planned_from")),
                name="engagement_plan_ordered",
                violation_error_message="Das geplante Ende liegt vor dem geplanten Beginn.",
            ),
            models.CheckConstraint(
                condition=Q(granted_days__gt=0),
                name="engagement_days_positive",
                violation_error_message="Bitte bewilligen Sie mindestens einen Vierteltag.",
            ),
            models.CheckConstraint(
                condition=Exact(Mod(F("granted_days"), Value(QUARTER)), Value(Decimal(0))),
                name="engagement_days_in_quarters",
                violation_error_message="Tage werden in Vierteln bewilligt, zum Beispiel 2,25 oder 6,5.",
            ),
        ]

    def __str__(self) -> str:
        return f"Coaching {self.commune.name}"

    def get_absolute_url(self) -> str:
        return reverse("engagement", args=[self.pk])

    @property
    def commune(self) -> Commune:
        """Whom the coaching is for."""
        return self.agreement.commune

    @property
    def status_badge(self) -> Badge:
        """The status in words, as every list and page shows it."""
        return Badge(self.get_status_display(), TONES[self.status])

    @property
    def journal_key(self) -> str:
        return self.agreement.commune_id

    @property
    def period_text(self) -> str:
        """The days that happened, as far as they did, else the planned ones, for people."""
        start = dates.day(self.started_on or self.planned_from)
        end = dates.day(self.ended_on or self.planned_until)
        if self.ended_on is None:
            return f"seit {start}, geplant bis {end}" if self.started_on else f"geplant {start} bis {end}"
        return f"{start} bis {end}" if self.started_on else f"abgebrochen am {end}, vor dem Beginn"

    @property
    def proviso_text(self) -> str:
        """The sentence about the budget (domain rule 17)."""
        if self.budget_proviso:
            return (
                "Haushaltsvorbehalt: Der Landespräventionsrat bezahlt das Coaching nur, soweit ihm dafür "
                "Haushaltsmittel zur Verfügung stehen."
            )
        return "Ohne Haushaltsvorbehalt: Die Haushaltsmittel für dieses Coaching sind bestätigt."

    def budget(self, *, without: "Session | None" = None) -> Budget:
        """Granted and used minutes; ``without`` leaves one session out, which is about to be changed."""
        counted = self.sessions.exclude(pk=without.pk) if without is not None and without.pk else self.sessions
        used = counted.aggregate(minutes=Sum("minutes"))["minutes"] or 0
        return Budget.of(self.granted_days, used)


class Goal(models.Model):
    """What the coaching is to reach: one line of its task list."""

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="goals", verbose_name="Coaching")
    text = models.CharField("Ziel", max_length=300)
    done_on = DayField("erreicht am", null=True, editable=False)
    created_at = MomentField("festgelegt am", auto_now_add=True)

    class Meta:
        verbose_name = "Ziel"
        verbose_name_plural = "Ziele"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="goal_has_text")]

    def __str__(self) -> str:
        return self.text


class Session(models.Model):
    """A Termin: when, how, how long, with how many people, and what came out of it."""

    class Form(models.TextChoices):
        ON_SITE = "on_site", "vor Ort"
        ONLINE = "online", "online"
        PHONE = "phone", "telefonisch"

    engagement = models.ForeignKey(
        Engagement, on_delete=models.PROTECT, related_name="sessions", verbose_name="Coaching"
    )
    date = DayField("Datum")
    form = models.CharField("Form", max_length=20, choices=Form)
    minutes = models.PositiveSmallIntegerField("Dauer in Minuten")
    participants = models.PositiveSmallIntegerField("Zahl der Teilnehmenden")
    result = models.TextField("Ergebnis", max_length=4000)
    entered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="entered_sessions", verbose_name="eingetragen von", editable=False
    )
    entered_at = MomentField("eingetragen am", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "Termin"
        verbose_name_plural = "Termine"
        ordering = ["-date", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(form__in=["on_site", "online", "phone"]), name="session_form_valid"),
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=960),
                name="session_minutes_valid",
                violation_error_message="Ein Termin dauert zwischen 1 und 960 Minuten.",
            ),
            models.CheckConstraint(
                condition=Q(participants__gt=0),
                name="session_has_participants",
                violation_error_message="An einem Termin nimmt mindestens eine Person teil.",
            ),
        ]

    def __str__(self) -> str:
        return f"Termin am {dates.day(self.date)}"
