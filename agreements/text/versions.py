"""The versions of an agreement side by side: which counts, and what changed from one to the next."""

from dataclasses import dataclass
from itertools import pairwise

from agreements.models import DocumentVersion, PreAgreement
from agreements.models.agreement_text import AgreementText
from agreements.text.version_changes import Change, changes


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version; ``changes`` against the one before, None for the first."""

    version: DocumentVersion
    changes: list[Change] | None


def version_rows(agreement: PreAgreement) -> list[VersionRow]:
    """All versions, the newest first; none while there is only one. One query."""
    versions = list(agreement.versions.select_related("issued_by", "issued_file").order_by("number"))
    if len(versions) < 2:
        return []
    texts = [AgreementText.from_dict(version.content) for version in versions]
    found = [None, *(changes(old, new) for old, new in pairwise(texts))]
    return [VersionRow(version, change) for version, change in zip(versions, found, strict=True)][::-1]


def changes_for_signatory(version: DocumentVersion) -> list[Change]:
    """What is new to the commune: since the last former version that it opened, else since the one before.

    Empty for a first version, and when the text is the same.
    """
    former = version.agreement.versions.filter(number__lt=version.number).order_by("-number")
    opened = former.filter(invitations__opened_at__isnull=False).first()
    known = opened or former.first()
    return between(known, version) if known else []


def between(old: DocumentVersion, new: DocumentVersion) -> list[Change]:
    """What changed from ``old`` to ``new``."""
    return changes(AgreementText.from_dict(old.content), AgreementText.from_dict(new.content))
