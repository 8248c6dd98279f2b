"""Verification against the ledger: by code, or by a file that anyone uploads. Gives out no document."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from agreements.evidence.portal_keys import trusted_roots
from agreements.models import DocumentVersion, Signature
from core import files
from core.concurrency import place_for
from core.signing.inspection import LARGEST_UPLOAD, Inspection, code_in_metadata, inspect_upload
from core.signing.reasons import Reason
from core.signing.seen import complaint
from core.signing.verdict import LedgerRecord, Verdict, judge, judge_bytes, refused

# Verdicts on files that nobody here made; a word more is said of those that show something else.
STRANGERS = {Reason.UNKNOWN_CERTIFICATE, Reason.UNSIGNED}


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check says: the version it is about, if any is known, and the verdict on a file, if one came."""

    version: DocumentVersion | None
    verdict: Verdict | None
    # The file is genuine, but the typed code is another document's, or nobody's.
    code_is_anothers: bool = False


class BusyError(Exception):
    """Other files are being looked into; as many at once as the portal can bear."""


def normalised(code: str) -> str:
    """A typed code in the form of the ledger, "XXXX-XXXX-XXXX"."""
    letters = "".join(c for c in code.upper() if c.isalnum())
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def find(code: str) -> DocumentVersion | None:
    """The version with this check code."""
    return _versions().filter(check_code=normalised(code)).first()


def examine(data: bytes, code: str = "") -> Finding:
    """Judge an uploaded file: by its hash, by its bytes, and only a stranger by looking into it.

    The version is the one of the hash, the typed code, the code in the metadata or that in the attached data. The
    verdict is that of `examine_in_full`, without the process that parses hostile bytes where it is not needed.
    Raises BusyError when too many files are being looked into.
    """
    return _known(data, code) or _compared(data, code) or examine_in_full(data, code)


def examine_hash(digest: str, code: str = "") -> Finding | None:
    """The finding on a file of which only the SHA-256 came, by the ledger's own file; None if it has no such file.

    What the hash stands for is told to nobody who does not have the file: only files with signatures count, which
    nobody can guess, and not those that were issued to be signed. Raises BusyError.
    """
    version = _with_file(digest)
    if version is None:
        return None
    anothers = bool(code) and normalised(code) != version.check_code
    if version.final_file is None or version.final_file.sha256 != digest:
        return Finding(version, Verdict(genuine=True, reason=Reason.EVIDENCE), code_is_anothers=anothers)
    verdict = Verdict(genuine=True, reason=Reason.GENUINE)
    if _signed_outside(version):
        verdict = _looked_at(files.read(version.final_file), version, verdict)
    return Finding(version, verdict, code_is_anothers=anothers)


def is_known(digest: str) -> bool:
    """Whether the ledger has a signed file or an evidence sheet with this SHA-256."""
    return DocumentVersion.objects.filter(_is_file(digest)).exists()


def _known(data: bytes, code: str) -> Finding | None:
    """The very bytes that were validated in full when they entered the ledger, or the sheet that proves it."""
    return examine_hash(hashlib.sha256(data).hexdigest(), code)


def _with_file(digest: str) -> DocumentVersion | None:
    return _versions().filter(_is_file(digest)).first()


def _is_file(digest: str) -> Q:
    return Q(final_file__sha256=digest) | Q(evidence_file__sha256=digest)


def _compared(data: bytes, code: str) -> Finding | None:
    """A file that differs from the ledger's in a way that the bytes alone tell; nothing is parsed."""
    version = (find(code) if code else None) or _named(data)
    verdict = judge_bytes(data, record_of(version)) if version else None
    return Finding(version, verdict) if verdict else None


def _named(data: bytes) -> DocumentVersion | None:
    code = code_in_metadata(data) if data.startswith(b"%PDF-") and len(data) <= LARGEST_UPLOAD else ""
    return find(code) if code else None


def examine_in_full(data: bytes, code: str = "") -> Finding:
    """Judge a file by looking into it, in a process of its own (signing rule 10). Raises BusyError."""
    inspection = _inspect(data)
    version = find(code) if code else None
    if version is None and inspection.check_code:
        version = find(inspection.check_code)
    verdict = judge(data, inspection, record_of(version) if version else None)
    return Finding(version, _looked_at(data, version, verdict) if version else verdict)


def _looked_at(data: bytes, version: DocumentVersion, verdict: Verdict) -> Verdict:
    """The verdict, unless the file shows something else than was issued (signing rule 19).

    Looked at are files of which a part was made outside: a final file with such a signature, whatever the portal that
    took it knew then, and a stranger that begins with what was issued. Raises BusyError.
    """
    issued = files.read(version.issued_file)
    if verdict.genuine:
        found = _shows(data, issued, _handed_in(version)) if _signed_outside(version) else None
    elif verdict.reason in STRANGERS and data.startswith(issued):
        found = _shows(data, issued)
        found = found if found is Reason.OTHER_LOOK else None
    else:
        found = None
    return refused(found) if found else verdict


def _signed_outside(version: DocumentVersion) -> bool:
    return any(signature.method == Signature.Method.QUALIFIED for signature in version.signatures.all())


def _handed_in(version: DocumentVersion) -> int:
    return version.commune_signed_file.size if version.commune_signed_file else 0


def _inspect(data: bytes) -> Inspection:
    with _place():
        return inspect_upload(data, trusted_roots())


def _shows(data: bytes, issued: bytes, handed_in: int = 0) -> Reason | None:
    with _place():
        return complaint(data, issued=issued, handed_in=handed_in)


@contextmanager
def _place() -> Iterator[None]:
    with place_for("inspection", at_once=settings.INSPECTIONS_AT_ONCE) as free:
        if not free:
            raise BusyError
        yield


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
        evidence=files.read(version.evidence_file) if version.evidence_file else None,
    )


def _versions() -> QuerySet[DocumentVersion]:
    return DocumentVersion.objects.select_related(
        "agreement__commune", "agreement__amends", "issued_file", "commune_signed_file", "final_file", "evidence_file"
    ).prefetch_related("signatures", "agreement__amendments", "agreement__amends__amendments")
