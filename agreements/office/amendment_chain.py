"""An agreement with everything that changed or ended it, in order: what was agreed when."""

from dataclasses import dataclass

from django.db.models import Q

from agreements.models import DocumentVersion, PreAgreement


@dataclass(frozen=True, slots=True)
class Link:
    """One agreement of the chain with its versions, the oldest first; ``here``: the one whose page it is."""

    agreement: PreAgreement
    versions: list[DocumentVersion]
    here: bool


def chain(agreement: PreAgreement) -> list[Link]:
    """The agreement, its amendments and its termination; empty while there is only one. Two queries."""
    root = agreement.amends_id or agreement.pk
    rows = list(
        PreAgreement.objects.filter(Q(pk=root) | Q(amends=root))
        .prefetch_related("versions")
        .order_by("created_at", "pk")
    )
    if len(rows) < 2:
        return []
    return [Link(row, sorted(row.versions.all(), key=_number), here=row.pk == agreement.pk) for row in rows]


def _number(version: DocumentVersion) -> int:
    return version.number
