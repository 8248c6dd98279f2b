"""What nobody should type and somebody will, by the kind of a field."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

LONG = "x" * 10_000
DATES = [
    "0021-01-01",
    "31.02.2026",
    "9999-12-31",
    "0001-01-01",
    "2026-13-45",
    "01.01.10000",
    "heute",
    "2200-12-31",
    "1900-01-01",
    "\x00",
    "",
]
NUMBERS = ["-1", "0", "1e999", "NaN", "9" * 40, "2147483648", "9223372036854775808", "1,5", "١٢", "1e-400", "-0", ""]
CHOICES = ["", "gibt-es-nicht", "-1", "0", "9" * 20, "\x00", "😀", "\ud800", LONG, "[]"]
TEXTS = [
    "",
    " \t ",
    LONG,
    "\x00",
    "\ud800",
    "😀" * 300,
    "'\"><script>{{ 7|add:7 }}{% x %}%s%(x)s",
    "\u202e\u200b\ufeff",
    "a\r\nBcc: x@boese.example",
    "a@b" * 90,
    "-1",
    "1e999",
    "9" * 40,
    "0021-09-01",
    "[[[1e999, null]]]",
    "[" * 9_000,
    '{"a": "b"}',
    "[[[1, 2], [3, NaN]]]",
]
FILES = [
    ("leer.pdf", b""),
    ("kaputt.pdf", b"%PDF-1.7\nkaputt"),
    ("../../" + "x" * 300 + ".xlsx", b"PK\x03\x04kaputt"),
]
BY_KIND = {"date": DATES, "number": NUMBERS, "select": CHOICES, "radio": CHOICES, "checkbox": CHOICES}
QUERIES = [
    "",
    "-1",
    "9" * 20,
    "gibt-es-nicht",
    "😀",
    "%",
    "\\",
    "0021-01-01",
    "9999-12-31",
    "\ud800",
    "\x00",
    LONG[:3000],
]
ARGUMENTS = ["0", "9" * 20, "gibt-es-nicht", "😀", "%25", "..", "x" * 3000, "\x00", "\ud800", "' OR 1=1"]


def some(values: list[Any], number: int, start: int) -> list[Any]:
    """``number`` of ``values``, others for each ``start``: over many fields each value has its turn."""
    return [values[(start + n * 5) % len(values)] for n in range(min(number, len(values)))]


def files() -> list[SimpleUploadedFile]:
    """Fresh ones, since a file is read once."""
    return [SimpleUploadedFile(name, content) for name, content in FILES]
