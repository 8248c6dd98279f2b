"""The list of pre-agreements."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse

from agreements.models import PreAgreement
from agreements.office.filters import PreAgreementFilter
from agreements.text.state_words import sides_text
from core.actions import Action
from core.columns import Column
from core.lists import ListPage
from staff.requests import office_actor_of


class PreAgreementList(ListPage):
    """All pre-agreements, newest reference first."""

    title = "Vereinbarungen"
    noun = ("Vereinbarung", "Vereinbarungen")
    filterset_class = PreAgreementFilter
    default_sort = "-aktenzeichen"
    empty_title = "Noch keine Vereinbarung"
    empty_text = "Eine Vorvereinbarung legen Sie in der Akte einer Kommune an."
    columns = (
        Column("aktenzeichen", "Aktenzeichen", str, ("reference",), link=PreAgreement.get_absolute_url),
        Column(
            "kommune",
            "Kommune",
            lambda row: row.commune.name,
            ("commune__sort_key",),
            link=lambda row: row.commune.get_absolute_url(),
        ),
        Column("art", "Art", PreAgreement.get_kind_display, ("kind",)),
        Column("landkreis", "Landkreis", lambda row: row.commune.district, ("commune__district__name",)),
        Column("stand", "Stand", lambda row: row.status_badge, ("status",)),
        Column("seiten", "Kommune und LPR", sides_text, ("status", "status_since")),
        Column("inkraft", "In Kraft ab", lambda row: None if row.never_held else row.in_force_on, ("in_force_on",)),
    )

    def rows(self) -> QuerySet[PreAgreement]:
        return (
            PreAgreement.objects.visible_to(office_actor_of(self.request).user)
            .with_parties()
            .prefetch_related("amendments")
        )

    def actions(self) -> Sequence[Action]:
        """What the agreements are made from."""
        return [Action("Vorlagen", reverse("templates"), secondary=True)]
