"""The door to one commune."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from communes.models import Commune
from staff.requests import staff_of


def visible_commune(request: HttpRequest, ags: str) -> Commune:
    """The commune, or 404 for those who may not see it."""
    communes = Commune.objects.visible_to(staff_of(request)).select_related("district", "association")
    return get_object_or_404(communes, pk=ags)
