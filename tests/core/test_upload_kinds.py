"""What is no page gets a sentence that fits: nobody is told to scan a Word file."""

import io
import zipfile

import pytest

from core.scan_cleaning.refusals import Refusal
from core.scans import ScanRefusedError, clean_scan
from tests.core import hostile_scans

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def zipped(*names: str, first: str = "", content: bytes = b"<xml/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        if first:
            packed.writestr(zipfile.ZipInfo("mimetype"), first)
        for name in names:
            packed.writestr(name, content)
    return out.getvalue()


def old_office(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + bytes(500)


def ftyp(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + bytes(100)


WAYS = "als PDF"
KINDS = {
    "Word": (zipped("[Content_Types].xml", "word/document.xml"), "x.docx", "Word-Datei", WAYS),
    "Excel": (zipped("[Content_Types].xml", "xl/workbook.xml"), "x.xlsx", "Excel-Datei", WAYS),
    "PowerPoint": (zipped("[Content_Types].xml", "ppt/presentation.xml"), "", "PowerPoint-Datei", WAYS),
    "Writer": (zipped("content.xml", first="application/vnd.oasis.opendocument.text"), "", "LibreOffice", WAYS),
    "Calc": (zipped("content.xml", first="application/vnd.oasis.opendocument.spreadsheet"), "", "LibreOffice", WAYS),
    "Pages": (zipped("Index/Document.iwa", "preview.jpg"), "brief.pages", "Pages", WAYS),
    "old Word": (old_office("WordDocument"), "brief.doc", "Word-Datei", WAYS),
    "old Excel": (old_office("Workbook"), "", "Excel-Datei", WAYS),
    "old office of another kind": (OLE, "brief.doc", "Word-Datei", WAYS),
    "office with a password": (old_office("EncryptedPackage"), "brief.docx", "mit Kennwort", WAYS),
    "RTF": (rb"{\rtf1 Hallo}", "", "Textdokument", WAYS),
    "mail": (b"From: a@example.org\r\nTo: b@example.org\r\n\r\nHallo", "nachricht.eml", "E-Mail", WAYS),
    "mail that went far": (b"Received: from mail.example\n\tby mx.example\n\nHallo", "", "E-Mail", WAYS),
    "mail of Outlook": (old_office("__properties_version1.0"), "nachricht.msg", "E-Mail", WAYS),
    "a mail with a PDF": (b"Received: from x\r\n\r\n" + hostile_scans.pdf(), "", "E-Mail", WAYS),
    "phone's picture": (ftyp(b"heic"), "IMG_0815.HEIC", "HEIC", "Maximale Kompatibilität"),
    "phone's pictures": (ftyp(b"mif1"), "", "HEIC", "als JPEG"),
    "AVIF": (ftyp(b"avif"), "", "AVIF", "JPEG oder PNG"),
    "film": (ftyp(b"qt  "), "film.mov", "Video", "als PDF, JPEG oder PNG"),
    "WebP": (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "", "WebP", "JPEG oder PNG"),
    "TIFF": (b"II*\x00" + bytes(50), "", "TIFF", WAYS),
    "TIFF of a Mac": (b"MM\x00*" + bytes(50), "", "TIFF", WAYS),
    "GIF": (b"GIF89a" + hostile_scans.pdf(), "", "GIF", "JPEG oder PNG"),
    "BMP": (b"BM" + bytes(60), "", "BMP", "JPEG oder PNG"),
    "drawing": (b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", "", "SVG", WAYS),
    "web page": (b"<!DOCTYPE html><title>x</title>", "", "Webseite", WAYS),
    "web page before a PDF": (b"<html>" + hostile_scans.pdf(), "", "Webseite", WAYS),
    "archive": (zipped("a.pdf", "b.pdf"), "unterlagen.zip", "Archiv", "jede Datei einzeln"),
    "program": (b"MZ\x90\x00" + bytes(500), "scan.pdf", "Programm", "nur Seiten"),
    "text": ("Grüße aus Musterau\n".encode(), "", "Textdatei", WAYS),
    "text of old Windows": ("Grüße".encode("cp1252"), "notiz.txt", "Textdatei", WAYS),
    "only the name tells": (b"\x00\x01\x02", "IMG_0815.HEIC", "HEIC", "als JPEG"),
    "nothing tells": (b"\x00\x01\x02", "scan.pdf", "weder PDF noch JPEG noch PNG", "Seiten"),
    "a PDF too far behind": (bytes(2000) + hostile_scans.pdf(), "", "weder PDF noch JPEG noch PNG", "Seiten"),
}


@pytest.mark.parametrize("name", KINDS)
def test_what_is_no_page_is_named_with_a_way_out(name):
    data, called, what, way = KINDS[name]
    with pytest.raises(ScanRefusedError) as refused:
        clean_scan(data, name=called)
    assert refused.value.refusal == Refusal.UNKNOWN_TYPE
    assert what in str(refused.value)
    assert way in str(refused.value)
    assert "Bitte" in str(refused.value)
    assert "scannen" not in str(refused.value)


def test_an_archive_says_that_it_is_none_of_the_three():
    with pytest.raises(ScanRefusedError, match="weder PDF noch JPEG noch PNG"):
        clean_scan(zipped("a.txt"))
