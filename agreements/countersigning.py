"""The LPR's signature: the commune's is validated first, then the file is signed, then one transaction."""

from datetime import datetime

from django.utils import timezone

from agreements import policies
from agreements.addresses import check_url
from agreements.keys import signing_service
from agreements.models import PreAgreement, Signature
from agreements.results import SignedDocument
from agreements.signing import Ink, Signatory
from agreements.ways.outside_remarks import name_differs
from core import files
from core.checkpoints import checkpoint
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor


def countersign(
    agreement: PreAgreement,
    *,
    actor: StaffActor,
    version_id: int,
    identified_at: datetime,
    name_confirmed: bool = False,
) -> None:
    """Sign for the LPR. ``identified_at``: when the person last typed the password.

    ``name_confirmed``: the caseworker says that the other name in the certificate is that of the same person.

    Who stands in for the responsible person signs "i. V.", with the reason in the ledger (domain rule 20).
    Raises TransitionRefusedError when it is not the actor's to sign, the version changed or somebody was faster;
    SigningError when the commune's signature does not hold or the timestamp authority is down.
    """
    decision = policies.can_countersign_now(actor, agreement)
    if not decision:
        raise TransitionRefusedError(decision.reason)
    version = agreement.current_version
    if version is None or version.pk != version_id or version.commune_signed_file is None:
        raise TransitionRefusedError("Die Fassung hat sich geändert. Bitte laden Sie die Seite neu.")
    commune = version.signatures.get(party=Signature.Party.COMMUNE)
    assert commune.certificate_sha256 is not None  # only a signature on paper has none, and that is not countersigned
    if name_differs(commune) and not name_confirmed:
        raise TransitionRefusedError(
            "Im Zertifikat der Kommune steht ein anderer Name. Bitte klären und bestätigen Sie das zuerst."
        )
    issued, commune_signed = files.read(version.issued_file), files.read(version.commune_signed_file)
    name, office = actor.user.full_name, actor.user.get_role_display()
    service = signing_service()
    checkpoint("signature.lpr.begun")
    signed = service.countersign(
        commune_signed,
        issued=issued,
        commune_certificate_sha256=commune.certificate_sha256,
        outside_field=commune.field_name,
        signatory=Signatory(
            name=name,
            office=office,
            organisation=version.content["lpr_name"],
            reference=f"{agreement.reference}/{version.number}",
            email=actor.user.email,
            on_behalf=actor.acting_for is not None,
        ),
        ink=Ink(typed_name=name),
        check_code=version.check_code,
        check_url=check_url(version.check_code),
        signed_at=timezone.localtime(),
    )
    checkpoint("signature.lpr.made")
    service.check_final(
        signed.data,
        issued=issued,
        commune_signed=commune_signed,
        commune_certificate_sha256=commune.certificate_sha256,
        outside_field=commune.field_name,
        lpr_certificate_sha256=signed.certificate_sha256,
    )
    checkpoint("signature.lpr.checked")
    document = SignedDocument(
        version_id=version.pk,
        signed=signed,
        blob=files.put(signed.data, "application/pdf"),
        name=name,
        office=office,
        method=Signature.Method.TYPED,
        identified_at=identified_at,
        identified_by=Signature.Identification.PASSWORD,
        on_behalf_reason=f"Vertretung von {actor.acting_for.full_name}" if actor.acting_for else "",
    )
    checkpoint("signature.lpr.file_stored")
    agreement.countersign(actor=actor, document=document, name_confirmed=name_differs(commune))
