"""What the list of pre-agreements can be narrowed by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from agreements.models import PreAgreement
from agreements.querysets import PreAgreementQuerySet
from communes.models import District
from communes.names import search_key


class PreAgreementFilter(django_filters.FilterSet):
    """By reference or commune, state, district, own responsibility."""

    q = django_filters.CharFilter(
        label="Aktenzeichen oder Kommune", method="narrow_by_text", widget=forms.TextInput(attrs={"type": "search"})
    )
    stand = django_filters.ChoiceFilter(
        label="Stand", field_name="status", choices=PreAgreement.Status.choices, empty_label="Alle"
    )
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
        return rows.filter(Q(reference__icontains=text.strip()) | Q(commune__search_key__contains=search_key(text)))

    def narrow_to_own(self, rows: PreAgreementQuerySet, _name: str, wanted: Any) -> PreAgreementQuerySet:
        return rows.of_responsible(self.request.user, timezone.localdate()) if wanted else rows
