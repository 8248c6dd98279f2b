"""The plan of an engagement, and the days on which it begins and ends."""

from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from coaching.base_forms import refuse_future
from coaching.days import QUARTER, number_text
from coaching.models import Coach, Engagement
from core.crispy_kern.layout import Actions, Cancel, Primary
from core.crispy_kern.widgets import DateInput
from core.forms import DayField, SteppedField, plain_helper
from core.optimistic_forms import OptimisticForm


class CoachField(forms.ModelChoiceField):
    """A coach, offered with what she or he knows about and how much of the year is promised already."""

    def label_from_instance(self, obj: Any) -> str:
        known = ", ".join(topic.name for topic in obj.competences.all()) or "keine Kompetenzen erfasst"
        promised, year = number_text(obj.promised_days), timezone.localdate().year
        return f"{obj} – {known} – {year}: {promised} von {number_text(obj.days_per_year)} Tagen vergeben"


class EngagementForm(OptimisticForm[Engagement]):
    """The plan: who coaches, how many days, from when until when."""

    coach = CoachField(
        Coach.objects.none(),
        label="Coach",
        empty_label=None,
        widget=forms.RadioSelect,
        help_text="Coaches, ihre Kompetenzen und ihre Tage im Jahr pflegt die Administration.",
    )
    granted_days = SteppedField(
        label="Bewilligte Tage",
        min_value=QUARTER,
        max_value=Decimal(366),
        decimal_places=2,
        step_size=QUARTER,
        help_text="In Vierteltagen. Ein Tag sind 8 Stunden.",
        widget=forms.NumberInput(attrs={"class": "field--short"}),
        error_messages={
            "min_value": "Bitte bewilligen Sie mindestens einen Vierteltag.",
            "max_value": "Mehr als 366 Tage lassen sich nicht bewilligen.",
            "step_size": "Tage werden in Vierteln bewilligt, zum Beispiel 2,25 oder 6,5.",
        },
    )

    class Meta:
        model = Engagement
        fields = ("coach", "granted_days", "budget_proviso", "planned_from", "planned_until")
        widgets = {"planned_from": DateInput, "planned_until": DateInput}
        labels = {"planned_from": "Von", "planned_until": "Bis"}
        help_texts = {
            "budget_proviso": "Der Landespräventionsrat bezahlt nur, soweit Haushaltsmittel zur Verfügung stehen. "
            "Auch der Coach liest das.",
        }

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["coach"]
        assert isinstance(offered, CoachField)
        coaches = Coach.objects.offered(self.instance.coach_id).with_promised_days(timezone.localdate().year)
        offered.queryset = coaches.select_related("user").prefetch_related("competences")
        self.helper = plain_helper(
            Layout(
                "token",
                "coach",
                Fieldset("Umfang", "granted_days", "budget_proviso"),
                Fieldset("Geplanter Zeitraum", Row("planned_from", "planned_until")),
                Actions(Primary("", "Coaching speichern"), Cancel("Abbrechen", cancel_url)),
            )
        )
        self.helper.mark_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("planned_from"), data.get("planned_until")
        if first and last and last < first:
            self.add_error("planned_until", "Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Daten.")
        return data


class DayForm(forms.Form):
    """On which day something happened; today unless said otherwise."""

    on = DayField(label="Datum")

    def __init__(self, *args: Any, label: str, submit: str, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = label
        self.fields["on"].initial = timezone.localdate()
        self.helper = plain_helper(
            Layout(*self.fields, Actions(Primary("", submit), Cancel("Zurück zum Coaching", cancel_url)))
        )

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        refuse_future(day)
        return day


class BreakOffForm(DayForm):
    """The day and the reason."""

    reason = forms.CharField(
        label="Grund",
        max_length=2000,
        help_text="Der Grund steht im Verlauf; auch der Coach liest ihn.",
        widget=forms.Textarea(attrs={"rows": 4, "data-draft": ""}),
    )
