"""Agreements on paper: recording them, giving out their scan; and the end of any agreement."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from agreements.drafting import drafts
from agreements.models import PreAgreement
from agreements.office.agreement_views import AgreementAction, NewAgreement
from agreements.office.forms import EndForm
from agreements.office.lookup import visible_agreement
from agreements.offline import recording
from agreements.offline.paper_form import PaperAgreementForm
from agreements.policies.in_force import can_end
from agreements.policies.paper import can_record_existing
from agreements.transitions import ending
from core import dates, files
from core.action_views import UploadView
from core.downloads import pdf_response
from core.policies import Decision


class RecordExisting(UploadView, NewAgreement):
    """Record an existing agreement; a second click leads to what the first one made."""

    form_class = PaperAgreementForm
    template_name = "agreements/record.html"
    duplicate = (IntegrityError, ValidationError)

    def decide(self) -> Decision:
        return can_record_existing(self.actor, self.object)

    def get_initial(self) -> dict[str, Any]:
        return {"template_version": drafts.default_template()}

    def get_form_kwargs(self) -> dict[str, Any]:
        agreement = PreAgreement(commune=self.object)
        return {**super().get_form_kwargs(), "instance": agreement, "cancel_url": self.object.get_absolute_url()}

    def perform(self, form: PaperAgreementForm) -> PreAgreement:
        return recording.record_existing(form, actor=self.actor)

    def existing(self, form: PaperAgreementForm) -> HttpResponse | None:
        recorded = recording.already_recorded(form)
        if recorded is None:
            return None
        said = "Diese Vereinbarung ist schon erfasst; Sie sehen sie hier. Es wurde nichts geändert."
        messages.info(self.request, said)
        return redirect(recorded)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(draft_key=self.request.get_full_path(), **kwargs)

    def finished(self, result: PreAgreement) -> HttpResponse:
        messages.success(self.request, f"Die Vereinbarung ist erfasst und hat das Aktenzeichen {result.reference}.")
        if result.term_until is not None and result.term_until < timezone.localdate():
            messages.warning(self.request, "Ihre Laufzeit ist schon vorbei. Bitte beenden Sie die Vereinbarung unten.")
        return redirect(result)


class End(AgreementAction):
    """The agreement ended: when and why."""

    form_class = EndForm
    template_name = "agreements/end.html"
    draft_key = "{request.path}"

    def decide(self) -> Decision:
        return can_end(self.actor, self.agreement)

    def get_initial(self) -> dict[str, date]:
        return {"on": timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "agreement": self.agreement}

    def perform(self, form: EndForm) -> None:
        said = form.cleaned_data
        ending.end(self.agreement, actor=self.actor, on=said["on"], reason=said["reason"])

    def done_text(self, _result: Any) -> str:
        ended_on = self.agreement.ended_on
        assert ended_on is not None, "the transition has set it"
        return f"Die Vereinbarung ist zum {dates.day(ended_on)} beendet."


@require_GET
def scan(request: HttpRequest, reference: str) -> HttpResponse:
    """The scan of the original as the portal made it again; saved, never opened in the portal's own pages."""
    agreement = visible_agreement(request, reference)
    if agreement.original is None or agreement.original.scan is None:
        raise Http404
    return pdf_response(files.read(agreement.original.scan), f"{agreement.reference}-Scan.pdf")
