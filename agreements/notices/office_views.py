"""The staff's pages about notices of change: recording one, its page, sending again, taking back, its PDF."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agreements.models import ChangeNotice, PreAgreement
from agreements.notices import steps
from agreements.notices.forms import NoticeForm
from agreements.notices.page import notice_page, recent_changes
from agreements.office.forms import ReasonForm
from agreements.office.lookup import visible_agreement
from agreements.policies.notices import can_change_notice, can_send_notice
from communes.responsibility import actor_for
from core import files
from core.downloads import pdf_response
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor

STALE = (
    "Inzwischen gilt etwas anderes, als dieses Formular gezeigt hat; es wurde nichts gesendet. Bitte prüfen Sie Ihre "
    "Eingaben: Wenn Sie jetzt senden, wird mitgeteilt, was hier steht."
)


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what the commune told and send the link; a second click leads to what the first one made."""
    agreement = visible_agreement(request, reference)
    actor = actor_for(request, agreement.commune)
    decision = can_send_notice(actor, agreement)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(_waiting(agreement) or agreement)
    form = NoticeForm(request.POST or None, agreement=agreement)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            answer = _record(request, form, actor)
            if answer is not None:
                return answer
            status = 409
    context = {
        "form": form,
        "agreement": agreement,
        "holder": agreement.commune.office_holders.signatory_on(timezone.localdate()),
        "signatory_changes": recent_changes(agreement),
    }
    return render(request, "agreements/notices/record.html", context, status=status)


def _record(request: HttpRequest, form: NoticeForm, actor: StaffActor) -> HttpResponse | None:
    """Where to go on, or None when the form shows what does not hold any more; it says so."""
    agreement = form.agreement
    try:
        notice = steps.record(agreement, form.told, actor=actor)
    except steps.StaleTermsError:
        form.show_again(STALE)
        return None
    except (TransitionRefusedError, IntegrityError) as refused:
        reason = can_send_notice(actor, PreAgreement.objects.get(pk=agreement.pk)).reason
        messages.warning(request, reason or str(refused))
        return redirect(_waiting(agreement) or agreement)
    messages.success(request, f"Die Mitteilung ist auf dem Weg an {notice.holder}.")
    return redirect(notice)


@require_GET
def show(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What was told, what became of it, and where the link went."""
    notice = _visible(request, reference, number)
    context = notice_page(notice, actor_for(request, notice.agreement.commune))
    return render(request, "agreements/notices/show.html", context)


@require_POST
def resend(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A new link; the former one is dead."""
    notice = _visible(request, reference, number)
    try:
        steps.resend(notice, actor=actor_for(request, notice.agreement.commune))
    except TransitionRefusedError as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"Ein neuer Link ist auf dem Weg an {notice.holder}; der frühere gilt nicht mehr.")
    return redirect(notice)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take it back, with a reason."""
    notice = _visible(request, reference, number)
    actor = actor_for(request, notice.agreement.commune)
    decision = can_change_notice(actor, notice)
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(notice)
    form = ReasonForm(
        request.POST or None,
        submit="Mitteilung zurückziehen",
        cancel_label="Abbrechen",
        cancel_url=notice.get_absolute_url(),
        hint="Der Grund steht im Verlauf. Der Link der Kommune gilt danach nicht mehr, sie erhält eine E-Mail.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            steps.withdraw(notice, form.cleaned_data["reason"], actor=actor)
        except TransitionRefusedError as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, "Die Änderungsmitteilung ist zurückgezogen, die Kommune wird benachrichtigt.")
        return redirect(notice)
    context = {"form": form, "notice": notice, "agreement": notice.agreement}
    return render(request, "agreements/notices/withdraw.html", context, status=422 if form.errors else 200)


@require_GET
def document(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The confirmed notice as PDF."""
    notice = _visible(request, reference, number)
    if notice.file is None:
        raise Http404
    return pdf_response(files.read(notice.file), f"{notice.reference}.pdf")


def _visible(request: HttpRequest, reference: str, number: int) -> ChangeNotice:
    agreement = visible_agreement(request, reference)
    found = ChangeNotice.objects.select_related("holder__commune", "recorded_by", "file")
    notice = get_object_or_404(found, agreement=agreement, number=number)
    notice.agreement = agreement
    return notice


def _waiting(agreement: PreAgreement) -> ChangeNotice | None:
    return agreement.notices.filter(status=ChangeNotice.Status.OPEN).first()
