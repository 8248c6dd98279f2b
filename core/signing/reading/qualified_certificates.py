"""Is this certificate a qualified one of a person, issued by somebody we trust, and valid on the day? No network."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import cms, core, x509
from pyhanko.sign.general import NonexistentAttributeError, find_unique_cms_attribute
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathBuildingError,
    PathValidationError,
    RevokedError,
)

from core.signing.reading.outside_refusals import OutsideRefusal, OutsideRefused

# ETSI EN 319 412-5: what a certificate says of itself.
QC_STATEMENTS = "1.3.6.1.5.5.7.1.3"
QC_COMPLIANCE = "0.4.0.1862.1.1"
QC_TYPE = "0.4.0.1862.1.6"
FOR_SIGNATURES = "0.4.0.1862.1.6.1"


class _Statement(core.Sequence):
    _fields = [("id", core.ObjectIdentifier), ("info", core.Any, {"optional": True})]


class _Statements(core.SequenceOf):
    _child_spec = _Statement


class _Types(core.SequenceOf):
    _child_spec = core.ObjectIdentifier


def refuse_unqualified(certificate: x509.Certificate) -> None:
    """Raise OutsideRefused unless the certificate says it is qualified (QcCompliance) and for a person's signature."""
    statements = _statements(certificate)
    if QC_COMPLIANCE not in statements:
        raise OutsideRefused(OutsideRefusal.NOT_QUALIFIED)
    types = statements.get(QC_TYPE)
    # Certificates from before 2016 name no type; then they are for signatures.
    if types is not None and FOR_SIGNATURES not in {kind.dotted for kind in _Types.load(types.dump())}:
        raise OutsideRefused(OutsideRefusal.SEAL)


def _statements(certificate: x509.Certificate) -> dict[str, Any]:
    for extension in certificate["tbs_certificate"]["extensions"]:
        if extension["extn_id"].dotted == QC_STATEMENTS:
            read = _Statements.load(bytes(extension["extn_value"]))
            return {statement["id"].dotted: statement["info"] for statement in read}
    return {}


def embedded_revocations(signer_info: cms.SignerInfo) -> tuple[list[Any], list[Any]]:
    """Revocation lists and OCSP answers that Adobe's tools put into the signature itself."""
    try:
        archive = find_unique_cms_attribute(signer_info["signed_attrs"], "adobe_revocation_info_archival")
    except NonexistentAttributeError:
        return [], []
    return list(archive["crl"] or []), list(archive["ocsp"] or [])


def check_chain(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    revocations: tuple[list[Any], list[Any]],
    moment: datetime,
) -> str:
    """Validate the certificate at ``moment``; answer "good" or "not_embedded" for what is known of revocation.

    Raises OutsideRefused for an unknown issuer, an expired or a revoked certificate.
    """
    try:
        _validate(certificate, others, roots, revocations, moment, "require")
    except InsufficientRevinfoError:
        _validate_softly(certificate, others, roots, revocations, moment)
        return "not_embedded"
    except (PathValidationError, PathBuildingError) as error:
        raise OutsideRefused(_reason(error)) from error
    return "good"


def _validate_softly(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    revocations: tuple[list[Any], list[Any]],
    moment: datetime,
) -> None:
    try:
        _validate(certificate, others, roots, revocations, moment, "soft-fail")
    except (PathValidationError, PathBuildingError) as error:
        raise OutsideRefused(_reason(error)) from error


def _validate(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    revocations: tuple[list[Any], list[Any]],
    moment: datetime,
    mode: str,
) -> None:
    context = ValidationContext(
        trust_roots=list(roots),
        other_certs=list(others),
        moment=moment,
        crls=revocations[0],
        ocsps=revocations[1],
        revocation_mode=mode,
        retroactive_revinfo=True,  # tools fetch the status right after signing
        allow_fetching=False,
    )
    asyncio.run(CertificateValidator(certificate, others, validation_context=context).async_validate_path())


def _reason(error: Exception) -> OutsideRefusal:
    if isinstance(error, ExpiredError | NotYetValidError):
        return OutsideRefusal.EXPIRED
    if isinstance(error, RevokedError):
        return OutsideRefusal.REVOKED
    return OutsideRefusal.UNKNOWN_ISSUER


def person_in(certificate: x509.Certificate) -> str:
    """Given name and surname, or the common name when the certificate has only that."""
    subject = certificate.subject.native
    given, surname = subject.get("given_name"), subject.get("surname")
    return f"{given} {surname}" if given and surname else str(subject.get("common_name") or "")


def issuer_of(certificate: x509.Certificate) -> str:
    """Who issued it, for people: name and organisation."""
    issuer = certificate.issuer.native
    parts = [str(issuer.get("common_name") or ""), str(issuer.get("organization_name") or "")]
    return ", ".join(part for part in parts if part)
