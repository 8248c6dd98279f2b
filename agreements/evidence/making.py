"""Make the evidence sheet of a version, once (signing rule 16); safe to repeat, to interrupt and to race."""

import logging

from agreements.evidence.errors import EvidenceUnavailable
from agreements.evidence.gathering import gather
from agreements.evidence.portal_keys import signing_service
from agreements.evidence.sheet import render_sheet
from agreements.models import DocumentVersion
from agreements.models.document import DocumentVersionQuerySet
from core import files, journal
from core.actors import SYSTEM
from core.failpoints import failpoint
from core.models import StoredFile
from core.signing.errors import SigningError
from core.signing.signed_pdf import SignedPdf

logger = logging.getLogger(__name__)

AT_ONCE = 20


def make(version: DocumentVersion) -> StoredFile:
    """Render, seal and record the sheet. Raises EvidenceUnavailable, when no timestamp can be had for instance.

    The file lies in the store before its row. Of two that make it at once, one row counts; the other's file is
    swept.
    """
    try:
        sealed = _sealed(version)
        failpoint("evidence.sealed")
        blob = files.put(sealed.data, "application/pdf")
        failpoint("evidence.file_stored")
    except SigningError as error:
        raise EvidenceUnavailable(str(error)) from error
    except Exception as error:
        # A file that is damaged or a certificate that cannot be read: others must not wait for this one.
        logger.exception("the evidence of version %s cannot be made", version.pk)
        raise EvidenceUnavailable(type(error).__name__) from error
    version.evidence_file = _record(version, sealed, blob)
    return version.evidence_file


def make_all(waiting: DocumentVersionQuerySet) -> int:
    """Make sheets until one cannot be sealed: what is missing for one is missing for all. Returns how many."""
    made = 0
    for version in waiting.select_related("agreement", "final_file").order_by("pk")[:AT_ONCE]:
        try:
            make(version)
            made += 1
        except EvidenceUnavailable as error:
            logger.warning("the evidence of version %s must wait: %s", version.pk, error)
            if isinstance(error.__cause__, SigningError):
                break
    return made


def _sealed(version: DocumentVersion) -> SignedPdf:
    sheet = gather(version)
    purpose = f"Nachweis der Unterzeichnung {sheet.reference}/{sheet.version}"
    return signing_service().seal(render_sheet(sheet), purpose=purpose)


def _record(version: DocumentVersion, sealed: SignedPdf, blob: files.Blob) -> StoredFile:
    """Take the sheet into the ledger unless somebody was faster. Returns the one that counts."""
    with journal.collected():
        locked = DocumentVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=version.pk)
        if locked.evidence_file is not None:
            return locked.evidence_file
        locked.evidence_file = files.register(blob)
        locked.save(update_fields=["evidence_file"])
        failpoint("evidence.recorded")
        journal.record(
            key=version.agreement.journal_key,
            kind="preagreement.evidence",
            subject=version.agreement,
            actor=SYSTEM,
            data={"version": version.number, "sha256": blob.sha256, "certificate": sealed.certificate_sha256},
            visibility=journal.Visibility.COMMUNE,
        )
        return locked.evidence_file
