"""The table of manipulations: how the file is made, what `/pruefen/` says, why the portal itself would not take it."""

from dataclasses import dataclass

from core.signing.reasons import Reason
from tests.agreements.signing.manipulations import raw, rewriting, signatures, updates
from tests.agreements.signing.manipulations.lab import Forge
from tests.agreements.signing.manipulations.updates import after_both

# What the check of a final file answers (signing rule 8), by a word of its German sentence.
UNREADABLE = "nicht lesbar"
NOT_ISSUED = "nicht mit der ausgefertigten Fassung"
FIELDS = "andere Unterschriftsfelder"
SIGNATURES = "nicht genau die erwarteten Unterschriften"
CERTIFICATE = "nicht das verzeichnete"
UNSOUND = "passt nicht zum Inhalt"
CHANGED = "wurde der Inhalt verändert"
UNTRUSTED = "nicht vertrauenswürdig"
TAIL = "etwas angefügt"


@dataclass(frozen=True)
class Manipulation:
    """``reason``: of the public check. ``complaint``: of the portal's own check of a final file, None where that
    takes the file, because nothing that a signature covers was touched; then the ledger's hash is what refuses it.
    """

    name: str
    forge: Forge
    reason: Reason
    complaint: str | None


def _row(name: str, forge: Forge, reason: Reason, complaint: str | None) -> Manipulation:
    return Manipulation(name, forge, reason, complaint)


BYTES = [
    _row("a bit of the text", raw.flip_in_text, Reason.CHANGED_BYTES, NOT_ISSUED),
    _row("a bit of the attached data", raw.flip_in_attachment, Reason.CHANGED_BYTES, NOT_ISSUED),
    _row("a bit of the mayor's signature", raw.flip_in_signature(raw.FIRST), Reason.CHANGED_BYTES, UNSOUND),
    _row("a bit of a certificate that only comes along", raw.flip_in_chain, Reason.CHANGED_BYTES, None),
    _row("a bit of a byte range", raw.flip_in_byte_range, Reason.CHANGED_BYTES, UNSOUND),
    _row("a bit of the cross-references", raw.flip_in_xref, Reason.CHANGED_BYTES, UNREADABLE),
    _row("startxref behind the end", raw.startxref_behind_the_end, Reason.CHANGED_BYTES, UNREADABLE),
    _row("cut at the end", raw.cut_at_the_end, Reason.CHANGED_BYTES, UNREADABLE),
    _row("cut in the countersignature", raw.cut_in_the_countersignature, Reason.CHANGED_BYTES, UNREADABLE),
    _row("cut in the first half", raw.cut_in_the_first_half, Reason.CHANGED_BYTES, UNREADABLE),
    _row("rolled back to the mayor", raw.rolled_back_to_the_mayor, Reason.ROLLED_BACK, SIGNATURES),
    _row("rolled back to issued", raw.rolled_back_to_issued, Reason.UNSIGNED_ISSUED_VERSION, SIGNATURES),
    _row("a comment behind", raw.tail_of_a_comment, Reason.APPENDED, TAIL),
    _row("a newline behind", raw.tail_of_one_newline, Reason.APPENDED, TAIL),
    _row("another PDF behind", raw.tail_of_another_pdf, Reason.APPENDED, f"{UNREADABLE}|{SIGNATURES}"),
    _row("a ZIP behind", raw.tail_of_a_zip, Reason.APPENDED, TAIL),
    _row("HTML before", raw.head_of_a_page, Reason.NOT_PDF, UNREADABLE),
    _row("second half of another", raw.second_half_of_another, Reason.UNREADABLE, UNREADABLE),
    _row("byte range emptied", raw.byte_range_emptied, Reason.CHANGED_BYTES, UNSOUND),
    _row("byte range negative", raw.byte_range_negative, Reason.CHANGED_BYTES, UNSOUND),
    _row("byte range around the text", raw.byte_range_around_the_text, Reason.CHANGED_BYTES, UNSOUND),
    _row("byte range over the later signature", raw.byte_range_longer, Reason.CHANGED_BYTES, UNSOUND),
    _row("signature wrapped", raw.wrapped, Reason.UNREADABLE, UNREADABLE),
    _row("startxref back to the issued text", raw.xref_of_the_issued_text, Reason.APPENDED, SIGNATURES),
    _row("object shadowed by a later table", raw.shadowed_object, Reason.APPENDED, CHANGED),
    _row("hybrid table", raw.hybrid_xref, Reason.APPENDED, SIGNATURES),
    _row("field freed by a later table", raw.freed_object, Reason.APPENDED, UNREADABLE),
    _row("second half of another, fitted", raw.second_half_of_another_fitted, Reason.UNKNOWN_CERTIFICATE, CHANGED),
]

