"""The office's pages about the commune's side of a draft: who signs for it, and its council's resolution."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agreements.drafting import issuing
from agreements.drafting.commune_side import choose_signatory, confirm_resolution, record_resolution
from agreements.drafting.commune_side_forms import ResolutionForm, SignatoryForm
from agreements.drafting.drafts import StaleDraftError
from agreements.models import PreAgreement
from agreements.models.agreement_text import AgreementText
from agreements.office.lookup import sent_revision, visible_agreement
from agreements.policies.drafts import can_edit
from agreements.policies.readiness import outdated_resolution
from agreements.text.version_changes import Change, changes
from communes.responsibility import actor_for
from core import files
from core.careful_forms import seen_now
from core.downloads import pdf_response
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor

FOUND = 302  # back to the agreement's page, where the message stands


@require_http_methods(["GET", "POST"])
def signatory(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose who signs for the commune."""
    agreement = visible_agreement(request, reference)
    actor = actor_for(request, agreement.commune)
    decision = can_edit(actor, agreement)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(agreement)
    form = SignatoryForm(request.POST or None, agreement=agreement)
    status = 200
    if request.method == "POST":
        done = "Gespeichert. Die Vorschau nennt, wer unterzeichnet."
        status = _attempt(request, form, agreement, lambda: _choose(form, agreement, actor), done)
        if status == FOUND:
            return redirect(agreement)
    context = {"form": form, "agreement": agreement}
    return render(request, "agreements/signatory.html", context, status=status)


@require_http_methods(["GET", "POST"])
def resolution(request: HttpRequest, reference: str) -> HttpResponse:
    """Record the council's resolution."""
    agreement = visible_agreement(request, reference)
    actor = actor_for(request, agreement.commune)
    decision = can_edit(actor, agreement)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(agreement)
    form = _resolution_form(request, agreement)
    status = 200
    if request.method == "POST":
        done = "Der Stand des Ratsbeschlusses ist gespeichert."
        status = _attempt(request, form, agreement, lambda: _record(form, agreement, actor), done)
        if status == FOUND:
            return redirect(agreement)
    context = {
        "form": form,
        "agreement": agreement,
        "outdated": outdated_resolution(agreement),
        "changes": _changes_since_resolution(agreement),
    }
    return render(request, "agreements/resolution.html", context, status=status)


@require_POST
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    """The resolution holds for the changed draft too."""
    agreement = visible_agreement(request, reference)
    actor = actor_for(request, agreement.commune)
    try:
        confirm_resolution(agreement, actor=actor, revision=sent_revision(request))
    except (StaleDraftError, TransitionRefusedError) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Bestätigt: Der Beschluss gilt auch für den geänderten Entwurf.")
    return redirect(agreement)


@require_GET
def resolution_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The resolution as the portal made it anew; saved, never opened in the portal's own pages."""
    agreement = visible_agreement(request, reference)
    if agreement.council_resolution_file is None:
        raise Http404
    return pdf_response(files.read(agreement.council_resolution_file), f"{agreement.reference}-Ratsbeschluss.pdf")


def _resolution_form(request: HttpRequest, agreement: PreAgreement) -> ResolutionForm:
    if request.method != "POST":
        return ResolutionForm(agreement=agreement)
    sent, uploads = request.POST, request.FILES
    # Known once the body was read: the upload handler stops at the limit and leaves a note.
    return ResolutionForm(sent, uploads, agreement=agreement, too_large=getattr(request, "upload_too_large", False))


def _changes_since_resolution(agreement: PreAgreement) -> list[Change]:
    """What the draft says otherwise than the version that the council saw."""
    if agreement.council_resolution_version is None or not outdated_resolution(agreement):
        return []
    version = agreement.versions.filter(number=agreement.council_resolution_version).first()
    if version is None:
        return []
    seen = AgreementText.from_dict(version.content)
    now = issuing.agreement_text(
        agreement, version=version.number, code=version.check_code, issued_at=version.issued_at, draft=True
    )
    return [change for change in changes(seen, now) if change.label != "Ratsbeschluss"]


def _attempt(
    request: HttpRequest,
    form: SignatoryForm | ResolutionForm,
    agreement: PreAgreement,
    save: Callable[[], None],
    done: str,
) -> int:
    """Try it; answers the HTTP status. What is wrong or newer stands in the form, with what was typed."""
    if not form.is_valid():
        return 422
    try:
        save()
    except StaleDraftError as stale_draft:
        form.add_error(None, str(stale_draft))
        agreement.refresh_from_db(fields=["revision"])
        seen_now(form, agreement.revision)
        return 409
    except TransitionRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return FOUND


def _choose(form: SignatoryForm, agreement: PreAgreement, actor: StaffActor) -> None:
    data = form.cleaned_data
    reasons = {"reason": data["reason"], "order_reason": data["order_reason"]}
    choose_signatory(agreement, form.deputy, **reasons, actor=actor, revision=data["revision"])


def _record(form: ResolutionForm, agreement: PreAgreement, actor: StaffActor) -> None:
    record_resolution(agreement, form.resolution(), actor=actor, revision=form.cleaned_data["revision"])
