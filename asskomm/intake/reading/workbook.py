"""Reading an uploaded workbook: in a process with limits on CPU, memory and time and without the portal's secrets."""

import json
from typing import Any

from asskomm.intake.reading.parsing.refusals import Refusal
from core.limited_processes.asking import ask

PROGRAM = "asskomm.intake.reading.parsing.program"
LONGEST_WAIT = 120  # seconds by the clock; the child's own limit is on CPU
SAVE_AS = "Bitte öffnen Sie sie in Excel und speichern Sie sie als „Excel-Arbeitsmappe (.xlsx)“."

_EXPLANATIONS = {
    Refusal.EMPTY: "Die Datei ist leer. Bitte wählen Sie die ausgefüllte Vorlage.",
    Refusal.NOT_EXCEL: (
        f"Das ist keine Excel-Arbeitsmappe; auch Text- und CSV-Dateien liest das Portal nicht. {SAVE_AS}"
    ),
    Refusal.OLD_EXCEL: f"Die Datei hat das alte Excel-Format (.xls). {SAVE_AS}",
    Refusal.BINARY_EXCEL: f"Das ist eine Excel-Binärarbeitsmappe (.xlsb). {SAVE_AS}",
    Refusal.OPEN_DOCUMENT: "Das ist eine OpenDocument-Tabelle. Bitte speichern Sie sie als „Excel 2007–365 (.xlsx)“.",
    Refusal.ENCRYPTED: "Die Datei ist mit einem Passwort geschützt. Bitte speichern Sie sie ohne Passwort.",
    Refusal.MACROS: f"Die Datei enthält Makros oder lässt sie zu (.xlsm). {SAVE_AS}",
    Refusal.STRICT: (
        "Die Datei hat das Format „Strict Open XML-Arbeitsmappe“ und lässt sich so nicht lesen. Bitte wählen Sie in "
        "Excel „Speichern unter“ und dort „Excel-Arbeitsmappe (.xlsx)“, nicht „Strict Open XML-Arbeitsmappe“."
    ),
    Refusal.BOMB: (
        "Die Datei ist entpackt viel zu groß oder enthält, was in keine Tabelle gehört. Bitte übertragen Sie die "
        "Zeilen in eine neue Vorlage."
    ),
    Refusal.TOO_MANY_ROWS: "Die Datei hat mehr als 20.000 gefüllte Zeilen oder 40 Blätter. Bitte teilen Sie sie auf.",
    Refusal.TOO_SLOW: (
        "Die Datei ist zu aufwendig. Bitte löschen Sie leere Zeilen am Ende und Formatierungen, oder übertragen Sie "
        "die Zeilen in eine neue Vorlage."
    ),
    Refusal.UNREADABLE: (
        "Die Datei ist beschädigt und lässt sich nicht lesen. Bitte öffnen Sie sie in Excel, speichern Sie sie neu "
        "und laden Sie sie noch einmal hoch."
    ),
}


class WorkbookRefusedError(Exception):
    """A file that is not read. ``str()``: German sentences that say what to do; ``refusal``: why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(_EXPLANATIONS[refusal])
        self.refusal = refusal


def read_workbook(data: bytes) -> dict[str, Any]:
    """The sheets of an .xlsx as ``parsing.cells.read`` answers them. Raises WorkbookRefusedError."""
    try:
        answer = ask(PROGRAM, data, seconds=LONGEST_WAIT)
    except TimeoutError as error:
        raise WorkbookRefusedError(Refusal.TOO_SLOW) from error
    if answer.code != 0:
        raise WorkbookRefusedError(Refusal.TOO_SLOW if answer.out_of_time else Refusal.UNREADABLE)
    return _read(answer.output)


def _read(answer: bytes) -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads(answer)
        refusal = Refusal(read["refusal"]) if "refusal" in read else None
    except (ValueError, TypeError, RecursionError) as error:  # who took the process over may say anything
        raise WorkbookRefusedError(Refusal.UNREADABLE) from error
    if refusal is not None:
        raise WorkbookRefusedError(refusal)
    return read
