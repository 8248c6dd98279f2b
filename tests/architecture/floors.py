"""The house: six rooms on six floors, every arrow runs down."""

from django.apps import apps
from django.conf import settings

FLOORS = ("core", "staff", "communes", "agreements", "coaching", "asskomm")  # from the ground to the roof


def floor_of(app_label: str) -> int | None:
    """Return the floor of the room that an app belongs to, None for a library's app."""
    room = apps.get_app_config(app_label).name.split(".")[0]
    return FLOORS.index(room) if room in FLOORS else None


def points_up(origin: str, target: str) -> bool:
    """Tell whether an arrow from one app (label) to another leads to a higher floor of the house."""
    here, there = floor_of(origin), floor_of(target)
    return here is not None and there is not None and there > here


def is_user_model(app_label: str, model_name: str) -> bool:
    """Tell whether this is the user model, the one exception: Django names it by a setting."""
    return f"{app_label}.{model_name}".lower() == settings.AUTH_USER_MODEL.lower()
