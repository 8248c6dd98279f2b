"""The seam: a signer in another process gets the attributes to sign and nothing else, and makes the same signature."""

import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from core.signing.errors import SignerFailed, SigningError
from core.signing.people import Signatory
from core.signing.pki import Issuer, distinguished_name, issue_one_shot
from core.signing.reading.signatures import read_signatures
from core.signing.signing_service import SigningService
from tests.agreements.signing.conftest import countersign, sign_for_commune

ROOT = Path(__file__).parents[3]
SILENCE, PATIENCE = 1, 30  # seconds to wait for a signer that is silent, and for one that may only be slow


@dataclass
class ForeignProcess:
    """An AttributeSigner whose key lives in another process."""

    habit: str
    process: "subprocess.Popen[str]"
    signatory: Signatory
    authority: Issuer
    now: datetime
    received: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        key = load_der_public_key(bytes.fromhex(self._line(PATIENCE)))
        assert isinstance(key, ec.EllipticCurvePublicKey)
        name = distinguished_name(self.signatory.name, self.signatory.organisation, title=self.signatory.office)
        self.certificate: x509.Certificate = issue_one_shot(name, key, self.authority, now=self.now)

    def sign(self, attributes: bytes) -> bytes:
        self.received.append(attributes)
        assert self.process.stdin is not None
        self.process.stdin.write(attributes.hex() + "\n")
        self.process.stdin.flush()
        return bytes.fromhex(self._line(SILENCE if self.habit == "silence" else PATIENCE))

    def _line(self, timeout: float) -> str:
        assert self.process.stdout is not None
        if not select.select([self.process.stdout], [], [], timeout)[0]:
            raise TimeoutError
        line = self.process.stdout.readline().strip()
        if not line:
            raise BrokenPipeError
        return line


Making = Callable[[str], tuple[SigningService, list[ForeignProcess]]]


@pytest.fixture
def signing_elsewhere(signing_service: SigningService) -> Iterator[Making]:
    """A service whose keys are in processes with a habit; and the signers it made."""
    processes = []

    def make(habit: str) -> tuple[SigningService, list[ForeignProcess]]:
        signers: list[ForeignProcess] = []

        def factory(signatory: Signatory, now: datetime) -> ForeignProcess:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.agreements.signing.signer_process", habit],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            processes.append(process)
            signers.append(ForeignProcess(habit, process, signatory, signing_service.keys.authority, now))
            return signers[-1]

        return replace(signing_service, signer_factory=factory), signers

    yield make
    for process in processes:
        with process:
            process.kill()


def test_a_foreign_process_makes_an_agreement_that_is_accepted_in_full(signing_elsewhere, issued):
    service, signers = signing_elsewhere("nothing")
    commune = sign_for_commune(service, issued)
    final = countersign(service, issued, commune.data, commune.certificate_sha256)
    service.check_final(
        final.data,
        issued=issued,
        commune_signed=commune.data,
        commune_certificate_sha256=commune.certificate_sha256,
        lpr_certificate_sha256=final.certificate_sha256,
    )
    findings = read_signatures(final.data, service.keys.validation_context())
    assert all(found.sound and found.trusted and found.signed_at for found in findings.signatures)
    assert [signer.signatory.name for signer in signers] == ["Erika Musterfrau", "Sabine Muster"]


def test_the_foreign_process_gets_the_attributes_once_and_nothing_of_the_document(signing_elsewhere, issued):
    service, signers = signing_elsewhere("nothing")
    sign_for_commune(service, issued)
    [signer] = signers
    [received] = signer.received
    attributes = cms.CMSAttributes.load(received, strict=True)
    kinds = {attribute["type"].native for attribute in attributes}
    assert {"content_type", "message_digest", "signing_certificate_v2"} <= kinds
    assert len(received) < 1_000


@pytest.mark.parametrize("habit", ["silence", "death", "another-key", "garbage"])
def test_a_signer_that_fails_signs_nothing_and_says_so_in_plain_words(signing_elsewhere, issued, habit):
    service, _ = signing_elsewhere(habit)
    with pytest.raises(SignerFailed, match=r"nicht erreichbar\. Es wurde nichts unterzeichnet"):
        sign_for_commune(service, issued)


def test_a_signer_that_cannot_be_made_signs_nothing(signing_service, issued):
    def factory(signatory: Signatory, now: datetime) -> ForeignProcess:
        raise ConnectionRefusedError

    with pytest.raises(SignerFailed):
        sign_for_commune(replace(signing_service, signer_factory=factory), issued)


def test_a_signer_s_own_words_reach_the_person(signing_service, issued):
    def factory(signatory: Signatory, now: datetime) -> ForeignProcess:
        raise SigningError("Bitte stecken Sie die Karte ein.")

    with pytest.raises(SigningError, match="Karte"):
        sign_for_commune(replace(signing_service, signer_factory=factory), issued)
