"""Forms that lose nothing: sent twice they make one thing, and nobody saves over a newer change unseen.

The hidden field ``seen`` holds what the reader saw when the form was opened, or, of something new, a nonce.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import model_to_dict
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import localize

from core import dates, journal
from core.models import JournalEntry, SentForm
from core.timeline import timeline

M = TypeVar("M", bound=models.Model)

SAVED, STALE, REFUSED = 200, 409, 422
REMEMBERED = timedelta(days=2)
NOTHING = "leer"
WHAT_NOW = (
    "Ihre Eingaben stehen noch im Formular und sind nicht gespeichert. Bitte übernehmen Sie, was gelten soll: Wenn Sie "
    "jetzt speichern, gilt, was hier steht."
)


class _Newer(Exception):
    """What is stored is not what the form's reader saw."""


class SeenField(forms.CharField):
    """What the reader saw; it never counts as a change of its own."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class OptimisticForm(forms.ModelForm[M]):
    """A form for one row that several people may have open at the same time."""

    seen = SeenField(required=False, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_new = self.instance.pk is None
        self.fields["seen"].initial = uuid4().hex if self._is_new else _as_text(self._values(self.instance))

    @property
    def draft_version(self) -> str:
        """Changes when somebody saved: a draft of the browser tells that it is about something older."""
        return "" if self._is_new else hashlib.sha256(str(self.fields["seen"].initial).encode()).hexdigest()[:16]

    def attempt(self, save: Callable[[], object]) -> int:
        """Call ``save`` under the row's lock unless there is a reason not to; returns the HTTP status.

        200: saved, or there was nothing (more) to do; 422: refused; 409: somebody else saved meanwhile. The reasons
        stand in the form, what was typed too.
        """
        valid = self.is_valid()
        if self._is_new and SentForm.objects.filter(digest=self._digest()).exists():
            return SAVED
        if not valid:
            return REFUSED
        try:
            with journal.collected():
                if self._has_something_to_do():
                    save()
        except _Newer:
            self._tell_what_is_newer()
            return STALE
        return SAVED

    def _has_something_to_do(self) -> bool:
        if self._is_new:
            return SentForm.objects.get_or_create(digest=self._digest())[1]
        stored = self._stored(lock=True)
        if self._values(stored) == self._values(self.instance):
            return False
        if _as_text(self._values(stored)) != self.cleaned_data["seen"]:
            raise _Newer
        return True

    def _tell_what_is_newer(self) -> None:
        stored = self._stored()
        seen = _as_values(self.cleaned_data["seen"])
        now = self._values(stored)
        changes = [
            ValidationError(f"{str(self.fields[name].label).rstrip('.?')}: jetzt {_for_people(stored, name)}")
            for name in now
            if seen.get(name) != now[name]
        ]
        self.add_error(
            None, [ValidationError(_who_changed(self._entries(stored))), *changes, ValidationError(WHAT_NOW)]
        )
        # Seen now: saving again is meant.
        renewed = cast("QueryDict", self.data).copy()
        renewed["seen"] = _as_text(now)
        self.data = renewed

    def _stored(self, *, lock: bool = False) -> M:
        rows = self._meta.model._base_manager.all()
        found: M = (rows.select_for_update(of=("self",), no_key=True) if lock else rows).get(pk=self.instance.pk)
        return found

    def _entries(self, stored: M) -> "models.QuerySet[JournalEntry]":
        """The journal's entries about the row; a form whose row has its entries elsewhere says where."""
        return JournalEntry.objects.filter(subject_type=stored._meta.label_lower, subject_id=str(stored.pk))

    def _values(self, row: M) -> dict[str, str]:
        """The form's fields as ``row`` holds them, to be compared."""
        return {name: "" if value is None else str(value) for name, value in self._columns(row).items()}

    def _columns(self, row: M) -> dict[str, Any]:
        return model_to_dict(row, fields=self._meta.fields or ())

    def _digest(self) -> str:
        sent = dict(cast("QueryDict", self.data).lists())
        sent.pop("csrfmiddlewaretoken", None)
        return hashlib.sha256(json.dumps([self._meta.model._meta.label, sent], sort_keys=True).encode()).hexdigest()


def tell_what_is_newer(form: forms.ModelForm[Any]) -> None:
    """Of a valid form with a ``revision`` that somebody was faster than: who, and what holds where it says otherwise.

    Saving once more is meant then, and works.
    """
    stored = form._meta.model._base_manager.get(pk=form.instance.pk)
    entries = JournalEntry.objects.filter(subject_type=stored._meta.label_lower, subject_id=str(stored.pk))
    newer = [
        ValidationError(f"{str(form.fields[name].label).rstrip('.?')}: jetzt {_for_people(stored, name)}")
        for name in form.cleaned_data
        if name in (form._meta.fields or ()) and _value(stored, name) != _typed(form.cleaned_data[name])
    ]
    form.add_error(None, [ValidationError(_who_changed(entries)), *newer, ValidationError(WHAT_NOW)])
    seen_now(form, stored.revision)


def seen_now(form: forms.BaseForm, revision: int) -> None:
    """The reader of a stale form was told what is newer: what is sent next is about ``revision``."""
    renewed = cast("QueryDict", form.data).copy()
    renewed["revision"] = str(revision)
    form.data = renewed


def forget_sent_forms() -> int:
    """Remove what no second click can follow any more. Returns how many."""
    return SentForm.objects.filter(sent_at__lt=timezone.now() - REMEMBERED).delete()[0]


def _as_text(values: dict[str, str]) -> str:
    return json.dumps(values, sort_keys=True)


def _as_values(text: str) -> dict[str, str]:
    try:
        values = json.loads(text)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def _value(row: models.Model, name: str) -> Any:
    value = getattr(row, name)
    return set(value.all()) if isinstance(value, models.Manager) else value


def _typed(value: Any) -> Any:
    return set(value) if isinstance(value, models.QuerySet) else value


def _for_people(row: models.Model, name: str) -> str:
    field = row._meta.get_field(name)
    value = getattr(row, name)
    if isinstance(value, models.Manager):
        value = ", ".join(str(each) for each in value.all())
    if isinstance(field, models.Field) and field.choices:
        value = getattr(row, f"get_{name}_display")()
    elif isinstance(value, bool):
        value = "ja" if value else "nein"
    elif isinstance(value, Decimal):
        value = localize(value)
    elif isinstance(value, date):
        value = dates.day(value)
    return f"„{value}“" if value not in {None, ""} else NOTHING


def _who_changed(entries: "models.QuerySet[JournalEntry]") -> str:
    last = next(iter(timeline(entries, limit=1)), None)
    if last is None:
        return "Diese Angaben wurden inzwischen an anderer Stelle geändert."
    at = dates.moment(timezone.localtime(last.time))
    return f"{last.actor} hat diese Angaben inzwischen geändert ({at} Uhr)."
