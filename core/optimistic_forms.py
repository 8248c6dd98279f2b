"""Forms that lose nothing: sent twice they make one thing, and nobody saves over a newer change unseen.

The hidden field ``token`` stands for what the reader saw when the form was opened: the row's ``revision`` where it
has one, else the values of the form's fields; of something new it is a nonce. What is sent is compared with the row
under its lock, here and nowhere else. A button sends the token of what its page shows; the function that it calls
compares it under the lock and raises ``StaleError``.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
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
from core.transitions import StaleError

M = TypeVar("M", bound=models.Model)

SAVED, STALE, REFUSED = 200, 409, 422
REMEMBERED = timedelta(days=2)
NOTHING = "leer"
WHAT_NOW = (
    "Ihre Eingaben stehen noch im Formular und sind nicht gespeichert. Bitte übernehmen Sie, was gelten soll: Wenn Sie "
    "jetzt speichern, gilt, was hier steht."
)
ELSEWHERE = (
    "Die Änderung betrifft etwas, das nicht in diesem Formular steht. Bitte sehen Sie sie sich in einem zweiten "
    "Fenster an."
)
# What pages call the token that were open while the portal was updated. To be removed with the release after the next.
FORMER_NONCE, FORMER_REVISION = "seen", "revision"


class _RefusedError(Exception):
    """Saving has put an error into the form; nothing of it may stay."""


def sent_token(data: Mapping[str, Any]) -> str:
    """The token in what a browser has sent; "" where there is none."""
    names = ("token", FORMER_NONCE, FORMER_REVISION)
    return next((str(data[name]) for name in names if data.get(name)), "")


class TokenInput(forms.HiddenInput):
    """Hidden, and knows what the field was called before."""

    def value_from_datadict(self, data: Mapping[str, Any], _files: Any, _name: str) -> str:
        return sent_token(data)


class TokenField(forms.CharField):
    """What the reader saw; it never counts as a change of its own."""

    widget = TokenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class TokenForm(forms.Form):
    """A form about a row that several people may have open at the same time.

    A subclass gives ``token`` as its initial value the ``_token_of`` the row that it shows, says how that row is read
    (``_stored``) and what the row holds of the form's fields (``_columns``). ``is_stale``: somebody was faster.
    """

    token = TokenField(required=False, strip=False)
    is_stale = False
    # Where to find a newer change that is in none of the form's fields.
    elsewhere = ELSEWHERE

    def attempt(self, save: Callable[[], object]) -> int:
        """Call ``save`` under the row's lock unless there is a reason not to; returns the HTTP status.

        200: saved, or there was nothing (more) to do; 422: refused; 409: somebody else saved meanwhile. The reasons
        stand in the form, what was typed too; what ``save`` puts there is a reason as well.
        """
        if not self.is_valid():
            return REFUSED
        try:
            with journal.collected():
                if self._has_something_to_do():
                    save()
                if self.errors:
                    raise _RefusedError
        except StaleError:
            self._tell_what_is_newer()
            return STALE
        except _RefusedError:
            return REFUSED
        return SAVED

    def _has_something_to_do(self) -> bool:
        """Raises StaleError."""
        stored = self._stored(lock=True)
        if self._is_done(stored):
            return False
        if self._token_of(stored) != self.cleaned_data["token"]:
            raise StaleError
        return True

    def _tell_what_is_newer(self) -> None:
        """Say who was faster and what holds now. Sent once more, the form has seen that: then it is meant."""
        stored = self._stored()
        self.is_stale = True
        self.add_error(None, [ValidationError(reason) for reason in self._reasons(stored)])
        renewed = cast("QueryDict", self.data).copy()
        renewed["token"] = self._token_of(stored)
        self.data = renewed

    def _reasons(self, stored: Any) -> list[str]:
        changes = [
            f"{str(self.fields[name].label).rstrip('.?')}: jetzt {self._in_words(stored, name)}"
            for name in self._newer(stored)
        ]
        return [_who_changed(self._entries(stored)), *(changes or [self.elsewhere]), WHAT_NOW]

    def _newer(self, stored: Any) -> list[str]:
        """The fields whose values the token knows otherwise; where it knows none, those that were typed otherwise."""
        now, seen = self._values(stored), _known_to(self.cleaned_data["token"]) or _as_text(self._typed(stored))
        return [name for name in now if seen.get(name) != now[name]]

    def _is_done(self, stored: Any) -> bool:
        """Whether ``stored`` holds what was typed, as after a second click."""
        return self._values(stored) == _as_text(self._typed(stored))

    def _token_of(self, row: Any) -> str:
        return str(row.revision) if hasattr(row, "revision") else json.dumps(self._values(row), sort_keys=True)

    def _values(self, row: Any) -> dict[str, str]:
        """The form's fields as ``row`` holds them, to be compared."""
        return _as_text(self._columns(row))

    def _stored(self, *, lock: bool = False) -> Any:
        """The row as it is now, in the order of locks where it is to be held."""
        raise NotImplementedError

    def _columns(self, row: Any) -> dict[str, Any]:
        """What ``row`` holds, by the names of the form's fields."""
        raise NotImplementedError

    def _typed(self, stored: Any) -> dict[str, Any]:
        """What a valid form says of the same fields."""
        return {name: self.cleaned_data[name] for name in self._columns(stored)}

    def _in_words(self, stored: Any, name: str) -> str:
        value = self._columns(stored)[name]
        return in_words(dict(getattr(self.fields[name], "choices", ())).get(value, value))

    def _entries(self, stored: Any) -> "models.QuerySet[JournalEntry]":
        """The journal's entries about the row; a form whose row has its entries elsewhere says where."""
        return JournalEntry.objects.filter(subject_type=stored._meta.label_lower, subject_id=str(stored.pk))


