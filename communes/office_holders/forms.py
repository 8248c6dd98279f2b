"""The form for a person in an office of a commune."""

from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms

from communes.models import Commune, OfficeHolder
from communes.models.offices import Office, Salutation, problem_with_rank
from core.crispy_kern.layout import Actions, Cancel, Primary
from core.crispy_kern.widgets import DateInput
from core.optimistic_forms import OptimisticForm


class OfficeHolderForm(OptimisticForm[OfficeHolder]):
    """Person, address and term of ``commune``; two terms at the same time are refused with a sentence."""

    class Meta:
        model = OfficeHolder
        fields = (
            "office",
            "deputy_rank",
            "salutation",
            "title",
            "first_name",
            "last_name",
            "email",
            "phone",
            "letter_salutation",
            "valid_from",
            "valid_until",
        )
        widgets = {"valid_from": DateInput(), "valid_until": DateInput()}
        labels = {"valid_from": "Beginn der Amtszeit", "valid_until": "Ende der Amtszeit"}
        help_texts = {
            "email": "Dorthin geht der Link zum Unterzeichnen.",
            "valid_until": "Letzter Tag; leer: bis auf Weiteres.",
            "deputy_rank": "Nur bei einer Stellvertretung; 1 vertritt zuerst.",
        }

    def __init__(self, *args: Any, commune: Commune, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.commune = commune
        for name, offered in (("office", Office.choices), ("salutation", Salutation.choices)):
            field = cast("forms.TypedChoiceField", self.fields[name])
            field.choices = [("", "Bitte wählen"), *offered]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "token",
            Fieldset("Amt", Row("office", "deputy_rank"), Row("valid_from", "valid_until")),
            Fieldset("Person", Row("salutation", "title"), Row("first_name", "last_name"), "letter_salutation"),
            Fieldset("Erreichbarkeit", Row("email", "phone")),
            Actions(Primary("", "Amtsperson speichern"), Cancel("Abbrechen", cancel_url)),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("office") and cleaned["office"] != Office.DEPUTY:
            cleaned["deputy_rank"] = None
        problem = problem_with_rank(cleaned.get("office", ""), cleaned.get("deputy_rank"))
        if problem:
            self.add_error("deputy_rank", problem)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The commune is set by the view, so the rules that name it count although it is no field here."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's own hook
        return exclusions - {"commune"}
