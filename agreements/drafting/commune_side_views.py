"""The office's pages about the commune's side of a draft: who signs for it, and its council's resolution."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from agreements.drafting import issuing
from agreements.drafting.commune_side import choose_signatory, confirm_resolution, record_resolution
from agreements.drafting.commune_side_forms import ResolutionForm, SignatoryForm
from agreements.models import PreAgreement
from agreements.models.agreement_text import AgreementText
from agreements.office.agreement_views import AgreementAction, AgreementButton
from agreements.office.lookup import sent_revision, visible_agreement
from agreements.policies.drafts import can_edit
from agreements.policies.readiness import outdated_resolution
from agreements.text.version_changes import Change, changes
from core import files
from core.action_views import UploadView
from core.downloads import pdf_response
from core.policies import Decision


class CommuneSideAction(AgreementAction):
    """Something about the commune's side of a draft; nobody's newer change is overwritten."""

    draft_version = "{object.revision}"

    def decide(self) -> Decision:
        return can_edit(self.actor, self.agreement)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "agreement": self.agreement}


class ChooseSignatory(CommuneSideAction):
    """Choose who signs for the commune."""

    form_class = SignatoryForm
    template_name = "agreements/signatory.html"
    draft_key = "{request.path}"
    done = "Gespeichert. Die Vorschau nennt, wer unterzeichnet."

    def perform(self, form: SignatoryForm) -> None:
        data = form.cleaned_data
        choose_signatory(
            self.agreement,
            form.deputy,
            reason=data["reason"],
            order_reason=data["order_reason"],
            actor=self.actor,
        )


class RecordResolution(UploadView, CommuneSideAction):
    """Record the council's resolution."""

    form_class = ResolutionForm
    template_name = "agreements/resolution.html"
    draft_key = "agreement-resolution-{object.reference}"
    done = "Der Stand des Ratsbeschlusses ist gespeichert."

    def attempt(self, form: Any) -> tuple[int, Any]:
        """The file is stored before the draft is locked; where nothing comes of it, it is swept."""
        if form.is_valid() and form.pdf:
            form.stored_pdf = files.put(form.pdf, "application/pdf")
        return super().attempt(form)

    def perform(self, form: ResolutionForm) -> None:
        record_resolution(self.agreement, form.resolution(), actor=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        outdated, since = outdated_resolution(self.agreement), _changes_since_resolution(self.agreement)
        return super().get_context_data(outdated=outdated, changes=since, **kwargs)


class ConfirmResolution(AgreementButton):
    """The resolution holds for the changed draft too."""

    done = "Bestätigt: Der Beschluss gilt auch für den geänderten Entwurf."

    def perform(self, _form: Any) -> None:
        confirm_resolution(self.agreement, actor=self.actor, revision=sent_revision(self.request))


@require_GET
def resolution_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The resolution as the portal made it again; saved, never opened in the portal's own pages."""
    agreement = visible_agreement(request, reference)
    file = agreement.council_resolution.file
    if file is None:
        raise Http404
    return pdf_response(files.read(file), f"{agreement.reference}-Ratsbeschluss.pdf")


def _changes_since_resolution(agreement: PreAgreement) -> list[Change]:
    """What the draft says otherwise than the version that the council saw."""
    number = agreement.council_resolution.version
    if number is None or not outdated_resolution(agreement):
        return []
    version = agreement.versions.filter(number=number).first()
    if version is None:
        return []
    seen = AgreementText.from_dict(version.content)
    now = issuing.agreement_text(
        agreement, version=version.number, code=version.check_code, issued_at=version.issued_at, draft=True
    )
    return [change for change in changes(seen, now) if change.label != "Ratsbeschluss"]
