"""The commune's pages about a notice of change: read, confirm, or say what is wrong (signing rules 1, 2 and 6)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.ceremony.active_ceremony import mayors_page
from agreements.notices import opened as opening
from agreements.notices import steps
from agreements.notices.opened import Obstacle, Opened
from agreements.notices.text import NoticeText
from agreements.office.forms import ReasonForm
from agreements.text.documents import RenderingFailed
from communes.responsibility import contact_today
from core.transitions import TransitionRefusedError

STATUS = {Obstacle.UNKNOWN: 404, Obstacle.NOT_IN_OFFICE: 403, Obstacle.NOT_POSSIBLE: 409}
GONE = 410
OTHER_PAGE = (
    "Diese Seite war veraltet, oder in diesem Browser wurde inzwischen ein anderer Link geöffnet. Es wurde nichts "
    "gesendet. Hier geht es um die Änderungsmitteilung {}: Wenn Sie diese meinen, senden Sie bitte noch einmal."
)


def open_link(token: str) -> HttpResponse | None:
    """Swap the token for a cookie and go to an address without it; None for an unknown link."""
    opened = opening.by_link(token)
    if opened is None:
        return None
    response = redirect("notice-answer")
    opening.remember(response, opened)
    return response


@mayors_page
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """Read the notice; confirm it with one button."""
    opened = opening.by_cookie(request)
    obstacle = opened.obstacle() if opened else Obstacle.UNKNOWN
    if opened is None or obstacle is not None:
        return _stop(request, obstacle or Obstacle.UNKNOWN, opened)
    if request.method == "GET":
        return _page(request, opened)
    shown = request.POST.get("shown", "")
    if shown != opened.notice.content_sha256:
        return _page(request, opened, problem=OTHER_PAGE.format(opened.notice.reference), status=409)
    try:
        steps.confirm(opened.notice, token_hash=opened.token_hash, shown_sha256=shown)
    except RenderingFailed as failed:
        return _page(request, opened, problem=str(failed), status=422)
    except TransitionRefusedError:
        pass  # somebody was faster, or it was taken back since the page was opened: the next page says so
    return redirect("notice-answer")


@mayors_page
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest) -> HttpResponse:
    """Say what is wrong."""
    opened = opening.by_cookie(request)
    obstacle = opened.obstacle() if opened else Obstacle.UNKNOWN
    if opened is None or obstacle not in {None, Obstacle.NOT_POSSIBLE}:
        return _stop(request, obstacle or Obstacle.UNKNOWN, opened)
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        submit="Nicht bestätigen",
        cancel_label="Zurück zur Mitteilung",
        cancel_url="/unterzeichnen/mitteilung/",
        hint="Bitte sagen Sie uns kurz, was nicht stimmt. Ihre Sachbearbeitung meldet sich bei Ihnen.",
    )
    form.fields["reason"].label = "Was stimmt nicht?"
    status = 200
    if request.method == "POST":
        other = request.POST.get("shown", "") != opened.notice.content_sha256
        if other:
            form.add_error(None, OTHER_PAGE.format(opened.notice.reference))
        elif form.is_valid():
            try:
                steps.refuse(opened.notice, form.cleaned_data["reason"], token_hash=opened.token_hash)
            except TransitionRefusedError as refused:
                messages.warning(request, str(refused))
            return redirect("notice-answer")
        status = 409 if other else 422
    return render(request, "agreements/notices/refuse.html", {"form": form, **_frame(opened)}, status=status)


def _frame(opened: Opened) -> dict[str, object]:
    notice = opened.notice
    return {
        "notice": notice,
        "agreement": notice.agreement,
        "holder": notice.holder,
        "text": NoticeText.from_dict(notice.content),
        "contact": contact_today(notice.agreement.commune),
    }


def _page(request: HttpRequest, opened: Opened, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"problem": problem, **_frame(opened)}
    return render(request, "agreements/notices/answer.html", context, status=status)


def _stop(request: HttpRequest, obstacle: Obstacle, opened: Opened | None) -> HttpResponse:
    context: dict[str, object] = {"obstacle": obstacle.value}
    if opened is not None:
        context |= _frame(opened)
    return render(request, "agreements/notices/stopped.html", context, status=STATUS.get(obstacle, GONE))
