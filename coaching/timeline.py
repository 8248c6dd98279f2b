"""How an engagement's entries read in a timeline."""

from typing import Any

from core.timeline import sentence


def _session(verb: str, data: dict[str, Any]) -> str:
    return f"Coaching-Termin {verb}: {data['minutes']} Minuten"


sentence("engagement.create", "Coaching geplant")
sentence("engagement.change", "Planung des Coachings geändert")
sentence("engagement.start", "Coaching begonnen", "success")
sentence("engagement.complete", "Coaching abgeschlossen", "success")
sentence("engagement.break_off", "Coaching abgebrochen", "warning")
sentence("engagement.goal_set", "Ziel des Coachings festgelegt")
sentence("engagement.goal_changed", "Ziel des Coachings anders gefasst")
sentence("engagement.goal_done", "Ziel des Coachings erreicht", "success")
sentence("engagement.goal_reopened", "Ziel des Coachings wieder offen")
sentence("engagement.session_entered", lambda data: _session("eingetragen", data))
sentence("engagement.session_changed", lambda data: _session("berichtigt", data))
sentence("coach.created", "Coach angelegt", "info")
sentence("coach.changed", "Angaben eines Coachs geändert")
