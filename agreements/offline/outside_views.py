"""The mayor's last step when the template wants a qualified signature: download, sign elsewhere, upload."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.ceremony.active_ceremony import frame, identified, in_ceremony
from agreements.models import Ceremony, PreAgreement
from agreements.offline.forms import OutsideSignatureForm
from agreements.offline.signed_outside import take_signed_file
from communes.responsibility import contact_today
from core.signing.errors import SigningError
from core.signing.outside import OutsideSignatureRefused
from core.transitions import TransitionRefusedError


@require_http_methods(["GET", "POST"])
@in_ceremony
@identified
def upload(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """Take the file or say what is wrong with it; nothing is stored of a file that is not taken."""
    version = ceremony.invitation.version
    if version.agreement.route != PreAgreement.Route.QUALIFIED or ceremony.consented_sha256 != version.sha256:
        return redirect("ceremony-read")
    if request.method == "GET":
        return _page(request, ceremony, _empty(ceremony))
    sent, uploads = request.POST, request.FILES
    # Known once the body was read: the upload handler stops at the limit and leaves a note.
    form = OutsideSignatureForm(sent, uploads, too_large=getattr(request, "upload_too_large", False))
    if not form.is_valid():
        return _page(request, ceremony, form, status=422)
    return _take(request, ceremony, form)


def _take(request: HttpRequest, ceremony: Ceremony, form: OutsideSignatureForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        take_signed_file(ceremony, data["file"].read(), nonce=data["nonce"], shown_sha256=data["shown"])
    except OutsideSignatureRefused as refused:
        form.add_error("file", str(refused))
        return _page(request, ceremony, form, status=422)
    except SigningError as error:
        return _page(request, ceremony, form, problem=str(error), status=503)
    except TransitionRefusedError as refused:
        return _refused(request, str(refused))
    return redirect("ceremony-receipt")


def _empty(ceremony: Ceremony) -> OutsideSignatureForm:
    return OutsideSignatureForm(initial={"nonce": ceremony.nonce, "shown": ceremony.invitation.version.sha256})


def _refused(request: HttpRequest, reason: str) -> HttpResponse:
    """Somebody was faster, or something changed since the page was opened: look again, and say what is so now."""

    @in_ceremony
    def again(request: HttpRequest, fresh: Ceremony) -> HttpResponse:
        return _page(request, fresh, _empty(fresh), problem=reason, status=409)

    return again(request)


def _page(
    request: HttpRequest, ceremony: Ceremony, form: OutsideSignatureForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    contact = contact_today(ceremony.invitation.version.agreement.commune)
    context = {"form": form, "problem": problem, "contact": contact, **frame(ceremony)}
    return render(request, "agreements/ceremony/upload.html", context, status=status)
