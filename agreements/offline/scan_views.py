"""Scans of printed versions: one person uploads, another looks at scan and version side by side."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from agreements.models import PaperScan, PreAgreement
from agreements.office.lookup import visible_agreement
from agreements.offline.forms import ScanCheckForm
from agreements.offline.scan_form import ScanForm
from agreements.offline.scanning import submit_scan
from agreements.policies.paper import can_confirm_scan, can_record_scan
from agreements.text.legal_meaning import legal_meaning
from agreements.text.state_words import once_signed_text
from agreements.transitions import pre_agreement
from communes.responsibility import actor_for
from core import files
from core.downloads import pdf_response
from core.policies import ALLOWED, Decision, denied
from core.transitions import TransitionRefusedError

Status = PreAgreement.Status


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, reference: str) -> HttpResponse:
    """Who signed when, where the original lies, and its scan."""
    agreement = visible_agreement(request, reference)
    actor = actor_for(request, agreement.commune)
    decision = _in_state(agreement, Status.ISSUED) and can_record_scan(actor, agreement)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(agreement)
    form = _scan_form(request, agreement)
    if request.method == "POST" and form.is_valid():
        try:
            submit_scan(agreement, form, actor=actor)
        except TransitionRefusedError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Der Scan ist gespeichert. Eine andere Person muss ihn jetzt bestätigen.")
        return redirect(agreement)
    context = {"form": form, "agreement": agreement, "legal_meaning": legal_meaning(agreement)}
    return render(request, "agreements/scan_upload.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Confirm or reject the scan that waits."""
    agreement = visible_agreement(request, reference)
    actor = actor_for(request, agreement.commune)
    decision = _in_state(agreement, Status.SCANNED) and can_confirm_scan(actor, agreement)
    version = agreement.current_version
    if not decision or version is None:
        messages.warning(request, decision.reason)
        return redirect(agreement)
    scan = version.scans.filter(state=PaperScan.State.WAITING).select_related("commune_signatory__commune").get()
    form = ScanCheckForm(request.POST or None, initial={"scan": scan.pk}, cancel_url=agreement.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        return _decided(request, agreement, form)
    context = {"form": form, "agreement": agreement, "version": version, "scan": scan}
    return render(request, "agreements/scan_check.html", context, status=422 if form.errors else 200)


@require_GET
def submitted(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One of the scans, also one that was rejected, as the portal made it anew."""
    agreement = visible_agreement(request, reference)
    scan = get_object_or_404(PaperScan.objects.select_related("file"), version__agreement=agreement, pk=pk)
    return pdf_response(files.read(scan.file), f"{agreement.reference}-Scan-{scan.pk}.pdf")


def _in_state(agreement: PreAgreement, status: str) -> Decision:
    if agreement.status == status:
        return ALLOWED
    return denied(f"Das geht im Stand „{agreement.get_status_display()}“ nicht.")


def _scan_form(request: HttpRequest, agreement: PreAgreement) -> ScanForm:
    if request.method == "POST":
        sent, uploads = request.POST, request.FILES
        # Known once the body was read: the upload handler stops at the limit and leaves a note.
        return ScanForm(sent, uploads, agreement=agreement, too_large=getattr(request, "upload_too_large", False))
    today = timezone.localdate()
    version = agreement.current_version
    initial = {
        "version": version.pk if version else None,
        "commune_signatory": agreement.signatory_on(today),
        "lpr_signatory": agreement.commune.responsible_on(today),
    }
    return ScanForm(initial=initial, agreement=agreement)


def _decided(request: HttpRequest, agreement: PreAgreement, form: ScanCheckForm) -> HttpResponse:
    actor, data = actor_for(request, agreement.commune), form.cleaned_data
    try:
        if data["finding"] == ScanCheckForm.CONFIRM:
            holds = once_signed_text(agreement) if agreement.will_begin_on else "ist in Kraft"
            pre_agreement.confirm_scan(agreement, actor=actor, scan_id=data["scan"])
            messages.success(
                request,
                f"Der Scan ist bestätigt, die Vereinbarung {holds}. "
                "Er geht per E-Mail an alle Beteiligten, deren Adresse hinterlegt ist.",
            )
        else:
            pre_agreement.reject_scan(agreement, actor=actor, scan_id=data["scan"], reason=data["reason"])
            messages.success(request, "Der Scan ist verworfen. Wer ihn hochgeladen hat, ist benachrichtigt.")
    except TransitionRefusedError as refused:
        messages.error(request, str(refused))
    return redirect(agreement)
