"""The download of a sealed check report. It costs a signature: by POST only, and not often."""

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from agreements.verification.form import VerifyForm
from agreements.verification.outcome import Outcome
from agreements.verification.views import WINDOW, show
from core.downloads import pdf_response
from core.limits import within_limit
from core.signing.errors import SigningError
from core.visitors import network_of

REPORTS_PER_ADDRESS, REPORTS_OF_ALL = 6, 120  # in ten minutes
STALE = (
    "Diese Prüfung ist nicht mehr aktuell. Bitte prüfen Sie noch einmal und laden Sie den Prüfbericht dann herunter."
)
TOO_MANY = "Es wurden in kurzer Zeit sehr viele Prüfberichte angefordert. Bitte versuchen Sie es später noch einmal."
NOT_NOW = (
    "Der Prüfbericht kann gerade nicht gesiegelt werden. Bitte versuchen Sie es in einigen Minuten noch einmal. Das "
    "Ergebnis der Prüfung gilt trotzdem."
)


@login_not_required
@never_cache
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Seal what the page said, within an hour and on the same day: what holds today is part of it."""
    try:
        outcome = Outcome.from_page(request.POST.get("outcome", ""))
    except BadSignature:
        return show(request, VerifyForm(), problem=STALE, status=409)
    if timezone.localdate(outcome.at) != timezone.localdate():
        return show(request, VerifyForm(), problem=STALE, status=409)
    if not _may_have(request):
        return show(request, VerifyForm(), outcome=outcome, report_problem=TOO_MANY, status=429)
    from agreements.verification.report import sealed_report  # noqa: PLC0415 - loads renderer and signer

    try:
        return pdf_response(sealed_report(outcome), _name(outcome))
    except SigningError:
        return show(request, VerifyForm(), outcome=outcome, report_problem=NOT_NOW, status=503)


def _may_have(request: HttpRequest) -> bool:
    own = within_limit("check-report", network_of(request), times=REPORTS_PER_ADDRESS, seconds=WINDOW)
    return own and within_limit("check-report", "all", times=REPORTS_OF_ALL, seconds=WINDOW)


def _name(outcome: Outcome) -> str:
    return f"pruefbericht-{outcome.reference or outcome.sha256[:12] or 'prüfcode'}.pdf".replace("ü", "ue")
