"""What is said in the terms of ETSI is what the validation found."""

import pytest
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate

from core.signing.etsi_terms import Indication, SubIndication, result_of, worst
from core.signing.inspection import Inspection, inspect_upload
from core.signing.people import Field
from core.signing.qualified_trust import as_der
from core.signing.reasons import Reason
from core.signing.signing_service import SigningService
from core.signing.verdict import judge
from tests.agreements.signing.conftest import SignedAgreement
from tests.agreements.signing.forgeries import add_page, append_bytes, flip_bit


def test_the_names_are_those_of_the_standard_as_the_library_has_them():
    library = {each.name for each in (*AdESFailure, *AdESIndeterminate)}
    assert {each.value for each in SubIndication} == library


@pytest.mark.parametrize("sub_indication", SubIndication)
def test_a_failure_is_one_where_the_library_says_so(sub_indication):
    failed = result_of(sub_indication).indication is Indication.TOTAL_FAILED
    assert failed == (sub_indication.name in AdESFailure.__members__ or sub_indication is SubIndication.EXPIRED)
    assert sub_indication.meaning[0].islower()


def test_a_failure_decides_before_what_is_undecided():
    undecided, failed = SubIndication.NO_CERTIFICATE_CHAIN_FOUND, SubIndication.HASH_FAILURE
    assert worst([None, undecided, failed]) is failed
    assert worst([None, undecided]) is undecided
    assert worst([None]) is None
    assert result_of(None).indication is Indication.TOTAL_PASSED


def expected_of(signed: SignedAgreement) -> dict[str, str]:
    return {
        Field.COMMUNE.value: signed.commune.certificate_sha256,
        Field.LPR.value: signed.final.certificate_sha256,
    }


def test_the_file_of_both_sides_passes(signed: SignedAgreement, signing_service: SigningService):
    assert signing_service.validate(signed.final.data, expected=expected_of(signed)) is None


def test_what_is_wrong_with_it_is_named(signed: SignedAgreement, signing_service: SigningService):
    final, expected = signed.final.data, expected_of(signed)
    swapped = dict(zip(expected, reversed(list(expected.values())), strict=True))
    for pdf, those, why in (
        (flip_bit(final, 3000), expected, SubIndication.HASH_FAILURE),
        (signed.commune.data, expected, SubIndication.SIG_CONSTRAINTS_FAILURE),
        (final, swapped, SubIndication.SIG_CONSTRAINTS_FAILURE),
        (append_bytes(final), expected, SubIndication.SIG_CONSTRAINTS_FAILURE),
        (b"%PDF-1.7 nothing", expected, SubIndication.FORMAT_FAILURE),
    ):
        assert signing_service.validate(pdf, expected=those) is why


def test_whoever_is_not_trusted_has_no_chain(signed: SignedAgreement, signing_service: SigningService):
    final = signed.final.data
    stranger, ours = inspect_upload(final), inspect_upload(final, as_der(list(signing_service.keys.roots)))
    assert [each.sub_indication for each in stranger.signatures] == [SubIndication.NO_CERTIFICATE_CHAIN_FOUND] * 2
    assert [each.sub_indication for each in ours.signatures] == [None, None]


def test_a_verdict_on_bytes_says_what_they_mean_for_the_signatures(signed: SignedAgreement):
    final, record = signed.final.data, signed.record
    in_the_last_signature = final.rindex(b"/Contents") + 2000
    for data, reason, why in (
        (flip_bit(final, 3000), Reason.CHANGED_BYTES, SubIndication.HASH_FAILURE),
        (flip_bit(final, in_the_last_signature), Reason.CHANGED_BYTES, SubIndication.SIG_CONSTRAINTS_FAILURE),
        (final[:-100], Reason.CHANGED_BYTES, SubIndication.FORMAT_FAILURE),
        (append_bytes(final), Reason.APPENDED, SubIndication.SIG_CONSTRAINTS_FAILURE),
        (signed.commune.data, Reason.ROLLED_BACK, SubIndication.SIG_CONSTRAINTS_FAILURE),
        (signed.issued, Reason.UNSIGNED_ISSUED_VERSION, None),
    ):
        verdict = judge(data, Inspection(), record)
        assert (verdict.reason, verdict.sub_indication) == (reason, why)


def test_a_file_that_was_written_again_fails_by_its_hash(signed: SignedAgreement):
    forged = add_page(signed.final.data)
    verdict = judge(forged, inspect_upload(forged), signed.record)
    assert (verdict.reason, verdict.sub_indication) == (Reason.MODIFIED, SubIndication.HASH_FAILURE)
