"""The mayor's first step: who is invited to what, and the code that proves it (signing rule 3)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agreements.ceremony import codes
from agreements.ceremony.active_ceremony import frame, in_ceremony
from agreements.ceremony.code_forms import CodeForm
from agreements.ceremony.codes import CodeRefusedError
from agreements.models import Ceremony
from agreements.models.code_channels import CodeChannel
from communes.responsibility import contact_today


@require_GET
@in_ceremony
def begin(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """Who is invited to what, and how the code comes."""
    if ceremony.is_identified:
        return redirect("ceremony-read")
    return _code_page(request, ceremony, _form(ceremony))


@require_POST
@in_ceremony
def request_code(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """Send the code: by another act than opening the link (signing rule 3)."""
    try:
        codes.request_code(ceremony)
    except CodeRefusedError as refused:
        status = 429 if ceremony.invitation.code_channel == CodeChannel.MAIL else 409
        return _code_page(request, ceremony, _form(ceremony), problem=str(refused), status=status)
    return redirect("ceremony")


@require_POST
@in_ceremony
def request_call(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """Ask the office to call and read the code out."""
    try:
        codes.request_call(ceremony)
    except CodeRefusedError as refused:
        return _code_page(request, ceremony, _form(ceremony), problem=str(refused), status=409)
    return redirect("ceremony")


@require_http_methods(["GET", "POST"])
@in_ceremony
def give_code(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """Check what was typed."""
    if request.method == "GET":
        return redirect("ceremony")
    form = _form(ceremony, request.POST)
    if not form.is_valid():
        return _code_page(request, ceremony, form, status=422)
    try:
        codes.give_code(ceremony, form.cleaned_data["code"])
    except CodeRefusedError as refused:
        form.add_error("code", str(refused))
        return _code_page(request, ceremony, form, status=422)
    return redirect("ceremony-read")


def _form(ceremony: Ceremony, data: object = None) -> CodeForm:
    invitation = ceremony.invitation
    by_letter = invitation.code_channel == CodeChannel.LETTER
    on_its_way = by_letter or invitation.call_requested_at is not None or codes.awaited_code(invitation) is not None
    return CodeForm(data, channel=invitation.code_channel, expected=on_its_way)


def _code_page(
    request: HttpRequest, ceremony: Ceremony, form: CodeForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    invitation = ceremony.invitation
    context = {
        "form": form,
        "awaited": codes.awaited_code(invitation),
        "contact": contact_today(invitation.version.agreement.commune),
        "problem": problem,
        **frame(ceremony),
    }
    return render(request, "agreements/ceremony/code.html", context, status=status)
