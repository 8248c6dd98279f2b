"""A file that differs from the ledger's by its bytes alone is judged without the process for strangers."""

import pytest

from agreements.drafting import issuing
from agreements.models import DocumentVersion
from agreements.verification import ledger
from core import files
from core.signing.reasons import Reason
from tests.agreements.both_sides import signed_once
from tests.agreements.signing.forgeries import add_page, add_page_to_update, append_bytes, encrypt, flip_bit
from tests.factories.ready_agreements import issued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]


@pytest.fixture
def version(remembered, newest_link, newest_code) -> DocumentVersion:
    return signed_once(remembered, newest_link, newest_code, sheet=True)[0]


def corpus(version: DocumentVersion) -> dict[str, tuple[bytes, str, Reason]]:
    """Files, the code that was typed with them, and the reason that both ways must find."""
    final, half, first = (
        files.read(stored) for stored in (version.final_file, version.commune_signed_file, version.issued_file)
    )
    sheet = files.read(version.evidence_file)
    code = version.check_code
    return {
        "genuine": (final, "", Reason.GENUINE),
        "genuine, another code typed": (final, "AAAA-AAAA-AAAA", Reason.GENUINE),
        "issued": (first, "", Reason.UNSIGNED_ISSUED_VERSION),
        "rolled back": (half, "", Reason.ROLLED_BACK),
        "appended": (append_bytes(final), "", Reason.APPENDED),
        "a page appended": (add_page_to_update(final), "", Reason.APPENDED),
        "the sheet, appended": (append_bytes(sheet), code, Reason.APPENDED),
        "cut off": (final[:-100], "", Reason.CHANGED_BYTES),
        "a bit in the text": (flip_bit(final, 3000), "", Reason.CHANGED_BYTES),
        "a bit in the signature": (flip_bit(final, len(final) - 5000), code, Reason.CHANGED_BYTES),
        "the first bit, code typed": (flip_bit(final, 0), code, Reason.CHANGED_BYTES),
        "the first bit": (flip_bit(final, 0), "", Reason.NOT_PDF),
        "a bit in the sheet": (flip_bit(sheet, 3000), "", Reason.CHANGED_BYTES),
        "written again": (add_page(final), "", Reason.MODIFIED),
        "a page after the first signature": (add_page_to_update(half), code, Reason.MODIFIED),
        "encrypted": (encrypt(final), "", Reason.ENCRYPTED),
        "encrypted, code typed": (encrypt(final), code, Reason.ENCRYPTED),
        "garbage": (b"%PDF-1.7\n" + b"garbage " * 100, "", Reason.UNREADABLE),
        "too large": (append_bytes(final) + bytes(20 * 1024 * 1024), "", Reason.TOO_LARGE),
        "too large, code typed": (append_bytes(final) + bytes(20 * 1024 * 1024), code, Reason.APPENDED),
    }


def test_the_short_way_and_the_full_way_find_the_same(version):
    for name, (data, code, reason) in corpus(version).items():
        short, full = ledger.examine(data, code), ledger.examine_in_full(data, code)
        assert short.verdict is not None
        assert short.verdict.reason is reason, name
        assert short.verdict == full.verdict, name
        if reason is not Reason.GENUINE:
            assert short.version == full.version, name


def test_what_the_bytes_tell_is_not_parsed(version, monkeypatch):
    parsed = []
    monkeypatch.setattr(ledger, "inspect_upload", parsed.append)
    by_bytes = {Reason.GENUINE, Reason.UNSIGNED_ISSUED_VERSION, Reason.ROLLED_BACK, Reason.APPENDED}
    for data, code, reason in corpus(version).values():
        if reason in by_bytes | {Reason.CHANGED_BYTES}:
            ledger.examine(data, code)
    assert parsed == []


def test_the_sheet_is_known_as_such(version):
    found = ledger.examine(files.read(version.evidence_file))
    assert (found.version, found.verdict.genuine, found.verdict.reason) == (version, True, Reason.EVIDENCE)


def test_an_issued_version_is_known_before_anybody_signed(run_tasks):
    version = issued().current_version
    found = ledger.examine(files.read(version.issued_file))
    assert (found.version, found.verdict.reason) == (version, Reason.UNSIGNED_ISSUED_VERSION)


def test_a_draft_s_preview_is_unknown(version):
    preview = issuing.preview(version.agreement)
    assert ledger.examine(preview.data).verdict.reason is Reason.UNKNOWN_DOCUMENT
