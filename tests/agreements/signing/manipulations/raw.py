"""Tricks with bytes alone: flips, cuts, tails, cross-reference tables."""

import re
from collections.abc import Callable

from asn1crypto import cms

from tests.agreements.signing.manipulations.lab import Forge, Lab

FIRST, SECOND = 0, 1
BYTE_RANGE = re.compile(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]")
CONTENTS = re.compile(rb"/Contents <([0-9A-Fa-f]+)>")


def replaced(data: bytes, start: int, new: bytes) -> bytes:
    """The same length, other bytes at ``start``."""
    return data[:start] + new + data[start + len(new) :]


def flipped_at(data: bytes, position: int) -> bytes:
    return replaced(data, position, bytes([data[position] ^ 1]))


def flip_in_text(lab: Lab) -> bytes:
    return flipped_at(lab.final, lab.final.index(b"stream\n") + 300)


def flip_in_attachment(lab: Lab) -> bytes:
    return flipped_at(lab.final, lab.final.index(b"/EmbeddedFile") + 200)


def flip_in_signature(number: int) -> Forge:
    """In the signature value itself, at the end of the signed part of the container."""

    def forge(lab: Lab) -> bytes:
        found = list(CONTENTS.finditer(lab.final))[number]
        value = signature_value(bytes.fromhex(found[1].decode()))
        return flipped_at(lab.final, found.start(1) + found[1].lower().index(value.hex().encode()) + 20)

    return forge


def flip_in_chain(lab: Lab) -> bytes:
    """In a certificate that comes along in the container and that no signature covers."""
    return flipped_at(lab.final, list(CONTENTS.finditer(lab.final))[SECOND].start(1) + 600)


def signature_value(container: bytes) -> bytes:
    value: bytes = cms.ContentInfo.load(container, strict=False)["content"]["signer_infos"][0]["signature"].native
    return value


def flip_in_byte_range(lab: Lab) -> bytes:
    return flipped_at(lab.final, list(BYTE_RANGE.finditer(lab.final))[SECOND].start(2))


def flip_in_xref(lab: Lab) -> bytes:
    return flipped_at(lab.final, lab.final.rindex(b"stream\nx") + 20)


def flip_in_startxref(lab: Lab) -> bytes:
    return flipped_at(lab.final, lab.final.rindex(b"startxref\n") + 12)


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
    """The commune's part of this agreement, the LPR's of another one."""
    return lab.commune + lab.other_text.final.data[len(lab.other_text.commune.data) :]


def byte_range_emptied(lab: Lab) -> bytes:
    return _byte_range(lab.final, SECOND, lambda _numbers: [0, 0, 0, 0])


def byte_range_negative(lab: Lab) -> bytes:
    return _byte_range(lab.final, SECOND, lambda numbers: [0, -1, numbers[2], numbers[3]])


def byte_range_around_the_text(lab: Lab) -> bytes:
    """The LPR's signature is said to cover the tail only."""
    return _byte_range(lab.final, SECOND, lambda numbers: [0, 9, numbers[2], numbers[3]])


def byte_range_longer(lab: Lab) -> bytes:
    """The mayor's signature is said to cover what came after it, too."""
    return _byte_range(lab.final, FIRST, lambda numbers: [0, numbers[1], numbers[2], 27235])


def wrapped(lab: Lab) -> bytes:
    """Signature wrapping: the signed tail moves behind the forger's own bytes, the byte range follows it."""
    found = list(BYTE_RANGE.finditer(lab.final))[SECOND]
    gap_end, length = int(found[3]), int(found[4])
    inserted = b"\n% forger's own objects " + b"x" * 600 + b"\n"
    moved = lab.final[:gap_end] + inserted + lab.final[gap_end : gap_end + length]
    return _byte_range(moved, SECOND, lambda n: [n[0], n[1], n[2] + len(inserted), n[3]])


def xref_of_the_issued_text(lab: Lab) -> bytes:
    """A last startxref that leads back to the tables of the issued text."""
    start = re.findall(rb"startxref\s+(\d+)", lab.issued)[-1]
    return lab.final + b"\nstartxref\n" + start + b"\n%%EOF\n"


def shadowed_object(lab: Lab) -> bytes:
    """A later table names another place for the first page's contents: an object of the forger's."""
    return _with_table(lab, b"6 0 obj\n<< /Length 17 >>\nstream\n0 0 600 900 re f\n\nendstream\nendobj\n", 6)


def hybrid_xref(lab: Lab) -> bytes:
    """A classic table with the forger's object for old readers, /XRefStm with the true one for new readers."""
    true_table = re.findall(rb"startxref\s+(\d+)", lab.final)[-1]
    body = b"6 0 obj\n<< /Length 17 >>\nstream\n0 0 600 900 re f\n\nendstream\nendobj\n"
    return _with_table(lab, body, 6, b"/XRefStm " + true_table)


def freed_object(lab: Lab) -> bytes:
    """A later table says that the LPR's signature field does not exist any more."""
    start = len(lab.final) + 1
    table = b"xref\n13 1\n0000000000 00001 f\r\n" + _trailer(lab)
    return lab.final + b"\n" + table + b"startxref\n%d\n%%%%EOF\n" % start


def _with_table(lab: Lab, body: bytes, number: int, more: bytes = b"") -> bytes:
    place = len(lab.final) + 1
    table = b"xref\n%d 1\n%010d 00000 n\r\n" % (number, place) + _trailer(lab, more)
    return lab.final + b"\n" + body + table + b"startxref\n%d\n%%%%EOF\n" % (place + len(body))


def _trailer(lab: Lab, more: bytes = b"") -> bytes:
    former = re.findall(rb"startxref\s+(\d+)", lab.final)[-1]
    identity = re.findall(rb"/ID \[[^\]]*\]", lab.final)[-1]
    return b"trailer\n<< /Size 258 /Root 2 0 R " + identity + b" /Prev " + former + b" " + more + b" >>\n"


def _byte_range(data: bytes, number: int, change: Callable[[list[int]], list[int]]) -> bytes:
    """Write other numbers into a byte range without moving anything."""
    found = list(BYTE_RANGE.finditer(data))[number]
    numbers = change([int(part) for part in found.groups()])
    old = found[0]
    new = b"/ByteRange [" + b" ".join(b"%d" % value for value in numbers)
    return replaced(data, found.start(), new.ljust(len(old) - 1) + b"]")
