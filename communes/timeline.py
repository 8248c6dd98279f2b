"""Sentences and names in timelines that the register knows."""

from communes.models import OfficeHolder
from core.actors import ActorKind
from core.timeline import actor_names, sentence

sentence("officeholder.created", "Amtsperson erfasst")
sentence("officeholder.changed", "Angaben einer Amtsperson geändert")
sentence("responsibility.handed_over", "Landkreis übergeben", "info")


@actor_names(ActorKind.SIGNATORY)
def signatory_names(ids: set[str]) -> dict[str, str]:
    """Office holders by id, with their office."""
    holders = OfficeHolder.objects.filter(pk__in=ids).select_related("commune")
    return {str(holder.pk): str(holder) for holder in holders}
