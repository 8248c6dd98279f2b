"""Signing, countersigning, validating and the whole chain against the bare calls with the same parameters."""

from datetime import UTC, datetime

import pytest

from agreements.text.documents import render_agreement
from core.signing.ink import Ink
from core.signing.people import Field, Signatory
from core.signing.reading.signatures import read_signatures
from core.signing.signing_service import SigningService
from core.signing.stamp import Stamp
from core.typesetting.pdf import warm_up
from tests.agreements.signing.conftest import STROKES, caseworker, countersign, mayor, sign_both, sign_for_commune
from tests.agreements.texts import ORDINARY
from tests.benchmarks import bare
from tests.benchmarks.bench_rendering import uninstrumented
from tests.benchmarks.interleaved import print_ratio

__all__ = ["uninstrumented"]
pytestmark = pytest.mark.usefixtures("uninstrumented")
ROUNDS = 15


def stamp(signatory: Signatory, ink: Ink) -> Stamp:
    return Stamp(signatory, ink, ORDINARY.check_code, ORDINARY.check_url, datetime.now(UTC))


def mayors_stamp() -> Stamp:
    return stamp(mayor(), Ink(typed_name="Erika Musterfrau"))


def test_signing_against_bare_pyhanko(signing_service: SigningService) -> None:
    issued = render_agreement(ORDINARY).data
    sign = bare.signing(signing_service, mayors_stamp())
    ours = sign_for_commune(signing_service, issued).data
    assert abs(len(ours) - len(sign(issued))) < 2_000, "both must make the same kind of file"
    print_ratio(
        "signing B-LT, against bare pyHanko",
        lambda: sign_for_commune(signing_service, issued),
        lambda: sign(issued),
        rounds=ROUNDS,
        aim=1.15,
    )


def test_countersigning_against_bare_validation_and_signature(signing_service: SigningService) -> None:
    issued = render_agreement(ORDINARY).data
    commune = sign_for_commune(signing_service, issued)
    validate = bare.validating(signing_service)
    sign = bare.signing(signing_service, stamp(caseworker(), STROKES), Field.LPR)
    assert validate(sign(commune.data)) == [True, True]
    print_ratio(
        "countersigning, against bare validation and signature",
        lambda: countersign(signing_service, issued, commune.data, commune.certificate_sha256),
        lambda: (validate(commune.data), sign(commune.data)),
        rounds=ROUNDS,
        aim=1.2,
    )


def test_validating_against_bare_pyhanko(signing_service: SigningService) -> None:
    final = sign_both(signing_service).final.data
    validate = bare.validating(signing_service)
    trust = signing_service.keys.validation_context
    assert [found.trusted for found in read_signatures(final, trust()).signatures] == validate(final) == [True, True]
    print_ratio(
        "validating both signatures, against bare pyHanko",
        lambda: read_signatures(final, trust()),
        lambda: validate(final),
        rounds=ROUNDS,
        aim=1.15,
    )


def test_the_whole_chain_against_the_sum_of_the_bare_calls(signing_service: SigningService) -> None:
    """Render, sign, check and countersign, check the final file in full."""
    warm_up()
    render, validate = bare.rendering(), bare.validating(signing_service)
    for_commune = bare.signing(signing_service, mayors_stamp())
    for_lpr = bare.signing(signing_service, stamp(caseworker(), STROKES), Field.LPR)

    def ours() -> None:
        agreement = sign_both(signing_service)
        signing_service.check_final(
            agreement.final.data,
            issued=agreement.issued,
            commune_signed=agreement.commune.data,
            commune_certificate_sha256=agreement.commune.certificate_sha256,
            lpr_certificate_sha256=agreement.final.certificate_sha256,
        )

    issued = render_agreement(ORDINARY).data  # the bare rendering has no empty signature fields to sign

    def bare_calls() -> None:
        render()
        commune = for_commune(issued)
        validate(commune)
        validate(for_lpr(commune))

    print_ratio("the whole chain, against the sum of the bare calls", ours, bare_calls, rounds=ROUNDS, aim=1.2)
