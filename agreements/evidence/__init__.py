"""Evidence of a signing: the sealed sheet and the package to check it without the portal (signing rule 16).

Renderer and signer take two seconds to load; so this door loads them when a sheet is made and not when a process
starts that may never make one.
"""

from django.utils.module_loading import import_string

from agreements.models import DocumentVersion
from core.models import StoredFile

__all__ = ["EvidenceUnavailable", "evidence_of", "make_missing"]


class EvidenceUnavailable(Exception):
    """The sheet cannot be made now; the cause says why, and it is tried again every minute."""


def evidence_of(version: DocumentVersion) -> StoredFile:
    """The sealed sheet of a version in force, made now if it is missing. Raises EvidenceUnavailable."""
    if version.evidence_file is not None:
        return version.evidence_file
    made: StoredFile = import_string("agreements.evidence.making.make")(version)
    return made


def make_missing() -> int:
    """Make the sheets that are still missing, a few at a time. Returns how many were made."""
    waiting = DocumentVersion.objects.without_evidence()
    if not waiting.exists():
        return 0
    made: int = import_string("agreements.evidence.making.make_all")(waiting)
    return made
