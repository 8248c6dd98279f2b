"""Ways on from where one gets stuck: a fresh link by one tap, a call, and what happened when all cookies are gone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from agreements.ceremony import asking_for_help
from agreements.ceremony.active_ceremony import COOKIE_PATH, active_ceremony, base_context, ceremony_of, mayors_page
from agreements.ceremony.ceremonies import obstacle
from agreements.ceremony.fresh_links import send_fresh_link
from agreements.models import Invitation
from core.refused_forms import SeeOther
from core.way_back import way_back

FORBIDDEN = 403


def _button(act: Callable[[Invitation], None]) -> Callable[[HttpRequest], HttpResponse]:
    """A button that needs no code: it gives nothing away and reaches the known address or the office only.

    The page it leads back to says what came of it, however often it is pressed.
    """

    @mayors_page
    @require_http_methods(["GET", "POST"])
    def run(request: HttpRequest) -> HttpResponse:
        if request.method == "GET":  # loaded again or typed: the page with the button
            return redirect("ceremony")
        ceremony = ceremony_of(request)
        if ceremony is None:
            return SeeOther(reverse("ceremony-not-sent"))
        act(ceremony.invitation)
        came_from = way_back(request, "")
        return SeeOther(came_from if came_from.startswith(COOKIE_PATH) else reverse("ceremony"))

    return run


send_link = _button(send_fresh_link)
ask_for_call = _button(asking_for_help.ask_for_call)


@mayors_page
@require_GET
def not_sent(request: HttpRequest) -> HttpResponse:
    """The browser has lost its cookies, or the form was too old: nothing was signed, and how to go on."""
    ceremony = active_ceremony(request)
    goes_on = ceremony is not None and not ceremony.signed and obstacle(ceremony) is None
    context = {"goes_on": goes_on, **(base_context(ceremony) if ceremony is not None and goes_on else {})}
    return render(request, "agreements/ceremony/not_sent.html", context, status=FORBIDDEN)