UPDATES = [
    _row("the same once more", after_both(updates.nothing), Reason.APPENDED, TAIL),
    _row("text of a page", after_both(updates.page_text), Reason.APPENDED, CHANGED),
    _row("page more", updates.page_more, Reason.APPENDED, CHANGED),
    _row("page less", after_both(updates.page_removed), Reason.APPENDED, CHANGED),
    _row("pages in another order", after_both(updates.pages_swapped), Reason.APPENDED, CHANGED),
    _row("shadow: replace", after_both(updates.pages_hidden_behind_others), Reason.APPENDED, CHANGED),
    _row("shadow: hide", after_both(updates.layer_switched_off), Reason.APPENDED, CHANGED),
    _row("shadow: hide and replace", after_both(updates.attachment_object_as_page), Reason.APPENDED, CHANGED),
    _row("font swapped", after_both(updates.font_swapped), Reason.APPENDED, CHANGED),
    _row("font's letters", after_both(updates.font_without_its_letters), Reason.APPENDED, CHANGED),
    _row("stamp redrawn", after_both(updates.stamp_redrawn), Reason.APPENDED, CHANGED),
    _row("stamp moved", after_both(updates.stamp_moved), Reason.APPENDED, CHANGED),
    _row("white box over the text", after_both(updates.note_over_the_text), Reason.APPENDED, CHANGED),
    _row("free text", after_both(updates.free_text), Reason.APPENDED, CHANGED),
    _row("script on opening", after_both(updates.script_on_opening), Reason.APPENDED, CHANGED),
    _row("program on closing", after_both(updates.program_on_closing), Reason.APPENDED, CHANGED),
    _row("another file attached", after_both(updates.another_attachment), Reason.APPENDED, CHANGED),
    _row("other data attached", after_both(updates.other_data_attached), Reason.APPENDED, CHANGED),
    _row("other title", after_both(updates.other_title), Reason.APPENDED, TAIL),
    _row("other language", after_both(updates.other_language), Reason.APPENDED, CHANGED),
    _row("another field", after_both(updates.another_field), Reason.APPENDED, FIELDS),
    _row("permissions widened", after_both(updates.permissions_widened), Reason.APPENDED, SIGNATURES),
    _row("permissions removed", after_both(updates.permissions_removed), Reason.APPENDED, CHANGED),
    _row("lock removed", after_both(updates.lock_removed), Reason.APPENDED, CHANGED),
    _row("signatures change places", after_both(updates.signatures_change_places), Reason.APPENDED, SIGNATURES),
    _row("field renamed", after_both(updates.field_renamed), Reason.APPENDED, FIELDS),
    _row("signature emptied", after_both(updates.signature_emptied), Reason.APPENDED, UNREADABLE),
    _row("byte range removed", after_both(updates.byte_range_removed), Reason.APPENDED, UNREADABLE),
    _row("validation data removed", after_both(updates.validation_data_removed), Reason.APPENDED, CHANGED),
    _row("form removed", after_both(updates.form_removed), Reason.APPENDED, FIELDS),
    _row("structure removed", after_both(updates.structure_removed), Reason.APPENDED, CHANGED),
    _row(
        "text changed between both signatures",
        updates.between_both(updates.page_text),
        Reason.UNKNOWN_CERTIFICATE,
        CHANGED,
    ),
]

