"""Do the signed files still hold? Asked by ``manage.py verify_files``.

Hashes say whether a file is the one that its row names. Here is asked whether the row names the right one: whether its
signatures are those of the ledger and of the journal (signing rules 8 and 17), and whether the evidence sheet's seal
is the one that was recorded (rule 16).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from agreements.models import DocumentVersion, PreAgreement, Signature
from core import files
from core.file_checks import PartResult, Tell
from core.files import FileDamagedError
from core.models import JournalEntry, StoredFile
from core.signing.inspection import inspect_upload
from core.signing.people import SEAL_FIELD
from core.signing.reasons import Reason
from core.signing.verdict import LedgerRecord, judge

AT_ONCE = 100
COUNTERSIGNED, SEALED = "preagreement.countersign", "preagreement.evidence"
REASONS = {
    Reason.UNKNOWN_CERTIFICATE: "sie trägt andere Unterschriften als die verzeichneten",
    Reason.MODIFIED: "eine Unterschrift passt nicht zum Inhalt",
    Reason.TOO_SLOW: "sie ließ sich nicht in der vorgesehenen Zeit prüfen; bitte noch einmal versuchen",
}

Problem = str  # German, empty if there is none


@dataclass
class Figures:
    """How many were looked at, and how many of them do not hold."""

    checked: int = 0
    bad: int = 0

    def __str__(self) -> str:
        return f"{self.bad} nicht gültig" if self.bad else "alle gültig"


def check(tell: Tell) -> PartResult:
    """Look at every version that was signed with certificates, and at every evidence sheet.

    One query, whatever there is; the files of one version in memory.
    """
    signed, sheets = Figures(), Figures()
    for version in _versions().iterator(chunk_size=AT_ONCE):
        for figures, label, problem_of in _due(version, signed, sheets):
            figures.checked += 1
            if problem := _tried(problem_of, version):
                figures.bad += 1
                tell(f"nicht gültig: {version.agreement.reference}, Fassung {version.number}, {label}: {problem}")
    summary = f"{signed.checked} unterzeichnete Vereinbarungen, {signed}; {sheets.checked} Nachweise, {sheets}"
    return PartResult(summary, signed.bad + sheets.bad)


def _due(version: Any, signed: Figures, sheets: Figures) -> Iterator[tuple[Figures, str, Callable[[Any], Problem]]]:
    if version.final_file_id or version.lpr_certificate:
        yield signed, "unterzeichnete Vereinbarung", _problem_of_final
    if version.evidence_file_id:
        yield sheets, "Nachweis", _problem_of_sheet


def _tried(problem_of: Callable[[Any], Problem], version: Any) -> Problem:
    try:
        return problem_of(version)
    except FileDamagedError:
        return "eine Datei dazu ist verändert, siehe oben"
    except OSError:
        return "eine Datei dazu fehlt, siehe oben"


def _problem_of_final(version: Any) -> Problem:
    if version.final_file is None:
        return "sie ist unterzeichnet, aber es ist keine Datei verzeichnet"
    final = files.read(version.final_file)
    issued, half = files.read(version.issued_file), files.read(version.commune_signed_file)
    if not (final.startswith(half) and half.startswith(issued)):
        return "sie beginnt nicht mit der Fassung, die unterzeichnet wurde"
    record = LedgerRecord(
        issued=issued,
        final=final,
        commune_certificate_sha256=version.commune_certificate,
        lpr_certificate_sha256=version.lpr_certificate,
        outside_field=version.outside_field or "",
    )
    verdict = judge(final, inspect_upload(final), record)
    if not verdict.genuine:
        return REASONS.get(verdict.reason, f"sie ist nicht lesbar ({verdict.reason})")
    return _not_as_told(version.told_of_final, version.final_file, version.lpr_certificate)


def _problem_of_sheet(version: Any) -> Problem:
    inspection = inspect_upload(files.read(version.evidence_file))
    if inspection.problem:
        return REASONS.get(Reason(inspection.problem), f"er ist nicht lesbar ({inspection.problem})")
    if [signature.field for signature in inspection.signatures] != [SEAL_FIELD]:
        return "er trägt nicht genau ein Siegel"
    (seal,) = inspection.signatures
    if not (seal.valid and seal.covers_whole_file and seal.modifications_ok):
        return "das Siegel passt nicht zum Inhalt"
    return _not_as_told(version.told_of_sheet, version.evidence_file, seal.certificate_sha256)


def _not_as_told(told: dict[str, Any] | None, file: StoredFile, certificate: str | None) -> Problem:
    """The journal is chained: what it says of a file cannot be changed along with the ledger."""
    if told is None:
        return "im Verlauf steht nichts davon"
    if (told.get("sha256"), told.get("certificate")) != (file.sha256, certificate):
        return "im Verlauf steht eine andere Datei oder ein anderes Zertifikat"
    return ""


def _versions() -> QuerySet[DocumentVersion]:
    """Those with something to check, with all that the ledger and the journal know of them."""
    return (
        DocumentVersion.objects.select_related(
            "agreement", "issued_file", "commune_signed_file", "final_file", "evidence_file"
        )
        .annotate(
            commune_certificate=_of_signature(Signature.Party.COMMUNE, "certificate_sha256"),
            outside_field=_of_signature(Signature.Party.COMMUNE, "field_name"),
            lpr_certificate=_of_signature(Signature.Party.LPR, "certificate_sha256"),
            told_of_final=_told(COUNTERSIGNED),
            told_of_sheet=_told(SEALED),
        )
        .filter(Q(final_file__isnull=False) | Q(evidence_file__isnull=False) | Q(lpr_certificate__isnull=False))
        .order_by("pk")
    )


def _of_signature(party: Signature.Party, field: str) -> Subquery:
    return Subquery(Signature.objects.filter(version=OuterRef("pk"), party=party).values(field))


def _told(kind: str) -> Subquery:
    """The data of the journal's newest entry of this kind about a version."""
    entries = JournalEntry.objects.filter(
        subject_type=PreAgreement._meta.label_lower,
        subject_id=Cast(OuterRef("agreement_id"), CharField()),
        kind=kind,
    )
    number = Cast(KeyTextTransform("version", "data"), IntegerField())
    return Subquery(entries.annotate(about=number).filter(about=OuterRef("number")).order_by("-seq").values("data")[:1])
