"""The keys and certificates the portal signs and validates with, read from files."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from agreements.signing.errors import KeysMissing
from agreements.signing.pki import Issuer

REFRESH = "Bitte führen Sie «manage.py signing crl» aus."


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The same certificate for pyHanko, which reads ASN.1 with another library."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


@dataclass(frozen=True)
class SigningKeys:
    """The issuing authority and the seal with their keys, the roots we trust, where revocation lists lie."""

    authority: Issuer
    seal: Issuer
    roots: tuple[x509.Certificate, ...]
    crl_dir: Path

    def chain(self) -> SimpleCertificateStore:
        """The issuing authority's certificate, to go into every signature."""
        store = SimpleCertificateStore()
        store.register(as_asn1(self.authority.certificate))
        return store

    def validation_context(self) -> ValidationContext:
        """Trust in the named roots and nothing else, revocation lists at hand, no network (signing rule 14).

        Read anew each time, because the lists are renewed while the portal runs. Raises KeysMissing.
        """
        return ValidationContext(
            trust_roots=[as_asn1(root) for root in self.roots],
            other_certs=[as_asn1(self.authority.certificate)],
            crls=read_revocation_lists(self.crl_dir),
            revocation_mode="require",
            allow_fetching=False,
        )


def read_keys(
    root_certs: Path, ca_p12: Path, ca_password: str, crl_dir: Path, *, seal_p12: Path, seal_password: str
) -> SigningKeys:
    """Read roots (PEM, one or more), issuing authority and seal (PKCS#12); check that they belong together."""
    roots = read_roots(root_certs)
    authority = read_p12(ca_p12, ca_password)
    if not any(_issued_by(authority.certificate, root) for root in roots):
        raise KeysMissing(f"Das Zertifikat in {ca_p12.name} stammt von keiner der Wurzeln in {root_certs.name}.")
    seal = read_p12(seal_p12, seal_password)
    if not _issued_by(seal.certificate, authority.certificate):
        raise KeysMissing(f"Das Siegel in {seal_p12.name} wurde nicht von der Stelle in {ca_p12.name} ausgestellt.")
    return SigningKeys(authority, seal, tuple(roots), crl_dir)


def _issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def read_roots(path: Path) -> list[x509.Certificate]:
    """The trusted roots in a PEM file. Raises KeysMissing."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise KeysMissing(f"Die Wurzelzertifikate fehlen oder sind nicht lesbar ({path.name}).") from error


def read_p12(path: Path, password: str) -> Issuer:
    """Key and certificate in a PKCS#12 file. Raises KeysMissing."""
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(path.read_bytes(), password.encode() or None)
    except (OSError, ValueError) as error:
        raise KeysMissing(f"Die Schlüsseldatei fehlt oder ist nicht lesbar ({path.name}).") from error
    if certificate is None or not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeysMissing(f"Die Datei {path.name} enthält keinen passenden Schlüssel (elliptische Kurve).")
    return Issuer(certificate, key)


def read_revocation_lists(folder: Path) -> list[bytes]:
    """All revocation lists (DER, *.crl). Raises KeysMissing if there is none or one is out of date."""
    paths = sorted(folder.glob("*.crl")) if folder.is_dir() else []
    if not paths:
        raise KeysMissing(f"Es liegen keine Sperrlisten bereit. {REFRESH}")
    return [_read_revocation_list(path) for path in paths]


def _read_revocation_list(path: Path) -> bytes:
    data = path.read_bytes()
    try:
        until = x509.load_der_x509_crl(data).next_update_utc
    except ValueError as error:
        raise KeysMissing(f"Die Sperrliste {path.name} ist nicht lesbar. {REFRESH}") from error
    if until is None or until < datetime.now(UTC):
        raise KeysMissing(f"Die Sperrliste {path.name} ist abgelaufen. {REFRESH}")
    return data
