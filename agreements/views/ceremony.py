"""The mayor's pages: open without an account, known by the ceremony's own cookie (signing rules 1 to 6)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from agreements import ceremonies
from agreements.agreement_text import AgreementText
from agreements.ceremonies import Obstacle
from agreements.changes import Change
from agreements.forms import ConsentForm, ReasonForm, SignatureForm
from agreements.models import Ceremony, DocumentVersion, PreAgreement, Signature
from agreements.models.ceremony import COOKIE_LASTS
from agreements.signing import Ink, InkRejected, SigningError
from agreements.standing import standing
from agreements.versions import between, changes_for_signatory
from agreements.views.other_window import shows_another
from agreements.ways.legal_meaning import legal_meaning
from core import files
from core.downloads import pdf_response
from core.transitions import TransitionRefusedError

COOKIE = "unterzeichnung"
COOKIE_PATH = "/unterzeichnen/"
IDENTIFY_AGAIN = (
    "Seit Ihrem Code sind mehr als zwei Stunden vergangen; es wurde noch nichts übermittelt. Bitte weisen Sie sich "
    "noch einmal aus. Was Sie gezeichnet oder eingetippt haben, ist in diesem Browserfenster noch da."
)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
CeremonyView = Callable[[HttpRequest, Ceremony], HttpResponse]

OBSTACLE_STATUS = {
    Obstacle.UNKNOWN: 404,
    Obstacle.SIGNED: 410,
    Obstacle.RECEIVED: 410,
    Obstacle.ANSWERED: 410,
    Obstacle.CHANGE_REQUESTED: 410,
    Obstacle.REVOKED: 410,
    Obstacle.WITHDRAWN: 410,
    Obstacle.EXPIRED: 410,
    Obstacle.SUPERSEDED: 409,
    Obstacle.NOT_IN_OFFICE: 403,
}


def mayors_page(view: View[P]) -> View[P]:
    """Open to everyone, never stored by browser or proxy."""
    return login_not_required(never_cache(view))


def in_ceremony(view: CeremonyView) -> View[[]]:
    """Find the ceremony by its cookie and refuse with a page of its own when something stands in the way."""

    @mayors_page
    @wraps(view)
    def run(request: HttpRequest) -> HttpResponse:
        ceremony = _ceremony(request)
        if ceremony is None:
            return _stop(request, Obstacle.UNKNOWN, None)
        if ceremony.is_over:
            obstacle = ceremonies.obstacle(ceremony)
            return _stop(request, obstacle or Obstacle.UNKNOWN, ceremony if obstacle else None)
        if ceremony.signed:
            return redirect("ceremony-receipt")
        obstacle = ceremonies.obstacle(ceremony)
        if obstacle is not None:
            return _stop(request, obstacle, ceremony)
        return view(request, ceremony)

    return run


def identified(view: CeremonyView) -> CeremonyView:
    """Only after the code was accepted, and not too long ago."""

    @wraps(view)
    def run(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        if ceremony.is_identified:
            return view(request, ceremony)
        if request.method == "POST":
            messages.warning(request, IDENTIFY_AGAIN)
        return redirect("ceremony")

    return run


@mayors_page
@require_GET
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Swap the token for a cookie and go to an address without it."""
    started = ceremonies.start(token, request.COOKIES.get(COOKIE, ""))
    if started is None:
        return _stop(request, Obstacle.UNKNOWN, None)
    response = redirect("ceremony")
    response.set_cookie(
        COOKIE,
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
        return _reading_page(request, ceremony, fresh, changed=True, status=409)
    return redirect("ceremony-sign")


@require_http_methods(["GET", "POST"])
@in_ceremony
@identified
def sign(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """Typed name or strokes; the server signs the stored bytes."""
    version = ceremony.invitation.version
    online = version.agreement.route == PreAgreement.Route.ONLINE
    if not online or ceremony.consented_sha256 != version.sha256:
        return redirect("ceremony-read" if online else "ceremony-upload")
    if request.method == "GET":
        initial = {"nonce": ceremony.nonce, "shown": version.sha256}
        return _signing_page(request, ceremony, SignatureForm(initial=initial))
    form = SignatureForm(request.POST)
    ink = _ink(form)
    if ink is None:
        return _signing_page(request, ceremony, form, status=422)
    try:
        ceremonies.sign(ceremony, ink=ink, nonce=form.cleaned_data["nonce"], shown_sha256=form.cleaned_data["shown"])
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
        request.POST or None,
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


@require_GET
@in_ceremony
@identified
def document(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """The exact PDF that will be signed."""
    version = ceremony.invitation.version
    return pdf_response(files.read(version.issued_file), f"{version.agreement.reference}.pdf", inline=True)


@mayors_page
@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """What was signed, when, and what comes next; the signed file once both have signed."""
    ceremony = _going_on(request)
    if ceremony is None or not ceremony.signed:
        return redirect("ceremony")
    version = ceremony.invitation.version
    signature = version.signatures.get(party=Signature.Party.COMMUNE)
    context = {"signature": signature, "standing": standing(version), **frame(ceremony)}
    return render(request, "agreements/ceremony/receipt.html", context)


@mayors_page
@require_GET
def signed_document(request: HttpRequest) -> HttpResponse:
    """The signed file of both sides, for whoever signed on this device (signing rules 9 and 16)."""
    ceremony = _going_on(request)
    if ceremony is None or not ceremony.signed or not ceremony.is_identified:
        return _stop(request, Obstacle.UNKNOWN, None)
    final = ceremony.invitation.version.final_file
    if final is None:
        return redirect("ceremony-receipt")
    name = f"{ceremony.invitation.version.agreement.reference}-unterzeichnet.pdf"
    return pdf_response(files.read(final), name)


@mayors_page
@require_GET
def evidence_document(request: HttpRequest) -> HttpResponse:
    """The evidence sheet, for whoever signed on this device (signing rule 16)."""
    ceremony = _going_on(request)
    if ceremony is None or not ceremony.signed or not ceremony.is_identified:
        return _stop(request, Obstacle.UNKNOWN, None)
    sheet = ceremony.invitation.version.evidence_file
    if sheet is None:
        return redirect("ceremony-receipt")
    return pdf_response(files.read(sheet), f"{ceremony.invitation.version.agreement.reference}-nachweis.pdf")


def _ceremony(request: HttpRequest) -> Ceremony | None:
    secret = request.COOKIES.get(COOKIE, "")
    return ceremonies.for_secret(secret) if secret else None


def _going_on(request: HttpRequest) -> Ceremony | None:
    ceremony = _ceremony(request)
    return None if ceremony is None or ceremony.is_over else ceremony


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
    ceremony = _ceremony(request)
    assert ceremony is not None
    if ceremony.signed:
        return redirect("ceremony-receipt")
    obstacle = ceremonies.obstacle(ceremony)
    if obstacle is not None:
        return _stop(request, obstacle, ceremony)
    return _signing_page(request, ceremony, form, problem=reason, status=409)


def frame(ceremony: Ceremony) -> dict[str, object]:
    """What every page of the mayor's way shows."""
    version = ceremony.invitation.version
    return {
        "ceremony": ceremony,
        "invitation": ceremony.invitation,
        "holder": ceremony.invitation.office_holder,
        "version": version,
        "agreement": version.agreement,
        "text": AgreementText.from_dict(version.content),
        "legal_meaning": legal_meaning(version.agreement),
    }


def _reading_page(
    request: HttpRequest, ceremony: Ceremony, form: ConsentForm, *, changed: bool = False, status: int = 200
) -> HttpResponse:
    changes = _changes_since_last(ceremony.invitation.version)
    context = {"form": form, "changed": changed, "changes": changes, **frame(ceremony)}
    agreement = ceremony.invitation.version.agreement
    if agreement.route == PreAgreement.Route.PRINTED:
        context["contact"] = agreement.commune.responsible_on(timezone.localdate())
        return render(request, "agreements/ceremony/print.html", context, status=status)
    return render(request, "agreements/ceremony/read.html", context, status=status)


def _signing_page(
    request: HttpRequest, ceremony: Ceremony, form: SignatureForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "problem": problem, **frame(ceremony)}
    return render(request, "agreements/ceremony/sign.html", context, status=status)


def _stop(request: HttpRequest, obstacle: Obstacle, ceremony: Ceremony | None) -> HttpResponse:
    """A page of its own for each obstacle. What changed is shown only to who gave the code."""
    context: dict[str, object] = {"obstacle": obstacle.value}
    if ceremony is not None:
        commune = ceremony.invitation.version.agreement.commune
        needs_nobody = obstacle in {Obstacle.SIGNED, Obstacle.RECEIVED}
        context |= frame(ceremony)
        context["contact"] = None if needs_nobody else commune.responsible_on(timezone.localdate())
        if obstacle == Obstacle.SUPERSEDED and ceremony.identified_at is not None and not ceremony.is_over:
            context["changes"] = _changes_to_current(ceremony.invitation.version)
    return render(request, "agreements/ceremony/stopped.html", context, status=OBSTACLE_STATUS[obstacle])


def _changes_since_last(version: DocumentVersion) -> list[Change]:
    return changes_for_signatory(version)


def _changes_to_current(version: DocumentVersion) -> list[Change]:
    current = version.agreement.current_version
    return between(version, current) if current else []
