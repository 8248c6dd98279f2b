"""Tricks with bytes alone: flips, cuts, tails, cross-reference tables.

Keys, certificates and timestamps are made afresh for every run, so no trick may rely on a length or a digit of theirs:
a hex digit becomes another hex digit, a position is looked up, and what must not fit by chance is far from fitting.
"""

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
from asn1crypto import cms, x509

from core.signing.people import Field
from tests.agreements.signing.manipulations.lab import Forge, Lab

FIRST, SECOND = 0, 1
BYTE_RANGE = re.compile(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]")
CONTENTS = re.compile(rb"/Contents <([0-9A-Fa-f]+)>")
STARTXREF = re.compile(rb"startxref\s+(\d+)")


def replaced(data: bytes, start: int, new: bytes) -> bytes:
    """The same length, other bytes at ``start``."""
    return data[:start] + new + data[start + len(new) :]


def flipped_at(data: bytes, position: int) -> bytes:
    return replaced(data, position, bytes([data[position] ^ 1]))


def other_digit_at(data: bytes, position: int) -> bytes:
    """Another hex digit there. A flipped bit would now and then make a g of an f, which harms the syntax instead."""
    return replaced(data, position, b"1" if data[position : position + 1] == b"0" else b"0")


def flip_in_text(lab: Lab) -> bytes:
    return flipped_at(lab.final, lab.final.index(b"stream\n") + 300)


def flip_in_attachment(lab: Lab) -> bytes:
    return flipped_at(lab.final, lab.final.index(b"/EmbeddedFile") + 200)


def flip_in_signature(number: int) -> Forge:
    """In the signature value itself, at the end of the signed part of the container."""

    def forge(lab: Lab) -> bytes:
        value = signature_value(container(lab.final, number))
        return other_digit_at(lab.final, _place_in_container(lab.final, number, value) + 20)

    return forge


def flip_in_chain(lab: Lab) -> bytes:
    """In the authority's certificate, which comes along in the container and which no signature covers: its last byte,
    which is the end of the root's signature.
    """
    signed_data = cms.ContentInfo.load(container(lab.final, SECOND), strict=False)["content"]
    (authority,) = (one.chosen for one in signed_data["certificates"] if _is_authority(one.chosen))
    place = _place_in_container(lab.final, SECOND, authority.dump())
    return other_digit_at(lab.final, place + 2 * len(authority.dump()) - 1)


def container(pdf: bytes, number: int) -> bytes:
    """The signature's container with its padding."""
    return bytes.fromhex(list(CONTENTS.finditer(pdf))[number][1].decode())


def _place_in_container(pdf: bytes, number: int, part: bytes) -> int:
    """Where the first hex digit of that part stands in the file."""
    return list(CONTENTS.finditer(pdf))[number].start(1) + 2 * container(pdf, number).index(part)


def _is_authority(certificate: x509.Certificate) -> bool:
    return bool(certificate.ca)


def signature_value(container: bytes) -> bytes:
    value: bytes = cms.ContentInfo.load(container, strict=False)["content"]["signer_infos"][0]["signature"].native
    return value


def flip_in_byte_range(lab: Lab) -> bytes:
    return flipped_at(lab.final, list(BYTE_RANGE.finditer(lab.final))[SECOND].start(2))


def flip_in_xref(lab: Lab) -> bytes:
    """In the last byte of the compressed table, which belongs to its check sum."""
    return flipped_at(lab.final, lab.final.rindex(b"\nendstream") - 1)


def startxref_behind_the_end(lab: Lab) -> bytes:
    found = list(STARTXREF.finditer(lab.final))[-1]
    return replaced(lab.final, found.start(1), b"9" * len(found[1]))


def cut_at_the_end(lab: Lab) -> bytes:
    return lab.final[:-20]


def cut_in_the_countersignature(lab: Lab) -> bytes:
    return lab.final[: list(CONTENTS.finditer(lab.final))[SECOND].end() - 50]


