"""The mayor's pages from the link to the receipt (signing rules 1 to 6)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from agreements.ceremony import ceremonies
from agreements.ceremony.active_ceremony import (
    COOKIE_PATH,
    ceremony_of,
    frame,
    going_on,
    identified,
    in_ceremony,
    mayors_page,
    stop,
)
from agreements.ceremony.ceremonies import Obstacle
from agreements.ceremony.forms import ConsentForm, SignatureForm
from agreements.ceremony.other_window import shows_another
from agreements.evidence.legal_status import standing
from agreements.models import Ceremony, PreAgreement, Signature
from agreements.models.ceremony import COOKIE_LASTS
from agreements.notices.answer_views import open_link
from agreements.office.forms import ReasonForm
from agreements.text.versions import changes_for_signatory
from communes.responsibility import contact_today
from core.signing.errors import InkRejected, SigningError
from core.signing.ink import Ink
from core.transitions import TransitionRefusedError


@mayors_page
@require_GET
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Swap the token for a cookie and go to an address without it; a notice of change has a way of its own."""
    started = ceremonies.start(token, request.COOKIES.get(settings.CEREMONY_COOKIE_NAME, ""))
    if started is None:
        return open_link(token) or stop(request, Obstacle.UNKNOWN, None)
    response = redirect("ceremony")
    response.set_cookie(
        settings.CEREMONY_COOKIE_NAME,
        started.secret,
        max_age=int(COOKIE_LASTS.total_seconds()),
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_http_methods(["GET", "POST"])
@in_ceremony
@identified
def read(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """The reading version of exactly the frozen text, the PDF itself, and the consent."""
    version = ceremony.invitation.version
    if ceremonies.changes_to_see(ceremony):
        return redirect("ceremony-changes")
    commune = version.content["commune_name"]
    if request.method == "GET" or version.agreement.route == PreAgreement.Route.PRINTED:
        return _reading_page(request, ceremony, ConsentForm(commune=commune, initial={"shown": version.sha256}))
    form = ConsentForm(request.POST, commune=commune)
    if not form.is_valid():
        return _reading_page(request, ceremony, form, status=422)
    if not ceremonies.consent(ceremony, form.cleaned_data["shown"]):
        fresh = ConsentForm(commune=commune, initial={"shown": version.sha256})
        told = "Die Fassung hat sich geändert" if form.cleaned_data["shown"] else "Die Seite war veraltet"
        return _reading_page(request, ceremony, fresh, outdated=told, status=409)
    return redirect("ceremony-sign")


@require_http_methods(["GET", "POST"])
@in_ceremony
@identified
def sign(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """Typed name or strokes; the server signs the stored bytes."""
    version = ceremony.invitation.version
    online = version.agreement.route == PreAgreement.Route.ONLINE
    signatory = ceremony.invitation.office_holder.full_name
    if not online or ceremony.consented_sha256 != version.sha256:
        return redirect("ceremony-read" if online else "ceremony-upload")
    if request.method == "GET":
        initial = {"nonce": ceremony.nonce, "shown": version.sha256}
        return _signing_page(request, ceremony, SignatureForm(initial=initial, signatory=signatory))
    form = SignatureForm(request.POST, signatory=signatory)
    ink = _ink(form)
    if ink is None or form.must_ask:
        return _signing_page(request, ceremony, form, status=422)
    return _sign(request, ceremony, form, ink)


def _sign(request: HttpRequest, ceremony: Ceremony, form: SignatureForm, ink: Ink) -> HttpResponse:
    said = form.cleaned_data
    try:
        ceremonies.sign(
            ceremony,
            ink=ink,
            nonce=said["nonce"],
            shown_sha256=said["shown"],
            confirmed_name=said["confirmed_name"],
        )
    except SigningError as error:
        return _signing_page(request, ceremony, form, problem=str(error), status=503)
    except TransitionRefusedError as refused:
        return _refused(request, form, str(refused))
    return redirect("ceremony-receipt")


@require_http_methods(["GET", "POST"])
@in_ceremony
@identified
def decline(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """Say no, with a reason."""
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        submit="Nicht unterzeichnen",
        cancel_label="Zurück zur Vereinbarung",
        cancel_url="/unterzeichnen/lesen/",
        hint="Bitte sagen Sie uns kurz, warum. Ihre Sachbearbeitung meldet sich bei Ihnen.",
    )
    another = shows_another(request, ceremony, form)
    if request.method == "POST" and not another and form.is_valid():
        try:
            ceremonies.decline(ceremony, form.cleaned_data["reason"])
        except TransitionRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("ceremony")
    status = 409 if another else 422 if form.errors else 200
    context = {"form": form, **frame(ceremony)}
    return render(request, "agreements/ceremony/decline.html", context, status=status)


@mayors_page
@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """What was signed, when, and what comes next; the signed file once both have signed."""
    ceremony = going_on(request)
    if ceremony is None or not ceremony.signed:
        return redirect("ceremony")
    version = ceremony.invitation.version
    signature = version.signatures.get(party=Signature.Party.COMMUNE)
    context = {"signature": signature, "standing": standing(version), **frame(ceremony)}
    return render(request, "agreements/ceremony/receipt.html", context)


def _ink(form: SignatureForm) -> Ink | None:
    if not form.is_valid():
        return None
    if form.cleaned_data["method"] == SignatureForm.TYPED:
        return Ink(typed_name=form.cleaned_data["typed_name"])
    try:
        return Ink.from_json(form.cleaned_data["strokes"])
    except InkRejected as rejected:
        form.add_error("method", str(rejected))
        return None


def _refused(request: HttpRequest, form: SignatureForm, reason: str) -> HttpResponse:
    """Somebody was faster, or something changed since the page was opened: look again, and say what is so now."""
    ceremony = ceremony_of(request)
    assert ceremony is not None
    if ceremony.signed:
        return redirect("ceremony-receipt")
    obstacle = ceremonies.obstacle(ceremony)
    if obstacle is not None:
        return stop(request, obstacle, ceremony)
    return _signing_page(request, ceremony, form, problem=reason, status=409)


def _reading_page(
    request: HttpRequest, ceremony: Ceremony, form: ConsentForm, *, outdated: str = "", status: int = 200
) -> HttpResponse:
    changes = changes_for_signatory(ceremony.invitation.version)
    context = {"form": form, "outdated": outdated, "changes": changes, **frame(ceremony)}
    agreement = ceremony.invitation.version.agreement
    if agreement.route == PreAgreement.Route.PRINTED:
        context["contact"] = contact_today(agreement.commune)
        return render(request, "agreements/ceremony/print.html", context, status=status)
    return render(request, "agreements/ceremony/read.html", context, status=status)


def _signing_page(
    request: HttpRequest, ceremony: Ceremony, form: SignatureForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "problem": problem, **frame(ceremony)}
    return render(request, "agreements/ceremony/sign.html", context, status=status)
