"""The mails of one agreement: what was sent, and what did not arrive."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET

from agreements.mails.overview import KINDS, can_correct, correct_and_resend, holder_behind, mails_of, undelivered
from agreements.models import PreAgreement
from agreements.office.agreement_views import AgreementAction
from agreements.office.forms import AddressForm
from agreements.office.lookup import visible_agreement
from agreements.policies.handling import can_change
from communes.models import OfficeHolder
from communes.responsibility import actor_for
from core import dates
from core.badges import Badge
from core.models import OutgoingMessage
from core.policies import Decision

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


class CorrectMail(AgreementAction):
    """Put an address right and send the mail again."""

    form_class = AddressForm
    template_name = "agreements/correct_mail.html"
    draft_key = "{request.path}"

    @cached_property
    def message(self) -> OutgoingMessage:
        """The mail that the address names; 404 for one of another agreement."""
        message = next((mail for mail in _mails(self.agreement) if mail.pk == self.kwargs["pk"]), None)
        if message is None:
            raise Http404
        return message

    @cached_property
    def holder(self) -> OfficeHolder | None:
        return holder_behind(self.agreement, self.message)

    def decide(self) -> Decision:
        return can_correct(self.actor, self.agreement, self.message)

    def get_initial(self) -> dict[str, str]:
        return {"address": (self.holder.email if self.holder else "") or self.message.recipient}

    def get_form_kwargs(self) -> dict[str, Any]:
        cancel_url = self.agreement.get_absolute_url()
        return {**super().get_form_kwargs(), "hint": _hint(self.holder), "cancel_url": cancel_url}

    def perform(self, form: AddressForm) -> None:
        self.address = form.cleaned_data["address"]
        correct_and_resend(self.agreement, self.message.pk, self.address, actor=self.actor)

    def done_text(self, _result: Any) -> str:
        return f"Die E-Mail ist auf dem Weg an {self.address}."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(message_row=self.message, kind=KINDS[self.message.kind], **kwargs)


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
