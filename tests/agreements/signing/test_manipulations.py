"""A signed file, manipulated in every way we know: refused with the right reason, never taken as a final file."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core.signing.errors import CommuneSignatureInvalid, SigningError
from core.signing.inspection import Inspection, inspect_upload, read_report
from core.signing.reading.inspecting import report
from core.signing.reading.signatures import read_signatures
from core.signing.reasons import Reason
from core.signing.verdict import judge
from tests.agreements.signing.conftest import SignedAgreement, countersign, sign_both
from tests.agreements.signing.manipulations import raw, updates
from tests.agreements.signing.manipulations.lab import Lab
from tests.agreements.signing.manipulations.table import BEFORE_COUNTERSIGNING, BYTES, MANIPULATIONS, SIGNED
from tests.agreements.signing.manipulations.updates import updated
from tests.agreements.texts import ORDINARY
from tests.plugins.signing_keys import key_files, make_service, serving

BYTES_TELL = {Reason.APPENDED, Reason.CHANGED_BYTES, Reason.ROLLED_BACK, Reason.UNSIGNED_ISSUED_VERSION}

# Far more than what certificates and timestamps differ by; check sums cannot be compressed.
MUCH_LONGER = replace(
    ORDINARY,
    contact_name="Max Mustermensch",
    council_resolution=" ".join(hashlib.sha256(bytes([number])).hexdigest() for number in range(8)),
)


@pytest.fixture(scope="module")
def lab(signing_service, signed, tmp_path_factory) -> Iterator[Lab]:
    files = key_files(tmp_path_factory.mktemp("foreign"))
    with serving(files) as url:
        yield Lab(
            target=signed,
            other_text=sign_both(signing_service, MUCH_LONGER),
            other_code=sign_both(signing_service, replace(ORDINARY, check_code="AAAA-BBBB-CCCC")),
            other_version=sign_both(signing_service, replace(ORDINARY, version=2)),
            service=signing_service,
            foreign=make_service(files, url),
        )


def reason_of(data: bytes, signed: SignedAgreement) -> Reason:
    """The verdict of `/pruefen/`. The bytes alone tell most; the rest is read as the limited process does it."""
    told = judge(data, Inspection(), signed.record).reason
    if told in BYTES_TELL or not data.startswith(b"%PDF-"):
        return told if told in BYTES_TELL else judge(data, inspect_upload(data), signed.record).reason
    return judge(data, read_report(json.dumps(report(data)).encode(), ""), signed.record).reason


def check_final(lab: Lab, data: bytes, **changes: str | bytes) -> None:
    facts = {
        "issued": lab.issued,
        "commune_signed": lab.commune,
        "commune_certificate_sha256": lab.target.commune.certificate_sha256,
        "lpr_certificate_sha256": lab.target.final.certificate_sha256,
    }
    lab.service.check_final(data, **{**facts, **changes})


@pytest.mark.parametrize("manipulation", MANIPULATIONS, ids=lambda m: m.name)
def test_a_manipulated_file_is_refused_with_the_right_reason(lab, manipulation):
    forged = manipulation.forge(lab)
    assert forged != lab.final
    assert reason_of(forged, lab.target) is manipulation.reason
    if manipulation.complaint is None:
        check_final(lab, forged)
        return
    with pytest.raises(SigningError, match=manipulation.complaint):
        check_final(lab, forged)


def test_there_are_many_of_them_and_each_is_another():
    names = [manipulation.name for manipulation in MANIPULATIONS]
    assert len(set(names)) == len(names) >= 75


@pytest.mark.parametrize("manipulation", [BYTES[2], BYTES[14], BYTES[22], *SIGNED[3:6]], ids=lambda m: m.name)
def test_the_limited_process_says_the_same(lab, manipulation):
    forged = manipulation.forge(lab)
    assert judge(forged, inspect_upload(forged), lab.target.record).reason is manipulation.reason


@pytest.mark.parametrize(
    ("change", "complaint"), [row[1:] for row in BEFORE_COUNTERSIGNING], ids=[row[0] for row in BEFORE_COUNTERSIGNING]
)
def test_a_file_tampered_with_after_the_mayor_signed_is_not_countersigned(lab, change, complaint):
    tampered = updated(lab.commune, change)
    with pytest.raises(CommuneSignatureInvalid, match=complaint):
        countersign(lab.service, lab.issued, tampered, lab.target.commune.certificate_sha256)


@pytest.mark.parametrize(
    "insert",
    [
        lambda half: updated(half, updates.nothing),
        lambda half: updated(half, updates.other_title),
        lambda half: updated(updated(half, updates.nothing), updates.nothing),
    ],
    ids=["an empty update", "another title", "two updates"],
)
def test_nothing_stands_between_both_signatures_even_if_they_permit_it(lab, insert):
    """The ledger's countersignature is on it and every signature holds, so that nothing else complains."""
    forged = lab.countersigned(insert(lab.commune))
    assert forged.startswith(lab.commune)
    ours = read_signatures(forged).signatures[-1].certificate_sha256
    with pytest.raises(SigningError, match="zwischen beiden Unterschriften wurde etwas eingefügt"):
        check_final(lab, forged, lpr_certificate_sha256=ours)


def test_the_final_file_begins_with_the_mayors_file_to_the_byte(lab):
    with pytest.raises(SigningError, match="die die Kommune unterzeichnet hat"):
        check_final(lab, lab.final, commune_signed=updated(lab.commune, updates.nothing))


@settings(max_examples=200)
@given(data=st.data())
def test_flipping_any_bits_of_any_byte_is_found(signed, data):
    final = signed.final.data
    position = data.draw(st.integers(0, len(final) - 1))
    mask = data.draw(st.integers(1, 255))
    forged = raw.replaced(final, position, bytes([final[position] ^ mask]))
    assert judge(forged, Inspection(), signed.record).reason is Reason.CHANGED_BYTES


@settings(max_examples=12, phases=[Phase.generate])
@given(data=st.data())
def test_flipping_any_byte_outside_the_containers_is_seen_without_the_ledger(lab, data):
    """Inside them lie certificates and padding that no signature covers: there the ledger's bytes decide."""
    gaps = [found.span(1) for found in raw.CONTENTS.finditer(lab.final)]
    position = data.draw(st.integers(0, len(lab.final) - 1).filter(lambda p: not any(a <= p < b for a, b in gaps)))
    with pytest.raises(SigningError):
        check_final(lab, raw.flipped_at(lab.final, position))


@settings(max_examples=50)
@given(cut=st.integers(0, 80_000))
def test_a_cut_file_is_never_genuine(signed, cut):
    forged = signed.final.data[:cut]
    verdict = judge(forged, Inspection(), signed.record)
    assert not verdict.genuine
    assert verdict.reason is Reason.CHANGED_BYTES or forged in {signed.issued, signed.commune.data}
