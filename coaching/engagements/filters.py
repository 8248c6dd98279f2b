"""What the list of engagements can be narrowed by; a coach, who sees only own ones, needs fewer filters."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from coaching.models import Coach, Engagement, EngagementQuerySet
from communes.models import Commune, District

OFFICE_ONLY = ("landkreis", "coach", "meine")


class EngagementFilter(django_filters.FilterSet):
    """By commune or reference, state, district, coach, own responsibility."""

    q = django_filters.CharFilter(
        label="Kommune oder Aktenzeichen", method="narrow_by_text", widget=forms.TextInput(attrs={"type": "search"})
    )
    stand = django_filters.ChoiceFilter(
        label="Stand", field_name="status", choices=Engagement.Status.choices, empty_label="Alle"
    )
    landkreis = django_filters.ModelChoiceFilter(
        label="Landkreis",
        field_name="agreement__commune__district",
        queryset=District.objects.order_by("name", "kind"),
        empty_label="Alle",
    )
    coach = django_filters.ModelChoiceFilter(
        label="Coach", queryset=Coach.objects.select_related("user"), empty_label="Alle"
    )
    meine = django_filters.BooleanFilter(
        label="nur meine Zuständigkeit", method="narrow_to_own", widget=forms.CheckboxInput
    )

    class Meta:
        model = Engagement
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.user.is_office:
            for name in OFFICE_ONLY:
                del self.filters[name]

    def narrow_by_text(self, rows: EngagementQuerySet, _name: str, text: str) -> EngagementQuerySet:
        commune = Q(agreement__commune__in=Commune.objects.matching(text))
        return rows.filter(commune | Q(agreement__reference__icontains=text.strip()))

    def narrow_to_own(self, rows: EngagementQuerySet, _name: str, wanted: Any) -> EngagementQuerySet:
        return rows.handled_by(self.request.user, timezone.localdate()) if wanted else rows
