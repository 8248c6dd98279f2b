"""The two signatures of an agreement: the portal's one way to sign, countersign and check a final file."""

from datetime import datetime
from pathlib import Path

from agreements.signing.ink import Ink
from agreements.signing.people import Signatory
from agreements.signing.signed_pdf import SignedPdf


class SigningService:
    """Signs agreements with keys read from files; knows neither requests, models nor settings."""

    @classmethod
    def from_files(
        cls, root_certs: Path, ca_p12: Path, ca_password: str, crl_dir: Path, tsa_url: str, tsa_timeout: int
    ) -> "SigningService":
        """Read the keys. `tsa_timeout` in seconds. Raises KeysMissing if something is absent or unreadable."""
        raise NotImplementedError

    def sign_for_commune(
        self,
        issued: bytes,
        *,
        signatory: Signatory,
        ink: Ink,
        check_code: str,
        check_url: str,
        signed_at: datetime,
    ) -> SignedPdf:
        """Sign the issued bytes for the commune: a certifying signature that still permits the LPR's."""
        raise NotImplementedError

    def countersign(  # noqa: PLR0913 - each a fact of the ledger
        self,
        commune_signed: bytes,
        *,
        issued: bytes,
        commune_certificate_sha256: str,
        signatory: Signatory,
        ink: Ink,
        check_code: str,
        check_url: str,
        signed_at: datetime,
    ) -> SignedPdf:
        """Check the commune's signature (signing rule 7), then sign for the LPR, which locks the document."""
        raise NotImplementedError

    def check_final(
        self, final: bytes, *, issued: bytes, commune_certificate_sha256: str, lpr_certificate_sha256: str
    ) -> None:
        """Check a final file in full (signing rule 8). Raises SigningError."""
        raise NotImplementedError
