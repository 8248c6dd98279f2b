"""What was checked, line by line, each with its word. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from agreements.verification.headline import GENUINE_FILES
from agreements.verification.legal_status import held, phrase_of
from agreements.verification.standing import SIGNED, Standing, State
from core.signing.reasons import Reason


class Word(StrEnum):
    """What came of it."""

    PASSED = "bestanden"
    FAILED = "nicht bestanden"
    NOT_YET = "noch nicht"
    NOT_CHECKED = "nicht geprüft"


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what, what was found, the word."""

    label: str
    detail: str
    word: Word


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What is known of a file that was checked.

    `validated`: whether the signatures of the ledger's file passed today, of a genuine one; `stamped`: the moment of
    the last signature as it is written, empty without one; `outside`: who issued the commune's qualified certificate.
    """

    reason: Reason
    validated: bool = False
    stamped: str = ""
    outside: str = ""
    code_typed: bool = False
    code_is_anothers: bool = False


UNCHANGED = "Datei unverändert"
SIGNATURES = "Beide Unterschriften gültig"
CERTIFICATES = "Zertifikate gültig"
TIMESTAMP = "Zeitstempel gültig"
IN_FORCE = "In Kraft"
NOT_OVER = "nicht aufgehoben, Laufzeit nicht abgelaufen"
# Nothing is amiss with an agreement whose signatures or first day are still to come.
COMING = frozenset({State.BEGINS_LATER, State.ISSUED, State.ON_PAPER, State.COMMUNE_SIGNED})
NOT_COMPARED = {
    Reason.UNKNOWN_DOCUMENT: "zu dieser Datei ist hier keine Vereinbarung verzeichnet",
    Reason.NOT_PDF: "die Datei ist kein PDF-Dokument",
    Reason.TOO_LARGE: "die Datei ist größer als 20 MB",
}
# What was seen of the signatures of a file that is not genuine; of others only that its bytes differ.
SEEN = {
    Reason.UNSIGNED_ISSUED_VERSION: (SIGNATURES, "die Datei enthält keine Unterschrift", Word.FAILED),
    Reason.UNSIGNED: (SIGNATURES, "die Datei enthält keine Unterschrift", Word.FAILED),
    Reason.NOT_YET_COMPLETE: (SIGNATURES, "die Gegenzeichnung fehlt", Word.FAILED),
    Reason.ROLLED_BACK: (SIGNATURES, "die Gegenzeichnung fehlt", Word.FAILED),
    Reason.APPENDED: (SIGNATURES, "was angefügt wurde, deckt keine Unterschrift", Word.FAILED),
    Reason.MODIFIED: (SIGNATURES, "die Unterschriften passen nicht zu dieser Datei", Word.FAILED),
    Reason.OTHER_TEXT: (CERTIFICATES, "sie sind nicht die verzeichneten", Word.FAILED),
    Reason.UNKNOWN_CERTIFICATE: (CERTIFICATES, "eines ist nicht verzeichnet", Word.FAILED),
    Reason.OTHER_LOOK: ("Aussehen", "die Seiten zeigen etwas anderes als die ausgefertigte Fassung", Word.FAILED),
}


def checks_by_code(standing: Standing) -> list[Check]:
    """Of a version that is known by its code alone."""
    signed = standing.state in SIGNED
    return [
        Check("Prüfcode bekannt", "im Verzeichnis des Portals", Word.PASSED),
        Check(
            "Von beiden Seiten unterzeichnet",
            "nach dem Verzeichnis des Portals",
            Word.PASSED if signed else Word.NOT_YET if standing.state in COMING else Word.FAILED,
        ),
        _in_force(standing),
        Check(UNCHANGED, "das zeigt nur die Prüfung der Datei", Word.NOT_CHECKED),
    ]


def checks_by_file(file: CheckedFile, standing: Standing | None) -> list[Check]:
    """Of a file, and of the version it is about if any is known."""
    if standing is None:
        return list(_of_stranger(file.reason))
    return [*_of_file(file), *_of_code(file), _in_force(standing)]


def _of_stranger(reason: Reason) -> Iterator[Check]:
    """Nothing is known with which the file could be compared."""
    yield Check(
        UNCHANGED, NOT_COMPARED.get(reason, "keine Datei bekannt, mit der sie zu vergleichen wäre"), Word.NOT_CHECKED
    )
    if reason is not Reason.NOT_PDF:
        yield Check(SIGNATURES, "ohne Vereinbarung im Verzeichnis nicht zu sagen", Word.NOT_CHECKED)


def _of_file(file: CheckedFile) -> Iterator[Check]:
    if file.reason in GENUINE_FILES:
        yield Check(UNCHANGED, _same_as(file.reason), Word.PASSED)
        yield from _signatures(file)
        return
    if file.reason is Reason.UNSIGNED_ISSUED_VERSION:
        yield Check(UNCHANGED, "Prüfsumme stimmt mit der ausgefertigten Fassung überein", Word.PASSED)
    elif file.reason in NOT_COMPARED:
        yield Check(UNCHANGED, NOT_COMPARED[file.reason], Word.NOT_CHECKED)
    else:
        yield Check(UNCHANGED, "Prüfsumme weicht von der ausgegebenen Datei ab", Word.FAILED)
    if file.reason in SEEN:
        yield Check(*SEEN[file.reason])
    elif file.reason is not Reason.NOT_PDF:
        yield Check(SIGNATURES, "ohne die ausgegebene Datei nicht zu sagen", Word.NOT_CHECKED)


def _same_as(reason: Reason) -> str:
    issued = "dem ausgegebenen Nachweis" if reason is Reason.EVIDENCE else "der ausgegebenen Fassung"
    return f"Prüfsumme stimmt mit {issued} überein"


def _signatures(file: CheckedFile) -> Iterator[Check]:
    word = Word.PASSED if file.validated else Word.FAILED
    if file.reason is Reason.EVIDENCE:
        yield Check("Siegel des Portals gültig", "mit Zeitstempel, Zertifikat nicht gesperrt", word)
        return
    yield Check(SIGNATURES, "sie passen zur Datei und sind die verzeichneten", word)
    issued = f"das der Kommune von {file.outside}, beim Eingang geprüft" if file.outside else "nicht gesperrt"
    yield Check(CERTIFICATES, issued, word)
    yield Check(TIMESTAMP, f"der letzten Unterschrift: {file.stamped} Uhr", word)


def _of_code(file: CheckedFile) -> Iterator[Check]:
    if file.code_typed and file.reason in GENUINE_FILES:
        word = Word.FAILED if file.code_is_anothers else Word.PASSED
        yield Check("Prüfcode gehört zur Datei", "wie er eingegeben wurde", word)


def _in_force(standing: Standing) -> Check:
    if standing.state == State.IN_FORCE:
        return Check(IN_FORCE, f"zur Vereinbarung {standing.amends}" if standing.amends else NOT_OVER, Word.PASSED)
    word = Word.NOT_YET if standing.state in COMING else Word.FAILED
    return Check(IN_FORCE, held(standing) if standing.state in SIGNED else phrase_of(standing), word)
