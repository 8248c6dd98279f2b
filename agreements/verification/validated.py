"""Whether the signatures in a file of the ledger pass today; remembered for a while, since nothing about it changes."""

import logging
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from agreements.evidence.portal_keys import signing_service, trust_state
from agreements.models import DocumentVersion, Signature
from core import files
from core.models import StoredFile
from core.signing.errors import KeysMissing
from core.signing.etsi_terms import SubIndication
from core.signing.people import SEAL_FIELD, Field

logger = logging.getLogger(__name__)

REMEMBERED_FOR = 60 * 60  # seconds; revocation lists are renewed, and who reads the answer is told of when it is


def validated(version: DocumentVersion, stored: StoredFile) -> tuple[SubIndication | None, datetime]:
    """Why the file does not pass, None if it does, and when that was found out.

    ``stored``: the version's final file or its evidence sheet. What does not pass is asked again the next time.
    """
    key = f"validated:{stored.sha256}:{trust_state()}"
    known: tuple[str, datetime] | None = cache.get(key)
    if known is None:
        known = (_validate(version, stored) or "", timezone.now())
        if not known[0]:
            cache.set(key, known, timeout=REMEMBERED_FOR)
    why, at = known
    return (SubIndication(why) if why else None), at


def _validate(version: DocumentVersion, stored: StoredFile) -> SubIndication | None:
    expected, outside = _expected(version, stored)
    try:
        return signing_service().validate(files.read(stored), expected=expected, outside_field=outside)
    except KeysMissing:
        return SubIndication.POLICY_PROCESSING_ERROR
    except (files.FileDamagedError, OSError):
        logger.exception("a file of the ledger cannot be read")
        return SubIndication.SIGNED_DATA_NOT_FOUND


def _expected(version: DocumentVersion, stored: StoredFile) -> tuple[dict[str, str | None], str]:
    """The signatures that the ledger has for the file, and the field of one from outside."""
    if stored.pk != version.final_file_id:
        return {SEAL_FIELD: None}, ""
    signatures = {signature.party: signature for signature in version.signatures.all()}
    commune, lpr = signatures[Signature.Party.COMMUNE], signatures[Signature.Party.LPR]
    first = commune.field_name or Field.COMMUNE.value
    return {first: commune.certificate_sha256, Field.LPR.value: lpr.certificate_sha256}, commune.field_name
