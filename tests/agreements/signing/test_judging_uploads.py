"""What /pruefen/ says of a file: genuine only for the ledger's bytes, and for each forgery the right reason."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from agreements.text.documents import render_agreement
from core.signing import inspection
from core.signing.inspection import Inspection, Problem, inspect_upload
from core.signing.reasons import Reason
from core.signing.verdict import LedgerRecord, judge
from tests.agreements.signing.conftest import sign_both, sign_for_commune
from tests.agreements.signing.forgeries import add_page, add_page_to_update, append_bytes, encrypt, flip_bit
from tests.agreements.texts import ORDINARY
from tests.core.bombs import zeros
from tests.plugins.signing_keys import key_files, make_service, serving


def reason(data: bytes, record: LedgerRecord | None) -> Reason:
    """The reason that a visitor would get, with the real inspection in its own process."""
    verdict = judge(data, inspect_upload(data), record)
    assert verdict.genuine == (verdict.reason is Reason.GENUINE)
    return verdict.reason


def test_the_ledger_s_file_is_genuine(signed):
    assert reason(signed.final.data, signed.record) is Reason.GENUINE


def test_inspection_tells_what_the_file_says(signed):
    seen = inspect_upload(signed.final.data)
    assert (seen.problem, seen.check_code, seen.reference, seen.version) == (
        None,
        ORDINARY.check_code,
        ORDINARY.reference,
        1,
    )
    assert (seen.page_count, seen.field_names) == (2, ("sig_commune", "sig_lpr"))
    assert [s.signer_name for s in seen.signatures] == ["Erika Musterfrau", "Sabine Muster"]
    assert [s.signed_at for s in seen.signatures] == [signed.commune.signed_at, signed.final.signed_at]
    assert [s.certificate_sha256 for s in seen.signatures] == [
        signed.commune.certificate_sha256,
        signed.final.certificate_sha256,
    ]


def test_issued_version_is_named_as_unsigned(signed):
    assert reason(signed.issued, signed.record) is Reason.UNSIGNED_ISSUED_VERSION


def test_cut_back_to_the_first_signature(signed):
    assert reason(signed.commune.data, signed.record) is Reason.ROLLED_BACK


def test_half_signed_before_the_countersignature(signed):
    record = replace(signed.record, final=None, lpr_certificate_sha256=None)
    assert reason(signed.commune.data, record) is Reason.NOT_YET_COMPLETE


def test_appended_bytes(signed):
    assert reason(append_bytes(signed.final.data), signed.record) is Reason.APPENDED


def test_page_added_behind_the_signatures(signed):
    assert reason(add_page_to_update(signed.final.data), signed.record) is Reason.APPENDED


def test_page_added_by_rewriting(signed):
    assert reason(add_page(signed.final.data), signed.record) is Reason.MODIFIED


def test_page_added_to_the_first_signature(signed):
    assert reason(add_page_to_update(signed.commune.data), signed.record) is Reason.MODIFIED


def test_truncated_file(signed):
    assert reason(signed.final.data[:-100], signed.record) is Reason.CHANGED_BYTES


def test_another_text_freshly_signed_by_the_same_authority(signing_service, signed):
    other = sign_both(signing_service, replace(ORDINARY, contact_name="Max Mustermensch"))
    assert inspect_upload(other.final.data).check_code == ORDINARY.check_code
    assert reason(other.final.data, signed.record) is Reason.OTHER_TEXT


def test_the_same_text_signed_once_more_by_the_same_authority(signing_service, signed):
    assert reason(sign_both(signing_service).final.data, signed.record) is Reason.UNKNOWN_CERTIFICATE


def test_the_issued_bytes_signed_with_foreign_keys(signed, tmp_path):
    files = key_files(tmp_path)
    with serving(files) as url:
        forged = sign_for_commune(make_service(files, url), signed.issued)
    assert reason(forged.data, signed.record) is Reason.UNKNOWN_CERTIFICATE


def test_other_text_without_signature(signed):
    other = render_agreement(replace(ORDINARY, contact_name="Max Mustermensch")).data
    assert reason(other, signed.record) is Reason.UNSIGNED


def test_one_bit_changed_anywhere(signed):
    """Every 101st byte, each with another bit; no parser needed to see it."""
    final = signed.final.data
    for position in range(0, len(final), 101):
        forged = flip_bit(final, position, position % 8)
        verdict = judge(forged, Inspection(), signed.record)
        assert (verdict.genuine, verdict.reason) == (False, Reason.CHANGED_BYTES), position


@pytest.mark.parametrize("where", ["text", "attachment", "first signature", "second signature", "end"])
def test_one_bit_changed_as_a_visitor_would_upload_it(signed, where):
    final = signed.final.data
    position = {
        "text": 3000,
        "attachment": final.index(b"/EmbeddedFile") + 200,
        "first signature": final.index(b"/Contents <", len(signed.issued)) + 100,
        "second signature": final.index(b"/Contents <", len(signed.commune.data)) + 100,
        "end": len(final) - 10,
    }[where]
    forged = flip_bit(final, position)
    assert inspect_upload(forged).check_code == ORDINARY.check_code, "the damaged file can still be named"
    assert reason(forged, signed.record) is Reason.CHANGED_BYTES


def test_ledger_with_other_certificates_does_not_call_its_own_file_genuine(signed):
    record = replace(signed.record, lpr_certificate_sha256="0" * 64)
    assert reason(signed.final.data, record) is Reason.UNKNOWN_CERTIFICATE


def test_ledger_with_a_broken_file_does_not_call_it_genuine(signed):
    broken = flip_bit(signed.final.data, 3000)
    assert reason(broken, replace(signed.record, final=broken)) is Reason.MODIFIED


def test_unknown_document(signed):
    assert reason(signed.final.data, None) is Reason.UNKNOWN_DOCUMENT


def plain_pdf() -> bytes:
    output = BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(output)
    return output.getvalue()


def test_a_pdf_from_elsewhere(signed):
    assert inspect_upload(plain_pdf()) == Inspection(page_count=1)
    assert reason(plain_pdf(), None) is Reason.UNKNOWN_DOCUMENT
    assert reason(plain_pdf(), signed.record) is Reason.UNSIGNED


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", Problem.NOT_PDF),
        (b"PK\x03\x04 a spreadsheet", Problem.NOT_PDF),
        (b"%PDF-1.7\n", Problem.UNREADABLE),
        (b"%PDF-1.7\n" + b"garbage " * 1000, Problem.UNREADABLE),
        (b"%PDF-1.7\n" + bytes(20 * 1024 * 1024), Problem.TOO_LARGE),
    ],
    ids=["nothing", "no-pdf", "head", "garbage", "too-large"],
)
def test_what_cannot_be_read_is_named(data, problem):
    seen = inspect_upload(data)
    assert seen.problem is problem
    assert judge(data, seen, None).reason == problem.value


def test_encrypted_file(signed):
    assert inspect_upload(encrypt(signed.final.data)).problem is Problem.ENCRYPTED


def test_a_file_that_takes_too_long(signed, monkeypatch):
    monkeypatch.setattr(inspection, "LONGEST_WAIT", 0.05)
    assert reason(signed.final.data, None) is Reason.TOO_SLOW


def test_a_bomb_does_not_burst():
    """1.1 GiB of zeros as the attached data, which fit into one megabyte."""
    packed = zeros(1130)
    pdf = pikepdf.new()
    pdf.add_blank_page()
    stream = pikepdf.Stream(pdf, packed)
    stream.stream_dict.Filter = pikepdf.Name.FlateDecode
    stream.write(packed, filter=pikepdf.Name.FlateDecode)
    names = pikepdf.Array(["vorvereinbarung.json", pikepdf.Dictionary(EF=pikepdf.Dictionary(F=stream))])
    pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=names))
    output = BytesIO()
    pdf.save(output, compress_streams=False)
    seen = inspect_upload(output.getvalue())
    assert (seen.check_code, seen.signatures) == ("", ())


@pytest.mark.parametrize("position", range(0, 1000, 200))
def test_a_file_broken_anywhere_never_raises(signed, position):
    length = len(signed.final.data)
    broken = bytearray(signed.final.data)
    start = 8 + (length - 8) * position // 1000
    broken[start : start + 64] = b"\x00<<[(" * 12 + b"\x00" * 4
    assert not judge(bytes(broken), inspect_upload(bytes(broken)), signed.record).genuine


def test_every_reason_is_explained_in_german():
    assert all(member.explanation.endswith(".") for member in Reason)
    assert len({member.explanation for member in Reason}) == len(Reason)


def test_a_child_finds_everything_loaded(signed, tmp_path):
    """What it had to load first would be loaded by every child again, and under its limits."""
    (tmp_path / "signed.pdf").write_bytes(b'{"roots": []}\n' + signed.final.data)
    program = (
        "import sys; from core.signing.reading import inspecting; before = set(sys.modules);"
        "inspecting.answer(open(sys.argv[1], 'rb').read()); print(sorted(set(sys.modules) - before))"
    )
    command = [sys.executable, "-c", program, tmp_path / "signed.pdf"]
    assert subprocess.run(command, capture_output=True, check=True, text=True).stdout == "[]\n"
