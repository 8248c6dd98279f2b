"""Agreements on paper: recording them, giving out their scan; and the end of any agreement."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from agreements.drafting import drafts
from agreements.models import PreAgreement
from agreements.office.forms import EndForm
from agreements.office.lookup import visible_agreement
from agreements.offline import recording
from agreements.offline.paper_form import PaperAgreementForm
from agreements.policies.in_force import can_end
from agreements.policies.paper import can_record_existing
from agreements.transitions import pre_agreement
from communes.models import Commune
from communes.responsibility import actor_for
from core import dates, files
from core.downloads import pdf_response
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor
from staff.requests import staff_of


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Record an existing agreement for ``?kommune=<AGS>``; a second click leads to what the first one made."""
    commune = get_object_or_404(Commune.objects.visible_to(staff_of(request)), pk=request.GET.get("kommune", ""))
    actor = actor_for(request, commune)
    decision = can_record_existing(actor, commune)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(commune)
    form = _form(request, commune)
    if request.method == "POST" and form.is_valid():
        return _recorded(request, form, actor)
    context = {"form": form, "commune": commune}
    return render(request, "agreements/record.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """The agreement ended: when and why."""
    agreement = visible_agreement(request, reference)
    actor = actor_for(request, agreement.commune)
    decision = can_end(actor, agreement)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(agreement)
    initial = {"on": timezone.localdate()}
    form = EndForm(request.POST or None, agreement=agreement, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            pre_agreement.end(agreement, actor=actor, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"])
        except TransitionRefusedError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"Die Vereinbarung ist zum {dates.day(agreement.ended_on)} beendet.")
        return redirect(agreement)
    context = {"form": form, "agreement": agreement}
    return render(request, "agreements/end.html", context, status=422 if form.errors else 200)


@require_GET
def scan(request: HttpRequest, reference: str) -> HttpResponse:
    """The scan of the original as the portal made it anew; saved, never opened in the portal's own pages."""
    agreement = visible_agreement(request, reference)
    if agreement.original is None or agreement.original.scan is None:
        raise Http404
    return pdf_response(files.read(agreement.original.scan), f"{agreement.reference}-Scan.pdf")


def _form(request: HttpRequest, commune: Commune) -> PaperAgreementForm:
    agreement = PreAgreement(commune=commune)
    cancel_url = commune.get_absolute_url()
    if request.method != "POST":
        initial = {"template_version": drafts.default_template()}
        return PaperAgreementForm(instance=agreement, initial=initial, cancel_url=cancel_url)
    sent, uploads = request.POST, request.FILES
    # Known once the body was read: the upload handler stops at the limit and leaves a note.
    too_large = getattr(request, "upload_too_large", False)
    return PaperAgreementForm(sent, uploads, instance=agreement, cancel_url=cancel_url, too_large=too_large)


def _recorded(request: HttpRequest, form: PaperAgreementForm, actor: StaffActor) -> HttpResponse:
    try:
        agreement = recording.record_existing(form, actor=actor)
    except (IntegrityError, ValidationError):
        existing = recording.already_recorded(form)
        if existing is None:
            raise
        messages.info(request, "Diese Vereinbarung ist schon erfasst; Sie sehen sie hier. Es wurde nichts geändert.")
        return redirect(existing)
    except TransitionRefusedError as refused:
        messages.error(request, str(refused))
        return redirect(form.instance.commune)
    messages.success(request, f"Die Vereinbarung ist erfasst und hat das Aktenzeichen {agreement.reference}.")
    if agreement.term_until is not None and agreement.term_until < timezone.localdate():
        messages.warning(request, "Ihre Laufzeit ist schon vorbei. Bitte beenden Sie die Vereinbarung unten.")
    return redirect(agreement)
