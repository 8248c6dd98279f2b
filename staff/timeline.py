"""Names of staff in timelines, and how the entries about the team read."""

from typing import Any

from core.actors import ActorKind
from core.timeline import actor_names, sentence
from staff.models import Role, User


@actor_names(ActorKind.STAFF)
def staff_names(ids: set[str]) -> dict[str, str]:
    """Accounts by id."""
    return {str(user.pk): user.full_name for user in User.objects.filter(pk__in=ids)}


LABELS = {
    "email": "E-Mail-Adresse",
    "password": "Passwort",
    "role": "Rolle",
    "is_active": "Anmeldung",
    "first_name": "Vorname",
    "last_name": "Nachname",
    "phone": "Telefon",
    "office_hours": "Sprechzeiten",
}


def _account_changed(data: dict[str, Any]) -> str:
    return "Konto geändert: " + ", ".join(LABELS.get(name, name) for name in data["fields"])


sentence("user.created", lambda data: f"Konto angelegt: {Role(data['role']).label}", "info")
sentence("user.changed", _account_changed, "warning")
sentence("user.wrong_passwords", "Viele falsche Passwörter bei der Anmeldung", "warning")
sentence("user.session_ended", "Abgemeldet nach fünf falschen Passwörtern", "warning")
sentence("substitution.entered", "Vertretung eingetragen")
sentence("substitution.ended", "Ende einer Vertretung festgelegt")
sentence("substitution.taken_back", "Geplante Vertretung zurückgenommen", "warning")
sentence("signingauthority.entered", "Zeichnungsbefugnis erteilt, eine zweite Person muss sie freigeben", "info")
sentence("signingauthority.confirmed", "Zeichnungsbefugnis freigegeben", "success")
sentence("signingauthority.declined", "Zeichnungsbefugnis nicht freigegeben", "warning")
sentence("signingauthority.ended", "Ende einer Zeichnungsbefugnis festgelegt", "warning")
sentence("signingauthority.taken_back", "Geplante Zeichnungsbefugnis zurückgenommen", "warning")
