"""The reader that reads each object stream once gives what pyHanko's own gives, refusals included."""

import re
import zlib
from io import BytesIO

import pytest
from pyhanko.pdf_utils.generic import Reference
from pyhanko.pdf_utils.reader import PdfFileReader

from core.signing.reading.quick_reader import QuickReader
from tests.agreements.signing.conftest import SignedAgreement


def objects(reader: PdfFileReader) -> dict[int, str]:
    """Every object of the file as it is shown, or as what it is refused."""
    found = {}
    for reference in sorted(reader.xrefs.explicit_refs_in_revision(0), key=lambda one: one.idnum):
        try:
            found[reference.idnum] = re.sub(
                " at 0x[0-9a-f]+", "", repr(reader.get_object(Reference(reference.idnum, 0, reader)))
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, both must say the same
            found[reference.idnum] = f"{type(error).__name__}: {error}"
    return found


def listed(*numbers: str, kind: str = "/ObjStm", first: str = "", count: str = "3") -> bytes:
    """A file whose objects 1 to 3 are in an object stream that lists ``numbers``, and says where its list ends."""
    bodies = b"<< /Type /Catalog /Pages 2 0 R >> << /Type /Pages /Kids [] /Count 0 >> (three)"
    header = " ".join(numbers).encode() + b" "
    data = zlib.compress(header + bodies)
    start = b"%PDF-1.7\n"
    said = f"/Type {kind} /N {count} /First {first or len(header)}"
    attributes = f"<< {said} /Filter /FlateDecode /Length {len(data)} >>".encode()
    stream = b"4 0 obj\n" + attributes + b"\nstream\n" + data + b"\nendstream\nendobj\n"
    table_at = len(start) + len(stream)
    rows = [(0, 0, 255), (2, 4, 0), (2, 4, 1), (2, 4, 2), (1, len(start), 0), (1, table_at, 0)]
    table = b"".join(bytes([kind]) + where.to_bytes(4) + bytes([index]) for kind, where, index in rows)
    head = f"<< /Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R /Length {len(table)} >>".encode()
    end = f"startxref\n{table_at}\n%%EOF\n".encode()
    return start + stream + b"5 0 obj\n" + head + b"\nstream\n" + table + b"\nendstream\nendobj\n" + end


RIGHT = ("1 0", "2 34", "3 71")
LISTS = {
    "right": RIGHT,
    "another order": ("2 34", "1 0", "3 71"),
    "an object twice": ("1 0", "1 34", "3 71"),
    "one too few": ("1 0", "2 34"),
    "one too many": (*RIGHT, "4 0"),
    "no numbers": ("1 0", "2 x", "3 71"),
    "a minus": ("1 0", "2 -34", "3 71"),
    "a wrong place": ("1 0", "2 36", "3 71"),
    "beyond the end": ("1 0", "2 34", "3 710"),
}


def test_every_object_of_a_signed_agreement_is_the_same(signed: SignedAgreement) -> None:
    for data in (signed.issued, signed.final.data):
        assert objects(QuickReader(BytesIO(data))) == objects(PdfFileReader(BytesIO(data)))


def test_pyhanko_walks_through_no_list_of_a_sound_document(
    signed: SignedAgreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = QuickReader(BytesIO(signed.final.data))
    monkeypatch.setattr(PdfFileReader, "_get_object_from_stream", None)  # called, it would be an error
    assert not [shown for shown in objects(reader).values() if "NoneType" in shown]
    assert re.search(rb"/Type ?/ObjStm", signed.issued)


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("case", LISTS)
def test_a_list_that_is_not_as_the_standard_has_it_is_refused_alike(case: str, strict: bool) -> None:
    data = listed(*LISTS[case])
    quick, plain = (objects(reader(BytesIO(data), strict=strict)) for reader in (QuickReader, PdfFileReader))
    assert quick == plain
    if strict and case in {"another order", "one too few", "no numbers", "beyond the end"}:
        assert "PdfStrictReadError" in str(quick)
    if case == "right":
        assert "Error" not in str(quick)


def test_a_stream_that_is_no_object_stream_is_refused_alike() -> None:
    data = listed(*RIGHT, kind="/XObject")
    assert objects(QuickReader(BytesIO(data))) == objects(PdfFileReader(BytesIO(data)))


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        # The list is said to end inside its last number, whose first digits lead to an object too.
        (("1 0", "2 34", "3 734"), {"first": "13"}),
        (("1 0", "2 34", "3 74.5"), {"first": "13"}),
        (("1 0", "2 34", "3 " + "7" * 5000), {}),
        (RIGHT, {"first": "(14)"}),
        (RIGHT, {"first": "14.0"}),
        (RIGHT, {"first": "-10"}),
        (RIGHT, {"count": "(3)"}),
        (RIGHT, {"count": "3.0"}),
        (RIGHT, {"count": "-3"}),
    ],
)
def test_a_stream_that_lies_about_its_list_is_read_alike(
    numbers: tuple[str, ...], said: dict[str, str], strict: bool
) -> None:
    data = listed(*numbers, **said)
    quick, plain = (objects(reader(BytesIO(data), strict=strict)) for reader in (QuickReader, PdfFileReader))
    assert quick == plain


def test_an_object_stream_that_lies_in_itself_is_given_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    data = listed(*RIGHT)
    row_of_the_stream = b"\x01" + len(b"%PDF-1.7\n").to_bytes(4) + b"\x00"
    looped = data.replace(row_of_the_stream, b"\x02" + (4).to_bytes(4) + b"\x00", 1)
    assert looped != data
    monkeypatch.setattr(PdfFileReader, "_get_object_from_stream", None)  # called, it would be another error
    reader = QuickReader(BytesIO(looped))
    with pytest.raises(RecursionError):
        reader.get_object(Reference(1, 0, reader))