class OptimisticForm(TokenForm, forms.ModelForm[M]):
    """A form for one row, or for one that is new."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_new = self.instance.pk is None
        self.fields["token"].initial = uuid4().hex if self._is_new else self._token_of(self.instance)

    @property
    def draft_version(self) -> str:
        """Changes when somebody saved: a draft of the browser tells that it is about something older."""
        token = "" if self._is_new else str(self.fields["token"].initial)
        return hashlib.sha256(token.encode()).hexdigest()[:16] if _known_to(token) else token

    def attempt(self, save: Callable[[], object]) -> int:
        """As with every form; but what was made by the first click is made, though it would be refused by now."""
        self.is_valid()  # looks at the row as it was opened
        if self._is_new and self._nonce and SentForm.objects.filter(digest=self._digest()).exists():
            return SAVED
        return super().attempt(save)

    def _has_something_to_do(self) -> bool:
        if not self._is_new:
            return super()._has_something_to_do()
        return not self._nonce or SentForm.objects.get_or_create(digest=self._digest())[1]

    @property
    def _nonce(self) -> str:
        """Of something new; a revision that a page from before the last update sends is none."""
        return str(self.data.get("token") or self.data.get(FORMER_NONCE) or "")

    def _stored(self, *, lock: bool = False) -> M:
        rows = self._meta.model._base_manager.all()
        found: M = (rows.select_for_update(of=("self",), no_key=True) if lock else rows).get(pk=self.instance.pk)
        return found

    def _columns(self, row: Any) -> dict[str, Any]:
        columns = model_to_dict(row, fields=self._meta.fields or ())
        return {name: value for name, value in columns.items() if name in self.fields}

    def _typed(self, _stored: Any) -> dict[str, Any]:
        """The instance has taken over everything but relations to many."""
        many = {field.name for field in self._meta.model._meta.many_to_many}
        return {
            name: self.cleaned_data[name] if name in many else value
            for name, value in self._columns(self.instance).items()
        }

    def _in_words(self, stored: Any, name: str) -> str:
        field, value = stored._meta.get_field(name), getattr(stored, name)
        if isinstance(value, models.Manager):
            value = ", ".join(str(each) for each in value.all())
        return in_words(getattr(stored, f"get_{name}_display")() if field.choices else value)

    def _digest(self) -> str:
        sent = dict(cast("QueryDict", self.data).lists())
        sent.pop("csrfmiddlewaretoken", None)
        return hashlib.sha256(json.dumps([self._meta.model._meta.label, sent], sort_keys=True).encode()).hexdigest()


def forget_sent_forms() -> int:
    """Remove what no second click can follow any more. Returns how many."""
    return SentForm.objects.filter(sent_at__lt=timezone.now() - REMEMBERED).delete()[0]


def in_words(value: Any) -> str:
    """A stored value as a sentence names it, in quotation marks."""
    if isinstance(value, bool):
        value = "ja" if value else "nein"
    elif isinstance(value, Decimal):
        value = localize(value)
    elif isinstance(value, date):
        value = dates.day(value)
    return f"„{value}“" if value not in {None, ""} else NOTHING


def _as_text(columns: dict[str, Any]) -> dict[str, str]:
    """Values of columns, to be compared; of relations to many the keys."""
    return {name: _one_text(value) for name, value in columns.items()}


def _one_text(value: Any) -> str:
    if isinstance(value, list | models.QuerySet):
        return " ".join(sorted(str(each.pk) for each in value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"  # 7 and 7.00 are the same
    return "" if value is None else str(value)


def _known_to(token: str) -> dict[str, str]:
    """The values that a token holds; none if it is a revision, a nonce, or nothing of ours."""
    try:
        values = json.loads(token)
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _who_changed(entries: "models.QuerySet[JournalEntry]") -> str:
    last = next(iter(timeline(entries, limit=1)), None)
    if last is None:
        return "Diese Angaben wurden inzwischen an anderer Stelle geändert."
    at = dates.moment(timezone.localtime(last.time))
    return f"{last.actor} hat diese Angaben inzwischen geändert ({at} Uhr)."
