"""What the list of communes can be narrowed by; the names are those of the address, so they are German."""

from typing import Any

import django_filters
from django import forms
from django.utils import timezone

from communes.models import Commune, District, Milestone, Responsibility, Topic
from communes.models.commune import CommuneQuerySet
from staff.models import User

MINE = "ich"

# Key in the address: label, smallest population, first population that is too large.
SIZE_CLASSES: dict[str, tuple[str, int, int | None]] = {
    "bis-2000": ("unter 2.000 Einwohner", 0, 2_000),
    "bis-5000": ("2.000 bis unter 5.000", 2_000, 5_000),
    "bis-10000": ("5.000 bis unter 10.000", 5_000, 10_000),
    "bis-20000": ("10.000 bis unter 20.000", 10_000, 20_000),
    "bis-100000": ("20.000 bis unter 100.000", 20_000, 100_000),
    "ab-100000": ("100.000 und mehr", 100_000, None),
}
WITHOUT_AGREEMENT = "ohne"

# Key in the address: label, the kinds of fact that put a commune there; none: no fact about a KPR at all.
KPR_STATES: dict[str, tuple[str, tuple[str, ...]]] = {
    "aktiv": ("konstituiert oder reaktiviert", ("kpr_constituted", "kpr_reactivated")),
    "ruht": ("ruht", ("kpr_dormant",)),
    "ohne": ("keiner bekannt", ()),
}


class CommuneFilter(django_filters.FilterSet):
    """By name or AGS, district, size, responsibility, agreement, facts; former communes only when asked for."""

    q = django_filters.CharFilter(
        label="Name oder AGS", method="narrow_by_text", widget=forms.TextInput(attrs={"type": "search"})
    )
    landkreis = django_filters.ChoiceFilter(label="Landkreis", field_name="district", empty_label="Alle")
    groesse = django_filters.ChoiceFilter(
        label="Größe",
        method="narrow_by_size",
        choices=[(key, label) for key, (label, _, _) in SIZE_CLASSES.items()],
        empty_label="Alle",
    )
    zustaendig = django_filters.ChoiceFilter(label="Zuständig", method="narrow_by_person", empty_label="Alle")
    vereinbarung = django_filters.ChoiceFilter(
        label="Vorvereinbarung", method="narrow_by_agreement", empty_label="Alle"
    )
    thema = django_filters.ModelChoiceFilter(
        label="Thema", method="narrow_by_topic", queryset=Topic.objects.all(), empty_label="Alle"
    )
    fakt = django_filters.ChoiceFilter(
        label="Fakt", method="narrow_by_fact", choices=Milestone.Kind.choices, empty_label="Alle"
    )
    kpr = django_filters.ChoiceFilter(
        label="Präventionsrat",
        method="narrow_by_kpr",
        choices=[(key, label) for key, (label, _) in KPR_STATES.items()],
        empty_label="Alle",
    )
    frueher = django_filters.BooleanFilter(
        label="auch frühere Kommunen", method="add_former", widget=forms.CheckboxInput
    )

    class Meta:
        model = Commune
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["landkreis"].extra["choices"] = _districts()
        self.filters["zustaendig"].extra["choices"] = _people()
        self.filters["vereinbarung"].extra["choices"] = _agreement_states()

    def narrow_by_text(self, rows: CommuneQuerySet, _name: str, text: str) -> CommuneQuerySet:
        return rows.matching(text)

    def narrow_by_size(self, rows: CommuneQuerySet, _name: str, key: str) -> CommuneQuerySet:
        _, smallest, too_large = SIZE_CLASSES[key]
        rows = rows.filter(population__gte=smallest)
        return rows if too_large is None else rows.filter(population__lt=too_large)

    def narrow_by_person(self, rows: CommuneQuerySet, _name: str, key: str) -> CommuneQuerySet:
        today = timezone.localdate()
        return rows.handled_by(self.request.user, today) if key == MINE else rows.of_responsible(User(pk=key), today)

    def narrow_by_agreement(self, rows: CommuneQuerySet, _name: str, state: str) -> CommuneQuerySet:
        if state == WITHOUT_AGREEMENT:
            return rows.filter(agreements__isnull=True)
        having = _agreements().originals().in_state(state, timezone.localdate()).order_by()
        return rows.filter(pk__in=having.values("commune"))

    def narrow_by_topic(self, rows: CommuneQuerySet, _name: str, topic: Topic) -> CommuneQuerySet:
        """By agreements that were neither stopped nor ended, by what holds of them today."""
        having = _agreements().going().with_topic_on(topic, timezone.localdate())
        return rows.filter(pk__in=having.values("commune"))

    def narrow_by_fact(self, rows: CommuneQuerySet, _name: str, kind: str) -> CommuneQuerySet:
        facts = Milestone.objects.until(timezone.localdate()).filter(kind=kind)
        return rows.filter(pk__in=facts.order_by().values("communes"))

    def narrow_by_kpr(self, rows: CommuneQuerySet, _name: str, state: str) -> CommuneQuerySet:
        _, kinds = KPR_STATES[state]
        return rows.by_kpr(kinds, timezone.localdate())

    def add_former(self, rows: CommuneQuerySet, _name: str, wanted: object) -> CommuneQuerySet:
        return rows if wanted else rows.existing_on(timezone.localdate())


def _districts() -> list[tuple[str, str]]:
    return [(district.key, district.full_name) for district in District.objects.order_by("name", "kind")]


def _people() -> list[tuple[str, str]]:
    """Oneself first, then everyone who is responsible for a district today."""
    responsible = Responsibility.objects.on(timezone.localdate()).order_by().values("user")
    people = User.objects.filter(pk__in=responsible).order_by("last_name", "first_name")
    return [
        (MINE, "Meine Zuständigkeit, auch in Vertretung"),
        *((str(person.pk), person.full_name) for person in people),
    ]


def _agreements() -> Any:
    """The agreements, asked over the reverse relation: that room is above this one."""
    return Commune._meta.get_field("agreements").related_model._default_manager


def _agreement_states() -> list[tuple[str, str]]:
    return [(WITHOUT_AGREEMENT, "keine"), *_agreements().model.STATE_CHOICES]
