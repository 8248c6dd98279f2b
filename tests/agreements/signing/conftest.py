"""One agreement signed by both sides, made once and read by all tests."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from agreements.text.documents import AgreementText, render_agreement
from core.signing.authority import TimestampAuthority
from core.signing.demo_keys import DemoKeyFiles
from core.signing.errors import TimestampUnavailable
from core.signing.ink import Ink
from core.signing.key_folder import read_p12, read_roots
from core.signing.outside import OutsideSignature, OutsideSignatureRefused, OutsideTrust, judge_upload
from core.signing.people import Signatory
from core.signing.reading.outside_refusals import OutsideRefusal
from core.signing.signed_pdf import SignedPdf
from core.signing.signing_service import SigningService
from core.signing.verdict import LedgerRecord
from tests.agreements.texts import ORDINARY
from tests.factories.qualified import Provider
from tests.plugins.signing_keys import make_service

TIMEOUT = 1  # seconds to wait for an authority that fails
PATIENCE = 20  # seconds, where what the authority says has to be heard, however slow the machine is
SLACK = 6  # seconds beside the waiting, on a slow machine; authorities that drip go on for longer
STROKES = Ink(strokes=(((20.0, 100.0), (120.0, 40.0), (220.0, 160.0)), ((300.0, 90.0),)))


@dataclass(frozen=True)
class SignedAgreement:
    """The three states of one version."""

    issued: bytes
    commune: SignedPdf
    final: SignedPdf

    @property
    def record(self) -> LedgerRecord:
        return LedgerRecord(
            issued=self.issued,
            commune_signed_sha256=self.commune.sha256,
            final=self.final.data,
            commune_certificate_sha256=self.commune.certificate_sha256,
            lpr_certificate_sha256=self.final.certificate_sha256,
        )


def mayor(text: AgreementText = ORDINARY) -> Signatory:
    return Signatory(
        text.commune_signatory,
        text.commune_office,
        text.commune_name,
        f"{text.reference}/{text.version}",
        "buergermeisterin@musterstadt.example",
    )


def caseworker(text: AgreementText = ORDINARY) -> Signatory:
    reference = f"{text.reference}/{text.version}"
    return Signatory(text.lpr_signatory, "Sachbearbeiterin", text.lpr_name, reference, on_behalf=True)


def sign_for_commune(
    service: SigningService, issued: bytes, text: AgreementText = ORDINARY, signed_at: datetime | None = None
) -> SignedPdf:
    return service.sign_for_commune(
        issued,
        signatory=mayor(text),
        ink=Ink(typed_name=text.commune_signatory),
        check_code=text.check_code,
        check_url=text.check_url,
        signed_at=signed_at or datetime.now(UTC),
    )


def countersign(
    service: SigningService,
    issued: bytes,
    commune_signed: bytes,
    certificate_sha256: str,
    text: AgreementText = ORDINARY,
) -> SignedPdf:
    return service.countersign(
        commune_signed,
        issued=issued,
        commune_certificate_sha256=certificate_sha256,
        signatory=caseworker(text),
        ink=STROKES,
        check_code=text.check_code,
        check_url=text.check_url,
        signed_at=datetime.now(UTC),
    )


def sign_both(service: SigningService, text: AgreementText = ORDINARY) -> SignedAgreement:
    issued = render_agreement(text).data
    commune = sign_for_commune(service, issued, text)
    return SignedAgreement(
        issued, commune, countersign(service, issued, commune.data, commune.certificate_sha256, text)
    )


@pytest.fixture(scope="session")
def issued() -> bytes:
    return render_agreement(ORDINARY).data


@pytest.fixture(scope="session")
def signed(signing_service: SigningService) -> SignedAgreement:
    return sign_both(signing_service)


@pytest.fixture
def authority(signing_keys) -> TimestampAuthority:
    return TimestampAuthority(read_p12(signing_keys.timestamp_p12, ""))


@pytest.fixture
def refuses_to_sign(signing_keys, issued) -> Callable[..., None]:
    """Signing with the authority at that address fails as unavailable, and soon after the timeout at the latest."""

    def check(url: str, timeout: int = TIMEOUT) -> None:
        service: SigningService = make_service(signing_keys, url, timeout)
        started = time.monotonic()
        with pytest.raises(TimestampUnavailable, match="Es wurde nichts unterzeichnet"):
            sign_for_commune(service, issued)
        assert time.monotonic() - started < timeout + SLACK

    return check


@pytest.fixture(scope="session")
def provider() -> Provider:
    return Provider.make()


@pytest.fixture
def judge(issued: bytes, provider: Provider, signing_keys: DemoKeyFiles) -> Callable[..., OutsideSignature]:
    roots = [root.public_bytes(Encoding.DER) for root in read_roots(signing_keys.root_certs)]

    def run(upload: bytes, *, former: tuple[bytes, ...] = ()) -> OutsideSignature:
        trust = OutsideTrust(issuers=[provider.der], timestamping=roots)
        return judge_upload(upload, issued=issued, former=former, trust=trust, received_at=datetime.now(UTC))

    return run


@pytest.fixture
def refusal(judge: Callable[..., OutsideSignature]) -> Callable[..., OutsideRefusal]:
    def run(upload: bytes, **options: tuple[bytes, ...]) -> OutsideRefusal:
        with pytest.raises(OutsideSignatureRefused) as caught:
            judge(upload, **options)
        return caught.value.refusal

    return run
