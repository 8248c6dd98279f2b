"""What every page knows of the portal."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.public_contact import public_contact


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool


REPORTS = ("Berichte", "/berichte/")
TEAM = ("Team", "/team/")
COACHING = ("Coaching", "/coaching/")
NAVIGATION = (
    ("Meine Arbeit", "/arbeit/"),
    ("Kommunen", "/kommunen/"),
    ("Vereinbarungen", "/vereinbarungen/"),
    COACHING,
    REPORTS,
)
# Pages under another address than the entry of the navigation that leads to them.
BELOW = {"/vereinbarungen/": ("/vereinbarungen/", "/vorlagen/")}


def _navigation(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """What the signed-in person can use: a coach only the own engagements (domain rule 18)."""
    user = getattr(request, "user", None)
    if not getattr(user, "is_office", True):
        return (COACHING,)
    return (*NAVIGATION, TEAM)


def _is_below(request: HttpRequest, url: str) -> bool:
    return request.path.startswith(BELOW.get(url, url))


def portal(request: HttpRequest) -> dict[str, Any]:
    """``portal``: name, operator, whom anyone may ask, whether this is the demo, the navigation for signed-in staff."""
    return {
        "portal": {
            "name": settings.PORTAL_NAME,
            "operator": settings.PORTAL_OPERATOR,
            "contact": public_contact(),
            "demo": settings.DEMO,
            "nav": [NavItem(label, url, _is_below(request, url)) for label, url in _navigation(request)],
        }
    }
