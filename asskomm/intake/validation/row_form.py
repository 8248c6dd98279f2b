"""One line being validated: its cells as values, what is wrong with them, and what a faultless line comes to."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from asskomm.intake.models import Verdict
from asskomm.intake.reading.layout import Line, Message
from asskomm.intake.template.schema import Sheet, folded
from asskomm.intake.validation.existing import Existing
from communes.models import Commune
from communes.models.names import search_key
from core import dates
from core.actors import Actor
from core.dates import validate_plausible_date
from core.mail_addresses import normalised_address
from staff.actors import StaffActor

_TIME = r"(?:,? |T)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?(?: Uhr)?"  # may stand behind a day and does not count
_DAY = re.compile(
    rf"(?:(\d{{1,2}})\. ?(\d{{1,2}})\. ?(\d{{4}})|(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}))(?:{_TIME})?", re.ASCII
)
_UNREADABLE = {
    "b": "Hier steht ein Wahrheitswert. Bitte schreiben Sie Text.",
    "e": "Hier steht ein Excel-Fehler ({value}). Bitte ersetzen Sie ihn durch den richtigen Wert.",
    "f": "Hier steht eine Formel ohne gespeichertes Ergebnis. Bitte ersetzen Sie sie durch ihren Wert.",
    "t": "Hier steht eine Uhrzeit oder Dauer. Bitte prüfen Sie das Format der Zelle.",
}


@dataclass(frozen=True, slots=True)
class RowAction:
    """What a faultless line comes to.

    ``identity`` is what tells it apart from other lines, ``content`` what lines of one identity must agree in.
    ``apply`` does it; ``remember`` tells ``Existing`` of it, so that later lines are validated with it.
    """

    verdict: Verdict
    identity: tuple[Any, ...]
    content: tuple[Any, ...]
    apply: Callable[[StaffActor], object] | None = None
    remember: Callable[[], object] | None = None


@dataclass(slots=True)
class RowForm:
    """The cells of ``line`` as values. Asking for one that is wrong notes an error and returns nothing."""

    line: Line
    sheet: Sheet
    existing: Existing
    actor: Actor
    errors: list[Message] = field(default_factory=list)
    hints: list[Message] = field(default_factory=list)

    def add_error(self, key: str, text: str) -> None:
        """Note that the cell of column ``key`` (empty: the line as a whole) is wrong; ``text`` says what to do."""
        error = Message(self._label(key), text)
        if error not in self.errors:
            self.errors.append(error)

    def add_hint(self, key: str, text: str) -> None:
        """Note something worth knowing that does not stand in the way."""
        self.hints.append(Message(self._label(key), text))

    def is_filled(self, key: str) -> bool:
        """Whether the cell holds anything: an empty one never erases what the portal has."""
        return key in self.line.cells

    def check(self) -> None:
        """Note what is wrong with any cell whatever it means: missing ones, errors, formulas."""
        self.errors += self.line.errors
        reported = {error.column for error in self.line.errors}
        for column in self.sheet.columns:
            kind, value = self.line.cells.get(column.key, ("", None))
            if kind in _UNREADABLE:
                self.add_error(column.key, _UNREADABLE[kind].format(value=value))
            elif not kind and column.required and column.label not in reported:
                self.add_error(column.key, "Diese Angabe fehlt. Bitte ergänzen Sie sie.")

    def text(self, key: str) -> str:
        """As text; a day as people write it."""
        kind, value = self.line.cells.get(key, ("", ""))
        if kind == "d":
            return dates.day(date.fromisoformat(value))
        return str(value) if kind in {"s", "n"} else ""

    def day(self, key: str) -> date | None:
        """As a plausible day, from a real date, Excel's number of days or a text such as 01.09.2021."""
        kind, value = self.line.cells.get(key, ("", ""))
        if kind not in {"s", "n", "d"}:
            return None
        day = date.fromisoformat(value) if kind == "d" else day_of(str(value))
        if day is None:
            self.add_error(key, f"„{str(value)[:40]}“ ist kein Tag. Bitte schreiben Sie ihn wie 01.09.2021.")
            return None
        try:
            validate_plausible_date(day)
        except ValidationError as implausible:
            self.add_error(key, " ".join(implausible.messages))
            return None
        return day

    def address(self, key: str) -> str:
        """As a mail address that can be sent to, in the portal's spelling."""
        text = self.text(key)
        if not text:
            return ""
        try:
            return normalised_address(text)
        except ValidationError as refused:
            self.add_error(key, " ".join(refused.messages))
            return ""

    def number(self, key: str) -> int | None:
        """As a whole number from 0 to 999."""
        text = self.text(key)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 3):
            self.add_error(key, f"„{text[:40]}“ ist keine ganze Zahl. Bitte schreiben Sie zum Beispiel 1.")
            return None
        return int(text)

    def choice(self, key: str) -> str:
        """What the word means, by the column's choices."""
        text = self.text(key)
        column = self.sheet.column(key)
        if not text or column.choices is None:
            return ""
        found = column.choices.get(folded(text), "")
        if not found:
            self.add_error(key, f"„{text[:60]}“ gibt es nicht. Möglich sind: {', '.join(column.offered)}.")
        return found

    def commune(self) -> Commune | None:
        """The commune of the AGS (domain rule 1); a name beside it must be its name."""
        ags = self.line.ags
        if not ags:
            return None
        found = self.existing.communes.get(ags)
        name = self.text("commune")
        if found is None:
            self.add_error("ags", self._no_such_commune(ags, name))
            return None
        names = {search_key(word) for word in (found.name, found.full_name, found.official_name, found.sorbian_name)}
        if name and search_key(name) not in names:
            self.add_error("commune", f"Der AGS {ags} gehört zu {found.full_name}, hier steht „{name[:60]}“.")
        return found

    def clean(self, instance: models.Model, columns: Mapping[str, str]) -> None:
        """Let the model check the fields ``columns`` (by their column's key); no query is made.

        What is known to be wrong is not checked again, so that a line is told all its errors at once.
        """
        told = {error.column for error in self.errors}
        due = {name for name, key in columns.items() if self._label(key) not in told}
        others = [field.name for field in instance._meta.fields if field.name not in due]
        try:
            instance.clean_fields(exclude=others)
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                self.add_error(columns.get(name, ""), " ".join(texts))

    def _no_such_commune(self, ags: str, name: str) -> str:
        if not (ags.isascii() and ags.isdigit() and len(ags) == 8):
            return f"„{ags[:40]}“ ist kein AGS. Er hat genau acht Ziffern, zum Beispiel 14521450."
        text = f"Unter dem AGS {ags} gibt es im Portal keine Kommune. Bitte prüfen Sie die Ziffern."
        alike = [
            commune.ags
            for (_, key), communes in self.existing.communes_by_name.items()
            if name and key == search_key(name)
            for commune in communes
        ]
        return f"{text} „{name[:60]}“ hat den AGS {' oder '.join(alike)}." if alike else text

    def _label(self, key: str) -> str:
        return self.sheet.column(key).label if key else ""


def day_of(text: str) -> date | None:
    """A day that is written as Germans do or as ISO 8601, with four digits for the year. Nothing is guessed."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    german, iso = match.groups()[2::-1], match.groups()[3:]
    try:
        return date(*(int(part) for part in (german if match.group(1) else iso)))
    except ValueError:
        return None
