"""What the check of a file can find, each in plain German with what to do next (signing rule 17)."""

from enum import StrEnum


class Reason(StrEnum):
    """What the check found; `explanation` says it in German to anyone."""

    GENUINE = "genuine"
    EVIDENCE = "evidence"
    UNSIGNED_ISSUED_VERSION = "unsigned_issued_version"
    NOT_YET_COMPLETE = "not_yet_complete"
    ROLLED_BACK = "rolled_back"
    APPENDED = "appended"
    CHANGED_BYTES = "changed_bytes"
    MODIFIED = "modified"
    UNSIGNED = "unsigned"
    OTHER_TEXT = "other_text"
    OTHER_LOOK = "other_look"
    UNKNOWN_CERTIFICATE = "unknown_certificate"
    UNKNOWN_DOCUMENT = "unknown_document"
    NOT_PDF = "not_pdf"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    TOO_SLOW = "too_slow"

    @property
    def explanation(self) -> str:
        """One or two plain German sentences."""
        return EXPLANATIONS[self]

    @property
    def advice(self) -> str:
        """What to do next, in German."""
        return ADVICE[self]


EXPLANATIONS = {
    Reason.GENUINE: (
        "Die Datei ist echt: Sie stimmt Byte für Byte mit der von beiden Seiten unterzeichneten Fassung überein."
    ),
    Reason.EVIDENCE: (
        "Die Datei ist der echte Nachweis der Unterzeichnung, Byte für Byte unverändert. "
        "Sie ist nicht die Vereinbarung selbst."
    ),
    Reason.UNSIGNED_ISSUED_VERSION: (
        "Das ist die ausgefertigte Fassung ohne Unterschriften. Sie ist nicht die unterzeichnete Vereinbarung."
    ),
    Reason.NOT_YET_COMPLETE: "Diese Vereinbarung ist noch nicht von beiden Seiten unterzeichnet.",
    Reason.ROLLED_BACK: (
        "Der Datei fehlt die Gegenzeichnung: Sie wurde auf den Stand nach der ersten Unterschrift zurückgesetzt."
    ),
    Reason.APPENDED: (
        "An die unterzeichnete Datei wurde nachträglich etwas angefügt. "
        "Der angefügte Teil ist von keiner Unterschrift gedeckt."
    ),
    Reason.CHANGED_BYTES: ("Die Datei wurde nach der Unterzeichnung verändert oder ist beschädigt oder unvollständig."),
    Reason.MODIFIED: (
        "Der Inhalt wurde nach der Unterzeichnung verändert. Die Unterschriften passen nicht mehr zu dieser Datei."
    ),
    Reason.UNSIGNED: "Die Datei enthält keine Unterschrift.",
    Reason.OTHER_TEXT: (
        "Die Datei trägt Unterschriften, aber einen anderen Text als die hier verzeichnete Vereinbarung."
    ),
    Reason.OTHER_LOOK: (
        "Die Seiten dieser Datei zeigen etwas anderes als die ausgefertigte Fassung, oder sie können es zeigen: Etwas "
        "liegt über dem Text oder lässt sich umschalten."
    ),
    Reason.UNKNOWN_CERTIFICATE: "Die Datei trägt eine Unterschrift, die hier nicht verzeichnet ist.",
    Reason.UNKNOWN_DOCUMENT: "Zu dieser Datei ist hier keine Vereinbarung verzeichnet.",
    Reason.NOT_PDF: "Die Datei ist kein PDF-Dokument.",
    Reason.ENCRYPTED: (
        "Die Datei ist verschlüsselt und kann nicht geprüft werden. Bitte laden Sie die unverschlüsselte Datei hoch."
    ),
    Reason.TOO_LARGE: "Die Datei ist größer als 20 MB und kann nicht geprüft werden.",
    Reason.UNREADABLE: "Die Datei ist beschädigt und kann nicht gelesen werden.",
    Reason.TOO_SLOW: "Die Prüfung der Datei hat zu lange gedauert und wurde abgebrochen.",
}

