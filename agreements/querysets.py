"""The doors to agreements: ``visible_to`` for staff."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Least
from django.db.models.lookups import GreaterThanOrEqual

from agreements.models.agreement_states import OPEN, SIGNED
from communes.models import Commune, Topic
from staff.models import User

if TYPE_CHECKING:
    from agreements.models import PreAgreement, Question  # noqa: F401 - named in the base classes


class PreAgreementQuerySet(models.QuerySet["PreAgreement"]):
    """Which agreements, and with what."""

    def visible_to(self, user: User) -> Self:
        """What ``user`` may read: everything for the office; a coach sees nothing here."""
        return self if user.is_office else self.none()

    def with_parties(self) -> Self:
        """With what every page about agreements shows, in one query."""
        return self.select_related("commune", "commune__district", "template_version__template")

    def open(self) -> Self:
        """Drafts and what waits for a signature."""
        return self.filter(status__in=OPEN)

    def originals(self) -> Self:
        """The agreements themselves, without amendments and terminations."""
        return self.filter(kind="agreement")

    def in_force_on(self, day: date) -> Self:
        """Agreements in force on ``day``, from dated facts (domain rule 7): from the last signature to the last day.

        The term is that of the newest amendment in force on ``day``; a termination's last day counts before the
        clock has ended the agreement. Amendments and terminations are not agreements of their own here.
        """
        over = self._signed_children().filter(kind="termination", last_day__lt=day)
        return self.originals().filter(
            ~Exists(over),
            Q(ended_on__isnull=True) | Q(ended_on__gte=day),
            GreaterThanOrEqual(self._until(day), Value(day)),
            in_force_on__lte=day,
        )

    def in_state(self, state: str, day: date) -> Self:
        """As the badge says on ``day``: a status, or ``SIGNED`` until the first day of what both sides signed."""
        if state == SIGNED:
            return self.filter(status="in_force", in_force_on__gt=day)
        rows = self.filter(status=state)
        return rows.filter(in_force_on__lte=day) if state == "in_force" else rows

    def ending_by(self, until: date, today: date) -> Self:
        """Agreements in force whose end is ``until`` or earlier. ``agreed_day``: by a termination, or None;
        ``ends_on``: that day or the end of the term as amended ``today``, whichever comes first.
        """
        terminations = self._signed_children().filter(kind="termination").order_by("last_day")
        return (
            self.originals()
            .filter(status="in_force")
            .annotate(agreed_day=Subquery(terminations.values("last_day")[:1]))
            .annotate(ends_on=Least(self._until(today), Coalesce("agreed_day", Value(date.max))))
            .filter(ends_on__lte=until)
        )

    def going(self) -> Self:
        """Neither stopped nor ended: prepared, waiting for a signature or in force."""
        return self.open() | self.filter(status="in_force")

    def topics_on(self, day: date) -> models.QuerySet[Topic]:
        """What these agreements are about on ``day``: by the newest notice of change with topics, else by the terms.

        The same as ``PreAgreement.terms_on(day).topics``.
        """
        rows = self.originals().order_by().annotate(**self._topics_from(day))
        by_terms = Q(agreements__in=rows.filter(notice__isnull=True).values("terms"))
        return Topic.objects.filter(by_terms | Q(notices__in=rows.values("notice"))).distinct()

    def with_topic_on(self, topic: Topic, day: date) -> Self:
        """Those of these agreements that are about ``topic`` on ``day``, see ``topics_on``."""
        rows = self.originals().order_by().annotate(**self._topics_from(day))
        with_topic = self.model._default_manager.filter(topics=topic).order_by().values("pk")
        noticed = topic.notices.order_by().values("pk")
        return rows.filter(Q(notice__isnull=True, terms__in=with_topic) | Q(notice__in=noticed))

    def about(self, topic: Topic, day: date) -> Self:
        """What is about ``topic`` on ``day``: an agreement by what holds of it, an amendment by its own topics or,
        without any, by its agreement's, a termination by its agreement's.
        """
        every = self.model._default_manager
        with_topic = every.filter(topics=topic).order_by().values("pk")
        roots = every.all().with_topic_on(topic, day).values("pk")
        inherits = Q(kind="termination") | Q(kind="amendment") & ~Exists(
            Topic.objects.filter(agreements=OuterRef("pk"))
        )
        return self.filter(
            Q(kind="agreement", pk__in=roots) | Q(kind="amendment", pk__in=with_topic) | inherits & Q(amends__in=roots)
        )

    def _topics_from(self, day: date) -> dict[str, Coalesce | Subquery]:
        """Where the topics of the row outside are: the row of its terms, and the notice that changed them, if any."""
        terms = Coalesce(Subquery(self._amendments_on(day).values("pk")[:1]), "pk")
        told = self.model._meta.get_field("notices").related_model._default_manager.filter(  # type: ignore[union-attr]  # a relation
            terms=OuterRef("terms"), new_topics=True, status="confirmed", effective_on__lte=day
        )
        return {"terms": terms, "notice": Subquery(told.order_by("-effective_on", "-number").values("pk")[:1])}

    def _signed_children(self) -> "models.QuerySet[PreAgreement]":
        return self.model._default_manager.filter(amends=OuterRef("pk"), in_force_on__isnull=False).order_by()

    def _amendments_on(self, day: date) -> "models.QuerySet[PreAgreement]":
        """Of the row outside, those in force on ``day``, the newest first."""
        amendments = self._signed_children().filter(kind="amendment", in_force_on__lte=day)
        return amendments.order_by("-in_force_on", "-pk")

    def _until(self, day: date) -> Coalesce:
        """The end of the term as amended on ``day``; the end of time for one without."""
        amended = self._amendments_on(day).annotate(until=Coalesce("term_until", Value(date.max))).values("until")[:1]
        return Coalesce(Subquery(amended), "term_until", Value(date.max))

    def resolution_expected(self, until: date) -> Self:
        """Drafts that wait for a council which decides by ``until``, also one whose day is past; the next first."""
        expected = self.filter(status="draft", council_resolution="pending", council_resolution_expected_on__lte=until)
        return expected.order_by("council_resolution_expected_on", "pk")

    def in_charge_of(self, user: User, day: date) -> Self:
        """Agreements with the communes ``user`` is responsible for on ``day``, or stands in for."""
        return self.filter(commune__in=Commune.objects.in_charge_of(user, day).order_by().values("pk"))


class QuestionQuerySet(models.QuerySet["Question"]):
    """Which questions."""

    def waiting(self) -> Self:
        """Without an answer, about an agreement that still waits for the commune's signature."""
        return self.filter(answered_at__isnull=True, agreement__status="issued")
