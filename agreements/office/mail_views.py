"""The mails of one agreement: what was sent, and what did not arrive."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods

from agreements.mails.overview import KINDS, can_correct, correct_and_resend, holder_behind, mails_of, undelivered
from agreements.models import PreAgreement
from agreements.office.forms import AddressForm
from agreements.office.lookup import visible_agreement
from agreements.policies.handling import can_change
from communes.models import OfficeHolder
from communes.responsibility import actor_for
from core import dates
from core.badges import Badge
from core.models import OutgoingMessage
from core.transitions import TransitionRefusedError

TONES = {"sent": "success", "failed": "danger", "queued": "info", "sending": "info", "obsolete": ""}


@dataclass(frozen=True, slots=True)
class MailRow:
    """One mail in the list; never what it says, since that may hold a link or a code."""

    message: OutgoingMessage
    kind: str
    badge: Badge
    time: str
    correctable: bool


@require_GET
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    """Every mail about the agreement, the newest first; a constant number of queries."""
    agreement = visible_agreement(request, reference)
    actor = actor_for(request, agreement.commune)
    mine = PreAgreement.objects.filter(pk=agreement.pk)
    allowed = can_change(actor, agreement).allowed
    correctable = {mail.message.pk for mail in undelivered(mine)} if allowed else set()
    rows = [
        MailRow(
            message, KINDS.get(message.kind, message.kind), _badge(message), _time(message), message.pk in correctable
        )
        for message in _mails(agreement)
    ]
    return render(request, "agreements/mails.html", {"agreement": agreement, "rows": rows})


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Put an address right and send the mail again."""
    agreement = visible_agreement(request, reference)
    actor = actor_for(request, agreement.commune)
    message = next((mail for mail in _mails(agreement) if mail.pk == pk), None)
    if message is None:
        raise Http404
    decision = can_correct(actor, agreement, message)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(agreement)
    holder = holder_behind(agreement, message)
    form = AddressForm(
        request.POST or None,
        initial={"address": (holder.email if holder else "") or message.recipient},
        hint=_hint(holder),
        cancel_url=agreement.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            correct_and_resend(agreement, message.pk, form.cleaned_data["address"], actor=actor)
        except TransitionRefusedError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"Die E-Mail ist auf dem Weg an {form.cleaned_data['address']}.")
        return redirect(agreement)
    context = {"form": form, "agreement": agreement, "message_row": message, "kind": KINDS[message.kind]}
    return render(request, "agreements/correct_mail.html", context, status=422 if form.errors else 200)


def _mails(agreement: PreAgreement) -> list[OutgoingMessage]:
    return [message for _, message in mails_of(PreAgreement.objects.filter(pk=agreement.pk))]


def _badge(message: OutgoingMessage) -> Badge:
    return Badge(message.get_state_display(), TONES[message.state])


def _time(message: OutgoingMessage) -> str:
    moment = localtime(message.sent_at or message.created_at)
    return dates.moment(moment) + " Uhr"


def _hint(holder: OfficeHolder | None) -> str:
    if holder is None:
        return "Nur diese E-Mail geht an die neue Adresse. Die Adresse eines Kontos ändert die Administration."
    return f"Die neue Adresse steht danach auch in der Akte der Kommune bei {holder}."
