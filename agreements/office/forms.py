"""Forms of the staff's pages that belong to no chamber; the reason is asked of the mayor too."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms

from agreements.models import PreAgreement, TemplateVersion
from agreements.policies.in_force import problem_with_end
from communes.models import Topic
from core.crispy_kern.layout import Actions, Cancel, Primary
from core.crispy_kern.widgets import DateInput
from core.forms import DayField, plain_helper
from core.mail_fields import MailAddressFormField
from core.optimistic_forms import OptimisticForm


class AgreementForm(OptimisticForm[PreAgreement]):
    """What a caseworker fills in. A draft may be saved incomplete; "Was fehlt noch?" names the rest."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.filter(active=True),
        label="Themen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Mehrere Angaben sind möglich.",
    )

    class Meta:
        model = PreAgreement
        fields = [
            "template_version",
            "topics",
            "contact_name",
            "contact_email",
            "contact_phone",
            "term_from",
            "term_until",
        ]
        widgets = {"term_from": DateInput, "term_until": DateInput}
        labels = {
            "contact_name": "Name",
            "contact_email": "E-Mail-Adresse",
            "contact_phone": "Telefon (freiwillig)",
            "term_from": "Beginn",
            "term_until": "Ende",
        }
        help_texts = {
            "template_version": "Sie bestimmt den Wortlaut und wie beide Seiten unterzeichnen.",
            "term_until": "Leer lassen, wenn die Vereinbarung unbefristet gilt.",
        }

    def __init__(self, *args: Any, cancel_url: str, templates: Sequence[TemplateVersion] = (), **kwargs: Any) -> None:
        """``templates``: what a draft may change to; with nothing to choose from the field is left out."""
        super().__init__(*args, **kwargs)
        choose = self._offer(templates)
        self.helper = plain_helper(
            Layout(
                "token",
                *(["template_version"] if choose else []),
                Fieldset("Worum geht es?", "topics"),
                Fieldset("Ansprechperson der Kommune", "contact_name", Row("contact_email", "contact_phone")),
                Fieldset("Laufzeit", Row("term_from", "term_until")),
                Actions(Primary("", "Entwurf speichern"), Cancel("Abbrechen", cancel_url)),
            )
        )
        # A draft may lack anything, but most of it is needed to send: "optional" would mislead.
        self.helper.mark_optional = False

    def _offer(self, templates: Sequence[TemplateVersion]) -> bool:
        """Whether there is a choice: among the draft's own text and ``templates``."""
        field = self.fields["template_version"]
        assert isinstance(field, forms.ModelChoiceField)
        keys = {self.instance.template_version_id, *(version.pk for version in templates)}
        # A page from before there was a choice sends none: then the text stays.
        if len(keys) < 2 or (self.is_bound and self.add_prefix("template_version") not in self.data):
            del self.fields["template_version"]
            return False
        field.queryset = TemplateVersion.objects.filter(pk__in=keys).select_related("template").order_by("pk")
        field.empty_label = None
        return True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("term_from") and data.get("term_until") and data["term_until"] < data["term_from"]:
            self.add_error("term_until", "Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Daten.")
        return data


class ReasonForm(forms.Form):
    """A reason in own words."""

    reason = forms.CharField(label="Grund", max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "data-draft": ""}))

    def __init__(
        self, *args: Any, submit: str, cancel_label: str, cancel_url: str, hint: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint
        self.helper = plain_helper(Layout("reason", Actions(Primary("", submit), Cancel(cancel_label, cancel_url))))


class EndForm(forms.Form):
    """When and why an agreement ended."""

    on = DayField(label="Letzter Tag", help_text="Heute oder früher.")
    reason = forms.CharField(
        label="Grund",
        max_length=2000,
        help_text="Der Grund steht im Verlauf.",
        widget=forms.Textarea(attrs={"rows": 4, "data-draft": ""}),
    )

    def __init__(self, *args: Any, agreement: PreAgreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        actions = Actions(Primary("", "Vereinbarung beenden"), Cancel("Abbrechen", agreement.get_absolute_url()))
        self.helper = plain_helper(Layout("on", "reason", actions))

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        problem = problem_with_end(self.agreement, day)
        if problem:
            raise forms.ValidationError(problem)
        return day


class AddressForm(forms.Form):
    """The right address of somebody whose mail did not arrive."""

    address = MailAddressFormField(label="Neue E-Mail-Adresse")

    def __init__(self, *args: Any, hint: str, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].help_text = hint
        actions = Actions(Primary("", "Berichtigen und erneut senden"), Cancel("Abbrechen", cancel_url))
        self.helper = plain_helper(Layout("address", actions))


class CountersignForm(forms.Form):
    """Signing in again is part of countersigning (signing rule 3)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    # The newest change of the signatory's way that the page showed, so that a later one is not overlooked.
    changes = forms.IntegerField(widget=forms.HiddenInput, required=False)
    password = forms.CharField(
        label="Ihr Passwort",
        help_text="Mit Ihrem Passwort bestätigen Sie, dass Sie selbst gegenzeichnen.",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, cancel_url: str, name_differs: bool = False, **kwargs: Any) -> None:
        """``name_differs``: the commune signed with somebody else's name; then that must be confirmed."""
        super().__init__(*args, **kwargs)
        if name_differs:
            self.fields["name_confirmed"] = forms.BooleanField(
                label="Ich habe geklärt, dass beide Namen dieselbe Person bezeichnen.",
                error_messages={"required": "Bitte klären Sie das vor der Gegenzeichnung und bestätigen Sie es hier."},
            )
        shown = [name for name in ("version", "changes", "name_confirmed", "password") if name in self.fields]
        actions = Actions(Primary("", "Gegenzeichnen"), Cancel("Abbrechen", cancel_url))
        self.helper = plain_helper(Layout(*shown, actions))
        self.helper.form_error_title = "Es wurde nicht gegengezeichnet"