def cut_in_the_first_half(lab: Lab) -> bytes:
    return lab.final[: len(lab.issued) // 2]


def rolled_back_to_the_mayor(lab: Lab) -> bytes:
    return lab.commune


def rolled_back_to_issued(lab: Lab) -> bytes:
    return lab.issued


def tail_of_a_comment(lab: Lab) -> bytes:
    return lab.final + b"\n% one more clause\n"


def tail_of_one_newline(lab: Lab) -> bytes:
    return lab.final + b"\n"


def tail_of_another_pdf(lab: Lab) -> bytes:
    return lab.final + lab.other_text.issued


def tail_of_a_zip(lab: Lab) -> bytes:
    return lab.final + b"PK\x05\x06" + bytes(18)


def head_of_a_page(lab: Lab) -> bytes:
    """A polyglot: a page of HTML before the header."""
    return b"<html><body>Die Datei ist echt</body></html>\n" + lab.final


def second_half_of_another(lab: Lab) -> bytes:
    """The commune's part of this agreement, the LPR's of another one, which is much longer: nothing stands where it
    is looked for.
    """
    return lab.commune + lab.other_text.final.data[len(lab.other_text.commune.data) :]


def second_half_of_another_fitted(lab: Lab) -> bytes:
    """The same, moved to its old place, with this agreement's table copied to where the other half looks for it."""
    other = lab.other_text
    table, looked_for = (int(STARTXREF.findall(half)[-1]) for half in (lab.commune, other.commune.data))
    copied = lab.commune[table : lab.commune.index(b"startxref", table)]
    first_half = lab.commune.ljust(looked_for, b"\n") + copied
    return first_half.ljust(len(other.commune.data), b"\n") + other.final.data[len(other.commune.data) :]


def byte_range_emptied(lab: Lab) -> bytes:
    return _byte_range(lab.final, SECOND, lambda _numbers: [0, 0, 0, 0])


def byte_range_negative(lab: Lab) -> bytes:
    return _byte_range(lab.final, SECOND, lambda numbers: [0, -1, numbers[2], numbers[3]])


def byte_range_around_the_text(lab: Lab) -> bytes:
    """The LPR's signature is said to cover the tail only."""
    return _byte_range(lab.final, SECOND, lambda numbers: [0, 9, numbers[2], numbers[3]])


def byte_range_longer(lab: Lab) -> bytes:
    """The mayor's signature is said to cover what came after it, too."""
    return _byte_range(lab.final, FIRST, lambda numbers: [0, numbers[1], numbers[2], len(lab.final) - numbers[2]])


def wrapped(lab: Lab) -> bytes:
    """Signature wrapping: the signed tail moves behind the forger's own bytes, the byte range follows it."""
    found = list(BYTE_RANGE.finditer(lab.final))[SECOND]
    gap_end, length = int(found[3]), int(found[4])
    inserted = b"\n% forger's own objects " + b"x" * 600 + b"\n"
    moved = lab.final[:gap_end] + inserted + lab.final[gap_end : gap_end + length]
    return _byte_range(moved, SECOND, lambda n: [n[0], n[1], n[2] + len(inserted), n[3]])


def xref_of_the_issued_text(lab: Lab) -> bytes:
    """A last startxref that leads back to the tables of the issued text."""
    start = STARTXREF.findall(lab.issued)[-1]
    return lab.final + b"\nstartxref\n" + start + b"\n%%EOF\n"


def shadowed_object(lab: Lab) -> bytes:
    """A later table names another place for the first page's contents: an object of the forger's."""
    return _with_other_contents(lab)


def hybrid_xref(lab: Lab) -> bytes:
    """A classic table with the forger's object for old readers, /XRefStm with the true one for new readers."""
    return _with_other_contents(lab, b"/XRefStm " + STARTXREF.findall(lab.final)[-1])


def freed_object(lab: Lab) -> bytes:
    """A later table says that the LPR's signature field does not exist any more."""
    with pikepdf.open(BytesIO(lab.final)) as pdf:
        (field,) = (each.objgen[0] for each in pdf.Root.AcroForm.Fields if str(each.T) == Field.LPR)
    start = len(lab.final) + 1
    table = b"xref\n%d 1\n0000000000 00001 f\r\n" % field + _trailer(lab)
    return lab.final + b"\n" + table + b"startxref\n%d\n%%%%EOF\n" % start


def _with_other_contents(lab: Lab, more: bytes = b"") -> bytes:
    with pikepdf.open(BytesIO(lab.final)) as pdf:
        number = pdf.pages[0].Contents.objgen[0]
    body = b"%d 0 obj\n<< /Length 17 >>\nstream\n0 0 600 900 re f\n\nendstream\nendobj\n" % number
    place = len(lab.final) + 1
    table = b"xref\n%d 1\n%010d 00000 n\r\n" % (number, place) + _trailer(lab, more)
    return lab.final + b"\n" + body + table + b"startxref\n%d\n%%%%EOF\n" % (place + len(body))


def _trailer(lab: Lab, more: bytes = b"") -> bytes:
    former = STARTXREF.findall(lab.final)[-1]
    identity = re.findall(rb"/ID \[[^\]]*\]", lab.final)[-1]
    with pikepdf.open(BytesIO(lab.final)) as pdf:
        numbers = b"/Size %d /Root %d 0 R " % (int(pdf.trailer.Size), pdf.Root.objgen[0])
    return b"trailer\n<< " + numbers + identity + b" /Prev " + former + b" " + more + b" >>\n"


def _byte_range(data: bytes, number: int, change: Callable[[list[int]], list[int]]) -> bytes:
    """Write other numbers into a byte range without moving anything."""
    found = list(BYTE_RANGE.finditer(data))[number]
    numbers = change([int(part) for part in found.groups()])
    old = found[0]
    new = b"/ByteRange [" + b" ".join(b"%d" % value for value in numbers)
    return replaced(data, found.start(), new.ljust(len(old) - 1) + b"]")
