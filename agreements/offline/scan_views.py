"""Scans of printed versions: one person uploads, another looks at scan and version side by side."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from agreements.models import PaperScan, PreAgreement
from agreements.office.agreement_views import AgreementAction
from agreements.office.lookup import visible_agreement
from agreements.offline.forms import ScanCheckForm
from agreements.offline.scan_form import ScanForm
from agreements.offline.scanning import submit_scan
from agreements.policies.paper import can_confirm_scan, can_record_scan
from agreements.text.legal_meaning import legal_meaning
from agreements.text.state_words import once_signed_text
from agreements.transitions import pre_agreement
from core import files
from core.action_views import UploadView
from core.downloads import pdf_response
from core.policies import ALLOWED, Decision, denied

Status = PreAgreement.Status
CONFIRMED = (
    "Der Scan ist bestätigt, die Vereinbarung {holds}. Er geht per E-Mail an alle Beteiligten, deren Adresse "
    "hinterlegt ist."
)
REJECTED = "Der Scan ist verworfen. Wer ihn hochgeladen hat, ist benachrichtigt."


class UploadScan(UploadView, AgreementAction):
    """Who signed when, where the original lies, and its scan."""

    form_class = ScanForm
    template_name = "agreements/scan_upload.html"
    draft_key = "{request.path}"
    done = "Der Scan ist gespeichert. Eine andere Person muss ihn jetzt bestätigen."

    def decide(self) -> Decision:
        return _in_state(self.agreement, Status.ISSUED) and can_record_scan(self.actor, self.agreement)

    def get_initial(self) -> dict[str, Any]:
        today, version = timezone.localdate(), self.agreement.current_version
        return {
            "version": version.pk if version else None,
            "commune_signatory": self.agreement.signatory_on(today),
            "lpr_signatory": self.agreement.commune.responsible_on(today),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "agreement": self.agreement}

    def perform(self, form: ScanForm) -> None:
        submit_scan(self.agreement, form, actor=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(legal_meaning=legal_meaning(self.agreement), **kwargs)


class CheckScan(AgreementAction):
    """Confirm or reject the scan that waits."""

    form_class = ScanCheckForm
    template_name = "agreements/scan_check.html"

    @cached_property
    def scan(self) -> PaperScan:
        """The one that waits."""
        version = self.agreement.current_version
        assert version is not None, "by its state"
        return version.scans.select_related("commune_signatory__commune").get(state=PaperScan.State.WAITING)

    def decide(self) -> Decision:
        return _in_state(self.agreement, Status.SCANNED) and can_confirm_scan(self.actor, self.agreement)

    def is_late(self) -> bool:
        """Without a scan that waits there is no page to show."""
        return False

    def get_initial(self) -> dict[str, int]:
        return {"scan": self.scan.pk}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cancel_url": self.agreement.get_absolute_url()}

    def perform(self, form: ScanCheckForm) -> str:
        """Returns what to say."""
        agreement, said = self.agreement, form.cleaned_data
        if said["finding"] == ScanCheckForm.CONFIRM:
            holds = once_signed_text(agreement) if agreement.will_begin_on else "ist in Kraft"
            pre_agreement.confirm_scan(agreement, actor=self.actor, scan_id=said["scan"])
            return CONFIRMED.format(holds=holds)
        pre_agreement.reject_scan(agreement, actor=self.actor, scan_id=said["scan"], reason=said["reason"])
        return REJECTED

    def done_text(self, result: str) -> str:
        return result

    def leads_to(self, _result: str) -> PreAgreement:
        return self.agreement

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(version=self.agreement.current_version, scan=self.scan, **kwargs)


@require_GET
def submitted(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One of the scans, also one that was rejected, as the portal made it again."""
    agreement = visible_agreement(request, reference)
    scan = get_object_or_404(PaperScan.objects.select_related("file"), version__agreement=agreement, pk=pk)
    return pdf_response(files.read(scan.file), f"{agreement.reference}-Scan-{scan.pk}.pdf")


def _in_state(agreement: PreAgreement, status: str) -> Decision:
    if agreement.status == status:
        return ALLOWED
    return denied(f"Das geht im Stand „{agreement.get_status_display()}“ nicht.")
