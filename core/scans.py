"""Scans that people upload: never stored or served as they came, only as a PDF/A of pictures of their pages.

The bytes are touched in a process of their own (core.limited_processes, core.scan_cleaning) with limits on CPU, memory
and time and without the portal's secrets. Why pictures: docs/adr/0010-scans-as-pictures.md.
"""

import hashlib
import unicodedata
from dataclasses import dataclass

from django.conf import settings

from core.limited_processes.asking import ask
from core.scan_cleaning.refusals import Refusal
from core.upload_kinds import explained, is_pdf, is_picture

ACCEPT = "application/pdf,image/jpeg,image/png,.pdf,.jpg,.jpeg,.png"
LONGEST_WAIT = 43  # seconds by the clock; the child's own limit is on CPU
PROGRAM = "core.scan_cleaning.cleaning"
TITLE = "Scan"
LONGEST_TITLE = 300
LONGEST_PAGE = 4  # digits

PRINT_IT = "Bitte drucken Sie die Datei in dem Programm, das sie richtig zeigt, als PDF, und laden Sie dieses hoch."
_EXPLANATIONS = {
    Refusal.UNKNOWN_TYPE: "Die Datei ist weder PDF noch JPEG noch PNG. Bitte laden Sie die Seiten als PDF hoch.",
    Refusal.TOO_LARGE: "Die Datei ist größer als {limit} MB. Bitte scannen Sie mit geringerer Auflösung.",
    Refusal.TOO_MANY_PIXELS: "Das Bild hat zu viele Bildpunkte. Bitte scannen Sie mit höchstens 600 dpi.",
    Refusal.TOO_MANY_PAGES: "Die Datei hat mehr als 200 Seiten. Bitte laden Sie nur den Teil hoch, um den es geht.",
    Refusal.PAGE_TOO_LARGE: "{where} ist größer als A0. Bitte verkleinern Sie die Seite, zum Beispiel auf A3.",
    Refusal.TOO_MUCH_UNPACKED: (
        "Die Datei wird beim Öffnen viel zu groß. Bitte scannen Sie das Original noch einmal als einfaches PDF, in "
        "Graustufen oder mit geringerer Auflösung."
    ),
    Refusal.ENCRYPTED: (
        "Die Datei ist verschlüsselt und öffnet sich nur mit Kennwort. Bitte speichern Sie sie ohne Kennwort und laden "
        "Sie sie neu hoch."
    ),
    Refusal.UNREADABLE: (
        "Die Datei ist beschädigt oder unvollständig. Bitte senden oder speichern Sie sie noch einmal; hilft das "
        "nicht, scannen Sie das Original neu."
    ),
    Refusal.PART_LOST: (
        "{where} fehlt etwas, das dort stehen sollte: Die Datei ist beschädigt. Bitte speichern Sie sie noch einmal, "
        "oder scannen Sie das Original neu."
    ),
    Refusal.UNDRAWN_MARK: (
        "{where} steht eine Anmerkung ohne Darstellung, zum Beispiel eine Linie, ein Stempel oder ein Textfeld. Sie "
        "ginge verloren. " + PRINT_IT
    ),
    Refusal.LIVE_FORM: (
        "Die Datei ist ein Formular, das sich erst im Adobe Reader aufbaut. Bitte drucken Sie es dort als PDF, und "
        "laden Sie dieses hoch."
    ),
    Refusal.PORTFOLIO: (
        "Die Datei ist eine Mappe aus mehreren Dateien (PDF-Portfolio). Bitte speichern Sie jede Datei daraus einzeln "
        "und laden Sie sie einzeln hoch."
    ),
    Refusal.CHANGED: "{where} sieht nach dem Erneuern anders aus als vorher. " + PRINT_IT,
    Refusal.TOO_SLOW: "Die Datei ist zu aufwendig. Bitte scannen Sie das Original noch einmal als einfaches PDF.",
}
_WHOLE = {Refusal.PAGE_TOO_LARGE: "Eine Seite", Refusal.CHANGED: "Eine Seite"}
_ONE = {Refusal.PAGE_TOO_LARGE: "Seite {}", Refusal.CHANGED: "Seite {}"}


class ScanRefusedError(Exception):
    """A scan that is not taken. ``str()``: a German sentence that says what to do; ``refusal``: why.

    ``page``: the page it is about, or 0; ``sentence``: what is said instead of the usual.
    """

    def __init__(self, refusal: Refusal, *, page: int = 0, sentence: str = "") -> None:
        where = _ONE.get(refusal, "Auf Seite {}").format(page) if page else _WHOLE.get(refusal, "In der Datei")
        limit = settings.UPLOAD_LIMIT // (1024 * 1024)
        super().__init__(sentence or _EXPLANATIONS[refusal].format(limit=limit, where=where))
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class CleanScan:
    """The PDF that was made again, of how many pages, and the SHA-256 of what it was made of."""

    pdf: bytes
    pages: int
    source_sha256: str


def clean_scan(data: bytes, *, title: str = TITLE, name: str = "") -> bytes:
    """As ``clean_pages``, where the number of pages does not matter."""
    return clean_pages(data, title=title, name=name).pdf


def clean_pages(data: bytes, *, title: str = TITLE, name: str = "") -> CleanScan:
    """Make a PDF/A of an uploaded PDF, JPEG or PNG: its pages as they look and nothing else.

    ``title``: what the file says it is; ``name``: the upload's, which tells what it is where its bytes do not. Raises
    ScanRefusedError for everything else; takes at most a minute and no memory of this process's.
    """
    if len(data) > settings.UPLOAD_LIMIT:
        raise ScanRefusedError(Refusal.TOO_LARGE)
    if not is_picture(data) and not is_pdf(data):
        raise ScanRefusedError(Refusal.UNKNOWN_TYPE, sentence=explained(data, name))
    try:
        answer = ask(PROGRAM, _in_one_line(title).encode() + b"\n" + data, seconds=LONGEST_WAIT)
    except TimeoutError as error:
        raise ScanRefusedError(Refusal.TOO_SLOW) from error
    if answer.code != 0:
        raise ScanRefusedError(Refusal.TOO_SLOW if answer.out_of_time else Refusal.UNREADABLE)
    return _read(answer.output, hashlib.sha256(data).hexdigest())


def _in_one_line(title: str) -> str:
    """Without what no XML may hold."""
    letters = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in title)
    return " ".join(letters.split())[:LONGEST_TITLE] or TITLE


def _read(answer: bytes, source_sha256: str) -> CleanScan:
    """What the program said; who took it over may say anything."""
    said, _line, pdf = answer.partition(b"\n")
    if pdf.startswith(b"%PDF-") and said.isdigit():
        return CleanScan(pdf, int(said), source_sha256)
    name, _space, page = said.partition(b" ")
    try:
        refusal = Refusal(name.decode("ascii"))
    except ValueError:
        refusal = Refusal.UNREADABLE
    raise ScanRefusedError(refusal, page=int(page[:LONGEST_PAGE]) if page.isdigit() else 0)
