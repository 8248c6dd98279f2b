"""What stands in for a trust service provider in demo and tests: issues certificates that look like qualified ones.

They say they are qualified, because that is what the portal checks; the issuer's name says that they are not. No
production setting trusts this issuer.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID, ObjectIdentifier
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper

from core.signing.key_folder import read_p12
from core.signing.keys import as_asn1
from core.signing.pki import Issuer, Key, distinguished_name, issue_person, make_root, new_key

NAME = "Demo, nicht qualifiziert"
ORGANISATION = "ASSKomm-Portal (Demonstration)"
QC_STATEMENTS = ObjectIdentifier("1.3.6.1.5.5.7.1.3")
COMPLIANCE, SECURE_DEVICE, TYPE = "0.4.0.1862.1.1", "0.4.0.1862.1.4", "0.4.0.1862.1.6"
FOR_SIGNATURES, FOR_SEALS = "0.4.0.1862.1.6.1", "0.4.0.1862.1.6.2"


class _Statement(core.Sequence):
    _fields = [("id", core.ObjectIdentifier), ("info", core.Any, {"optional": True})]


class _Statements(core.SequenceOf):
    _child_spec = _Statement


class _Types(core.SequenceOf):
    _child_spec = core.ObjectIdentifier


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a certificate and the key to it."""

    certificate: x509.Certificate
    key: Key
    issuer: Issuer


def qc_statements(*, compliance: bool = True, device: bool = True, kind: str = FOR_SIGNATURES) -> x509.ExtensionType:
    """The extension by which a certificate calls itself qualified (ETSI EN 319 412-5)."""
    statements = [{"id": COMPLIANCE}] if compliance else []
    if device:
        statements.append({"id": SECURE_DEVICE})
    statements.append({"id": TYPE, "info": core.Any(_Types([kind]))})
    return x509.UnrecognizedExtension(QC_STATEMENTS, _Statements(statements).dump())


def make_issuer(name: str = NAME) -> Issuer:
    """An issuer of its own, not related to the portal's keys."""
    return make_root(distinguished_name(name, ORGANISATION), now=datetime.now(UTC))


def issue(
    issuer: Issuer,
    given_name: str,
    surname: str,
    *,
    statements: x509.ExtensionType | None = None,
    valid_from: datetime | None = None,
    days: float = 365,
) -> Person:
    """A certificate for a person, as a provider writes it; ``statements``: see `qc_statements`."""
    key = new_key()
    start = valid_from or datetime.now(UTC) - timedelta(days=1)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
            x509.NameAttribute(NameOID.GIVEN_NAME, given_name),
            x509.NameAttribute(NameOID.SURNAME, surname),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{given_name} {surname}"),
        ]
    )
    certificate = issue_person(
        name,
        key.public_key(),
        issuer,
        valid_from=start,
        until=start + timedelta(days=days),
        extensions=[statements] if statements else [],
    )
    return Person(certificate, key, issuer)


def sign_like_a_tool(pdf: bytes, person: Person, *, timestamper: TimeStamper | None = None, field: str = "") -> bytes:
    """Sign as a desktop tool does: in the commune's field, or in a new invisible one named ``field``."""
    metadata = PdfSignatureMetadata(
        field_name=field or "sig_commune", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    signer = PdfSigner(metadata, tool_signer(person), timestamper=timestamper)
    return asyncio.run(_signed(pdf, signer))


async def _signed(pdf: bytes, signer: PdfSigner) -> bytes:
    output = await signer.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
    signed: bytes = output.getvalue()
    return signed


def tool_signer(person: Person) -> SimpleSigner:
    """The person's key as pyHanko's own signer wants it."""
    packed = pkcs12.serialize_key_and_certificates(b"person", person.key, person.certificate, None, NoEncryption())
    loaded = SimpleSigner.load_pkcs12_data(packed, other_certs=[as_asn1(person.issuer.certificate)], passphrase=None)
    assert loaded is not None
    return loaded


def ensure_issuer(folder: Path, key_file: Path) -> Issuer:
    """The demo's issuer: its certificate lies in the trust folder, its key beside the portal's; made when missing."""
    if key_file.exists():
        return read_p12(key_file, "")
    issuer = make_issuer()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / "demo-nicht-qualifiziert.pem").write_bytes(issuer.certificate.public_bytes(Encoding.PEM))
    key_file.touch(mode=0o600)
    key_file.write_bytes(
        pkcs12.serialize_key_and_certificates(b"key", issuer.key, issuer.certificate, None, NoEncryption())
    )
    return issuer
