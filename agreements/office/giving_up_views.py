"""Giving an agreement up before it is in force: a draft is discarded, what was sent is withdrawn."""

from agreements.office.agreement_views import AgreementAction
from agreements.office.forms import ReasonForm
from agreements.policies.drafts import can_discard
from agreements.policies.handling import can_change
from agreements.transitions import pre_agreement
from core.action_views import OwnWordsView
from core.policies import Decision


class Withdraw(OwnWordsView, AgreementAction):
    """The office takes back what it sent, with a reason."""

    form_class = ReasonForm
    template_name = "agreements/withdraw.html"
    draft_key = "agreement-withdraw-{object.reference}"
    submit = "Zurückziehen"
    hint = "Der Grund steht im Verlauf. Der Link der Kommune gilt danach nicht mehr."
    done = "Die Vereinbarung ist zurückgezogen, die Kommune wird benachrichtigt."

    def decide(self) -> Decision:
        return can_change(self.actor, self.agreement)

    def perform(self, form: ReasonForm) -> None:
        pre_agreement.withdraw(self.agreement, actor=self.actor, reason=form.cleaned_data["reason"])


class Discard(Withdraw):
    """Nobody wants the draft any more."""

    template_name = "agreements/discard.html"
    draft_key = "agreement-discard-{object.reference}"
    submit = "Entwurf verwerfen"
    hint = "Der Grund steht im Verlauf. Der Entwurf bleibt erhalten und lässt sich wieder öffnen."
    done = "Der Entwurf ist verworfen. Sie können ihn hier wieder öffnen."

    def decide(self) -> Decision:
        return can_discard(self.actor, self.agreement)

    def perform(self, form: ReasonForm) -> None:
        pre_agreement.discard(self.agreement, actor=self.actor, reason=form.cleaned_data["reason"])
