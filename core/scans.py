"""Scans that people upload: never stored or served as they came, only as a PDF that was made anew.

The bytes are touched in a process of their own (core.limited_processes, core.scan_cleaning) with limits on CPU, memory
and time and without the portal's secrets.
"""

import hashlib
from dataclasses import dataclass

from django.conf import settings

from core.limited_processes.asking import ask
from core.scan_cleaning.refusals import Refusal

ACCEPT = "application/pdf,image/jpeg,image/png,.pdf,.jpg,.jpeg,.png"
LONGEST_WAIT = 40  # seconds by the clock; the child's own limit is on CPU
PROGRAM = "core.scan_cleaning.cleaning"
MAGIC = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")

_EXPLANATIONS = {
    Refusal.UNKNOWN_TYPE: "Die Datei ist weder PDF noch JPEG noch PNG. Bitte scannen Sie das Original als PDF.",
    Refusal.TOO_LARGE: "Die Datei ist größer als {limit} MB. Bitte scannen Sie mit geringerer Auflösung.",
    Refusal.TOO_MANY_PIXELS: "Das Bild hat zu viele Bildpunkte. Bitte scannen Sie mit höchstens 600 dpi.",
    Refusal.TOO_MANY_PAGES: "Die Datei hat mehr als 200 Seiten. Bitte laden Sie nur den Teil hoch, um den es geht.",
    Refusal.TOO_MUCH_UNPACKED: (
        "Die Datei wird beim Öffnen viel zu groß. Bitte scannen Sie das Original noch einmal als einfaches PDF, in "
        "Graustufen oder mit geringerer Auflösung."
    ),
    Refusal.ENCRYPTED: "Die Datei ist verschlüsselt. Bitte speichern Sie sie ohne Passwort und laden Sie sie neu hoch.",
    Refusal.UNREADABLE: "Die Datei ist beschädigt oder unvollständig. Bitte scannen Sie das Original noch einmal.",
    Refusal.TOO_SLOW: "Die Datei ist zu aufwendig. Bitte scannen Sie das Original noch einmal als einfaches PDF.",
}


class ScanRefusedError(Exception):
    """A scan that is not taken. ``str()``: a German sentence that says what to do; ``refusal``: why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(_EXPLANATIONS[refusal].format(limit=settings.UPLOAD_LIMIT // (1024 * 1024)))
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class CleanScan:
    """The PDF that was made anew, of how many pages, and the SHA-256 of what it was made of."""

    pdf: bytes
    pages: int
    source_sha256: str


def clean_scan(data: bytes) -> bytes:
    """As ``clean_pages``, where the number of pages does not matter."""
    return clean_pages(data).pdf


def clean_pages(data: bytes) -> CleanScan:
    """Make a PDF of an uploaded PDF, JPEG or PNG: its pages as they look and nothing else.

    Raises ScanRefusedError for everything else; takes at most a minute and no memory of this process's.
    """
    if len(data) > settings.UPLOAD_LIMIT:
        raise ScanRefusedError(Refusal.TOO_LARGE)
    if not data.startswith(MAGIC):
        raise ScanRefusedError(Refusal.UNKNOWN_TYPE)
    try:
        answer = ask(PROGRAM, data, seconds=LONGEST_WAIT)
    except TimeoutError as error:
        raise ScanRefusedError(Refusal.TOO_SLOW) from error
    if answer.code != 0:
        raise ScanRefusedError(Refusal.TOO_SLOW if answer.out_of_time else Refusal.UNREADABLE)
    return _read(answer.output, hashlib.sha256(data).hexdigest())


def _read(answer: bytes, source_sha256: str) -> CleanScan:
    """What the program said; who took it over may say anything."""
    said, _line, pdf = answer.partition(b"\n")
    if pdf.startswith(b"%PDF-") and said.isdigit():
        return CleanScan(pdf, int(said), source_sha256)
    try:
        refusal = Refusal(said.decode("ascii"))
    except ValueError:
        refusal = Refusal.UNREADABLE
    raise ScanRefusedError(refusal)
