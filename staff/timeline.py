"""Names of staff in timelines, and how the entries about the team read."""

from core.actors import ActorKind
from core.timeline import actor_names, sentence
from staff.models import User


@actor_names(ActorKind.STAFF)
def staff_names(ids: set[str]) -> dict[str, str]:
    """Accounts by id."""
    return {str(user.pk): user.full_name for user in User.objects.filter(pk__in=ids)}


sentence("substitution.entered", "Vertretung eingetragen")
sentence("substitution.ended", "Ende einer Vertretung festgelegt")
sentence("substitution.taken_back", "Geplante Vertretung zurückgenommen", "warning")
sentence("signingauthority.entered", "Zeichnungsbefugnis erteilt", "info")
sentence("signingauthority.ended", "Ende einer Zeichnungsbefugnis festgelegt", "warning")
sentence("signingauthority.taken_back", "Geplante Zeichnungsbefugnis zurückgenommen", "warning")
