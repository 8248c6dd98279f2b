"""What somebody uploaded instead of pages, told from its bytes and, where they tell nothing, from its name.

Only looked at, never opened: no archive is unpacked and nothing parsed.
"""

import re
from pathlib import PurePath

PDF_HEAD = b"%PDF-"
PDF_HEAD_WITHIN = 1024  # bytes; viewers look for it there (ISO 32000-1, implementation note 13)
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")

AS_PDF = "Bitte speichern Sie sie dort mit „Speichern unter“ oder „Exportieren“ als PDF und laden Sie das PDF hoch."
AS_JPEG = "Bitte speichern Sie das Bild als JPEG oder PNG und laden Sie es neu hoch."
UNKNOWN = "Die Datei ist weder PDF noch JPEG noch PNG. Bitte laden Sie die Seiten in einem dieser Formate hoch."
_FAMILIES = {
    "Word": f"Das ist eine Word-Datei. {AS_PDF}",
    "Excel": f"Das ist eine Excel-Datei. {AS_PDF}",
    "PowerPoint": f"Das ist eine PowerPoint-Datei. {AS_PDF}",
    "OpenDocument": f"Das ist eine OpenDocument-Datei (LibreOffice). {AS_PDF}",
    "Visio": f"Das ist eine Visio-Datei. {AS_PDF}",
    "iWork": f"Das ist eine Datei aus Pages, Numbers oder Keynote. {AS_PDF}",
    "locked office": "Das ist eine Office-Datei mit Kennwort. Bitte öffnen Sie sie und speichern Sie sie als PDF.",
    "old office": f"Das ist eine ältere Office-Datei. {AS_PDF}",
    "RTF": f"Das ist ein Textdokument (RTF). {AS_PDF}",
    "mail": (
        "Das ist eine E-Mail. Bitte öffnen Sie sie im E-Mail-Programm und drucken Sie sie als PDF (Drucker „Microsoft "
        "Print to PDF“). Anhänge speichern Sie bitte einzeln und laden sie als eigene Dateien hoch."
    ),
    "HEIC": (
        "Das ist ein Foto im Format HEIC, wie es iPhones und andere Telefone speichern. Bitte senden Sie es als "
        "JPEG: am iPhone unter „Einstellungen > Kamera > Formate“ „Maximale Kompatibilität“ wählen und neu "
        "fotografieren, oder das Foto öffnen und als JPEG exportieren."
    ),
    "TIFF": "Das ist ein Bild im Format TIFF. Bitte speichern Sie es als PDF, mehrere Seiten in einer Datei.",
    "WebP": f"Das ist ein Bild im Format WebP. {AS_JPEG}",
    "AVIF": f"Das ist ein Bild im Format AVIF. {AS_JPEG}",
    "GIF": f"Das ist ein Bild im Format GIF. {AS_JPEG}",
    "BMP": f"Das ist ein Bild im Format BMP. {AS_JPEG}",
    "JPEG 2000": f"Das ist ein Bild im Format JPEG 2000. {AS_JPEG}",
    "drawing": "Das ist eine Zeichnung (SVG). Bitte drucken Sie sie als PDF und laden Sie das PDF hoch.",
    "web page": "Das ist eine Webseite. Bitte drucken Sie sie im Browser als PDF und laden Sie das PDF hoch.",
    "video": "Das ist ein Video. Bitte laden Sie nur Seiten oder Bilder hoch, als PDF, JPEG oder PNG.",
    "archive": (
        "Das ist ein Archiv, weder PDF noch JPEG noch PNG. Bitte entpacken Sie es und laden Sie jede Datei einzeln "
        "hoch."
    ),
    "program": "Das ist ein Programm, weder PDF noch JPEG noch PNG. Bitte laden Sie nur Seiten oder Bilder hoch.",
    "text": "Das ist eine Textdatei. Bitte öffnen Sie sie und speichern oder drucken Sie sie als PDF.",
}

