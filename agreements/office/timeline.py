"""How a pre-agreement's entries read in a timeline."""

from collections.abc import Callable
from datetime import date
from typing import Any

from agreements.models import CouncilResolution, Reminder
from agreements.models.agreement_states import NOUNS
from core import dates
from core.timeline import sentence


def _issued(data: dict[str, Any]) -> str:
    """On paper without an address nothing goes by mail: the entry then names no invitation."""
    if data.get("invitation", True) is None:
        return f"Fassung {data['version']} ausgefertigt, geht gedruckt per Post an die Kommune"
    return f"Fassung {data['version']} ausgefertigt und zur Unterschrift gesendet"


def _ended(data: dict[str, Any]) -> str:
    return f"Vereinbarung beendet, letzter Tag {dates.day(date.fromisoformat(data['on']))}"


def _ended_along(data: dict[str, Any]) -> str:
    return f"Mit der Vereinbarung beendet, letzter Tag {dates.day(date.fromisoformat(data['on']))}"


def _reminded(data: dict[str, Any]) -> str:
    return f"Erinnerung an die Kommune gesendet ({Reminder.Rung(data['rung']).label})"


def _code_wrong(data: dict[str, Any]) -> str:
    return f"Falscher Code eingegeben ({data['tries']}. Mal zu diesem Link)"


def _signed(words: str) -> Callable[[dict[str, Any]], str]:
    """With "i. V." where somebody signed for who is hindered; entries older than that do not say.

    Which other name it was is said by the signature, not by the journal.
    """

    def read(data: dict[str, Any]) -> str:
        said = words.format(" (i. V.)" if data.get("on_behalf") else "")
        if data.get("other_name"):
            said = f"{said}, mit einem anderen Namen als dem der Amtsperson, auf Nachfrage bestätigt"
        return (
            f"{said}; dass der andere Name dieselbe Person bezeichnet, ist geklärt"
            if data.get("name_confirmed")
            else said
        )

    return read


def _scan_confirmed(data: dict[str, Any]) -> str:
    who = " (i. V.)" if data.get("on_behalf") else ""
    together = " (für die Kommune zwei Bedienstete gemeinsam, i. V.)" if data.get("employees") else who
    return f"Scan von zweiter Person bestätigt{together}, von beiden Seiten unterzeichnet"


def _change_requested(data: dict[str, Any]) -> str:
    return f"Die Kommune wünscht eine Änderung von Fassung {data['version']}; wieder Entwurf"


def _signatory(data: dict[str, Any]) -> str:
    return "Die Stellvertretung unterzeichnet (i. V.)" if data["deputy"] else "Wer im Amt ist, unterzeichnet selbst"


def _resolution(data: dict[str, Any]) -> str:
    return f"Ratsbeschluss: {CouncilResolution.State(data['state']).label}"


def _created(data: dict[str, Any]) -> str:
    return f"{NOUNS[data.get('kind', 'agreement')]} {data.get('reference', '')} angelegt"


def _edition_changed(data: dict[str, Any]) -> str:
    """Entries from Django's admin, older than the editor, say nothing of a release that was waited for."""
    voided = ", die Vorlage zur Freigabe gilt nicht mehr" if data.get("voided") else ""
    return f"Ausgabe einer Vorlage geändert{voided}"


sentence("preagreement.create", _created)
sentence("preagreement.amendment_drafted", lambda data: f"Entwurf der {_created(data)}")
sentence("preagreement.amended", lambda data: f"Durch {data['by']} geändert", "success")
sentence("preagreement.terminated", lambda data: f"Aufhebung {data['by']} unterzeichnet", "warning")
sentence("preagreement.change", "Entwurf geändert")
sentence("preagreement.issue", _issued, "info")
sentence("preagreement.resend_link", "Link erneut gesendet, der frühere gilt nicht mehr")
sentence("preagreement.reminded", _reminded)
sentence("preagreement.reminders_paused", "Erinnerungen angehalten")
sentence("preagreement.reminders_resumed", "Erinnerungen gehen weiter")
sentence("preagreement.link_asked_for", "Link auf der Seite „Link verloren“ angefordert und erneut gesendet")
sentence("preagreement.opened", "Link geöffnet und Code bestätigt")
sentence("preagreement.sign_by_commune", _signed("Von der Kommune unterzeichnet{}"), "success")
sentence("preagreement.receipt_copied", "Die Kommune hat eine Kopie ihres Belegs an eine weitere Adresse senden lassen")
sentence("preagreement.countersign", _signed("Gegengezeichnet{}, von beiden Seiten unterzeichnet"), "success")
sentence("preagreement.evidence", "Nachweis der Unterzeichnung erstellt und gesiegelt")
sentence("preagreement.decline", "Von der Kommune abgelehnt", "danger")
sentence("preagreement.discard", "Entwurf verworfen", "warning")
sentence("preagreement.withdraw", "Zurückgezogen", "warning")
sentence("preagreement.expire", "Frist zur Unterzeichnung abgelaufen", "warning")
sentence("preagreement.reopen", "Wieder geöffnet für eine neue Fassung")
sentence("preagreement.record_paper", "Auf Papier unterzeichnete Vereinbarung erfasst", "success")
sentence("preagreement.record_scan", "Scan des unterschriebenen Papiers hochgeladen, wartet auf Bestätigung")
sentence("preagreement.confirm_scan", _scan_confirmed, "success")
sentence("preagreement.reject_scan", "Scan verworfen, ein neuer wird gebraucht", "warning")
sentence("preagreement.end", _ended)
sentence("preagreement.end_as_agreed", _ended)
sentence("preagreement.end_with_agreement", _ended_along)
sentence("preagreement.mail_corrected", "Adresse einer nicht zugestellten E-Mail berichtigt, erneut gesendet")
sentence("preagreement.code_read_out", "Code zum Unterzeichnen am Telefon vorgelesen")
sentence("preagreement.code_letter", "Brief mit Code zum Unterzeichnen erstellt")
sentence("preagreement.code_wrong", _code_wrong)
sentence("preagreement.help_requested", "Bitte um einen Anruf beim Unterzeichnen", "warning")
sentence("preagreement.question", "Frage der Kommune", "warning")
sentence("preagreement.answer", "Frage beantwortet")
sentence("preagreement.request_change", _change_requested, "warning")
sentence("preagreement.signatory", _signatory)
sentence("preagreement.resolution", _resolution)
sentence("preagreement.resolution_confirmed", "Ratsbeschluss gilt auch für den geänderten Entwurf")
sentence("agreementtemplate.created", "Vorlage angelegt", "info")
sentence("agreementtemplate.changed", "Vorlage geändert", "warning")
sentence("templateversion.created", "Ausgabe einer Vorlage angelegt")
sentence("templateversion.changed", _edition_changed)
sentence("templateversion.submitted", "Ausgabe einer Vorlage zur Freigabe vorgelegt", "info")
sentence("templateversion.returned", "Ausgabe einer Vorlage zurückgegeben, wieder Entwurf", "warning")
sentence("templateversion.published", "Ausgabe einer Vorlage freigegeben und veröffentlicht", "success")
