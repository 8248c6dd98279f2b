"""What may differ between the issued file and the same file with a signature of a tool: pyHanko's policy, one key more.

A certifying signature, which some tools make unasked, names itself in the catalogue under /Perms.
"""

from collections.abc import Iterable
from typing import Any

from pyhanko.pdf_utils.generic import NameObject
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader, RawPdfPath
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel, StandardDiffPolicy
from pyhanko.sign.diff_analysis.commons import compare_key_refs, qualify_transforming
from pyhanko.sign.diff_analysis.constants import ROOT_EXEMPT_STRICT_COMPARISON
from pyhanko.sign.diff_analysis.rules.file_structure_rules import CatalogModificationRule
from pyhanko.sign.diff_analysis.rules_api import Context, ReferenceUpdate

PERMISSIONS = "/Perms"
CERTIFYING = "/DocMDP"


class _CatalogRule(CatalogModificationRule):
    def __init__(self) -> None:
        super().__init__(ROOT_EXEMPT_STRICT_COMPARISON | {PERMISSIONS})

    def apply_qualified(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[Any]:
        yield from super().apply_qualified(old, new)
        yield from qualify_transforming(
            ModificationLevel.LTA_UPDATES,
            compare_key_refs(PERMISSIONS, old, old.root, new.root),
            transform=lambda reference: ReferenceUpdate(
                reference, context_checked=Context.from_absolute(old, RawPdfPath("/Root", PERMISSIONS))
            ),
        )


_POLICY = StandardDiffPolicy(
    global_rules=[_CatalogRule(), *DEFAULT_DIFF_POLICY.global_rules[1:]], form_rule=DEFAULT_DIFF_POLICY.form_rule
)


def changed_fields(reader: PdfFileReader, base_revision: int) -> set[str] | None:
    """The form fields that changed since the revision, or None when something else did, too."""
    difference = _POLICY.review_file(reader, base_revision)
    permissions = reader.root.get(PERMISSIONS, {})
    if not isinstance(difference, DiffResult) or difference.modification_level > ModificationLevel.FORM_FILLING:
        return None
    return None if set(permissions) - {NameObject(CERTIFYING)} else set(difference.changed_form_fields)
