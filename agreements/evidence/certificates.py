"""Certificates and timestamp tokens in words."""

from datetime import UTC, datetime

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

from agreements.evidence.sheet_contents import CertificateData, TimestampData
from core.signing.pki import NO_EXPIRY
from core.signing.reading.contents import certificates_in

# As people write them; the library knows few of these names.
NAMES = {
    NameOID.COMMON_NAME: "CN",
    NameOID.ORGANIZATION_NAME: "O",
    NameOID.ORGANIZATIONAL_UNIT_NAME: "OU",
    NameOID.COUNTRY_NAME: "C",
    NameOID.TITLE: "title",
    NameOID.SERIAL_NUMBER: "serialNumber",
    NameOID.GIVEN_NAME: "givenName",
    NameOID.SURNAME: "SN",
    NameOID.EMAIL_ADDRESS: "emailAddress",
}


def certificate_data(der: bytes) -> CertificateData:
    """What a certificate says. Raises ValueError if it is none."""
    certificate = x509.load_der_x509_certificate(der)
    until = certificate.not_valid_after_utc
    return CertificateData(
        subject=_in_words(certificate.subject),
        issuer=_in_words(certificate.issuer),
        serial=f"{certificate.serial_number:x}",
        sha256=certificate.fingerprint(hashes.SHA256()).hex(),
        valid_from=certificate.not_valid_before_utc,
        valid_until=None if until.year == NO_EXPIRY.year else until,
    )


def timestamp_data(token: bytes) -> TimestampData:
    """What a timestamp token (DER) says."""
    signed = cms.ContentInfo.load(token)["content"]
    info = signed["encap_content_info"]["content"].parsed
    moment: datetime = info["gen_time"].native
    return TimestampData(
        at=moment.astimezone(UTC), serial=f"{info['serial_number'].native:x}", authority=_authority(token)
    )


def _authority(token: bytes) -> CertificateData | None:
    """The certificate that signed the token: the one for timestamping; others may be its issuers."""
    for der in certificates_in(token):
        certificate = x509.load_der_x509_certificate(der)
        try:
            usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        except x509.ExtensionNotFound:
            continue
        if x509.oid.ExtendedKeyUsageOID.TIME_STAMPING in usage:
            return certificate_data(der)
    return None


def _in_words(name: x509.Name) -> str:
    return ", ".join(
        f"{NAMES.get(part.oid, part.oid.dotted_string)}={part.value!s}" for group in name.rdns for part in group
    )
