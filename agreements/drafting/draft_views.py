"""Making a draft for a commune, and changing it."""

from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from agreements.drafting import drafts
from agreements.drafting.amendment_forms import FORMS
from agreements.models import PreAgreement, TemplateVersion
from agreements.office.agreement_views import AgreementAction, NewAgreement
from agreements.office.forms import AgreementForm
from agreements.policies.drafts import can_edit, can_prepare
from core.policies import ALLOWED, Decision, denied

NO_TEMPLATE = denied("Es gibt keine veröffentlichte Vorlage. Bitte wenden Sie sich an die Administration.")


class CreateDraft(NewAgreement):
    """A new draft; a second try leads to the draft that is there."""

    form_class = AgreementForm
    template_name = "agreements/create.html"
    draft_key = "agreement-create-{object.ags}"
    done = "Der Entwurf ist angelegt. Sehen Sie sich die Vorschau an und senden Sie ihn dann."

    @cached_property
    def offered(self) -> list[TemplateVersion]:
        """What the draft may be made from."""
        return drafts.offered_templates()

    @property
    def template(self) -> TemplateVersion:
        """The one of ``?vorlage=``, or the first that is offered."""
        wanted = self.request.GET.get("vorlage")
        return next((version for version in self.offered if str(version.template_id) == wanted), self.offered[0])

    def decide(self) -> Decision:
        return can_prepare(self.actor, self.object) and (ALLOWED if self.offered else NO_TEMPLATE)

    def back_to(self) -> Any:
        return self.object.agreements.originals().open().first() or self.object

    def get_form_kwargs(self) -> dict[str, Any]:
        draft = PreAgreement(commune=self.object, template_version=self.template)
        return {**super().get_form_kwargs(), "instance": draft, "cancel_url": self.object.get_absolute_url()}

    def perform(self, form: AgreementForm) -> PreAgreement:
        return drafts.create(form, actor=self.actor)

    def leads_to(self, result: PreAgreement | None) -> Any:
        return result or self.back_to()

    def existing(self, _form: Any) -> HttpResponse:
        return redirect(self.back_to())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = [version for version in self.offered if version != self.template]
        return super().get_context_data(template=self.template, others=others, **kwargs)


class EditDraft(AgreementAction):
    """Change a draft; what was typed survives somebody else's newer change."""

    template_name = "agreements/edit.html"
    draft_key = "agreement-edit-{object.reference}"
    done = "Der Entwurf ist gespeichert."

    def decide(self) -> Decision:
        return can_edit(self.actor, self.agreement)

    def get_form_class(self) -> type[AgreementForm]:
        return FORMS[self.agreement.kind]

    def get_form_kwargs(self) -> dict[str, Any]:
        agreement = self.agreement
        return {
            **super().get_form_kwargs(),
            "instance": agreement,
            "cancel_url": agreement.get_absolute_url(),
            "templates": drafts.offered_templates(PreAgreement.Kind(agreement.kind)),
        }

    def perform(self, form: AgreementForm) -> None:
        drafts.change(form, actor=self.actor)