_OFFICE_PARTS = {b"word/": "Word", b"xl/": "Excel", b"ppt/": "PowerPoint", b"visio/": "Visio"}
_OLE_NAMES = {
    "EncryptedPackage": "locked office",
    "__properties_version1.0": "mail",
    "WordDocument": "Word",
    "Workbook": "Excel",
    "PowerPoint Document": "PowerPoint",
    "VisioDocument": "Visio",
}
_HEADS = {
    b"{\\rtf": "RTF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"II+\x00": "TIFF",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"\x00\x00\x00\x0cjP  ": "JPEG 2000",
    b"\xff\x4f\xff\x51": "JPEG 2000",
    b"Rar!": "archive",
    b"7z\xbc\xaf\x27\x1c": "archive",
    b"\x1f\x8b": "archive",
    b"MZ": "program",
    b"\x7fELF": "program",
}
_BRANDS = {"HEIC": "heic heix heim heis hevc hevx mif1 msf1 heif", "AVIF": "avif avis"}
_ENDINGS = {
    "Word": "doc docx docm dot dotx",
    "Excel": "xls xlsx xlsm xlsb csv",
    "PowerPoint": "ppt pptx pptm",
    "OpenDocument": "odt ods odp odg",
    "iWork": "pages numbers key",
    "RTF": "rtf",
    "mail": "eml msg",
    "HEIC": "heic heif",
    "TIFF": "tif tiff",
    "WebP": "webp",
    "AVIF": "avif",
    "GIF": "gif",
    "BMP": "bmp",
    "web page": "htm html mht mhtml",
    "video": "mp4 mov avi mkv",
    "archive": "zip rar 7z gz tar",
    "text": "txt md log",
}
_MAIL = re.compile(
    rb"(?:Return-Path|Received|Delivered-To|From|To|Subject|Date|MIME-Version|Message-ID|Reply-To|X-[\w-]+): ?",
    re.IGNORECASE,
)
_WEB_PAGE = (b"<!doctype html", b"<html", b"<head", b"<body")
BOM = b"\xef\xbb\xbf"
BEGINNING = 2048  # bytes that tell text from other things


def is_pdf(data: bytes) -> bool:
    """Whether it is a PDF, also behind some bytes that a mail or a web server left, but not inside something else."""
    return data.startswith(PDF_HEAD) or (PDF_HEAD in data[:PDF_HEAD_WITHIN] and _kind_by_bytes(data) is None)


def is_picture(data: bytes) -> bool:
    """Whether it is a JPEG or PNG."""
    return data.startswith(PICTURES)


def explained(data: bytes, name: str = "") -> str:
    """A German sentence that says what a file is that is neither PDF nor JPEG nor PNG, and what to do."""
    ending = PurePath(name.replace("\\", "/")).suffix[1:].lower()
    by_name = next((kind for kind, endings in _ENDINGS.items() if ending and ending in endings.split()), None)
    kind = _kind_by_bytes(data)
    if kind in {None, "old office"} or (kind == "archive" and by_name):
        kind = by_name or kind
    if kind is None and _is_text(data):
        kind = "text"
    return _FAMILIES[kind] if kind else UNKNOWN


def _kind_by_bytes(data: bytes) -> str | None:
    if data.startswith(b"PK\x03\x04"):
        return _in_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next((kind for name, kind in _OLE_NAMES.items() if name.encode("utf-16-le") in data), "old office")
    if data[4:8] == b"ftyp":
        brand = data[8:12].decode("latin-1").lower()
        return next((kind for kind, brands in _BRANDS.items() if brand in brands.split()), "video")
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WebP"
    for head, kind in _HEADS.items():
        if data.startswith(head):
            return kind
    return _written_kind(data[:BEGINNING].removeprefix(BOM))


def _in_zip(data: bytes) -> str:
    if data[30:38] == b"mimetype" and data[38:].startswith(b"application/vnd.oasis.opendocument"):
        return "OpenDocument"
    if b"[Content_Types].xml" in data:
        return next((kind for part, kind in _OFFICE_PARTS.items() if part in data), "archive")
    return "iWork" if b".iwa" in data else "archive"


def _written_kind(beginning: bytes) -> str | None:
    if _MAIL.match(beginning) and b"\n" in beginning:
        return "mail"
    lowered = beginning.lstrip().lower()
    if lowered.startswith(_WEB_PAGE):
        return "web page"
    return "drawing" if lowered.startswith(b"<") and b"<svg" in lowered else None


def _is_text(data: bytes) -> bool:
    beginning = data[:BEGINNING]
    return bool(beginning) and not any(byte < 9 or 13 < byte < 32 for byte in beginning) and PDF_HEAD not in beginning
