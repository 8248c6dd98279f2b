"""One field of each kind, and what each state makes of it: for the demo's first page and for the tests."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..widgets import DateInput  # noqa: TID252 - so that the pack works under whatever name it is installed


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What a file field has as its initial value: a name and an address."""

    url: str
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of field: its ``title``, the field, a ``value`` for it."""

    title: str | Promise
    make: Callable[[], forms.Field]
    value: Any


@dataclass(frozen=True, slots=True)
class State:
    """A state: its ``title``, and what a field is given to come into it."""

    title: str | Promise
    changes: dict[str, Any]
    refused: bool = False
    filled: bool = False


TOPICS = [("traffic", _("Road safety")), ("youth", _("Youth work")), ("public", _("Safe public spaces"))]
GROUPED = [
    (_("In the town"), [("market", _("Market square")), ("station", _("Station"))]),
    (_("Outside"), [("lake", _("Bathing lake"))]),
]
LONG_LABEL = _(
    "Name and office of the person who is authorised to represent the municipality in legal transactions, "
    "such as the Verwaltungsgemeinschaftsvorsitzende"
)


def _date_and_time() -> forms.SplitDateTimeField:
    day: dict[str, Any] = {"type": "date", "aria-label": _("Day")}
    hour: dict[str, Any] = {"type": "time", "aria-label": _("Time")}
    widget = forms.SplitDateTimeWidget(date_attrs=day, time_attrs=hour, date_format="%Y-%m-%d", time_format="%H:%M")
    return forms.SplitDateTimeField(label=_("Meeting"), widget=widget)


KINDS: dict[str, Kind] = {
    "text": Kind(_("Text"), lambda: forms.CharField(label=_("Name")), "Erika Muster"),
    "email": Kind(_("E-mail"), lambda: forms.EmailField(label=_("E-mail address")), "erika@muster.example"),
    "number": Kind(_("Number"), lambda: forms.IntegerField(label=_("Days"), min_value=1, max_value=30), 12),
    "password": Kind(_("Password"), lambda: forms.CharField(label=_("Password"), widget=forms.PasswordInput), ""),
    "textarea": Kind(_("Text area"), lambda: forms.CharField(label=_("Note"), widget=forms.Textarea), "Two\nlines"),
    "date": Kind(_("Date"), lambda: forms.DateField(label=_("First day"), widget=DateInput), "2027-01-31"),
    "date_time": Kind(_("Date and time"), _date_and_time, ["2027-01-31", "09:30"]),
    "select": Kind(_("Select"), lambda: forms.ChoiceField(label=_("Place"), choices=[("", "–"), *GROUPED]), "station"),
    "select_multiple": Kind(
        _("Select, several"), lambda: forms.MultipleChoiceField(label=_("Topics"), choices=TOPICS), ["youth"]
    ),
    "radio": Kind(
        _("Radio buttons"),
        lambda: forms.ChoiceField(label=_("Topic"), choices=TOPICS, widget=forms.RadioSelect),
        "public",
    ),
    "checkboxes": Kind(
        _("Checkboxes"),
        lambda: forms.MultipleChoiceField(label=_("Places"), choices=GROUPED, widget=forms.CheckboxSelectMultiple),
        ["market", "lake"],
    ),
    "checkbox": Kind(_("Checkbox"), lambda: forms.BooleanField(label=_("I agree.")), value=True),
    "file": Kind(_("File"), lambda: forms.FileField(label=_("Resolution")), None),
    "stored_file": Kind(
        _("File, stored before"), lambda: forms.FileField(label=_("Resolution")), StoredFile("#", "resolution.pdf")
    ),
}

STATES: dict[str, State] = {
    "normal": State(_("Normal"), {}),
    "filled": State(_("Filled in"), {}, filled=True),
    "help": State(_("With a hint"), {"help_text": _("As it stands in the resolution.")}),
    "error": State(_("With an error"), {}, refused=True),
    "help_and_error": State(
        _("With a hint and an error"), {"help_text": _("As it stands in the resolution.")}, refused=True
    ),
    "disabled": State(_("Disabled"), {"disabled": True}, filled=True),
    "optional": State(_("Optional"), {"required": False}),
    "long_label": State(_("With a long label"), {"label": LONG_LABEL}),
}


class SampleForm(forms.Form):
    """One field of each kind, all of them in the same state."""

    def __init__(self, state: str) -> None:
        chosen = STATES[state]
        super().__init__({} if chosen.refused else None, initial=_initial(chosen), prefix=state)
        for name, kind in KINDS.items():
            self.fields[name] = kind.make()
            for attribute, value in chosen.changes.items():
                setattr(self.fields[name], attribute, value)
            self.fields[name].widget.is_required = self.fields[name].required
        if chosen.refused:
            # A file that is stored already is not missing.
            self.add_error("stored_file", self.fields["stored_file"].error_messages["empty"])


def sample(kind: str, state: str) -> BoundField:
    """Return the field of a kind in a state."""
    return SampleForm(state)[kind]


def samples() -> list[tuple[str | Promise, list[tuple[str | Promise, BoundField]]]]:
    """Return for each kind its title and its fields, each with the title of its state."""
    by_state = {state: SampleForm(state) for state in STATES}
    return [
        (kind.title, [(STATES[state].title, form[name]) for state, form in by_state.items()])
        for name, kind in KINDS.items()
    ]


def _initial(state: State) -> dict[str, Any]:
    stored = {"stored_file": KINDS["stored_file"].value}
    return {name: kind.value for name, kind in KINDS.items()} if state.filled else stored
