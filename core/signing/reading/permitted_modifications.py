"""What may differ between the issued file and the same file with a signature of a tool: pyHanko's policy, and more.

A certifying signature, which some tools make unasked, names itself in the catalogue under /Perms. Others write the
widget of the field that they sign again, with keys about its looks; `widget_looks` judges their values.
"""

from collections.abc import Iterable
from typing import Any

from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader, RawPdfPath
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel, StandardDiffPolicy
from pyhanko.sign.diff_analysis.commons import compare_key_refs, qualify_transforming
from pyhanko.sign.diff_analysis.constants import ROOT_EXEMPT_STRICT_COMPARISON
from pyhanko.sign.diff_analysis.form_rules_api import (
    FieldComparisonContext,
    FieldComparisonSpec,
    FormUpdate,
    FormUpdatingRule,
)
from pyhanko.sign.diff_analysis.rules.file_structure_rules import CatalogModificationRule
from pyhanko.sign.diff_analysis.rules.form_field_rules import (
    GenericFieldModificationRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
)
from pyhanko.sign.diff_analysis.rules_api import Context, ReferenceUpdate
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from core.signing.reading.placement import OWN_FIELD
from core.signing.reading.widget_looks import LOOKS, VALUE

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


class _OwnFieldRule(SigFieldModificationRule):
    """The commune's field, when it is signed, with all that is about its looks; what that refers to must be new."""

    def __init__(self) -> None:
        super().__init__(value_update_keys=LOOKS | {VALUE})

    def check_form_field(
        self, fq_name: str, spec: FieldComparisonSpec, context: FieldComparisonContext
    ) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        yield from super().check_form_field(fq_name, spec, context)
        old, new = spec.old_field, spec.new_field
        if old is None or new is None or VALUE in old or VALUE not in new:
            return
        for key in (LOOKS - {"/AP"}) & set(new):
            parts = context.new.collect_dependencies(new.raw_get(key), since_revision=context.old.revision + 1)
            for part in parts:
                yield ModificationLevel.FORM_FILLING, FormUpdate(updated_ref=part, field_name=fq_name)


class _FieldRule(SigFieldModificationRule):
    """`_OwnFieldRule` for the commune's field, pyHanko's own for every other one."""

    def __init__(self) -> None:
        super().__init__()
        self._own = _OwnFieldRule()

    def check_form_field(
        self, fq_name: str, spec: FieldComparisonSpec, context: FieldComparisonContext
    ) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        if fq_name == OWN_FIELD:
            return self._own.check_form_field(fq_name, spec, context)
        return super().check_form_field(fq_name, spec, context)


_POLICY = StandardDiffPolicy(
    global_rules=[_CatalogRule(), *DEFAULT_DIFF_POLICY.global_rules[1:]],
    form_rule=FormUpdatingRule([SigFieldCreationRule(), _FieldRule(), GenericFieldModificationRule()]),
)


def changed_fields(reader: PdfFileReader, base_revision: int, signature: EmbeddedPdfSignature) -> set[str] | None:
    """The form fields that changed since the revision, or None when something else did, too."""
    difference = _POLICY.review_file(reader, base_revision)
    if not isinstance(difference, DiffResult) or difference.modification_level > ModificationLevel.FORM_FILLING:
        return None
    if _asks_to_draw_again(reader) or not _permits_by(signature, reader):
        return None
    return set(difference.changed_form_fields)


def _asks_to_draw_again(reader: PdfFileReader) -> bool:
    """Viewers that follow it make up how fields look, so no picture of ours is what they show."""
    form = reader.root["/AcroForm"]
    return "/NeedAppearances" in form and bool(form["/NeedAppearances"])


def _permits_by(signature: EmbeddedPdfSignature, reader: PdfFileReader) -> bool:
    """Whether what the catalogue says of permissions is nothing, or that this very signature is a certifying one."""
    if PERMISSIONS not in reader.root:
        return True
    permissions = reader.root[PERMISSIONS]
    if set(permissions) != {CERTIFYING}:
        return not permissions
    named, value = permissions.raw_get(CERTIFYING), signature.sig_field.raw_get(VALUE)
    return isinstance(named, IndirectObject) and isinstance(value, IndirectObject) and named == value
