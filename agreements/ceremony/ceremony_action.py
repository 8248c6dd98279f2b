"""What every view of the signatory's way shares: the door is the ceremony, not an account."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.decorators import method_decorator

from agreements.ceremony.active_ceremony import COOKIE_PATH, base_context, identified, in_ceremony
from agreements.ceremony.other_window import shows_another
from agreements.models import Ceremony
from core.action_views import CONFLICT, UNAVAILABLE, OwnWordsView
from core.refused_forms import RedirectAfterRefusalView
from core.signing.errors import SigningError


@method_decorator(login_not_required, name="dispatch")
class CeremonyAction(RedirectAfterRefusalView):
    """Something that the signatory does; what stands in the way gets a page of its own (``in_ceremony``).

    A refusal is shown by GET (``core.refused_forms``); a step that says more of it than ``problem`` names it in
    ``said``, and in ``never_kept`` what is a secret.
    """

    context_name = "ceremony"
    cookie_path = COOKIE_PATH
    # Whether the code must have been given.
    needs_code = True
    # What stands in the way, above the form: not a mistake in what was typed.
    problem = ""
    object: Ceremony

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method.lower() not in self.http_method_names:
            return self.http_method_not_allowed(request, *args, **kwargs)
        return in_ceremony(identified(self.inside) if self.needs_code else self.inside)(request)

    def inside(self, request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        """Behind the door."""
        self.ceremony = ceremony
        response: HttpResponse = super().dispatch(request)
        return response

    def find(self) -> Ceremony:
        return self.ceremony

    def kept_for(self) -> str:
        return f"ceremony {self.ceremony.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"problem": self.problem, **base_context(self.ceremony), **kwargs})


class SigningStep(CeremonyAction):
    """The last step of the way. What it shows is what holds when the call was refused."""

    def get_initial(self) -> dict[str, str]:
        return {"nonce": self.ceremony.nonce, "shown": self.ceremony.invitation.version.sha256}

    def attempt(self, form: Any) -> tuple[int, Any]:
        try:
            return super().attempt(form)
        except SigningError as error:
            self.problem = str(error)
            return UNAVAILABLE, None

    def refused(self, form: Any, reason: str) -> HttpResponse:
        """Somebody was faster, or something changed since the page was opened: the next page says what is so now."""
        self.problem = reason
        return self.show_again(self.form_after_refusal(form), CONFLICT)

    def form_after_refusal(self, form: Any) -> Any:
        """What was typed."""
        return form

    def leads_to(self, _result: Any) -> str:
        return "ceremony-receipt"


class SayInCeremony(OwnWordsView, CeremonyAction):
    """Something in the signatory's own words about the version that the page has shown."""

    cancel_label = "Zurück zur Vereinbarung"

    def back_to(self) -> str:
        """The place on the page for reading that leads here."""
        return f"{resolve_url('ceremony-read')}#noch-nicht"

    def attempt(self, form: Any) -> tuple[int, Any]:
        if shows_another(self.request, self.ceremony, form):
            return CONFLICT, None
        return super().attempt(form)

    def leads_to(self, _result: Any) -> str:
        return "ceremony"
