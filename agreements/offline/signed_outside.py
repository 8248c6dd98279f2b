"""The commune's qualified signature, made outside: the uploaded file is judged, stored, and enters the ledger."""

import hashlib
from datetime import datetime

from cryptography import x509
from django.utils import timezone

from agreements.ceremony.ceremonies import check_before_signing
from agreements.evidence.portal_keys import outside_trust
from agreements.models import Ceremony, PreAgreement, Signature
from agreements.policies.actors import SignatoryActor
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import SignedDocument
from core import files
from core.failpoints import failpoint
from core.signing.outside import OutsideSignature, judge_upload
from core.signing.signed_pdf import SignedPdf
from core.transitions import TransitionRefusedError


def take_signed_file(ceremony: Ceremony, upload: bytes, *, nonce: str, shown_sha256: str) -> None:
    """Take the file if it is the issued one with exactly one qualified signature more.

    Raises OutsideSignatureRefused (what is wrong with the file), TransitionRefusedError (nothing to sign any more,
    another version) or SigningError (no issuer is trusted yet); then nothing is signed.
    """
    invitation = ceremony.invitation
    agreement, version, holder = invitation.version.agreement, invitation.version, invitation.office_holder
    actor = SignatoryActor(ceremony)
    check_before_signing(actor, agreement, nonce=nonce, shown_sha256=shown_sha256)
    if agreement.route != PreAgreement.Route.QUALIFIED:
        raise TransitionRefusedError("Diese Vereinbarung wird auf einem anderen Weg unterzeichnet.")
    received_at = timezone.now()
    former = agreement.versions.filter(number__lt=version.number).select_related("issued_file")
    found = judge_upload(
        upload,
        issued=files.read(version.issued_file),
        former=[files.read(each.issued_file) for each in former],
        trust=outside_trust(),
        received_at=received_at,
    )
    failpoint("outside.judged")
    assert ceremony.identified_at is not None
    document = SignedDocument(
        version_id=version.pk,
        signed=_signed(upload, found, received_at),
        blob=files.put(upload, "application/pdf"),
        name=holder.full_name,
        office=holder.office_title,
        method=Signature.Method.QUALIFIED,
        identified_at=ceremony.identified_at,
        identified_by=ceremony.identified_by,
        on_behalf_reason=agreement.on_behalf_reason,
        outside=found,
    )
    failpoint("outside.file_stored")
    pre_agreement.sign_by_commune(agreement, actor=actor, document=document, nonce=nonce, shown_sha256=shown_sha256)


def _signed(upload: bytes, found: OutsideSignature, received_at: datetime) -> SignedPdf:
    """The time is the timestamp's; without one it is the time of receipt, which the countersignature then proves."""
    certificate = x509.load_der_x509_certificate(found.certificate_der)
    return SignedPdf(
        data=upload,
        sha256=hashlib.sha256(upload).hexdigest(),
        certificate_der=found.certificate_der,
        certificate_sha256=hashlib.sha256(found.certificate_der).hexdigest(),
        certificate_serial=f"{certificate.serial_number:x}",
        signed_at=found.signed_at or received_at,
    )
