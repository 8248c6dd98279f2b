"""Verification for everyone: by code or by file (signing rule 17)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agreements import ledger
from agreements.forms import VerifyForm
from agreements.standing import standing


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
    if form.is_bound and form.is_valid():
        context |= _answer(form)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "agreements/verify.html", context, status=status)


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
        "version": version,
        "evidence_title": f"Das ist der Nachweis zu {version.agreement.reference}" if version else "",
        "standing": standing(version) if version else "",
        "signatures": list(version.signatures.all()) if version else [],
    }
