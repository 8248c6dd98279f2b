"""One line being judged: its cells as values, and what is wrong with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from asskomm.intake.columns import Sheet, folded
from asskomm.intake.known import Known
from asskomm.intake.layout import Line, Problem
from asskomm.intake.models import Verdict
from communes.models import Commune
from communes.names import search_key
from core.actors import Actor
from staff.actors import StaffActor

_DAYS = ("%d.%m.%Y", "%Y-%m-%d")
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
        if self.line.hidden:
            self.hint("", "Diese Zeile ist in Excel ausgeblendet und wird trotzdem gelesen.")

    def text(self, key: str) -> str:
        """As text; a day as people write it."""
        kind, value = self.line.cells.get(key, ("", ""))
        if kind == "d":
            return f"{date.fromisoformat(value):%d.%m.%Y}"
        return str(value) if kind in {"s", "n"} else ""

    def day(self, key: str) -> date | None:
        """As a day, from a real date, Excel's number of days or a text such as 01.09.2021."""
        kind, value = self.line.cells.get(key, ("", ""))
        if kind == "d":
            return date.fromisoformat(value)
        if kind not in {"s", "n"}:
            return None
        for form in _DAYS:
            try:
                return datetime.strptime(str(value).strip(), form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        self.fault(key, f"„{str(value)[:40]}“ ist kein Tag. Bitte schreiben Sie ihn wie 01.09.2021.")
        return None

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
        ags = "".join(self.text("ags").split())
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
        """Let the model check the fields ``columns`` (by their column's key); no query is made."""
        others = [field.name for field in instance._meta.fields if field.name not in columns]
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