REWRITTEN = [
    _row("saved by another program", rewriting.resaved(), Reason.MODIFIED, NOT_ISSUED),
    _row("linearised", rewriting.resaved(linearize=True), Reason.MODIFIED, NOT_ISSUED),
    _row("encrypted with an empty password", rewriting.encrypted_for_everyone, Reason.ENCRYPTED, NOT_ISSUED),
    _row("signatures drawn into the page", rewriting.resaved(rewriting.flattened), Reason.UNSIGNED, NOT_ISSUED),
    _row("first page only", rewriting.resaved(rewriting.first_page_only), Reason.MODIFIED, NOT_ISSUED),
    _row("page more, rewritten", rewriting.resaved(rewriting.page_more), Reason.MODIFIED, NOT_ISSUED),
    _row("no validation data", rewriting.resaved(rewriting.without_validation_data), Reason.MODIFIED, NOT_ISSUED),
    _row("no attached data", rewriting.resaved(rewriting.without_attachment), Reason.MODIFIED, NOT_ISSUED),
]

SIGNED = [
    _row("the LPR's signature of another", signatures.values_exchanged, Reason.UNKNOWN_CERTIFICATE, CERTIFICATE),
    _row("the mayor's of another", signatures.mayor_s_value_exchanged, Reason.UNKNOWN_CERTIFICATE, CERTIFICATE),
    _row("the mayor's in both fields", signatures.same_value_twice, Reason.MODIFIED, CERTIFICATE),
    _row("no timestamp", signatures.without_timestamp, Reason.MODIFIED, UNSOUND),
    _row("the other's timestamp", signatures.with_the_other_timestamp, Reason.MODIFIED, UNSOUND),
    _row("a stranger's timestamp", signatures.with_a_foreign_timestamp, Reason.MODIFIED, UNTRUSTED),
    _row("same names, a stranger's keys", signatures.signed_by_strangers, Reason.UNKNOWN_CERTIFICATE, CERTIFICATE),
    _row("countersigned by a stranger", signatures.countersigned_by_strangers, Reason.UNKNOWN_CERTIFICATE, CERTIFICATE),
    _row("signed once more by a stranger", signatures.signed_once_more_by_a_stranger, Reason.APPENDED, FIELDS),
    _row("timestamped once more", signatures.timestamped_once_more, Reason.APPENDED, FIELDS),
    _row("signed afresh", signatures.signed_afresh, Reason.UNKNOWN_CERTIFICATE, CERTIFICATE),
    _row("another text, same portal", signatures.other_text, Reason.OTHER_TEXT, NOT_ISSUED),
    _row("same text, another code", signatures.other_code, Reason.OTHER_TEXT, NOT_ISSUED),
    _row("another version", signatures.other_version, Reason.OTHER_TEXT, NOT_ISSUED),
]

MANIPULATIONS = [*BYTES, *UPDATES, *REWRITTEN, *SIGNED]

# What may have happened to the mayor's file before the LPR signs, each with the complaint (signing rule 7).
BEFORE_COUNTERSIGNING = [
    ("text of a page", updates.page_text, CHANGED),
    ("pages in another order", updates.pages_swapped, CHANGED),
    ("font's letters", updates.font_without_its_letters, CHANGED),
    ("stamp redrawn", updates.stamp_redrawn, CHANGED),
    ("white box over the text", updates.note_over_the_text, CHANGED),
    ("script on opening", updates.script_on_opening, CHANGED),
    ("other data attached", updates.other_data_attached, CHANGED),
    ("permissions removed", updates.permissions_removed, CHANGED),
    ("another field", updates.another_field, FIELDS),
    # The signature itself permits these; the portal does not: nothing may stand between both signatures.
    ("the same once more", updates.nothing, TAIL),
    ("other title", updates.other_title, TAIL),
]
