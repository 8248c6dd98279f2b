"""Sentences and names in timelines that the register knows."""

from datetime import date
from typing import Any

from communes.models import Attachment, Milestone, Note, OfficeHolder
from core import dates
from core.actors import ActorKind
from core.timeline import actor_names, sentence


def _fact(data: dict[str, Any]) -> str:
    return f"{Milestone.Kind(data['kind']).label} am {_day(data['on'])}"


def _day(text: str) -> str:
    return dates.day(date.fromisoformat(text))


def _note(data: dict[str, Any]) -> str:
    kind = Note.Kind(data["kind"]).label if "kind" in data else "Notiz"
    return f"{kind} vom {_day(data['on'])}" if "on" in data else kind


def _attachment(data: dict[str, Any]) -> str:
    pages = "1 Seite" if data["pages"] == 1 else f"{data['pages']} Seiten"
    return f"{Attachment.Kind(data['kind']).label} vom {_day(data['dated'])}, {pages}"


def _ended(data: dict[str, Any]) -> str:
    return f"{_fact(data)}: beendet am {_day(data['ended_on'])}"


def _holder_changed(data: dict[str, Any]) -> str:
    changed = [str(field.verbose_name) for field in OfficeHolder._meta.fields if field.name in data.get("fields", ())]
    return "Angaben einer Amtsperson geändert" + (": " + ", ".join(changed) if changed else "")


sentence("milestone.recorded", lambda data: f"{_fact(data)} erfasst", "success")
sentence("milestone.ended", _ended)
sentence("milestone.retracted", lambda data: f"{_fact(data)} zurückgenommen", "warning")
sentence("contact.created", "Ansprechperson erfasst")
sentence("contact.changed", "Angaben einer Ansprechperson geändert")
sentence("task.created", lambda data: f"Aufgabe angelegt, fällig am {_day(data['due_on'])}")
sentence("task.changed", lambda data: f"Aufgabe geändert, fällig am {_day(data['due_on'])}")
sentence("task.done", "Aufgabe erledigt", "success")
sentence("task.reopened", "Erledigte Aufgabe wieder geöffnet", "warning")
sentence("attachment.added", lambda data: f"Unterlage hinzugefügt: {_attachment(data)}")
sentence("attachment.removed", lambda data: f"Unterlage entfernt: {_attachment(data)}", "warning")
sentence("note.taken", _note, "info")
sentence("note.corrected", lambda data: f"{_note(data)}, berichtigt", "info")
sentence("officeholder.created", "Amtsperson erfasst")
sentence("officeholder.changed", _holder_changed)
sentence("responsibility.handed_over", "Landkreis übergeben", "info")
sentence("responsibility.created", "Zuständigkeit in der Verwaltung eingetragen", "warning")
sentence("responsibility.changed", "Zuständigkeit in der Verwaltung geändert", "warning")
for _model, _words in (
    ("commune", "Stammdaten der Kommune"),
    ("district", "Landkreis"),
    ("association", "Verwaltungsgemeinschaft"),
    ("topic", "Thema"),
):
    sentence(f"{_model}.created", f"{_words} in der Verwaltung angelegt", "info")
    sentence(f"{_model}.changed", f"{_words} in der Verwaltung geändert", "warning")


@actor_names(ActorKind.SIGNATORY)
def signatory_names(ids: set[str]) -> dict[str, str]:
    """Office holders by id, with their office."""
    holders = OfficeHolder.objects.filter(pk__in=ids).select_related("commune")
    return {str(holder.pk): str(holder) for holder in holders}
