"""The mayor's first step: who is invited to what, and the code that proves it (signing rule 3)."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from agreements.ceremony import codes
from agreements.ceremony.ceremony_action import CeremonyAction
from agreements.ceremony.code_forms import CodeForm
from agreements.ceremony.code_state import CodeState, code_state
from agreements.ceremony.codes import CodeRefusedError
from agreements.models import Ceremony
from agreements.models.code_channels import CodeChannel
from core.action_views import CONFLICT, INVALID
from core.mail_addresses import masked
from core.optimistic_forms import SAVED

TOO_MANY = 429


class CodeAction(CeremonyAction):
    """Something on the page that says how the code comes and takes it."""

    form_class = CodeForm
    template_name = "agreements/ceremony/code.html"
    needs_code = False
    never_kept = ("code",)
    said = ("problem", "problem_title")
    problem_title = ""

    @cached_property
    def state(self) -> CodeState:
        return code_state(self.ceremony.invitation)

    def get_form_kwargs(self) -> dict[str, Any]:
        invitation = self.ceremony.invitation
        by_letter = invitation.code_channel == CodeChannel.LETTER
        on_its_way = by_letter or invitation.call_requested_at is not None or self.state.awaited is not None
        return {**super().get_form_kwargs(), "channel": invitation.code_channel, "expected": on_its_way}

    def shown_at(self) -> str:
        return reverse("ceremony")

    def leads_to(self, _result: Any) -> str:
        return "ceremony"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitation = self.ceremony.invitation
        context = {
            "code": self.state,
            "masked": masked(invitation.recipient),
            "problem_title": self.problem_title,
        }
        if self.state.is_stuck or self.state.again_at or invitation.code_channel != CodeChannel.MAIL:
            context["card_asks_at"] = ""
        return super().get_context_data(**context, **kwargs)


class Begin(CodeAction):
    """Who is invited to what, and how the code comes."""

    http_method_names = ["get"]

    def inside(self, request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        return redirect("ceremony-read") if ceremony.is_identified else super().inside(request, ceremony)


class AskForCode(CodeAction):
    """A button beside the field for the code: nothing was typed."""

    http_method_names = ["post"]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "data": None, "files": None}

    def attempt(self, form: Any) -> tuple[int, Any]:
        try:
            return SAVED, self.perform(form)
        except CodeRefusedError as refused:
            self.problem, self.problem_title = str(refused), "Kein neuer Code"
            return self.refused_status(), None

    def refused_status(self) -> int:
        return CONFLICT


class RequestCode(AskForCode):
    """Send the code: by another act than opening the link (signing rule 3)."""

    def perform(self, _form: Any) -> None:
        codes.request_code(self.ceremony)

    def refused_status(self) -> int:
        return TOO_MANY if self.ceremony.invitation.code_channel == CodeChannel.MAIL else CONFLICT


class RequestCall(AskForCode):
    """Ask the office to call and read the code out."""

    def perform(self, _form: Any) -> None:
        codes.request_call(self.ceremony)


class GiveCode(CodeAction):
    """Check what was typed."""

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return redirect("ceremony")

    def attempt(self, form: Any) -> tuple[int, Any]:
        if not form.is_valid():
            return INVALID, None
        try:
            codes.give_code(self.ceremony, form.cleaned_data["code"])
        except CodeRefusedError as refused:
            if refused.new_code_needed:
                self.problem, self.problem_title = str(refused), "Dieser Code öffnet nichts mehr"
            else:
                form.add_error("code", str(refused))
            return INVALID, None
        return SAVED, None

    def leads_to(self, _result: Any) -> str:
        return "ceremony-read"
