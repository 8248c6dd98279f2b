"""What the list of pre-agreements can be narrowed by."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from agreements.models import PreAgreement
from agreements.models.agreement import PreAgreementQuerySet
from communes.models import Commune, District, Topic
from core.lists import DayFilter


class PreAgreementFilter(django_filters.FilterSet):
    """By reference or commune, state, side that is waited for, topic, day in force, district, responsibility."""

    q = django_filters.CharFilter(
        label="Aktenzeichen oder Kommune", method="narrow_by_text", widget=forms.TextInput(attrs={"type": "search"})
    )
    stand = django_filters.ChoiceFilter(
        label="Stand", method="narrow_by_state", choices=PreAgreement.STATE_CHOICES, empty_label="Alle"
    )
    art = django_filters.ChoiceFilter(
        label="Art", field_name="kind", choices=PreAgreement.Kind.choices, empty_label="Alle"
    )
    wartet = django_filters.ChoiceFilter(
        label="Wartet auf",
        field_name="status",
        choices=[
            (PreAgreement.Status.ISSUED, "Kommune"),
            (PreAgreement.Status.COMMUNE_SIGNED, "LPR"),
            (PreAgreement.Status.SCANNED, "Bestätigung"),
        ],
        empty_label="Alle",
    )
    thema = django_filters.ModelChoiceFilter(
        label="Thema", method="narrow_to_topic", queryset=Topic.objects.all(), empty_label="Alle"
    )
    inkraft = DayFilter(label="In Kraft am", method="narrow_to_in_force")
    landkreis = django_filters.ModelChoiceFilter(
        label="Landkreis",
        field_name="commune__district",
        queryset=District.objects.order_by("name", "kind"),
        empty_label="Alle",
    )
    meine = django_filters.BooleanFilter(
        label="nur meine Zuständigkeit", method="narrow_to_own", widget=forms.CheckboxInput
    )

    class Meta:
        model = PreAgreement
        fields: tuple[str, ...] = ()

    def narrow_by_text(self, rows: PreAgreementQuerySet, _name: str, text: str) -> PreAgreementQuerySet:
        return rows.filter(Q(reference__icontains=text.strip()) | Q(commune__in=Commune.objects.matching(text)))

    def narrow_by_state(self, rows: PreAgreementQuerySet, _name: str, state: str) -> PreAgreementQuerySet:
        return rows.in_state(state, timezone.localdate())

    def narrow_to_topic(self, rows: PreAgreementQuerySet, _name: str, topic: Topic) -> PreAgreementQuerySet:
        return about(rows, topic, timezone.localdate())

    def narrow_to_in_force(self, rows: PreAgreementQuerySet, _name: str, day: date) -> PreAgreementQuerySet:
        return rows.in_force_on(day)

    def narrow_to_own(self, rows: PreAgreementQuerySet, _name: str, wanted: Any) -> PreAgreementQuerySet:
        return rows.handled_by(self.request.user, timezone.localdate()) if wanted else rows


def about(rows: PreAgreementQuerySet, topic: Topic, day: date) -> PreAgreementQuerySet:
    """Of ``rows`` what is about ``topic`` on ``day``: an agreement by what holds of it, an amendment by its own
    topics or, without any, by its agreement's, a termination by its agreement's.
    """
    with_topic = PreAgreement.objects.filter(topics=topic).order_by().values("pk")
    roots = PreAgreement.objects.with_topic_on(topic, day).values("pk")
    without_own = ~Exists(Topic.objects.filter(agreements=OuterRef("pk")))
    inherits = Q(kind="termination") | Q(kind="amendment") & without_own
    return rows.filter(
        Q(kind="agreement", pk__in=roots) | Q(kind="amendment", pk__in=with_topic) | inherits & Q(amends__in=roots)
    )
