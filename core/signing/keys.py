"""The keys and certificates the portal signs and validates with, read from files."""

from dataclasses import dataclass
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from core.signing.errors import KeysMissing
from core.signing.key_folder import AUTHORITY, SEAL, read_current, read_former, read_roots
from core.signing.pki import Issuer
from core.signing.revocation_lists import read_revocation_lists


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The same certificate for pyHanko, which reads ASN.1 with another library."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


@dataclass(frozen=True)
class SigningKeys:
    """The issuing authority and the seal with their keys, the roots we trust, where revocation lists lie.

    `former` are the authorities that issued before: their signatures are verified like those of today's.
    """

    authority: Issuer
    seal: Issuer
    roots: tuple[x509.Certificate, ...]
    crl_dir: Path
    former: tuple[x509.Certificate, ...] = ()

    def chain(self) -> SimpleCertificateStore:
        """The issuing authority's certificate, to go into every signature."""
        store = SimpleCertificateStore()
        store.register(as_asn1(self.authority.certificate))
        return store

    def validation_context(self) -> ValidationContext:
        """Trust in the named roots and nothing else, revocation lists at hand, no network (signing rule 14).

        Read again each time, because the lists are renewed while the portal runs. Raises KeysMissing.
        """
        return ValidationContext(
            trust_roots=[as_asn1(root) for root in self.roots],
            other_certs=[as_asn1(authority) for authority in (self.authority.certificate, *self.former)],
            crls=read_revocation_lists(self.crl_dir),
            revocation_mode="require",
            allow_fetching=False,
        )


def read_keys(
    root_certs: Path, ca_p12: Path, ca_password: str, crl_dir: Path, *, seal_p12: Path, seal_password: str
) -> SigningKeys:
    """Read roots (PEM, one or more), issuing authority and seal (PKCS#12); check that they belong together."""
    roots, folder = read_roots(root_certs), ca_p12.parent
    authority = read_current(AUTHORITY, ca_p12, ca_password, folder)
    if not any(issued_by(authority.certificate, root) for root in roots):
        raise KeysMissing(f"Das Zertifikat in {ca_p12.name} stammt von keiner der Wurzeln in {root_certs.name}.")
    if not may_issue(authority.certificate):
        raise KeysMissing(f"Das Zertifikat in {ca_p12.name} darf keine Zertifikate ausstellen (CA:TRUE fehlt).")
    seal = read_current(SEAL, seal_p12, seal_password, folder)
    if not issued_by(seal.certificate, authority.certificate):
        raise KeysMissing(f"Das Siegel in {seal_p12.name} wurde nicht von der Stelle in {ca_p12.name} ausgestellt.")
    return SigningKeys(authority, seal, tuple(roots), crl_dir, tuple(read_former(folder)))


def may_issue(certificate: x509.Certificate) -> bool:
    """Whether the certificate is an authority's (RFC 5280, 4.2.1.9 and 4.2.1.3)."""
    extensions = certificate.extensions
    try:
        authority = extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        return authority and extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    except x509.ExtensionNotFound:
        return False


def issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether the issuer's key signed the certificate."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
