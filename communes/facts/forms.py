"""Forms for dated facts."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from crispy_forms.layout import Field, Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from communes.facts.commune_lookup import named_communes
from communes.facts.saving import already_recorded, problem_with_end
from communes.models import Commune, District, Milestone
from communes.past_days import PastDateField
from core import dates
from core.crispy_kern.layout import Actions, Cancel, Primary
from core.forms import plain_helper
from core.policies import Decision

MayChange = Callable[[Commune], Decision]


class MilestoneForm(forms.ModelForm[Milestone]):
    """A fact about ``commune``, shared with any others, its association or its whole district (domain rule 10).

    ``may_change``: whether the person may write into the file of a commune. ``partners``: the others, once valid.
    """

    happened_on = PastDateField(label="Datum")
    ended_on = PastDateField(
        label="Beendet am",
        required=False,
        help_text="Nur bei Kooperationsvereinbarung oder Coaching, das schon zu Ende ist.",
    )
    others = forms.ModelMultipleChoiceField(
        Commune.objects.none(),
        label="Weitere beteiligte Kommunen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nur, wenn mehrere Kommunen gemeinsam beteiligt sind.",
    )
    elsewhere = forms.CharField(
        label="Kommunen anderer Landkreise",
        required=False,
        max_length=5000,
        help_text="Eine je Zeile: Name oder AGS, zum Beispiel Mühlau oder 14522360.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    whole_association = forms.BooleanField(required=False)
    whole_district = forms.BooleanField(required=False)

    class Meta:
        model = Milestone
        fields = ("kind", "happened_on", "ended_on", "note")
        help_texts = {"note": "Kurz, zum Beispiel das Aktenzeichen. Ausführliches gehört in eine Notiz."}

    def __init__(self, *args: Any, commune: Commune, may_change: MayChange, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commune, self.may_change = commune, may_change
        self.partners: list[Commune] = []
        kinds = cast("forms.TypedChoiceField", self.fields["kind"])
        kinds.choices = [("", "Bitte wählen"), *Milestone.Kind.choices]
        with_whom = self._offer_partners()
        self.helper = plain_helper(
            Layout(
                Fieldset("Was ist geschehen?", "kind", Row("happened_on", "ended_on"), "note"),
                Fieldset("Wer ist noch beteiligt?", *with_whom),
                Actions(Primary("", "Fakt speichern"), Cancel("Abbrechen", cancel_url)),
            )
        )

    def _offer_partners(self) -> list[Any]:
        """The part of the layout for those who share the fact; a kreisfreie Stadt has no neighbours in its district."""
        commune = self.commune
        if commune.district.kind == District.Kind.URBAN:
            for name in ("others", "whole_association", "whole_district"):
                del self.fields[name]
            return ["elsewhere"]
        neighbours = Commune.objects.filter(district=commune.district).existing_on(timezone.localdate())
        others = cast("forms.ModelMultipleChoiceField[Commune]", self.fields["others"])
        others.queryset = neighbours.exclude(pk=commune.pk)
        self.fields["whole_district"].label = f"{commune.district.full_name} als Ganzes"
        partners: list[Any] = ["whole_district", Field("others", wrapper_class="choices-scroll"), "elsewhere"]
        if commune.association is None:
            del self.fields["whole_association"]
            return partners
        self.fields["whole_association"].label = f"{commune.association} als Ganzes"
        return ["whole_association", *partners]

    def clean_elsewhere(self) -> list[Commune]:
        """Only those in charge of a commune write into its file."""
        named = named_communes(self.cleaned_data["elsewhere"], timezone.localdate())
        others = [commune for commune in named if commune != self.commune]
        # One of each district is enough: responsibility is by district (domain rule 19).
        refused = {commune.district_id: self.may_change(commune) for commune in others}
        for commune in others:
            decision = refused[commune.district_id]
            if not decision:
                raise forms.ValidationError(f"{commune.full_name}: {decision.reason}")
        return others

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.partners = [*cleaned.get("others", ()), *cleaned.get("elsewhere", ())]
        kind, day, end = (cleaned.get(name) for name in ("kind", "happened_on", "ended_on"))
        problem = problem_with_end(kind, day, end) if kind and day else ""
        if problem:
            self.add_error("ended_on", problem)
        if kind and day and already_recorded(self.commune, kind, day):
            label = Milestone.Kind(kind).label
            self.add_error("happened_on", f"{label} am {dates.day(day)} ist für {self.commune.name} schon erfasst.")
        if cleaned.get("whole_association"):
            self.instance.association = self.commune.association
        if cleaned.get("whole_district"):
            self.instance.district = self.commune.district
        return cleaned


class EndForm(forms.Form):
    """The last day of something that lasts."""

    ended_on = PastDateField(label="Beendet am", help_text="der letzte Tag")

    def __init__(self, *args: Any, milestone: Milestone, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.milestone = milestone
        buttons = Actions(Primary("", "Ende speichern"), Cancel("Abbrechen", cancel_url))
        self.helper = plain_helper(Layout("ended_on", buttons))

    def clean_ended_on(self) -> date:
        day: date = self.cleaned_data["ended_on"]
        if day < self.milestone.happened_on:
            raise forms.ValidationError("Das Ende liegt vor dem Beginn. Bitte prüfen Sie die Daten.")
        return day


class RetractForm(forms.Form):
    """Why a fact is taken back."""

    reason = forms.CharField(
        label="Grund",
        max_length=2000,
        help_text="Steht im Verlauf jeder beteiligten Kommune.",
        widget=forms.Textarea(attrs={"rows": 4, "data-draft": ""}),
    )

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        buttons = Actions(Primary("", "Zurücknehmen"), Cancel("Abbrechen", cancel_url))
        self.helper = plain_helper(Layout("reason", buttons))
