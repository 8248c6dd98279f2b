"""Names of staff in timelines."""

from core.actors import ActorKind
from core.timeline import actor_names
from staff.models import User


@actor_names(ActorKind.STAFF)
def staff_names(ids: set[str]) -> dict[str, str]:
    """Accounts by id."""
    return {str(user.pk): user.full_name for user in User.objects.filter(pk__in=ids)}
