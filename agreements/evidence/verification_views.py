"""Verification for everyone: by code or by file (signing rule 17)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agreements.evidence import ledger
from agreements.evidence.legal_status import belongs_to, status_text
from agreements.evidence.verification_form import VerifyForm
from core.limits import within_limit
from core.visitors import network_of

FILES_PER_ADDRESS, WINDOW = 30, 10 * 60  # seconds
RETRY_AFTER = 60  # seconds
BUSY = (
    "Es werden gerade zu viele Dateien zugleich geprüft. Bitte versuchen Sie es in einer Minute noch einmal; wählen "
    "Sie die Datei dazu neu aus. Mit dem Prüfcode allein geht es sofort."
)
TOO_MANY = (
    "Von Ihrer Adresse kamen in kurzer Zeit sehr viele Dateien. Bitte versuchen Sie es in zehn Minuten noch einmal. "
    "Mit dem Prüfcode allein geht es sofort."
)

WRONG_CODE = "Die Datei ist echt, der eingegebene Code gehört aber {to}. {advice}"
ANOTHERS_CODE = WRONG_CODE.format(
    to="zu einer anderen Vereinbarung",
    advice="Bitte prüfen Sie, ob Sie die Datei gewählt haben, um die es Ihnen geht.",
)
NOBODYS_CODE = WRONG_CODE.format(to="zu keiner Vereinbarung", advice="Bitte vergleichen Sie den Code mit dem Dokument.")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """GET with ``?code=`` answers at once, so that the code in a signature is a plain address."""
    if request.method == "POST":
        sent, uploads = request.POST, request.FILES
        # Known once the body was read: the upload handler stops at the limit and leaves a note.
        form = VerifyForm(sent, uploads, too_large=getattr(request, "upload_too_large", False))
    else:
        form = VerifyForm({"code": request.GET["code"]}) if request.GET.get("code") else VerifyForm()
    context: dict[str, object] = {"form": form}
    if not form.is_bound or not form.is_valid():
        return _page(request, context, status=422 if form.errors else 200)
    if form.cleaned_data["file"] and not _may_send_files(request):
        return _page(request, context | {"problem": TOO_MANY}, status=429)
    try:
        return _page(request, context | _answer(form))
    except ledger.BusyError:
        return _page(request, context | {"problem": BUSY}, status=503)


def _page(request: HttpRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    response = render(request, "agreements/verify.html", context, status=status)
    if "problem" in context:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def _may_send_files(request: HttpRequest) -> bool:
    return within_limit("verify", network_of(request), times=FILES_PER_ADDRESS, seconds=WINDOW)


def _answer(form: VerifyForm) -> dict[str, object]:
    code, upload = form.cleaned_data["code"], form.cleaned_data["file"]
    if upload:
        finding = ledger.examine(upload.read(), code)
    else:
        finding = ledger.Finding(ledger.find(code), None)
    version = finding.version
    return {
        "asked": True,
        "uploaded_name": upload.name if upload else "",
        "verdict": finding.verdict,
        "wrong_code": _wrong_code(finding, code),
        "version": version,
        "evidence_title": f"Das ist der Nachweis zu {version.agreement.reference}" if version else "",
        "legal_status": status_text(version) if version else "",
        "belongs_to": belongs_to(version) if version else [],
        "signatures": list(version.signatures.all()) if version else [],
    }


def _wrong_code(finding: ledger.Finding, code: str) -> str:
    """What to say of a typed code that is not the genuine file's; which document it belongs to is not repeated."""
    if not finding.code_is_anothers:
        return ""
    return ANOTHERS_CODE if ledger.find(code) else NOBODYS_CODE
