"""Certificates and revocation lists: which extensions each kind of certificate carries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

Key = ec.EllipticCurvePrivateKey

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # id-kp-documentSigning, RFC 9336
NO_REVOCATION = ObjectIdentifier("2.5.29.56")  # id-ce-noRevAvail, RFC 9608
DER_NULL = b"\x05\x00"
NO_EXPIRY = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)  # RFC 5280, 4.1.2.5: no well-defined expiration
CLOCK_TOLERANCE = timedelta(minutes=5)
LONGEST_NAME_PART = 64  # X.520 upper bounds, in characters; our library counts the bytes of a common name


@dataclass(frozen=True, slots=True)
class Issuer:
    """A certificate authority: its certificate and its key."""

    certificate: x509.Certificate
    key: Key


def new_key() -> Key:
    """A fresh P-256 key."""
    return ec.generate_private_key(ec.SECP256R1())


def distinguished_name(common_name: str, organisation: str, *, title: str = "", serial: str = "") -> x509.Name:
    """A name in Germany; parts longer than X.520 permits end in an ellipsis."""
    parts = [
        (NameOID.COUNTRY_NAME, "DE"),
        (NameOID.ORGANIZATION_NAME, _fit(organisation)),
        (NameOID.TITLE, _fit(title)),
        (NameOID.SERIAL_NUMBER, _fit(serial)),
        (NameOID.COMMON_NAME, _fit_bytes(common_name)),
    ]
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts if value])


def _fit(value: str) -> str:
    return value if len(value) <= LONGEST_NAME_PART else value[: LONGEST_NAME_PART - 1] + "…"


def _fit_bytes(value: str) -> str:
    encoded = value.encode()
    if len(encoded) <= LONGEST_NAME_PART:
        return value
    room = LONGEST_NAME_PART - len("…".encode())
    return encoded[:room].decode(errors="ignore").rstrip() + "…"


def make_root(name: x509.Name, *, now: datetime, years: int = 20) -> Issuer:
    """A self-signed root."""
    key = ec.generate_private_key(ec.SECP384R1())
    builder = _builder(name, key.public_key(), name, key.public_key(), now, now + timedelta(days=365 * years))
    builder = _as_authority(builder, path_length=1)
    return Issuer(builder.sign(key, hashes.SHA256()), key)


def make_authority(name: x509.Name, root: Issuer, *, now: datetime, years: int = 10) -> Issuer:
    """A certificate authority under the root that issues to persons only."""
    key = new_key()
    until = now + timedelta(days=365 * years)
    builder = _builder(name, key.public_key(), root.certificate.subject, root.key.public_key(), now, until)
    builder = _as_authority(builder, path_length=0)
    return Issuer(builder.sign(root.key, hashes.SHA256()), key)


def make_timestamping(name: x509.Name, root: Issuer, *, now: datetime, years: int = 10) -> Issuer:
    """A timestamp authority's certificate: the extension is critical and alone (RFC 3161, 2.3)."""
    key = new_key()
    until = now + timedelta(days=365 * years)
    builder = (
        _builder(name, key.public_key(), root.certificate.subject, root.key.public_key(), now, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    )
    return Issuer(builder.sign(root.key, hashes.SHA256()), key)


def issue_one_shot(
    name: x509.Name, public_key: ec.EllipticCurvePublicKey, issuer: Issuer, *, now: datetime, email: str = ""
) -> x509.Certificate:
    """A certificate for exactly one signature.

    It never expires and can never be revoked (RFC 9608), because its key is gone when it has signed once.
    """
    authority = issuer.certificate
    builder = (
        _builder(name, public_key, authority.subject, issuer.key.public_key(), now, NO_EXPIRY)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        .add_extension(x509.UnrecognizedExtension(NO_REVOCATION, DER_NULL), critical=False)
    )
    if "@" in email and email.isascii():
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.RFC822Name(email)]), critical=False)
    return builder.sign(issuer.key, hashes.SHA256())


def issue_seal(name: x509.Name, issuer: Issuer, *, now: datetime) -> Issuer:
    """The operator's seal: a key that stays and signs what the portal itself says.

    Unlike a person's one-shot certificate it can be revoked; it lives as long as its issuer.
    """
    key = new_key()
    authority = issuer.certificate
    until = authority.not_valid_after_utc
    builder = (
        _builder(name, key.public_key(), authority.subject, issuer.key.public_key(), now, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
    )
    return Issuer(builder.sign(issuer.key, hashes.SHA256()), key)


def issue_person(
    name: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    issuer: Issuer,
    *,
    valid_from: datetime,
    until: datetime,
    extensions: Sequence[x509.ExtensionType] = (),
) -> x509.Certificate:
    """A certificate for a person as a provider issues it; for the demo's stand-in of one."""
    authority = issuer.certificate
    builder = (
        _builder(name, public_key, authority.subject, issuer.key.public_key(), valid_from, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(content_commitment=True), critical=True)
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(issuer.key, hashes.SHA256())


def make_revocation_list(
    issuer: Issuer,
    *,
    now: datetime,
    number: int,
    days: int = 0,
    until: datetime | None = None,
    revoked: Sequence[x509.RevokedCertificate] = (),
) -> bytes:
    """A DER revocation list of the issuer, valid for so many days or until then."""
    key_identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(now - CLOCK_TOLERANCE)
        .next_update(until or now + timedelta(days=days))
        .add_extension(key_identifier, critical=False)
        .add_extension(x509.CRLNumber(number), critical=False)
    )
    for entry in revoked:
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _builder(
    subject: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePublicKey,
    now: datetime,
    until: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_TOLERANCE)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False)
    )


def _as_authority(builder: x509.CertificateBuilder, *, path_length: int) -> x509.CertificateBuilder:
    return builder.add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True).add_extension(
        _key_usage(key_cert_sign=True, crl_sign=True), critical=True
    )


def _key_usage(**wanted: bool) -> x509.KeyUsage:
    usages = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{usage: wanted.get(usage, False) for usage in usages})
