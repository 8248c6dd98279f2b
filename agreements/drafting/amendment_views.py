"""Agreeing on a change or an end: from the page of an agreement in force to a draft of its own."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from agreements.drafting import amendments as amending
from agreements.drafting.amendment_forms import FORMS
from agreements.models import PreAgreement
from agreements.models.agreement_states import AgreementKind
from agreements.models.terms import terms_today
from agreements.office.agreement_views import AgreementAction
from agreements.office.forms import AgreementForm
from agreements.policies.amending import can_amend
from core.policies import Decision, denied


class Amend(AgreementAction):
    """Draft an amendment. A second click leads to the draft that the first one made."""

    template_name = "agreements/amend.html"
    kind = AgreementKind.AMENDMENT
    draft_key = "agreement-amendment-{object.reference}"
    refused_level = messages.WARNING
    done = "Der Entwurf ist angelegt. Sehen Sie sich die Vorschau an und senden Sie ihn dann."
    draft: PreAgreement | None = None

    def decide(self) -> Decision:
        decision = can_amend(self.actor, self.agreement, self.kind)
        try:
            self.draft = amending.blank(self.agreement, self.kind)
        except amending.NoTemplateError as missing:
            return decision and denied(str(missing))
        return decision

    def is_late(self) -> bool:
        """What was typed first has become a draft; that is where it leads. Without a template there is no form."""
        return self.draft is not None and self.back_to() == self.agreement and super().is_late()

    def back_to(self) -> PreAgreement:
        return self.agreement.amendments.open().first() or self.agreement

    def get_form_class(self) -> type[AgreementForm]:
        return FORMS[self.kind]

    def get_initial(self) -> dict[str, Any]:
        return {"topics": list(terms_today(self.agreement).topics.all())}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.draft, "cancel_url": self.agreement.get_absolute_url()}

    def perform(self, form: AgreementForm) -> PreAgreement:
        return amending.start(form, actor=self.actor)

    def leads_to(self, result: PreAgreement | None) -> PreAgreement:
        return result or self.back_to()

    def refused(self, form: Any, reason: str) -> HttpResponse:
        if self.back_to() == self.agreement:
            return super().refused(form, reason)
        messages.warning(self.request, reason)
        return redirect(self.back_to())

    def existing(self, form: Any) -> HttpResponse:
        """An earlier draft was opened again in the same moment."""
        return self.refused(form, can_amend(self.actor, self.agreement, self.kind).reason)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.draft is not None, "else there is no form"
        return super().get_context_data(kind=self.kind, template=self.draft.template_version, **kwargs)


class Terminate(Amend):
    """Draft a termination."""

    kind = AgreementKind.TERMINATION
    draft_key = "agreement-termination-{object.reference}"

    def get_initial(self) -> dict[str, Any]:
        return {}
