"""Forms for what changes or ends an agreement: the agreement's form with a few parts more or less."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout, LayoutObject
from django import forms

from agreements.models import PreAgreement
from agreements.office.forms import AgreementForm
from core import dates
from core.crispy_kern.widgets import DateInput

TERMS = ("topics", "contact_name", "contact_email", "contact_phone", "term_from", "term_until")


class LongText(forms.Textarea):
    """Room for some paragraphs."""

    def __init__(self) -> None:
        super().__init__(attrs={"rows": 6})


class AmendmentForm(AgreementForm):
    """The terms as they shall be from now on, and what else changes, in words."""

    class Meta(AgreementForm.Meta):
        fields = [*AgreementForm.Meta.fields, "wording"]
        widgets: dict[str, Any] = {**AgreementForm.Meta.widgets, "wording": LongText}
        labels = {**AgreementForm.Meta.labels, "wording": "Weitere Änderungen"}
        help_texts = {
            **AgreementForm.Meta.help_texts,
            "wording": (
                "Zum Beispiel: „§ 4 wird um folgenden Absatz ergänzt: …“. Absätze durch eine Leerzeile trennen. Leer "
                "lassen, wenn sich nur Angaben von oben ändern."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["term_from"].disabled = True
        self.fields["term_from"].help_text = "Der Beginn bleibt, wie er vereinbart ist."
        parts: list[Any] = self.helper.layout.fields
        parts.insert(len(parts) - 1, Fieldset("Was ändert sich sonst?", "wording"))


class TerminationForm(AgreementForm):
    """The last day and the reason; nothing else of the agreement changes."""

    class Meta(AgreementForm.Meta):
        fields = [*(name for name in AgreementForm.Meta.fields if name not in TERMS), "last_day", "wording"]
        widgets: dict[str, Any] = {
            **AgreementForm.Meta.widgets,
            "last_day": DateInput,
            "wording": LongText,
        }
        labels = {**AgreementForm.Meta.labels, "last_day": "Letzter Tag", "wording": "Grund"}
        help_texts = {
            "last_day": (
                "An diesem Tag gilt sie noch. Ist er bei der letzten Unterschrift schon vorbei, endet sie mit "
                "diesem Tag."
            ),
            "wording": "Der Grund steht in der Aufhebung, die beide Seiten unterzeichnen.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["topics"]
        for name in ("last_day", "wording"):
            self.fields[name].required = True
        layout: Layout = self.helper.layout
        parts = [part for part in layout.fields if not _names(part) & set(TERMS)]
        parts.insert(1, Fieldset("Wann endet die Vereinbarung?", "last_day", "wording"))
        layout.fields = parts

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        agreement = self.instance.amends
        begin = agreement.in_force_on if agreement else None
        if begin is not None and day < begin:
            raise forms.ValidationError(
                f"Die Vereinbarung ist erst seit dem {dates.day(begin)} in Kraft. Bitte geben Sie diesen Tag oder "
                "einen späteren an."
            )
        return day


FORMS: dict[str, type[AgreementForm]] = {
    PreAgreement.Kind.AGREEMENT: AgreementForm,
    PreAgreement.Kind.AMENDMENT: AmendmentForm,
    PreAgreement.Kind.TERMINATION: TerminationForm,
}


def _names(part: Any) -> set[str]:
    """The fields of one part of a layout."""
    return {pointer.name for pointer in part.get_field_names()} if isinstance(part, LayoutObject) else {part}
