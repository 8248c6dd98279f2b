"""Ways on from a link to a notice that does not lead to confirming: a fresh one by one tap, or a call (rule 21)."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agreements.models import ChangeNotice
from agreements.notices import asking_for_help, lost_links
from agreements.notices import opened as opening
from core.refused_forms import SeeOther
from core.way_back import way_back


def _button(act: Callable[[ChangeNotice], None]) -> Callable[[HttpRequest], HttpResponse]:
    """A button that reaches the known address or the office only; the page it leads back to says what came of it."""

    @login_not_required
    @never_cache
    @require_http_methods(["GET", "POST"])
    def run(request: HttpRequest) -> HttpResponse:
        if request.method == "GET":  # loaded again or typed: the page with the button
            return redirect("notice-answer")
        opened = opening.by_cookie(request)
        if opened is not None:
            act(opened.notice)
        came_from = way_back(request, "")
        return SeeOther(came_from if came_from.startswith(opening.COOKIE_PATH) else reverse("notice-answer"))

    return run


send_link = _button(lost_links.send_again)
ask_for_call = _button(asking_for_help.ask_for_call)
