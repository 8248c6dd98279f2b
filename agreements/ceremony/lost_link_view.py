"""The page for who lost the link; it says the same to everyone (signing rule 18)."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from agreements.ceremony import lost_links
from agreements.ceremony.active_ceremony import COOKIE_PATH, mayors_page
from agreements.ceremony.lost_link_form import LostLinkForm
from core.limits import within_limit
from core.refused_forms import RedirectAfterRefusalView
from core.visitors import network_of

HOUR = 60 * 60
PER_NETWORK, PER_ADDRESS = 20, 5
REFUSALS_PER_NETWORK, LONGEST = 60, 2_000  # what anybody may leave here is little
TOO_MANY_STATUS = 429
TOO_MANY = (
    "Es wurde schon mehrmals nach einem Link gefragt. Bitte sehen Sie in Ihren E-Mails nach, auch im Ordner für "
    "unerwünschte, und versuchen Sie es in einer Stunde noch einmal. Eilt es, rufen Sie bitte Ihre Sachbearbeitung an."
)


@method_decorator([login_not_required, never_cache], name="dispatch")
class AskForLink(RedirectAfterRefusalView):
    """Ask for the link; known or not, the answer and the work are the same. There is no object to be found."""

    form_class = LostLinkForm
    template_name = "agreements/ceremony/lost_link.html"
    problem = ""
    cookie_path = COOKIE_PATH
    longest = LONGEST

    def find(self) -> None:
        return None

    def kept_for(self) -> str:
        return "lost link"

    def may_be_kept(self) -> bool:
        network = network_of(self.request)
        return within_limit("lost-link-refused", network, times=REFUSALS_PER_NETWORK, seconds=HOUR)

    def attempt(self, form: Any) -> tuple[int, Any]:
        if form.is_valid() and not self.may_ask(form.cleaned_data["address"]):
            self.problem = TOO_MANY
            return TOO_MANY_STATUS, None
        return super().attempt(form)

    def may_ask(self, address: str) -> bool:
        """Whether neither the network nor the address has asked too often; counts this time."""
        network = network_of(self.request)
        by_network = within_limit("lost-link-network", network, times=PER_NETWORK, seconds=HOUR)
        # Not by the address alone: a stranger elsewhere would use up its owner's tries. Mails have their own pause.
        by_address = within_limit("lost-link-address", f"{address} {network}", times=PER_ADDRESS, seconds=HOUR)
        return by_network and by_address

    def perform(self, form: LostLinkForm) -> None:
        lost_links.ask(form.cleaned_data["address"], form.cleaned_data["reference"])

    def leads_to(self, _result: Any) -> str:
        return "lost-link-asked"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(problem=self.problem, **kwargs)


@mayors_page
@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """What happens now, if the address is known."""
    return render(request, "agreements/ceremony/lost_link_asked.html")
