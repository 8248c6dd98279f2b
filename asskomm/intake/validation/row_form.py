"""One line being judged: its cells as values, and what is wrong with them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format

from asskomm.intake.models import Verdict
from asskomm.intake.reading.layout import Line, Problem
from asskomm.intake.template.schema import Sheet, folded
from asskomm.intake.validation.existing import Known
from communes.models import Commune
from communes.names import search_key
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
class Plan:
    """What a faultless line comes to.

    ``identity`` is what tells it apart from other lines, ``content`` what lines of one identity must agree in.
    ``carry_out`` does it; ``remember`` tells ``Known`` of it, so that later lines are judged with it.
    """

    verdict: Verdict
    identity: tuple[Any, ...]
    content: tuple[Any, ...]
    carry_out: Callable[[StaffActor], object] | None = None
    remember: Callable[[], object] | None = None


@dataclass(slots=True)
class Entry:
    """The cells of ``line`` as values. Asking for one that is wrong notes a problem and answers nothing."""

    line: Line
    sheet: Sheet
    known: Known
    actor: Actor
    problems: list[Problem] = field(default_factory=list)
    hints: list[Problem] = field(default_factory=list)

    def fault(self, key: str, text: str) -> None:
        """Note that the cell of column ``key`` (empty: the line as a whole) is wrong; ``text`` says what to do."""
        problem = Problem(self._label(key), text)
        if problem not in self.problems:
            self.problems.append(problem)

    def hint(self, key: str, text: str) -> None:
        """Note something worth knowing that does not stand in the way."""
        self.hints.append(Problem(self._label(key), text))

    def is_filled(self, key: str) -> bool:
        """Whether the cell holds anything: an empty one never erases what the portal has."""
        return key in self.line.cells

    def check(self) -> None:
        """Note what is wrong with any cell whatever it means: missing ones, errors, formulas."""
        self.problems += self.line.problems
        reported = {problem.column for problem in self.line.problems}
        for column in self.sheet.columns:
            kind, value = self.line.cells.get(column.key, ("", None))
            if kind in _UNREADABLE:
                self.fault(column.key, _UNREADABLE[kind].format(value=value))
            elif not kind and column.required and column.label not in reported:
                self.fault(column.key, "Diese Angabe fehlt. Bitte ergänzen Sie sie.")

    def text(self, key: str) -> str:
        """As text; a day as people write it."""
        kind, value = self.line.cells.get(key, ("", ""))
        if kind == "d":
            return date_format(date.fromisoformat(value), "d.m.Y")
        return str(value) if kind in {"s", "n"} else ""

    def day(self, key: str) -> date | None:
        """As a plausible day, from a real date, Excel's number of days or a text such as 01.09.2021."""
        kind, value = self.line.cells.get(key, ("", ""))
        if kind not in {"s", "n", "d"}:
            return None
        day = date.fromisoformat(value) if kind == "d" else day_of(str(value))
        if day is None:
            self.fault(key, f"„{str(value)[:40]}“ ist kein Tag. Bitte schreiben Sie ihn wie 01.09.2021.")
            return None
        try:
            validate_plausible_date(day)
        except ValidationError as implausible:
            self.fault(key, " ".join(implausible.messages))
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
            self.fault(key, " ".join(refused.messages))
            return ""

    def number(self, key: str) -> int | None:
        """As a whole number from 0 to 999."""
        text = self.text(key)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 3):
            self.fault(key, f"„{text[:40]}“ ist keine ganze Zahl. Bitte schreiben Sie zum Beispiel 1.")
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
            self.fault(key, f"„{text[:60]}“ gibt es nicht. Möglich sind: {', '.join(column.offered)}.")
        return found

    def commune(self) -> Commune | None:
        """The commune of the AGS (domain rule 1); a name beside it must be its name."""
        ags = self.line.ags
        if not ags:
            return None
        found = self.known.communes.get(ags)
        name = self.text("commune")
        if found is None:
            self.fault("ags", self._no_such_commune(ags, name))
            return None
        names = {search_key(word) for word in (found.name, found.full_name, found.official_name, found.sorbian_name)}
        if name and search_key(name) not in names:
            self.fault("commune", f"Der AGS {ags} gehört zu {found.full_name}, hier steht „{name[:60]}“.")
        return found

    def clean(self, instance: models.Model, columns: Mapping[str, str]) -> None:
        """Let the model check the fields ``columns`` (by their column's key); no query is made.

        What is known to be wrong is not checked again, so that a line is told all its faults at once.
        """
        told = {problem.column for problem in self.problems}
        due = {name for name, key in columns.items() if self._label(key) not in told}
        others = [field.name for field in instance._meta.fields if field.name not in due]
        try:
            instance.clean_fields(exclude=others)
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                self.fault(columns.get(name, ""), " ".join(texts))

    def _no_such_commune(self, ags: str, name: str) -> str:
        if not (ags.isascii() and ags.isdigit() and len(ags) == 8):
            return f"„{ags[:40]}“ ist kein AGS. Er hat genau acht Ziffern, zum Beispiel 14521450."
        text = f"Unter dem AGS {ags} gibt es im Portal keine Kommune. Bitte prüfen Sie die Ziffern."
        alike = [
            commune.ags
            for (_, key), communes in self.known.communes_by_name.items()
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
