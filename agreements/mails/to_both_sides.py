"""Mails to both sides with what they signed: the file or the scan, and the evidence sheet."""

import logging

from agreements.evidence.errors import EvidenceUnavailable
from agreements.evidence.sheets import evidence_of
from agreements.mails.composing import compose, greeting_for
from agreements.models import DocumentVersion, PreAgreement
from agreements.text.addresses import check_url
from agreements.text.state_words import in_force_text
from core import files
from core.composing import Attachment, ComposedMail, NotYetError, mail_kind
from core.mail import follow_up
from core.models import OutgoingMessage

logger = logging.getLogger(__name__)


@mail_kind("agreements.in_force")
def in_force(message: OutgoingMessage) -> ComposedMail | None:
    """To both sides: the same signed file with the evidence sheet (signing rule 16); without it if it must wait."""
    version = _version(message)
    if version.final_file is None:
        return None
    attachments = [Attachment(f"{version.agreement.reference}-unterzeichnet.pdf", files.read(version.final_file))]
    try:
        attachments.append(_sheet(version))
    except EvidenceUnavailable:
        logger.warning("message %s goes without the evidence sheet, which follows", message.pk)
        follow_up("agreements.evidence", message, version)
    return compose(
        message,
        "in_force",
        f"{version.agreement.noun} {version.agreement.reference} {_holds(version.agreement)}",
        attachments=tuple(attachments),
        greeting=greeting_for(version.agreement, message),
        agreement=version.agreement,
        version=version,
        in_force=in_force_text(version.agreement),
        with_evidence=len(attachments) > 1,
        check_url=check_url(version.check_code),
    )


@mail_kind("agreements.evidence")
def evidence(message: OutgoingMessage) -> ComposedMail | None:
    """The evidence sheet on its own, when it could not go with the signed file; waits until it is made."""
    version = _version(message)
    try:
        sheet = _sheet(version)
    except EvidenceUnavailable as error:
        raise NotYetError from error
    return compose(
        message,
        "evidence",
        f"Nachweis zur {version.agreement.noun} {version.agreement.reference}",
        attachments=(sheet,),
        greeting=greeting_for(version.agreement, message),
        agreement=version.agreement,
        version=version,
        check_url=check_url(version.check_code),
    )


@mail_kind("agreements.paper_in_force")
def paper_in_force(message: OutgoingMessage) -> ComposedMail | None:
    """To both sides: the scan of what was signed by hand, as the common copy."""
    versions = DocumentVersion.objects.select_related("agreement__commune", "agreement__original__scan")
    version = versions.get(pk=message.subject_id)
    original = version.agreement.original
    if original is None or original.scan is None:
        return None
    return compose(
        message,
        "paper_in_force",
        f"{version.agreement.noun} {version.agreement.reference} {_holds(version.agreement)}",
        attachments=(Attachment(f"{version.agreement.reference}-Scan.pdf", files.read(original.scan)),),
        greeting=greeting_for(version.agreement, message),
        agreement=version.agreement,
        in_force=in_force_text(version.agreement),
        version=version,
        check_url=check_url(version.check_code),
    )


def _holds(agreement: PreAgreement) -> str:
    """For a subject: that it is in force, or signed and from when."""
    return f"ist unterzeichnet und {in_force_text(agreement)}" if agreement.begins_on else "ist in Kraft"


def _version(message: OutgoingMessage) -> DocumentVersion:
    return DocumentVersion.objects.select_related("agreement__commune", "final_file", "evidence_file").get(
        pk=message.subject_id
    )


def _sheet(version: DocumentVersion) -> Attachment:
    return Attachment(f"{version.agreement.reference}-nachweis.pdf", files.read(evidence_of(version)))
