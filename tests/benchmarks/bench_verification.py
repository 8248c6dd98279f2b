"""Verification as a visitor gets it, against validating both signatures one by one with full analysis.

The other side is bare pyHanko in this process, with everything loaded; it trusts the same roots.
"""

import asyncio
import sys
import time
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature

from agreements.evidence.portal_keys import signing_service
from agreements.models import DocumentVersion
from agreements.verification import ledger
from core import files
from core.limited_processes import asking
from core.signing.reasons import Reason
from tests.agreements.both_sides import sign_on_both_sides
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.signing.forgeries import add_page, append_bytes, flip_bit
from tests.benchmarks.interleaved import print_ratio

STRANGER = "stranger with a known code, parsed in a process of its own"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

AIM = 0.5


@pytest.fixture
def version(newest_link, newest_code) -> DocumentVersion:
    return sign_on_both_sides(Mayor(newest_link, newest_code))


def validate_both(pdf: bytes) -> bool:
    """Each signature with a reader of its own and full analysis of what came after it."""
    trust = signing_service().keys.validation_context()
    sound = []
    for number in range(2):
        signature = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[number]
        sound.append(asyncio.run(async_validate_pdf_signature(signature, trust)).bottom_line)
    return all(sound)


def test_verification_against_validating_both_signatures(version: DocumentVersion) -> None:
    final, half = files.read(version.final_file), files.read(version.commune_signed_file)
    assert validate_both(final)
    asking._starters.end()
    started = time.perf_counter()
    ledger.examine(add_page(final))
    cold = (time.perf_counter() - started) * 1000
    sys.stdout.write(f"\nverification, the first stranger after a start (parsers are loaded): {cold:.0f} ms\n")
    for name, data, reason, rounds in (
        ("genuine", final, Reason.GENUINE, 15),
        ("rolled back", half, Reason.ROLLED_BACK, 15),
        ("appended", append_bytes(final), Reason.APPENDED, 15),
        ("one bit changed", flip_bit(final, 3000), Reason.CHANGED_BYTES, 15),
        (STRANGER, add_page(final), Reason.MODIFIED, 15),
    ):
        found = ledger.examine(data).verdict
        assert found is not None
        assert found.reason is reason

        def ours(upload: bytes = data) -> object:
            return ledger.examine(upload)

        print_ratio(f"verification, {name}", ours, lambda: validate_both(final), rounds=rounds, aim=AIM)
