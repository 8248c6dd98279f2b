"""A finished signature becomes a row of the ledger and an entry of the journal."""

from typing import Any

from agreements.models.document import DocumentVersion, Signature
from agreements.transitions.payloads import SignedDocument
from core.journal import Visibility


def record_signature(
    version: DocumentVersion, party: Signature.Party, document: SignedDocument, **person: Any
) -> Signature:
    """Write what ``document`` knows; ``person``: the office holder or the user."""
    return Signature.objects.create(
        version=version,
        party=party,
        name=document.name,
        office=document.office,
        method=document.method,
        on_behalf=bool(document.on_behalf_reason),
        on_behalf_reason=document.on_behalf_reason,
        identified_at=document.identified_at,
        identified_by=document.identified_by,
        signed_at=document.signed.signed_at,
        typed_name=document.typed_name,
        other_name_confirmed=document.other_name_confirmed,
        certificate=document.signed.certificate_der,
        certificate_sha256=document.signed.certificate_sha256,
        certificate_serial=document.signed.certificate_serial,
        **document.outside_facts,
        **person,
    )


def journal_data(signature: Signature, document: SignedDocument) -> dict[str, Any]:
    """What the journal's entry about a signature holds; the commune may see it."""
    return {
        "version": signature.version.number,
        "signature": signature.pk,
        "on_behalf": signature.on_behalf,
        **({"other_name": True} if signature.other_name_confirmed else {}),
        "certificate": signature.certificate_sha256,
        "sha256": document.blob.sha256,
        "visibility": Visibility.COMMUNE,
    }
