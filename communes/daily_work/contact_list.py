"""All contacts of one commune: the file shows the first ones, an import can bring hundreds."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from communes.lookup import visible_commune
from communes.models import Commune, Contact
from communes.policies import can_change_commune
from communes.responsibility import actor_for
from core.actions import Action
from core.columns import Column
from core.folding import matching
from core.lists import ListPage
from core.mail_addresses import shown_address

CURRENT, FORMER = "aktuell", "frueher"


class ContactFilter(django_filters.FilterSet):
    """By name, function, address or number; those who are still to be called or not any more."""

    q = django_filters.CharFilter(
        label="Name, Funktion, E-Mail oder Telefon",
        method="narrow_by_text",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    stand = django_filters.ChoiceFilter(
        label="Stand",
        method="narrow_by_state",
        choices=[(CURRENT, "aktuell"), (FORMER, "nicht mehr aktuell")],
        empty_label="Alle",
    )

    class Meta:
        model = Contact
        fields: tuple[str, ...] = ()

    def narrow_by_text(self, rows: QuerySet[Contact], _name: str, text: str) -> QuerySet[Contact]:
        return matching(rows, ("title", "first_name", "last_name", "function", "email", "phone"), text)

    def narrow_by_state(self, rows: QuerySet[Contact], _name: str, state: str) -> QuerySet[Contact]:
        return rows.filter(active=state == CURRENT)


def _former(contact: Contact) -> str:
    return "" if contact.active else "(nicht mehr aktuell)"


class ContactList(ListPage):
    """The contacts of ``commune``; for those who may change them, the name leads to the form."""

    template_name = "communes/contacts.html"
    noun = ("Ansprechperson", "Ansprechpersonen")
    filterset_class = ContactFilter
    default_sort = "name"
    empty_title = "Noch niemand erfasst."
    commune: Commune
    columns: Sequence[Column] = (  # type: ignore[misc]  # a reader's own, see setup()
        Column("name", "Name", str, ("last_name", "first_name"), note=_former),
        Column("funktion", "Funktion", lambda contact: contact.function, ("function",)),
        Column("email", "E-Mail-Adresse", lambda contact: shown_address(contact.email), ("email",)),
        Column("telefon", "Telefon", lambda contact: contact.phone, compact=True),
        Column("anrede", "Briefanrede", lambda contact: contact.greeting),
    )

    @property
    def title(self) -> str:  # type: ignore[override]  # one page for every commune
        return f"Ansprechpersonen: {self.commune.full_name}"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.change = can_change_commune(actor_for(request, self.commune), self.commune)
        if self.change:
            name, *others = type(self).columns
            linked = Column(name.key, name.label, name.value, name.order_by, link=self._form_of, note=name.note)
            self.columns = (linked, *others)

    def rows(self) -> QuerySet[Contact]:
        return self.commune.contacts.all()

    def actions(self) -> list[Action]:
        return (
            [Action("Ansprechperson anlegen", reverse("contact-add", args=[self.commune.ags]))] if self.change else []
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(commune=self.commune, **kwargs)

    def _form_of(self, contact: Contact) -> str:
        return reverse("contact", args=[self.commune.ags, contact.pk])


@require_GET
def contacts(request: HttpRequest, ags: str) -> HttpResponseBase:
    """All contacts of one commune with search, in pages."""
    view = ContactList()
    view.commune = visible_commune(request, ags)
    view.setup(request)
    return view.get(request)
