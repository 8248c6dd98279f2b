"""The door to the mayor's pages: no account, but the ceremony's own cookie; and what all of them show."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from agreements.ceremony import ceremonies
from agreements.ceremony.asking_for_help import asked_lately
from agreements.ceremony.ceremonies import Obstacle
from agreements.ceremony.fresh_links import fresh_link
from agreements.models import Ceremony, DocumentVersion, PreAgreement
from agreements.models.agreement_text import AgreementText
from agreements.text.legal_meaning import legal_meaning
from agreements.text.version_changes import Change
from agreements.text.versions import between
from communes.responsibility import contact_today
from core.refused_forms import SeeOther

COOKIE_PATH = "/unterzeichnen/"
IDENTIFY_AGAIN = (
    "Seit Ihrem Code sind mehr als zwei Stunden vergangen; es wurde noch nichts übermittelt. Bitte geben Sie noch "
    "einmal einen Code ein. Was Sie gezeichnet oder eingetippt haben, ist in diesem Browserfenster noch da."
)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
CeremonyView = Callable[[HttpRequest, Ceremony], HttpResponse]

OBSTACLE_STATUS = {
    Obstacle.UNKNOWN: 404,
    Obstacle.SIGNED: 410,
    Obstacle.RECEIVED: 410,
    Obstacle.ANSWERED: 410,
    Obstacle.CHANGE_REQUESTED: 410,
    Obstacle.REVOKED: 410,
    Obstacle.WITHDRAWN: 410,
    Obstacle.EXPIRED: 410,
    Obstacle.SUPERSEDED: 409,
    Obstacle.NOT_IN_OFFICE: 403,
}


def mayors_page(view: View[P]) -> View[P]:
    """Open to everyone, never stored by browser or proxy."""
    return login_not_required(never_cache(view))


def in_ceremony(view: CeremonyView) -> View[[]]:
    """Find the ceremony by its cookie and refuse with a page of its own when something stands in the way."""

    @mayors_page
    @wraps(view)
    def run(request: HttpRequest) -> HttpResponse:
        ceremony = ceremony_of(request)
        if ceremony is not None and ceremony.signed and not ceremony.is_over:
            return redirect("ceremony-receipt")
        obstacle = Obstacle.UNKNOWN if ceremony is None else ceremonies.obstacle(ceremony)
        if obstacle is None and ceremony is not None and not ceremony.is_over:
            return view(request, ceremony)
        if request.method == "POST":
            return SeeOther(reverse("ceremony-not-sent" if ceremony is None else "ceremony"))
        return obstacle_page(request, obstacle or Obstacle.UNKNOWN, ceremony)

    return run


def identified(view: CeremonyView) -> CeremonyView:
    """Only after the code was accepted, and not too long ago."""

    @wraps(view)
    def run(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        if ceremony.is_identified:
            return view(request, ceremony)
        if request.method == "POST":
            messages.warning(request, IDENTIFY_AGAIN)
        return redirect("ceremony")

    return run


def ceremony_of(request: HttpRequest) -> Ceremony | None:
    """The ceremony whose secret the browser has, over or not."""
    secret = request.COOKIES.get(settings.CEREMONY_COOKIE_NAME, "")
    return ceremonies.for_secret(secret) if secret else None


def active_ceremony(request: HttpRequest) -> Ceremony | None:
    """As ``ceremony_of``, unless it is over."""
    ceremony = ceremony_of(request)
    return None if ceremony is None or ceremony.is_over else ceremony


# How many steps the way has, by how the agreement is signed: code, reading, then signing and looking at it once more;
# a service's signature is handed in; paper goes by post.
STEPS = {PreAgreement.Route.ONLINE.value: 4, PreAgreement.Route.QUALIFIED.value: 3, PreAgreement.Route.PRINTED.value: 2}


def base_context(ceremony: Ceremony) -> dict[str, object]:
    """What every page of the mayor's way shows; ``contact`` is who helps, as in every mail.

    ``card_asks_at``: where the button on the card of who helps asks for a call; empty where the page has its own.
    """
    version = ceremony.invitation.version
    return {
        "ceremony": ceremony,
        "invitation": ceremony.invitation,
        "holder": ceremony.invitation.office_holder,
        "version": version,
        "agreement": version.agreement,
        "text": AgreementText.from_dict(version.content),
        "legal_meaning": legal_meaning(version.agreement),
        "contact": contact_today(version.agreement.commune),
        "steps_in_all": STEPS[version.agreement.route],
        "help_asked_at": asked_lately(ceremony.invitation),
        "card_asks_at": reverse("ceremony-ask-for-call"),
    }


def obstacle_page(request: HttpRequest, obstacle: Obstacle, ceremony: Ceremony | None) -> HttpResponse:
    """A page of its own for each obstacle. What changed is shown only to who gave the code."""
    context: dict[str, object] = {"obstacle": obstacle.value, "changes": []}
    if ceremony is not None:
        invitation = ceremony.invitation
        context |= {"fresh": fresh_link(invitation), "help_asked_at": asked_lately(invitation)}
        context["ceremony_over"] = obstacle == Obstacle.UNKNOWN
        context["contact"] = contact_today(invitation.version.agreement.commune)
    if ceremony is not None and obstacle != Obstacle.UNKNOWN:
        context |= base_context(ceremony)
        context["signature"] = ceremony.invitation.version.signatures.filter(party="commune").first()
        if obstacle == Obstacle.SUPERSEDED and ceremony.identified_at is not None and not ceremony.is_over:
            context["changes"] = _changes_to_current(ceremony.invitation.version)
    context["card_asks_at"] = ""
    return render(request, "agreements/ceremony/stopped.html", context, status=OBSTACLE_STATUS[obstacle])


def _changes_to_current(version: DocumentVersion) -> list[Change]:
    current = version.agreement.current_version
    return between(version, current) if current else []
