"""How entries about imports read in a timeline."""

from core.timeline import sentence

sentence("import.upload", "Excel-Datei zum Import hochgeladen")
sentence("import.judge", lambda data: f"Import geprüft, Vorschau {data['revision']}")
sentence("import.refuse", "Excel-Datei nicht lesbar", "danger")
sentence("import.start", lambda data: f"Übernahme begonnen, {data['left_out']} fehlerhafte Zeilen ausgelassen", "info")
sentence("import.renew", "Import nicht übernommen: Daten haben sich geändert, Vorschau erneuert", "warning")
sentence("import.finish", "Import übernommen", "success")
sentence("import.discard", "Import verworfen")
