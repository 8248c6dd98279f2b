"""The office passes a code on: read out once on the telephone, or as a letter to print. Never with the link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agreements.ceremony import codes
from agreements.ceremony.code_forms import CodeLetterForm
from agreements.models import Invitation, PreAgreement
from agreements.models.code_channels import CodeChannel
from agreements.office.code_letter import make_letter
from agreements.office.lookup import visible_agreement
from agreements.policies.signing import can_pass_on_code
from agreements.text.documents import RenderingFailed
from communes.responsibility import actor_for
from core.downloads import pdf_response
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor


@never_cache
@require_http_methods(["GET", "POST"])
def pass_on(request: HttpRequest, reference: str) -> HttpResponse:
    """GET says how; POST makes a new code that this one answer shows, on the page or in the letter."""
    agreement = visible_agreement(request, reference)
    actor = actor_for(request, agreement.commune)
    decision = can_pass_on_code(actor, agreement)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(agreement)
    invitation = agreement.open_invitation
    assert invitation is not None
    if invitation.code_channel == CodeChannel.LETTER:
        return _letter(request, agreement, invitation, actor)
    return _telephone(request, agreement, invitation, actor)


def _telephone(
    request: HttpRequest, agreement: PreAgreement, invitation: Invitation, actor: StaffActor
) -> HttpResponse:
    context = {"agreement": agreement, "invitation": invitation, "holder": invitation.office_holder, "actor": actor}
    if request.method == "POST":
        try:
            code, until = codes.read_out(agreement, actor=actor)
        except TransitionRefusedError as refused:
            messages.error(request, str(refused))
            return redirect(agreement)
        context |= {"code": code, "until": timezone.localtime(until)}
    return render(request, "agreements/read_code.html", context)


def _letter(request: HttpRequest, agreement: PreAgreement, invitation: Invitation, actor: StaffActor) -> HttpResponse:
    holder = invitation.office_holder
    form = CodeLetterForm(
        request.POST or None,
        initial={"address": f"{agreement.commune.full_name}\n{holder}\n"},
        cancel_url=agreement.get_absolute_url(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            letter = make_letter(agreement, form.cleaned_data["address"], actor=actor)
        except RenderingFailed as failed:
            form.add_error("address", str(failed))
        except TransitionRefusedError as refused:
            messages.error(request, str(refused))
            return redirect(agreement)
        else:
            return pdf_response(letter, f"{agreement.reference}-Brief-mit-Code.pdf")
    context = {"agreement": agreement, "invitation": invitation, "holder": holder, "actor": actor, "form": form}
    return render(request, "agreements/code_letter.html", context, status=422 if form.errors else 200)
