"""How entries about imports read in a timeline."""

from typing import Any

from core.timeline import sentence


def _start(data: dict[str, Any]) -> str:
    left_out = f", fehlerhafte Zeilen ausgelassen: {data['left_out']}" if data["left_out"] else ""
    hidden = f", Zeilen mit Ausgeblendetem: {data['hidden']}" if data.get("hidden") else ""
    return f"Übernahme eines Imports begonnen{left_out}{hidden}"


def _reread(data: dict[str, Any]) -> str:
    return f"Import neu geprüft, {'ohne' if data['leave_out_hidden'] else 'mit'} Ausgeblendetem"


sentence("import.upload", "Excel-Datei zum Import hochgeladen")
sentence("import.judge", lambda data: f"Import geprüft, Vorschau {data['revision']}")
sentence("import.refuse", "Excel-Datei nicht lesbar", "danger")
sentence("import.start", _start, "info")
sentence("import.reread", _reread)
sentence("import.renew", "Import nicht übernommen: Daten haben sich geändert, Vorschau erneuert", "warning")
sentence("import.finish", "Import übernommen", "success")
sentence("import.discard", "Import verworfen")
