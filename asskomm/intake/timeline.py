"""How entries about imports read in a timeline."""

from typing import Any

from core.timeline import sentence


def _start(data: dict[str, Any]) -> str:
    left_out = f", fehlerhafte Zeilen ausgelassen: {data['left_out']}" if data["left_out"] else ""
    return f"Übernahme eines Imports begonnen{left_out}"


sentence("import.upload", "Excel-Datei zum Import hochgeladen")
sentence("import.judge", lambda data: f"Import geprüft, Vorschau {data['revision']}")
sentence("import.refuse", "Excel-Datei nicht lesbar", "danger")
sentence("import.start", _start, "info")
sentence("import.renew", "Import nicht übernommen: Daten haben sich geändert, Vorschau erneuert", "warning")
sentence("import.finish", "Import übernommen", "success")
sentence("import.discard", "Import verworfen")
