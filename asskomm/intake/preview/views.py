"""Pages of one import: its progress, the preview of every line and what follows from it, the faulty lines as a file."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from asskomm.intake import transitions
from asskomm.intake.models import Import, Verdict
from asskomm.intake.preview.access import find_import, importers_only
from asskomm.intake.preview.forms import ApplyForm
from asskomm.intake.preview.lines_page import Lines, remarks_on
from asskomm.intake.tasks import enqueue
from asskomm.intake.template.schema import folded
from asskomm.intake.template.sheets import BY_TITLE
from core import journal
from core.action_views import INVALID, ButtonView
from core.downloads import xlsx_response
from core.optimistic_forms import SAVED
from core.policies import ALLOWED, Decision, denied
from staff.office_action import OfficeAction


@never_cache
@require_GET
@importers_only
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How far the work is; then every line with what happens."""
    return _page(request, find_import(request, pk))


@method_decorator([require_POST, importers_only], name="dispatch")
class ImportButton(ButtonView, OfficeAction):
    """Something that the administration does to one import."""

    context_name = "run"
    object: Import

    def find(self) -> Import:
        return find_import(self.request, self.kwargs["pk"])


class Apply(ImportButton):
    """Agree to the preview; the work itself is done in the background."""

    form_class = ApplyForm
    denied_level = messages.INFO

    def decide(self) -> Decision:
        """A second click, or a second person, is no mistake."""
        if self.object.status in {Import.Status.APPLYING, Import.Status.APPLIED}:
            return denied("Dieser Import ist schon freigegeben; er wird nur einmal übernommen.")
        return ALLOWED

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "run": self.object}

    def attempt(self, form: Any) -> tuple[int, Any]:
        """What is not agreed to is asked for while the preview waits; otherwise the lock says in which state it is."""
        if not form.is_valid() and self.object.status == Import.Status.READY:
            return INVALID, None
        self.perform(form)
        return SAVED, None

    def perform(self, form: ApplyForm) -> None:
        agreed = form.cleaned_data
        with journal.collected():
            transitions.start(
                self.object,
                actor=self.actor,
                revision=agreed.get("revision") or 0,
                leave_out_faulty=bool(agreed.get("leave_out_faulty")),
                include_hidden=bool(agreed.get("include_hidden")),
            )
            enqueue(self.object)

    def show_again(self, form: Any, status: int) -> HttpResponse:
        return _page(self.request, self.object, form, status)


class Reread(ImportButton):
    """Another preview, with or without what Excel hides in the file."""

    def perform(self, _form: Any) -> None:
        leave_out = self.request.POST.get("auslassen") == "1"
        with journal.collected():
            transitions.reread(self.object, actor=self.actor, leave_out_hidden=leave_out)
            enqueue(self.object)


class Discard(ImportButton):
    """Nothing of it is wanted."""

    done = "Der Import ist verworfen, seine Zeilen sind gelöscht. Im Portal hat sich nichts geändert."

    def perform(self, _form: Any) -> None:
        transitions.discard(self.object, actor=self.actor)

    def leads_to(self, _result: Any) -> str:
        return "imports"


@require_GET
@importers_only
def errors(request: HttpRequest, pk: int) -> HttpResponse:
    """The faulty lines as a workbook that can be corrected and uploaded."""
    from asskomm.intake.template import workbooks  # noqa: PLC0415 - loads openpyxl, which few pages need

    run = find_import(request, pk)
    lines = (
        (sheet, line.number, line.cells, remarks_on(line))
        for line in run.lines.filter(verdict=Verdict.FAULTY).order_by("position")
        if (sheet := BY_TITLE.get(folded(line.sheet))) is not None
    )
    return xlsx_response(workbooks.with_faults(lines), f"Fehler-Import-{timezone.localdate(run.uploaded_at)}.xlsx")


def _page(request: HttpRequest, run: Import, form: ApplyForm | None = None, status: int = 200) -> Any:
    if run.at_work:
        return render(request, "intake/progress.html", {"run": run, "progress": run.progress})
    if run.status in {Import.Status.FAILED, Import.Status.DISCARDED}:
        return render(request, "intake/closed.html", {"run": run})
    view: Any = Lines()
    view.run, view.form = run, form or ApplyForm(run=run)
    view.setup(request)
    response: HttpResponseBase = view.get(request)
    response.status_code = status
    return response