ASK_FOR_FILE = "Bitten Sie die Kommune oder den Landespräventionsrat um die unterzeichnete Datei"
ADVICE = {
    Reason.GENUINE: "Bewahren Sie die Datei unverändert auf. Unten steht, wer unterzeichnet hat und was heute gilt.",
    Reason.EVIDENCE: "Bewahren Sie ihn zusammen mit der unterzeichneten Vereinbarung auf. Prüfen Sie auch deren Datei.",
    Reason.UNSIGNED_ISSUED_VERSION: f"{ASK_FOR_FILE}, falls es sie schon gibt; sie enthält beide Unterschriften.",
    Reason.NOT_YET_COMPLETE: (
        "Verlassen Sie sich noch nicht darauf. Nach der Gegenzeichnung erhalten beide Seiten die vollständige Datei."
    ),
    Reason.ROLLED_BACK: f"Verwenden Sie die Datei nicht. {ASK_FOR_FILE}; dort fehlt nichts.",
    Reason.APPENDED: f"Verwenden Sie die Datei nicht, auch nicht den angefügten Teil. {ASK_FOR_FILE}.",
    Reason.CHANGED_BYTES: (
        "Oft genügt es, den Anhang der E-Mail noch einmal zu speichern und diese Datei zu prüfen. "
        f"{ASK_FOR_FILE}, wenn das nicht hilft."
    ),
    Reason.MODIFIED: (
        "Das geschieht auch, wenn ein Programm die Datei neu speichert oder mit Anmerkungen versieht. Prüfen Sie die "
        f"Datei so, wie Sie sie erhalten haben. {ASK_FOR_FILE}, wenn das nicht hilft."
    ),
    Reason.UNSIGNED: (
        "Vielleicht wurde das Dokument gedruckt und wieder eingelesen oder neu gespeichert. Prüfen Sie die Datei aus "
        "der E-Mail, nicht einen Scan."
    ),
    Reason.OTHER_TEXT: (
        "Verwenden Sie die Datei nicht und benachrichtigen Sie den Landespräventionsrat: Jemand verwendet diesen "
        "Prüfcode für einen anderen Text."
    ),
    Reason.OTHER_LOOK: (
        "Verwenden Sie die Datei nicht und benachrichtigen Sie den Landespräventionsrat; er nennt Ihnen den Text, der "
        "ausgefertigt wurde."
    ),
    Reason.UNKNOWN_CERTIFICATE: (
        "Verwenden Sie die Datei nicht und benachrichtigen Sie den Landespräventionsrat: Diese Unterschrift wurde "
        "nicht über das Portal geleistet."
    ),
    Reason.UNKNOWN_DOCUMENT: (
        "Geben Sie zusätzlich den Prüfcode ein, wenn einer auf dem Dokument steht. Dokumente anderer Stellen kann "
        "diese Seite nicht prüfen."
    ),
    Reason.NOT_PDF: "Wählen Sie die PDF-Datei aus, die Sie per E-Mail erhalten haben; ein Foto oder Scan genügt nicht.",
    Reason.ENCRYPTED: "Verschlüsseln Sie die Datei erst nach der Prüfung, oder prüfen Sie die Datei aus der E-Mail.",
    Reason.TOO_LARGE: "Eine Vereinbarung ist viel kleiner. Bitte prüfen Sie, ob Sie die richtige Datei gewählt haben.",
    Reason.UNREADABLE: "Speichern Sie den Anhang der E-Mail noch einmal und prüfen Sie diese Datei.",
    Reason.TOO_SLOW: (
        "Eine unterzeichnete Vereinbarung ist in Sekunden geprüft. Prüfen Sie die Datei so, wie Sie sie erhalten "
        "haben, oder versuchen Sie es später noch einmal."
    ),
}
