"""Whole forms: with a layout, as a formset, and with crispy-forms' own layout objects."""

from typing import Any

from crispy_forms.bootstrap import AppendedText, FormActions, InlineCheckboxes, InlineRadios, PrependedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Button, ButtonHolder, Column, Field, Fieldset, Layout, Reset, Row, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from ..layout import Actions, Cancel, Primary, Secondary, Tertiary  # noqa: TID252 - the pack's name is the user's
from ..widgets import DateInput  # noqa: TID252 - the same
from .samples import TOPICS


class ContactForm(forms.Form):
    """Rows, sections, and the buttons below."""

    name = forms.CharField(label=_("Name"), help_text=_("As it stands in the resolution."))
    phone = forms.CharField(label=_("Telephone"), required=False)
    first_day = forms.DateField(label=_("First day"), widget=DateInput)
    topic = forms.ChoiceField(label=_("Topic"), choices=TOPICS, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    consent = forms.BooleanField(label=_("I agree."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Fieldset(_("Contact"), Row("name", "phone")),
            Fieldset(_("Subject"), "first_day", "topic", "note"),
            "consent",
            Actions(Primary("", _("Save")), Secondary("later", _("Save without sending")), Cancel(_("Cancel"), "/")),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a form without a way to reach somebody, so that there is an error of the whole form."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("phone") and not cleaned.get("note"):
            raise forms.ValidationError(_("Please give a telephone number or a note."))
        return cleaned


class MemberForm(forms.Form):
    """One line of the formset."""

    name = forms.CharField(label=_("Name"))
    email = forms.EmailField(label=_("E-mail address"))


MemberFormSet = forms.formset_factory(MemberForm, extra=0, min_num=2, validate_min=True)


def member_helper() -> FormHelper:
    """Return the formset's helper: how each form is laid out, and the buttons below all of them."""
    helper = FormHelper()
    helper.layout = Layout(Row("name", "email"))
    helper.add_input(Primary("", _("Save")))
    return helper


class LayoutForm(forms.Form):
    """crispy-forms' own layout objects."""

    way = forms.ChoiceField(label=_("Way"), choices=[("mail", _("E-mail")), ("phone", _("Telephone"))])
    topics = forms.MultipleChoiceField(label=_("Topics"), choices=TOPICS)
    amount = forms.DecimalField(label=_("Amount"), initial="12.50")
    account = forms.CharField(label=_("Account"))
    left = forms.CharField(label=_("Left"))
    right = forms.CharField(label=_("Right"))
    code = forms.CharField(label=_("Code"), widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].widget = forms.RadioSelect(choices=self.fields["way"].choices)  # type: ignore[attr-defined]  # a choice field has them
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            InlineRadios("way"),
            InlineCheckboxes("topics"),
            Row(AppendedText("amount", "€"), PrependedText("account", "@")),
            Row(Column("left"), Column("right")),
            Field("code"),
            FormActions(Submit("save", _("Submit of crispy-forms")), Reset("reset", _("Reset of crispy-forms"))),
            ButtonHolder(Button("button", _("Button of crispy-forms"))),
            Actions(Primary("", _("Primary")), Secondary("", _("Secondary")), Tertiary("", _("Tertiary"))),
        )


class SearchForm(forms.Form):
    """A row of filters: nothing is required, so nothing is marked as optional."""

    text = forms.CharField(label=_("Name"), required=False)
    place = forms.ChoiceField(label=_("Topic"), choices=[("", "–"), *TOPICS], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.mark_optional = False
        self.helper.layout = Layout(Row("text", "place"), Actions(Secondary("", _("Filter"))))


class SignInForm(forms.Form):
    """A short form with its hints below the fields."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("The one we write to."))
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.help_below = True
        self.helper.layout = Layout("email", "password", Actions(Primary("", _("Sign in"))))
