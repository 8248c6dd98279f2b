"""Files that nobody means well with, or that came out of Excel in another way than hoped."""

import zipfile
from collections.abc import Callable
from io import BytesIO

from tests.factories.workbooks import changed, labels, opened, raw, saved, strict

SHEET = "xl/worksheets/sheet1.xml"


def plain() -> bytes:
    return raw(("Ansprechpersonen", [labels("contacts"), ["14999100", None, None, None, None, "Muster"]]))


def replaced(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same package with one part changed by ``change``, or added."""
    return changed(data, {part: change})


def zip_bomb() -> bytes:
    """A sheet of 300 million blanks in a few hundred kilobytes."""
    return replaced(plain(), SHEET, lambda xml: xml.replace(b"</sheetData>", b" " * 300_000_000 + b"</sheetData>"))


def billion_laughs() -> bytes:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol") for n in range(10))
    return replaced(plain(), SHEET, lambda xml: b"<!DOCTYPE x [" + entities + b"]>" + xml.replace(b"Muster", b"&l9;"))


def external_entity() -> bytes:
    doctype = b'<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    return replaced(plain(), "xl/sharedStrings.xml", lambda xml: doctype + xml.replace(b"Muster", b"&secret;"))


def many_rows() -> bytes:
    row = b'<row r="%d"><c r="A%d" t="n"><v>1</v></c></row>'
    rows = b"".join(row % (n, n) for n in range(3, 60_000))
    return replaced(plain(), SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


def many_columns() -> bytes:
    """A head of 16,384 columns; what stands far right is not looked at."""
    return raw(("Ansprechpersonen", [[*labels("contacts"), *(f"Spalte {n}" for n in range(16_000))]]))


def macros() -> bytes:
    return replaced(plain(), "xl/vbaProject.bin", lambda _: b"\xd0\xcf\x11\xe0")


def macro_type() -> bytes:
    return replaced(
        plain(),
        "[Content_Types].xml",
        lambda xml: xml.replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
    )


def protected() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500


def old_excel() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "Workbook".encode("utf-16-le") + b"\0" * 500


def open_document() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    return out.getvalue()


def other_archive() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return out.getvalue()


def utf_16() -> bytes:
    return replaced(plain(), SHEET, lambda xml: xml.decode().replace("<worksheet", "<worksheet", 1).encode("utf-16"))


def old_word() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "WordDocument".encode("utf-16-le") + b"\0" * 500


def binary_excel() -> bytes:
    return replaced(plain(), "xl/workbook.bin", lambda _: b"\x83\x01\x00")


def encrypted_archive() -> bytes:
    """A package whose first part says that it wants a password."""
    data = bytearray(plain())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def broken_strict() -> bytes:
    return replaced(strict(plain()), SHEET, lambda xml: xml[:-40])


def hundred_hidden_sheets() -> bytes:
    book = opened(plain())
    for number in range(100):
        book.create_sheet(f"Blatt {number}").sheet_state = "veryHidden"
    return saved(book)


def all_hidden() -> bytes:
    """Every column and half a million rows hidden, a merged area over all of them, and a filled cell at the far end."""
    columns = b'<cols><col min="1" max="16384" width="9" hidden="1"/></cols><sheetData>'
    far = b'<row r="3" hidden="1"><c r="XFD3"><v>1</v></c></row>'
    rows = b"".join(b'<row r="%d" hidden="1"/>' % number for number in range(4, 500_000))
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return replaced(
        plain(),
        SHEET,
        lambda xml: xml.replace(b"<sheetData>", columns).replace(b"</sheetData>", far + rows + merged),
    )
