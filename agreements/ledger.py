"""Verification against the ledger: by code, or by a file that anyone uploads. Gives out no document."""

import hashlib
from dataclasses import dataclass

from django.db.models import QuerySet

from agreements.models import DocumentVersion, Signature
from agreements.signing import LedgerRecord, Reason, Verdict, inspect_upload, judge
from core import files


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check says: the version it is about, if any is known, and the verdict on a file, if one came."""

    version: DocumentVersion | None
    verdict: Verdict | None


def normalised(code: str) -> str:
    """A typed code in the form of the ledger, "XXXX-XXXX-XXXX"."""
    letters = "".join(c for c in code.upper() if c.isalnum())
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def find(code: str) -> DocumentVersion | None:
    """The version with this check code."""
    return _versions().filter(check_code=normalised(code)).first()


def examine(data: bytes, code: str = "") -> Finding:
    """Judge an uploaded file. The version is found by the file's hash, the typed code or the attached data."""
    digest = hashlib.sha256(data).hexdigest()
    final = _versions().filter(final_file__sha256=digest).first()
    if final is not None:
        # The very bytes that were validated in full when they entered the ledger.
        return Finding(final, Verdict(genuine=True, reason=Reason.GENUINE))
    inspection = inspect_upload(data)
    version = find(code) if code else None
    if version is None and inspection.check_code:
        version = find(inspection.check_code)
    return Finding(version, judge(data, inspection, record_of(version) if version else None))


def record_of(version: DocumentVersion) -> LedgerRecord:
    """What the ledger knows of a version, for `judge`."""
    signatures = {signature.party: signature for signature in version.signatures.all()}
    commune, lpr = signatures.get(Signature.Party.COMMUNE), signatures.get(Signature.Party.LPR)
    return LedgerRecord(
        issued=files.read(version.issued_file),
        commune_signed_sha256=version.commune_signed_file.sha256 if version.commune_signed_file else None,
        final=files.read(version.final_file) if version.final_file else None,
        commune_certificate_sha256=commune.certificate_sha256 if commune else None,
        lpr_certificate_sha256=lpr.certificate_sha256 if lpr else None,
        outside_field=commune.field_name if commune else "",
    )


def _versions() -> QuerySet[DocumentVersion]:
    return DocumentVersion.objects.select_related(
        "agreement__commune", "issued_file", "commune_signed_file", "final_file"
    ).prefetch_related("signatures")
