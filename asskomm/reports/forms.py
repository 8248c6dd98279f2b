"""What a report can be narrowed by, and the form for a new version of a definition."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from asskomm.reports.definitions import Definition
from asskomm.reports.facts import Fact
from asskomm.reports.models import Figure
from asskomm.reports.report import Scope
from communes.filters import SIZE_CLASSES
from communes.models import District
from core.crispy_kern.layout import Actions, Cancel, Primary
from core.forms import DayField, plain_helper


class ScopeForm(forms.Form):
    """Key date, district, size class; in the demo also whether made-up communes count."""

    stichtag = DayField(label="Stichtag")
    landkreis = forms.ChoiceField(label="Landkreis", required=False)
    groesse = forms.ChoiceField(
        label="Größe",
        required=False,
        choices=[("", "Alle"), *((key, label) for key, (label, _, _) in SIZE_CLASSES.items())],
    )
    kennzahl = forms.ChoiceField(label="Karte und Balken", choices=Figure.choices, required=False)
    erfunden = forms.BooleanField(label="auch erfundene Kommunen der Demo", required=False)

    def __init__(self, request: HttpRequest) -> None:
        data = {"stichtag": timezone.localdate().isoformat(), "kennzahl": Figure.CLOSE.value}
        super().__init__(data={**data, **{name: value for name, value in request.GET.items() if value}})
        self.fields["landkreis"] = forms.ChoiceField(label="Landkreis", required=False, choices=_districts())
        self.order_fields(["stichtag", "landkreis", "groesse", "kennzahl", "erfunden"])
        if not settings.DEMO:
            del self.fields["erfunden"]

    @property
    def scope(self) -> Scope:
        """As the address says; whatever in it makes no sense is left out."""
        self.full_clean()
        chosen: dict[str, Any] = self.cleaned_data
        return Scope(
            day=chosen.get("stichtag") or timezone.localdate(),
            district=chosen.get("landkreis", ""),
            size=chosen.get("groesse", ""),
            made_up=chosen.get("erfunden", False),
        )

    @property
    def shown(self) -> Figure:
        """Which figure map and bars show."""
        self.full_clean()
        return Figure(self.cleaned_data.get("kennzahl") or Figure.CLOSE)


class DefinitionForm(forms.Form):
    """The text of the next version, and which facts count."""

    text = forms.CharField(label="Definition", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    facts = forms.MultipleChoiceField(
        label="Eine Kommune zählt, sobald eines davon zutrifft",
        choices=Fact.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, definition: Definition, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"text": definition.text, "facts": list(definition.facts), "after": definition.version}
        self.helper = plain_helper(
            Layout(
                "after",
                "text",
                "facts",
                Actions(Primary("", "Fassung veröffentlichen"), Cancel("Abbrechen", cancel_url)),
            )
        )


def _districts() -> list[tuple[str, str]]:
    return [("", "Alle"), *((row.key, row.full_name) for row in District.objects.order_by("name", "kind"))]
