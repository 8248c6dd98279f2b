"""Evidence of a signing: the sealed sheet and the package to check it without the portal (signing rule 16).

Renderer and signer take two seconds to load; so this door loads them when a sheet is made and not when a process
starts that may never make one.
"""

from agreements.models import DocumentVersion
from core.models import StoredFile


def evidence_of(version: DocumentVersion) -> StoredFile:
    """The sealed sheet of a version in force, made now if it is missing. Raises EvidenceUnavailable."""
    if version.evidence_file is not None:
        return version.evidence_file
    from agreements.evidence.making import make  # noqa: PLC0415 - loads renderer and signer, see above

    return make(version)


def package_of(version: DocumentVersion) -> bytes:
    """Everything to check a version in force without this portal, as a ZIP file."""
    from agreements.evidence.package import build_package  # noqa: PLC0415 - loads the signer, see above

    return build_package(version)


def make_missing() -> int:
    """Make the sheets that are still missing, a few at a time. Returns how many were made."""
    waiting = DocumentVersion.objects.without_evidence()
    if not waiting.exists():
        return 0
    from agreements.evidence.making import make_all  # noqa: PLC0415 - loads renderer and signer, see above

    return make_all(waiting)
