"""A file that was signed outside the portal: hand it to the limited process, say in German why it is not taken."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as made
from datetime import datetime
from typing import Any

from core.limited_processes.asking import ask
from core.signing.inspection import LARGEST_UPLOAD, LONGEST_WAIT
from core.signing.reading.outside_refusals import OutsideRefusal
from core.signing.reading.statements import STATED, statement

PROGRAM = "core.signing.reading.judge_outside"

SENTENCES = {
    OutsideRefusal.NOT_PDF: "Die Datei ist kein PDF-Dokument. Bitte laden Sie die signierte PDF-Datei hoch.",
    OutsideRefusal.TOO_LARGE: (
        "Die Datei ist größer als 20 MB. Bitte signieren Sie die heruntergeladene Datei und laden Sie genau das "
        "Ergebnis hoch."
    ),
    OutsideRefusal.ENCRYPTED: (
        "Die Datei ist verschlüsselt. Bitte signieren Sie die heruntergeladene Datei noch einmal, ohne ein Passwort "
        "oder Zugriffsrechte zu setzen."
    ),
    OutsideRefusal.UNREADABLE: (
        "Die Datei ist beschädigt und kann nicht gelesen werden. Bitte laden Sie die Vereinbarung noch einmal "
        "herunter, signieren Sie sie und laden Sie das Ergebnis hoch."
    ),
    OutsideRefusal.TOO_SLOW: (
        "Die Prüfung der Datei hat zu lange gedauert und wurde abgebrochen. Bitte signieren Sie die heruntergeladene "
        "Datei noch einmal mit den Grundeinstellungen Ihres Programms."
    ),
    OutsideRefusal.SAVED_AGAIN: (
        "Ein Programm hat die Datei neu gespeichert; sie ist nicht mehr Byte für Byte die ausgefertigte Fassung. "
        "Bitte laden Sie die Vereinbarung noch einmal herunter, öffnen Sie sie nur im Signaturprogramm und laden Sie "
        "dessen Ergebnis hoch."
    ),
    OutsideRefusal.TEXT_CHANGED: (
        "Die Seiten der Datei sind nicht die der ausgefertigten Fassung: Der Text wurde verändert, oder ein Programm "
        "hat die Seiten neu aufgebaut. Bitte laden Sie die Vereinbarung noch einmal herunter und signieren Sie genau "
        "diese Datei."
    ),
    OutsideRefusal.OTHER_DOCUMENT: (
        "Das ist ein anderes Dokument oder ein neuer Ausdruck als PDF. Bitte laden Sie die Vereinbarung hier herunter "
        "und signieren Sie genau diese Datei."
    ),
    OutsideRefusal.OLDER_VERSION: (
        "Sie haben eine frühere Fassung signiert, die nicht mehr gilt. Bitte laden Sie die neueste Fassung herunter "
        "und signieren Sie diese."
    ),
    OutsideRefusal.NO_SIGNATURE: (
        "Die Datei enthält keine elektronische Signatur. Ein eingefügtes Bild oder eine Zeichnung genügt nicht. Bitte "
        "signieren Sie die Datei mit einem Dienst für qualifizierte Signaturen."
    ),
    OutsideRefusal.TWO_SIGNATURES: (
        "Die Datei enthält mehr als eine Signatur. Für die Kommune unterzeichnet genau eine Person. Bitte laden Sie "
        "die Vereinbarung noch einmal herunter und signieren Sie sie einmal."
    ),
    OutsideRefusal.WRONG_FIELD: (
        "Die Signatur steht im Feld des Landespräventionsrates. Bitte laden Sie die Vereinbarung noch einmal herunter "
        "und wählen Sie beim Signieren das Feld der Kommune."
    ),
    OutsideRefusal.CONTENT_CHANGED: (
        "Die Datei ist signiert, aber zugleich wurde etwas an ihr geändert oder angefügt, zum Beispiel eine "
        "Anmerkung, ein Formularfeld oder eine Seite. Bitte laden Sie die Vereinbarung noch einmal herunter und "
        "signieren Sie sie, ohne sonst etwas zu ändern."
    ),
    OutsideRefusal.TITLE_CHANGED: (
        "Die Datei nennt für sich einen anderen Titel, ein anderes Thema, andere Stichwörter oder einen anderen "
        "Verfasser als die ausgefertigte Fassung. Bitte laden Sie die Vereinbarung noch einmal herunter und signieren "
        "Sie sie, ohne die Eigenschaften des Dokuments zu ändern."
    ),
    OutsideRefusal.PAGES_CHANGED: (
        "Die Datei hat andere Seiten als die ausgefertigte Fassung, zum Beispiel eine Seite mehr oder in anderer Größe "
        "oder Richtung. Bitte laden Sie die Vereinbarung noch einmal herunter und signieren Sie genau diese Datei."
    ),
    OutsideRefusal.LOOKS_DIFFERENT: (
        "Die Datei zeigt außerhalb des Unterschriftsfeldes etwas, das nicht in der ausgefertigten Fassung steht. "
        "Bitte laden Sie die Vereinbarung noch einmal herunter und signieren Sie sie, ohne etwas auf die Seiten zu "
        "schreiben, zu kleben oder zu stempeln."
    ),
    OutsideRefusal.OVER_TEXT: (
        "Die sichtbare Signatur liegt über dem Text der Vereinbarung. Bitte laden Sie die Vereinbarung noch einmal "
        "herunter und setzen Sie die Signatur in das Feld der Kommune, oder signieren Sie ohne sichtbares Bild."
    ),
    OutsideRefusal.TOO_LARGE_A_PICTURE: (
        "Das sichtbare Bild der Signatur ist größer als das Feld der Kommune. Bitte laden Sie die Vereinbarung noch "
        "einmal herunter und setzen Sie die Signatur in das Feld der Kommune, oder machen Sie ihr Bild kleiner."
    ),
    OutsideRefusal.VISIBLE_TIMESTAMP: (
        "Die Datei trägt einen Zeitstempel, der auf der Seite zu sehen ist. Bitte laden Sie die Vereinbarung noch "
        "einmal herunter und signieren Sie sie mit einem unsichtbaren Zeitstempel oder ohne eigenes Feld dafür."
    ),
    OutsideRefusal.SEEN_DIFFERENTLY: (
        "Das sichtbare Bild der Signatur ist nicht immer dasselbe: Es erscheint nur am Bildschirm oder nur im Druck, "
        "oder es lässt sich umschalten. Bitte laden Sie die Vereinbarung noch einmal herunter und signieren Sie sie "
        "mit einem einfachen Bild, das auch gedruckt wird, oder ohne sichtbares Bild."
    ),
    OutsideRefusal.WIDGET_CHANGED: (
        "Das Programm hat dem Feld der Signatur mehr mitgegeben als ein Bild, zum Beispiel einen eigenen Text, eine "
        "Schaltfläche oder eine Aktion. Bitte laden Sie die Vereinbarung noch einmal herunter und signieren Sie sie "
        "mit den Grundeinstellungen des Programms oder ohne sichtbares Bild."
    ),
    OutsideRefusal.LOCKED: (
        "Die Signatur sperrt das Dokument, sodass niemand mehr gegenzeichnen kann. Bitte laden Sie die Vereinbarung "
        "noch einmal herunter und signieren Sie sie, ohne das Dokument zu sperren."
    ),
    OutsideRefusal.BROKEN: (
        "Die Signatur passt nicht zum Inhalt der Datei: Sie wurde nach dem Signieren verändert oder ist beschädigt. "
        "Bitte laden Sie die Vereinbarung noch einmal herunter und signieren Sie sie erneut."
    ),
    OutsideRefusal.UNKNOWN_ISSUER: (
        "Der Aussteller des Zertifikats steht nicht auf der Liste der Anbieter, denen das Portal vertraut. Bitte "
        "signieren Sie mit einem qualifizierten Zertifikat eines Anbieters der EU-Vertrauensliste oder wenden Sie "
        "sich an Ihre Sachbearbeitung."
    ),
    OutsideRefusal.NOT_QUALIFIED: (
        "Die Signatur ist gültig, aber das Zertifikat ist kein qualifiziertes. Bitte signieren Sie mit einem Dienst "
        "für qualifizierte Signaturen."
    ),
    OutsideRefusal.SEAL: (
        "Das Zertifikat gehört zu einem Siegel einer Organisation. Für die Kommune muss eine Person signieren. Bitte "
        "verwenden Sie das qualifizierte Zertifikat der unterzeichnenden Person."
    ),
    OutsideRefusal.EXPIRED: (
        "Das Zertifikat war zur Zeit der Signatur nicht gültig, oder die Datei trägt keinen Zeitstempel und das "
        "Zertifikat ist inzwischen abgelaufen. Bitte signieren Sie die Vereinbarung erneut, möglichst mit "
        "Zeitstempel, und laden Sie sie gleich hoch."
    ),
    OutsideRefusal.REVOKED: (
        "Das Zertifikat ist gesperrt. Bitte wenden Sie sich an Ihren Anbieter und signieren Sie mit einem gültigen "
        "Zertifikat."
    ),
}


class OutsideSignatureRefused(Exception):
    """The file is not taken. ``str()``: a German sentence that says why and what to do."""

    def __init__(self, refusal: OutsideRefusal) -> None:
        super().__init__(SENTENCES[refusal])
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class OutsideSignature:
    """The one signature that was added outside. ``signed_at``: of a trusted timestamp, otherwise None.

    ``revocation``: "good" when the file itself proves it, otherwise "not_embedded". ``stated``: what the signer wrote
    into the signature, by `STATED`; nobody has checked it.
    """

    field: str
    certificate_der: bytes
    certificate_name: str
    certificate_issuer: str
    signed_at: datetime | None
    revocation: str
    stated: dict[str, str] = made(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutsideTrust:
    """Whom we trust, as DER certificates: issuers of qualified certificates, and timestamp authorities beside them."""

    issuers: Sequence[bytes]
    timestamping: Sequence[bytes] = ()


def judge_upload(
    upload: bytes, *, issued: bytes, former: Sequence[bytes], trust: OutsideTrust, received_at: datetime
) -> OutsideSignature:
    """Judge a file said to be ``issued`` with one signature more. ``former``: issued files that no longer count.

    Never parses ``upload`` in this process and asks no network (signing rules 10 and 14). Raises
    OutsideSignatureRefused.
    """
    if len(upload) > LARGEST_UPLOAD:
        raise OutsideSignatureRefused(OutsideRefusal.TOO_LARGE)
    if not upload.startswith(b"%PDF-"):
        raise OutsideSignatureRefused(OutsideRefusal.NOT_PDF)
    if any(upload.startswith(version) for version in former):
        raise OutsideSignatureRefused(OutsideRefusal.OLDER_VERSION)
    header = {
        "issued": len(issued),
        "issuers": [base64.b64encode(each).decode("ascii") for each in trust.issuers],
        "timestamping": [base64.b64encode(each).decode("ascii") for each in trust.timestamping],
        "received_at": received_at.isoformat(),
    }
    return _read(_ask(json.dumps(header).encode() + b"\n" + issued + upload))


def _ask(given: bytes) -> bytes:
    try:
        answer = ask(PROGRAM, given, seconds=LONGEST_WAIT)
    except TimeoutError as error:
        raise OutsideSignatureRefused(OutsideRefusal.TOO_SLOW) from error
    if answer.code != 0:
        raise OutsideSignatureRefused(OutsideRefusal.TOO_SLOW if answer.out_of_time else OutsideRefusal.UNREADABLE)
    return answer.output


def _read(answer: bytes) -> OutsideSignature:
    try:
        return _verdict(json.loads(answer))
    except (ValueError, TypeError, LookupError, RecursionError) as error:  # who took the process over may say anything
        raise OutsideSignatureRefused(OutsideRefusal.UNREADABLE) from error


def _verdict(found: dict[str, Any]) -> OutsideSignature:
    if found["refusal"]:
        raise OutsideSignatureRefused(OutsideRefusal(found["refusal"]))
    return OutsideSignature(
        field=found["field"],
        certificate_der=base64.b64decode(found["certificate"]),
        certificate_name=found["certificate_name"],
        certificate_issuer=found["certificate_issuer"],
        signed_at=datetime.fromisoformat(found["signed_at"]) if found["signed_at"] else None,
        revocation=found["revocation"],
        stated={name: text for name in STATED if (text := statement(found["stated"].get(name, "")))},
    )
