"""Verification for everyone: by code, by file, or by a file's hash that the visitor's device computed (rule 17)."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agreements.text.addresses import absolute
from agreements.verification import ledger
from agreements.verification.concluding import conclude_code, conclude_file
from agreements.verification.form import HashForm, VerifyForm
from agreements.verification.outcome import Basis, Outcome
from core.limits import within_limit
from core.visitors import network_of

FILES_PER_ADDRESS, WINDOW = 30, 10 * 60  # seconds
HASHES_PER_ADDRESS = 2 * FILES_PER_ADDRESS  # each file asks twice: is it known, and what of it
RETRY_AFTER = 60  # seconds
BUSY = (
    "Es werden gerade zu viele Dateien zugleich geprüft. Bitte versuchen Sie es in einer Minute noch einmal; wählen "
    "Sie die Datei dazu neu aus. Mit dem Prüfcode allein geht es sofort."
)
TOO_MANY = (
    "Von Ihrer Adresse kamen in kurzer Zeit sehr viele Dateien. Bitte versuchen Sie es in zehn Minuten noch einmal. "
    "Mit dem Prüfcode allein geht es sofort."
)


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
    if not form.is_bound or not form.is_valid():
        return show(request, form, status=422 if form.errors else 200)
    if not _may_ask(request, form):
        return show(request, form, problem=TOO_MANY, status=429)
    try:
        outcome = _conclude(form)
        return show(request, form, outcome=outcome, status=200 if outcome else 422)
    except ledger.BusyError:
        return show(request, form, problem=BUSY, status=503)


@login_not_required
@never_cache
@require_POST
def known(request: HttpRequest) -> JsonResponse:
    """Whether a file with this SHA-256 need not leave the visitor's device to be checked; nothing else is told."""
    form = HashForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"known": False}, status=422)
    if not _may_ask_by_hash(request):
        return JsonResponse({"known": False}, status=429)
    return JsonResponse({"known": ledger.is_known(form.cleaned_data["sha256"])})


@login_not_required
@never_cache
@require_GET
def shared(request: HttpRequest, code: str) -> HttpResponse:
    """The short address of a result; who opens it sees how things stand then."""
    return redirect(f"{reverse('verify')}?{urlencode({'code': code})}")


def show(
    request: HttpRequest,
    form: VerifyForm,
    *,
    outcome: Outcome | None = None,
    problem: str = "",
    report_problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page: with a form alone, with what keeps it from answering, or with an outcome."""
    context: dict[str, object] = {"form": form, "problem": problem, "report_problem": report_problem}
    if outcome is not None:
        # The next check begins with the code alone, to which a file may be added, or with nothing.
        code = form["code"].value() if outcome.only_code else ""
        context["form"] = VerifyForm(initial={"code": code})
        context["outcome"] = outcome
        context["report_word"] = outcome.sealed_in_page()
        context["share"] = absolute(reverse("verify-shared", args=[outcome.code])) if outcome.code else ""
        context["share_shown"] = str(context["share"]).partition("://")[2]
    response = render(request, "agreements/verify.html", context, status=status)
    if problem or report_problem:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def _may_ask(request: HttpRequest, form: VerifyForm) -> bool:
    if form.cleaned_data["file"]:
        return within_limit("verify", network_of(request), times=FILES_PER_ADDRESS, seconds=WINDOW)
    return not form.cleaned_data["sha256"] or _may_ask_by_hash(request)


def _may_ask_by_hash(request: HttpRequest) -> bool:
    return within_limit("verify-hash", network_of(request), times=HASHES_PER_ADDRESS, seconds=WINDOW)


def _conclude(form: VerifyForm) -> Outcome | None:
    """Raises BusyError. None for a hash that nobody knows, with the form's error."""
    code, upload, digest = (form.cleaned_data[name] for name in ("code", "file", "sha256"))
    if upload:
        data = upload.read()
        finding = ledger.examine(data, code)
        return _of_file(finding, hashlib.sha256(data).hexdigest(), code, Basis.FILE)
    if digest:
        known_file = ledger.examine_hash(digest, code)
        if known_file is not None:
            return _of_file(known_file, digest, code, Basis.HASH)
        form.add_error(
            "file", "Diese Datei kennt das Portal nicht. Wählen Sie sie bitte noch einmal, um sie zu senden."
        )
        return None
    return conclude_code(code)


def _of_file(finding: ledger.Finding, digest: str, code: str, basis: Basis) -> Outcome:
    assert finding.verdict is not None
    return conclude_file(finding, finding.verdict, digest=digest, code=code, basis=basis)
