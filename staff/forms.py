"""Forms of the team's pages: who stands in, who signs, until when."""

from datetime import date
from typing import Any

from crispy_forms.layout import Layout, Row
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from core import dates
from core.crispy_kern.layout import Actions, Cancel, Primary
from core.crispy_kern.widgets import DateInput
from core.forms import DayField, plain_helper
from core.periods import Period
from staff import absence_planning
from staff.models import SigningAuthority, Substitution, User
from staff.policies import HANDLERS


def not_before_today(day: date) -> date:
    """A form's check: what was in force yesterday is not changed today (domain rule 19)."""
    if day < timezone.localdate():
        raise forms.ValidationError("Bitte wählen Sie heute oder einen späteren Tag.")
    return day


def handlers() -> QuerySet[User]:
    """People who may be responsible, stand in and sign: those of the office who handle communes."""
    return User.objects.filter(is_active=True, role__in=HANDLERS)


class SubstitutionForm(forms.ModelForm[Substitution]):
    """Who is absent, who stands in, from when to when. ``absent``: whose absence the person may enter."""

    class Meta:
        model = Substitution
        fields = ("absent", "substitute", "valid_from", "valid_until")
        widgets = {"valid_from": DateInput(), "valid_until": DateInput()}
        labels = {"absent": "Wer ist abwesend?", "substitute": "Wer vertritt?", "valid_from": "Von"}
        help_texts = {"valid_until": "Letzter Tag; leer: bis auf Weiteres."}

    def __init__(self, *args: Any, absent: list[User], cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_until"].label = "Bis"
        people = _people_field(self, "absent")
        people.queryset = User.objects.filter(pk__in=[user.pk for user in absent])
        if len(absent) == 1:
            people.initial, people.empty_label = absent[0], None
        _people_field(self, "substitute").queryset = handlers()
        self.helper = plain_helper(
            Layout(
                "absent",
                "substitute",
                Row("valid_from", "valid_until"),
                Actions(Primary("", "Vertretung eintragen"), Cancel("Abbrechen", cancel_url)),
            )
        )

    def clean_valid_from(self) -> date:
        return not_before_today(self.cleaned_data["valid_from"])

    def clean(self) -> dict[str, Any]:
        """Somebody must be there to act; who is asked although absent is named first."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        row = Substitution(**given) if not self.errors else None
        if row is None or row.absent == row.substitute or (row.valid_until and row.valid_until < row.valid_from):
            return given  # the model's own constraints say so
        problem = absence_planning.problem_with_substitution(row)
        if problem:
            self.add_error("substitute", problem)
        else:
            absence_planning.confirm(self, absence_planning.remarks_on_substitution(row))
        return given


class SigningAuthorityForm(forms.ModelForm[SigningAuthority]):
    """Who may sign for the LPR, from when to when."""

    class Meta:
        model = SigningAuthority
        fields = ("user", "valid_from", "valid_until")
        widgets = {"valid_from": DateInput(), "valid_until": DateInput()}
        labels = {"user": "Wer darf zeichnen?", "valid_from": "Von", "valid_until": "Bis"}
        help_texts = {"valid_until": "Letzter Tag; leer: bis auf Weiteres."}

    def __init__(self, *args: Any, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _people_field(self, "user").queryset = handlers()
        self.helper = plain_helper(
            Layout(
                "user",
                Row("valid_from", "valid_until"),
                Actions(Primary("", "Zeichnungsbefugnis erteilen"), Cancel("Abbrechen", cancel_url)),
            )
        )

    def clean_valid_from(self) -> date:
        return not_before_today(self.cleaned_data["valid_from"])


class LastDayForm(forms.Form):
    """The last day on which ``row`` holds; it can only get shorter."""

    last_day = DayField(label="Letzter Tag")

    def __init__(self, *args: Any, row: Period, submit: str, cancel_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.helper = plain_helper(Layout("last_day", Actions(Primary("", submit), Cancel("Abbrechen", cancel_url))))

    def clean_last_day(self) -> date:
        day = not_before_today(self.cleaned_data["last_day"])
        if self.row.valid_until is not None and day > self.row.valid_until:
            end = dates.day(self.row.valid_until)
            raise forms.ValidationError(f"Das Ende ist schon der {end}. Bitte wählen Sie einen früheren Tag.")
        return day


def _people_field(form: forms.BaseForm, name: str) -> Any:
    field: Any = form.fields[name]
    field.empty_label = "Bitte wählen"
    return field
