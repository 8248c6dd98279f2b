"""Something that signs: the seam between preparing a signature and making it.

For persons the portal makes a key and a certificate for exactly one signature; its own seal is a key that stays.
A separate process, an HSM or a remote signing service would be another `AttributeSigner`.
"""

import hashlib
from datetime import datetime
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import CertificateStore

from core.signing.errors import SignerFailed, SigningError
from core.signing.keys import as_asn1
from core.signing.people import Signatory
from core.signing.pki import Issuer, Key, distinguished_name, issue_one_shot, new_key

# A DER signature with P-256 is at most 72 bytes long; size estimates need the upper bound.
LONGEST_SIGNATURE = 72


class AttributeSigner(Protocol):
    """Signs the signed attributes of a CMS signature (RFC 5652, 5.4) with ECDSA and SHA-256."""

    @property
    def certificate(self) -> x509.Certificate:
        """Certificate of the key that signs."""

    def sign(self, attributes: bytes) -> bytes:
        """Return the DER signature over the DER attributes, in bounded time.

        Raises SigningError; any other exception counts as one. What it returns is verified before it is used.
        """


class OneShotSigner:
    """A fresh key with a certificate for one person; signs once, then the key is gone."""

    def __init__(self, signatory: Signatory, issuer: Issuer, *, now: datetime) -> None:
        self._key: Key | None = new_key()
        name = distinguished_name(
            signatory.name,
            signatory.organisation,
            title=signatory.office_as_signed,
            serial=signatory.reference,
        )
        self.certificate = issue_one_shot(name, self._key.public_key(), issuer, now=now, email=signatory.email)

    def sign(self, attributes: bytes) -> bytes:
        """Sign and forget the key. Raises SigningError when asked again."""
        if self._key is None:
            raise SigningError("Dieser Schlüssel hat bereits unterzeichnet und wurde vernichtet.")
        key, self._key = self._key, None
        return key.sign(attributes, ec.ECDSA(hashes.SHA256()))


class SealSigner:
    """The operator's seal: the same key for every document that the portal answers for."""

    def __init__(self, seal: Issuer) -> None:
        self._key = seal.key
        self.certificate = seal.certificate

    def sign(self, attributes: bytes) -> bytes:
        """Return the DER signature over the DER attributes."""
        return self._key.sign(attributes, ec.ECDSA(hashes.SHA256()))


class PyHankoSigner(Signer):
    """Lets pyHanko build the signature and an AttributeSigner make it."""

    def __init__(self, signer: AttributeSigner, chain: CertificateStore) -> None:
        super().__init__(signing_cert=as_asn1(signer.certificate), cert_registry=chain, embed_roots=False)
        self._signer = signer

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - pyHanko's signature
        return bytes(LONGEST_SIGNATURE) if dry_run else signature_of(self._signer, data)


def signature_of(signer: AttributeSigner, attributes: bytes) -> bytes:
    """Ask the signer and believe only what its certificate's key has signed. Raises SigningError."""
    try:
        signature = signer.sign(attributes)
        key = signer.certificate.public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise SignerFailed
        key.verify(signature, attributes, ec.ECDSA(hashes.SHA256()))
    except SigningError:
        raise
    except Exception as error:  # a foreign process or service; it fails as it likes
        raise SignerFailed from error
    return signature


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the DER certificate, as the ledger keeps it."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()
