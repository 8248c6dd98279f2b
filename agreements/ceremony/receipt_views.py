"""After signing: the receipt that serves for good, what was signed to read again, and a copy for another address."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from agreements.ceremony import receipt_copies
from agreements.ceremony.active_ceremony import COOKIE_PATH, active_ceremony, base_context, mayors_page
from agreements.ceremony.receipt_copy_form import ReceiptCopyForm
from agreements.ceremony.usual_time import usual_time
from agreements.models import Ceremony, DocumentVersion, PreAgreement, Signature
from agreements.transitions.receipt_copies import addresses_of_copies
from agreements.verification.legal_status import status_text
from core.mail_addresses import masked
from core.refused_forms import RedirectAfterRefusalView


@mayors_page
@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """What was signed, when, and what comes next; the signed file once both have signed."""
    ceremony = active_ceremony(request)
    if ceremony is None or not ceremony.signed:
        return redirect("ceremony")
    version = ceremony.invitation.version
    signature = receipt_copies.signature_of(ceremony)
    context = {
        **base_context(ceremony),
        "signature": signature,
        "countersignature": version.signatures.filter(party=Signature.Party.LPR).first(),
        "step": _step(version),
        "usual_time": usual_time(),
        "legal_status": status_text(version),
        "masked_address": masked(ceremony.invitation.recipient),
        "copies": addresses_of_copies(signature),
        "most_copies": receipt_copies.MOST,
    }
    return render(request, "agreements/ceremony/receipt.html", context)


@mayors_page
@require_GET
def read_again(request: HttpRequest) -> HttpResponse:
    """The text that was signed, to read only."""
    ceremony = _signed(request)
    if ceremony is None:
        return redirect("ceremony-receipt")
    context = {**base_context(ceremony), "signature": receipt_copies.signature_of(ceremony)}
    return render(request, "agreements/ceremony/read_again.html", context)


@method_decorator([login_not_required, never_cache], name="dispatch")
class SendCopy(RedirectAfterRefusalView):
    """The receipt to another address; the door is the ceremony, signed and with a code that still holds."""

    form_class = ReceiptCopyForm
    template_name = "agreements/ceremony/receipt_copy.html"
    context_name = "ceremony"
    cookie_path = COOKIE_PATH
    said = ()  # all of it stands in the form
    object: Ceremony

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        ceremony = _signed(request)
        if ceremony is None:
            return redirect("ceremony-receipt")
        self.ceremony = ceremony
        return super().dispatch(request, *args, **kwargs)

    def kept_for(self) -> str:
        return f"ceremony {self.ceremony.pk}"

    def find(self) -> Ceremony:
        return self.ceremony

    def perform(self, form: ReceiptCopyForm) -> str:
        address: str = form.cleaned_data["address"]
        receipt_copies.send_copy(self.ceremony, address)
        return address

    def done_text(self, result: Any) -> str:
        return f"Die Kopie ist auf dem Weg an {result}."

    def leads_to(self, _result: Any) -> str:
        return "ceremony-receipt"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        copies = addresses_of_copies(receipt_copies.signature_of(self.ceremony))
        left = receipt_copies.MOST - len(copies)
        return super().get_context_data(**{**base_context(self.ceremony), "left": left, **kwargs})


def _signed(request: HttpRequest) -> Ceremony | None:
    """The ceremony of who signed on this device and gave the code not too long ago."""
    ceremony = active_ceremony(request)
    return ceremony if ceremony and ceremony.signed and ceremony.is_identified else None


def _step(version: DocumentVersion) -> str:
    """Where the way is: "waiting" for the countersignature, "done", or "over" where there will be none."""
    if version.final_file_id:
        return "done"
    waiting = version.agreement.status == PreAgreement.Status.COMMUNE_SIGNED
    return "waiting" if waiting and version.state == DocumentVersion.State.CURRENT else "over"
