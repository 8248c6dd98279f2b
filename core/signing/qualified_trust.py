"""The issuers of qualified certificates that the operator trusts: files in a folder, from the EU trusted lists."""

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from core.signing.errors import KeysMissing
from core.signing.issuer_files import issuer_files


def read_issuers(folder: Path) -> list[x509.Certificate]:
    """All certificates in the folder (PEM, one or more in a file, or DER).

    Raises KeysMissing when there is none or a file is none.
    """
    found = [certificate for path in issuer_files(folder) for certificate in _read(path)]
    if not found:
        raise KeysMissing(
            "Für qualifizierte Signaturen ist im Portal noch kein Aussteller hinterlegt. Es wurde nichts "
            "unterzeichnet; bitte wenden Sie sich an Ihre Sachbearbeitung."
        )
    return found


def as_der(certificates: list[x509.Certificate]) -> list[bytes]:
    """The same as DER, to be handed to another process."""
    return [certificate.public_bytes(Encoding.DER) for certificate in certificates]


def _read(path: Path) -> list[x509.Certificate]:
    data = path.read_bytes()
    try:
        if b"-----BEGIN" in data:
            return x509.load_pem_x509_certificates(data)
        return [x509.load_der_x509_certificate(data)]
    except ValueError as error:
        raise KeysMissing(f"Das Zertifikat {path.name} im Ordner der Aussteller ist nicht lesbar.") from error
