"""The staff's pages about notices of change: recording one, its page, sending again, taking back, its PDF."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from agreements.models import ChangeNotice, PreAgreement
from agreements.notices import steps
from agreements.notices.forms import NoticeForm
from agreements.notices.page import notice_page, recent_changes
from agreements.office.agreement_views import AgreementAction, AgreementButton
from agreements.office.forms import ReasonForm
from agreements.office.lookup import visible_agreement
from agreements.policies.notices import can_change_notice, can_send_notice
from communes.responsibility import actor_for
from core import files
from core.action_views import OwnWordsView
from core.downloads import pdf_response
from core.policies import Decision


class RecordNotice(AgreementAction):
    """Record what the commune told and send the link; a second click leads to what the first one made."""

    form_class = NoticeForm
    template_name = "agreements/notices/record.html"
    draft_key = "notice-{object.reference}"

    @property
    def waiting(self) -> ChangeNotice | None:
        """What a first click has made, asked for whenever it matters."""
        return self.agreement.notices.filter(status=ChangeNotice.Status.OPEN).first()

    def decide(self) -> Decision:
        return can_send_notice(self.actor, self.agreement)

    def is_late(self) -> bool:
        return self.waiting is None and super().is_late()

    def back_to(self) -> Any:
        return self.waiting or self.agreement

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "agreement": self.agreement}

    def perform(self, form: NoticeForm) -> ChangeNotice:
        return steps.record(self.agreement, form.told, actor=self.actor)

    def done_text(self, result: ChangeNotice) -> str:
        return f"Die Mitteilung ist auf dem Weg an {result.holder}."

    def refused(self, form: Any, reason: str) -> HttpResponse:
        waiting = self.waiting
        if waiting is None:
            return super().refused(form, reason)
        messages.warning(self.request, reason)
        return redirect(waiting)

    def existing(self, form: Any) -> HttpResponse | None:
        reason = can_send_notice(self.actor, PreAgreement.objects.get(pk=self.agreement.pk)).reason
        return self.refused(form, reason) if reason else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        holder = self.agreement.commune.office_holders.head_on(timezone.localdate())
        changes = recent_changes(self.agreement)
        return super().get_context_data(holder=holder, signatory_changes=changes, **kwargs)


@require_GET
def show(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What was told, what became of it, and where the link went."""
    notice = _visible(request, reference, number)
    context = notice_page(notice, actor_for(request, notice.agreement.commune))
    return render(request, "agreements/notices/show.html", context)


class NoticeAction(AgreementAction):
    """Something that the office does to one notice."""

    context_name = "notice"
    object: ChangeNotice

    def find(self) -> ChangeNotice:
        return _notice_of(self.agreement, self.kwargs["number"])


class ResendNotice(AgreementButton, NoticeAction):
    """A new link; the former one is dead."""

    refused_level = messages.WARNING

    def perform(self, _form: Any) -> None:
        steps.resend(self.object, actor=self.actor)

    def done_text(self, _result: Any) -> str:
        return f"Ein neuer Link ist auf dem Weg an {self.object.holder}; der frühere gilt nicht mehr."


class WithdrawNotice(OwnWordsView, NoticeAction):
    """Take it back, with a reason."""

    form_class = ReasonForm
    template_name = "agreements/notices/withdraw.html"
    draft_key = "notice-withdraw-{object.reference}"
    submit = "Mitteilung zurückziehen"
    hint = "Der Grund steht im Verlauf. Der Link der Kommune gilt danach nicht mehr, sie erhält eine E-Mail."
    done = "Die Änderungsmitteilung ist zurückgezogen, die Kommune wird benachrichtigt."

    def decide(self) -> Decision:
        return can_change_notice(self.actor, self.object)

    def perform(self, form: ReasonForm) -> None:
        steps.withdraw(self.object, form.cleaned_data["reason"], actor=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(agreement=self.agreement, **kwargs)


@require_GET
def document(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The confirmed notice as PDF."""
    notice = _visible(request, reference, number)
    if notice.file is None:
        raise Http404
    return pdf_response(files.read(notice.file), f"{notice.reference}.pdf")


def _visible(request: HttpRequest, reference: str, number: int) -> ChangeNotice:
    return _notice_of(visible_agreement(request, reference), number)


def _notice_of(agreement: PreAgreement, number: int) -> ChangeNotice:
    found = ChangeNotice.objects.select_related("holder__commune", "recorded_by", "file")
    notice = get_object_or_404(found, agreement=agreement, number=number)
    notice.agreement = agreement
    return notice
