"""The commune's pages about a notice of change: read, confirm, or say what is wrong (signing rules 1, 2 and 6)."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from agreements.notices import opened as opening
from agreements.notices import steps
from agreements.notices.asking_for_help import asked_lately
from agreements.notices.lost_links import fresh_link
from agreements.notices.opened import Obstacle, Opened
from agreements.notices.text import NoticeText
from agreements.office.forms import ReasonForm
from agreements.text.documents import RenderingFailed
from communes.responsibility import contact_today
from core.action_views import CONFLICT, INVALID, OwnWordsView
from core.refused_forms import RedirectAfterRefusalView, SeeOther

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


@method_decorator([login_not_required, never_cache], name="dispatch")
class NoticeAction(RedirectAfterRefusalView):
    """Something that the commune says to a notice. The door is the link that this browser has opened."""

    # What may stand in the way of confirming and yet not of this.
    bearable: tuple[Obstacle, ...] = ()
    problem = ""
    cookie_path = opening.COOKIE_PATH
    object: Opened

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method.lower() not in self.http_method_names:
            return self.http_method_not_allowed(request, *args, **kwargs)
        opened = opening.by_cookie(request)
        obstacle = opened.obstacle() if opened else Obstacle.UNKNOWN
        if opened is None or (obstacle is not None and obstacle not in self.bearable):
            if request.method == "POST":
                return SeeOther(reverse("notice-answer"))
            return _obstacle_page(request, obstacle or Obstacle.UNKNOWN, opened)
        self.opened = opened
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> Opened:
        return self.opened

    def kept_for(self) -> str:
        return f"notice {self.opened.notice.pk}"

    @property
    def shows_another(self) -> bool:
        """Whether the page that was sent is not about this notice as it is."""
        return self.request.POST.get("shown", "") != self.opened.notice.content_sha256

    def back_to(self) -> str:
        return "notice-answer"

    def leads_to(self, _result: Any) -> str:
        return "notice-answer"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(problem=self.problem, **_base_context(self.opened), **kwargs)


class Confirm(NoticeAction):
    """Read the notice; confirm it with one button."""

    form_class = forms.Form
    template_name = "agreements/notices/answer.html"

    def attempt(self, form: Any) -> tuple[int, Any]:
        if self.shows_another:
            self.problem = OTHER_PAGE.format(self.opened.notice.reference)
            return CONFLICT, None
        try:
            return super().attempt(form)
        except RenderingFailed as failed:
            self.problem = str(failed)
            return INVALID, None

    def perform(self, _form: Any) -> None:
        shown = self.opened.notice.content_sha256
        steps.confirm(self.opened.notice, token_hash=self.opened.token_hash, shown_sha256=shown)

    def refused(self, _form: Any, _reason: str) -> HttpResponse:
        """Somebody was faster, or it was taken back since the page was opened: the next page says so."""
        return redirect(self.back_to())


class Refuse(OwnWordsView, NoticeAction):
    """Say what is wrong."""

    form_class = ReasonForm
    template_name = "agreements/notices/refuse.html"
    bearable = (Obstacle.NOT_POSSIBLE,)
    submit = "Nicht bestätigen"
    cancel_label = "Zurück zur Mitteilung"
    hint = "Bitte sagen Sie uns kurz, was nicht stimmt. Ihre Sachbearbeitung meldet sich bei Ihnen."

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["reason"].label = "Was stimmt nicht?"
        return form

    def attempt(self, form: Any) -> tuple[int, Any]:
        if self.shows_another:
            form.add_error(None, OTHER_PAGE.format(self.opened.notice.reference))
            return CONFLICT, None
        return super().attempt(form)

    def perform(self, form: ReasonForm) -> None:
        steps.refuse(self.opened.notice, form.cleaned_data["reason"], token_hash=self.opened.token_hash)


def _base_context(opened: Opened) -> dict[str, object]:
    notice = opened.notice
    return {
        "notice": notice,
        "agreement": notice.agreement,
        "holder": notice.holder,
        "text": NoticeText.from_dict(notice.content),
        "contact": contact_today(notice.agreement.commune),
        "help_asked_at": asked_lately(notice),
        "card_asks_at": reverse("notice-ask-for-call"),
    }


def _obstacle_page(request: HttpRequest, obstacle: Obstacle, opened: Opened | None) -> HttpResponse:
    context: dict[str, object] = {"obstacle": obstacle.value}
    if opened is not None:
        context |= _base_context(opened)
        context["card_asks_at"] = ""
        if obstacle == Obstacle.REVOKED:
            context["fresh"] = fresh_link(opened.link, opened.notice)
    return render(request, "agreements/notices/stopped.html", context, status=STATUS.get(obstacle, GONE))
