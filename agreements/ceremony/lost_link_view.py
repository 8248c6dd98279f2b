"""The page for who lost the link; it says the same to everyone (signing rule 18)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from agreements.ceremony import lost_links
from agreements.ceremony.active_ceremony import mayors_page
from agreements.ceremony.lost_link_form import LostLinkForm
from core.limits import within_limit
from core.visitors import network_of

HOUR = 60 * 60
PER_NETWORK, PER_ADDRESS = 20, 5
TOO_MANY = (
    "Es wurde schon mehrmals nach einem Link gefragt. Bitte sehen Sie in Ihren E-Mails nach, auch im Ordner für "
    "unerwünschte, und versuchen Sie es in einer Stunde noch einmal. Eilt es, rufen Sie bitte Ihre Sachbearbeitung an."
)


@mayors_page
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the link; known or not, the answer and the work are the same."""
    form = LostLinkForm(request.POST or None)
    if request.method == "GET":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    address: str = form.cleaned_data["address"]
    network = network_of(request)
    by_network = within_limit("lost-link-network", network, times=PER_NETWORK, seconds=HOUR)
    # Not by the address alone: a stranger elsewhere would use up its owner's tries. Mails have a pause of their own.
    by_address = within_limit("lost-link-address", f"{address} {network}", times=PER_ADDRESS, seconds=HOUR)
    if not (by_network and by_address):
        return _page(request, form, problem=TOO_MANY, status=429)
    lost_links.ask(address, form.cleaned_data["reference"])
    return redirect("lost-link-asked")


@mayors_page
@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """What happens now, if the address is known."""
    return render(request, "agreements/ceremony/lost_link_asked.html")


def _page(request: HttpRequest, form: LostLinkForm, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"form": form, "problem": problem}
    return render(request, "agreements/ceremony/lost_link.html", context, status=status)
