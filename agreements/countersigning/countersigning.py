"""The LPR's signature: the commune's is validated first, then the file is signed, then one transaction.

A file that was signed outside is judged once more, as when it came: what it was taken for then may be known better now.
"""

import hashlib
from datetime import datetime

from django.utils import timezone

from agreements.countersigning.signature_remarks import name_differs
from agreements.evidence.portal_keys import outside_trust, signing_service
from agreements.models import DocumentVersion, PreAgreement, Signature
from agreements.policies.signatory_changes import refuse_unseen
from agreements.policies.signing import can_countersign_now
from agreements.text.addresses import check_url
from agreements.text.outside_signature import outside_remark
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import SignedDocument
from core import files
from core.failpoints import failpoint
from core.signing.errors import CommuneSignatureInvalid, SigningError
from core.signing.ink import Ink
from core.signing.outside import OutsideSignatureRefused, judge_upload
from core.signing.people import Signatory
from core.signing.seen import refusal_of
from core.signing.signed_pdf import SignedPdf
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor

NOT_TAKEN = "Die Datei, die für die Kommune hochgeladen wurde, wird nicht gegengezeichnet."
SEND_ANEW = "Sie können die Vereinbarung dazu zurückziehen und neu senden."


def countersign(
    agreement: PreAgreement,
    *,
    actor: StaffActor,
    version_id: int,
    identified_at: datetime,
    name_confirmed: bool = False,
    changes_seen: int | None = None,
) -> None:
    """Sign for the LPR. ``identified_at``: when the person last typed the password.

    ``name_confirmed``: the caseworker says that the other name, typed or in the certificate, is the same person's.
    ``changes_seen``: the newest change of the signatory's way that was shown, 0 for none.

    Who stands in for the responsible person signs "i. V.", with the reason in the ledger (domain rule 20).
    Raises TransitionRefusedError when it is not the actor's to sign, the version changed or somebody was faster;
    SigningError when the commune's signature does not hold or the timestamp authority is down.
    """
    decision = can_countersign_now(actor, agreement)
    if not decision:
        raise TransitionRefusedError(decision.reason)
    version = _version_to_sign(agreement, version_id)
    commune = version.signatures.get(party=Signature.Party.COMMUNE)
    if name_differs(commune) and not name_confirmed:
        raise TransitionRefusedError(
            "Die Kommune hat mit einem anderen Namen unterzeichnet als dem der Amtsperson. Bitte klären und bestätigen "
            "Sie das zuerst."
        )
    refuse_unseen(agreement, changes_seen)
    signed = _signed_and_checked(version, commune, actor)
    document = SignedDocument(
        version_id=version.pk,
        signed=signed,
        blob=files.put(signed.data, "application/pdf"),
        name=actor.user.full_name,
        office=actor.user.get_role_display(),
        method=Signature.Method.TYPED,
        identified_at=identified_at,
        identified_by=Signature.Identification.PASSWORD,
        on_behalf_reason=f"Vertretung von {actor.acting_for.full_name}" if actor.acting_for else "",
    )
    failpoint("signature.lpr.file_stored")
    pre_agreement.countersign(
        agreement, actor=actor, document=document, name_confirmed=name_differs(commune), changes_seen=changes_seen
    )


def _version_to_sign(agreement: PreAgreement, version_id: int) -> DocumentVersion:
    """The current version, if it is the one that was looked at and the commune has signed it."""
    version = agreement.current_version
    if version is None or version.pk != version_id or version.commune_signed_file is None:
        raise TransitionRefusedError("Die Fassung hat sich geändert. Bitte laden Sie die Seite neu.")
    return version


def _signed_and_checked(version: DocumentVersion, commune: Signature, actor: StaffActor) -> SignedPdf:
    """The file with both signatures, checked in full as the ledger will have it (signing rules 7 and 8)."""
    # Only a signature on paper has no certificate, and that is not countersigned.
    assert commune.certificate_sha256 is not None
    assert version.commune_signed_file is not None
    issued, commune_signed = files.read(version.issued_file), files.read(version.commune_signed_file)
    if commune.method == Signature.Method.QUALIFIED:
        _judge_again(commune_signed, issued, commune)
    name, service = actor.user.full_name, signing_service()
    failpoint("signature.lpr.begun")
    signed = service.countersign(
        commune_signed,
        issued=issued,
        commune_certificate_sha256=commune.certificate_sha256,
        outside_field=commune.field_name,
        signatory=Signatory(
            name=name,
            office=actor.user.get_role_display(),
            organisation=version.content["lpr_name"],
            reference=f"{version.agreement.reference}/{version.number}",
            email=actor.user.email,
            on_behalf=actor.acting_for is not None,
        ),
        ink=Ink(typed_name=name),
        check_code=version.check_code,
        check_url=check_url(version.check_code),
        signed_at=timezone.localtime(),
        remark=outside_remark(commune),
    )
    failpoint("signature.lpr.made")
    service.check_final(
        signed.data,
        issued=issued,
        commune_signed=commune_signed,
        commune_certificate_sha256=commune.certificate_sha256,
        outside_field=commune.field_name,
        lpr_certificate_sha256=signed.certificate_sha256,
    )
    if commune.method == Signature.Method.QUALIFIED:
        _refuse_another_look(signed.data, issued, commune_signed)
    failpoint("signature.lpr.checked")
    return signed


def _judge_again(commune_signed: bytes, issued: bytes, commune: Signature) -> None:
    """By the function that took the file, at the same moment. Raises CommuneSignatureInvalid; KeysMissing."""
    try:
        found = judge_upload(
            commune_signed, issued=issued, former=(), trust=outside_trust(), received_at=commune.signed_at
        )
    except OutsideSignatureRefused as refused:
        raise CommuneSignatureInvalid(f"{NOT_TAKEN} {refused} {SEND_ANEW}") from refused
    certificate = hashlib.sha256(found.certificate_der).hexdigest()
    if (found.field, certificate) != (commune.field_name, commune.certificate_sha256):
        raise CommuneSignatureInvalid(f"{NOT_TAKEN} Sie trägt eine andere Signatur als die verzeichnete. {SEND_ANEW}")


def _refuse_another_look(final: bytes, issued: bytes, commune_signed: bytes) -> None:
    if refusal_of(final, issued=issued, handed_in=len(commune_signed)):
        raise SigningError(
            "Die unterzeichnete Datei wurde nicht angenommen: Sie zeigt etwas anderes als die ausgefertigte Fassung. "
            "Bitte versuchen Sie es noch einmal und wenden Sie sich sonst an die Administration."
        )
