"""How a notice of change's entries read in a timeline."""

from collections.abc import Callable
from typing import Any

from agreements.models.notice_states import NoticeOrigin
from core.timeline import sentence


def _told(data: dict[str, Any]) -> str:
    how = NoticeOrigin(data["origin"]).label
    return f"Änderungsmitteilung M{data['number']} erfasst, von der Kommune {how} mitgeteilt, zur Bestätigung gesendet"


def _numbered(words: str) -> Callable[[dict[str, Any]], str]:
    return lambda data: words.format(f"Änderungsmitteilung M{data['number']}")


sentence("changenotice.record", _told, "info")
sentence("changenotice.resend", "Link zur Änderungsmitteilung erneut gesendet, der frühere gilt nicht mehr")
sentence(
    "changenotice.link_asked_for",
    _numbered("{}: Link auf der Seite „Link verloren“ angefordert und erneut gesendet"),
)
sentence("changenotice.help_requested", _numbered("{}: Bitte um einen Anruf"), "warning")
sentence("changenotice.confirm", _numbered("{} von der Kommune bestätigt"), "success")
sentence("changenotice.refuse", _numbered("{} von der Kommune nicht bestätigt"), "danger")
sentence("changenotice.withdraw", _numbered("{} zurückgezogen"), "warning")
sentence("changenotice.expire", _numbered("{}: Frist zur Bestätigung abgelaufen"), "warning")
sentence("changenotice.lapse", _numbered("{} gegenstandslos, die Vereinbarung ist beendet"))
