"""Pages of one import: its progress, the preview of every line and what follows from it, the faulty lines as a file."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
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
from core.downloads import xlsx_response
from core.transitions import TransitionRefusedError
from staff.requests import office_actor_of


@never_cache
@require_GET
@importers_only
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How far the work is; then every line with what happens."""
    return _page(request, find_import(request, pk))


@require_POST
@importers_only
def apply(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Agree to the preview; the work itself is done in the background."""
    run = find_import(request, pk)
    if run.status in {Import.Status.APPLYING, Import.Status.APPLIED}:
        messages.info(request, "Dieser Import ist schon freigegeben; er wird nur einmal übernommen.")
        return redirect(run)
    form = ApplyForm(request.POST, run=run)
    if not form.is_valid() and run.status == Import.Status.READY:
        return _page(request, run, form)
    agreed = form.cleaned_data
    try:
        with journal.collected():
            transitions.start(
                run,
                actor=office_actor_of(request),
                revision=agreed.get("revision") or 0,
                leave_out_faulty=bool(agreed.get("leave_out_faulty")),
                include_hidden=bool(agreed.get("include_hidden")),
            )
            enqueue(run)
    except TransitionRefusedError as refused:
        messages.error(request, str(refused))
    return redirect(run)


@require_POST
@importers_only
def reread(request: HttpRequest, pk: int) -> HttpResponse:
    """Another preview, with or without what Excel hides in the file."""
    run = find_import(request, pk)
    try:
        with journal.collected():
            transitions.reread(
                run, actor=office_actor_of(request), leave_out_hidden=request.POST.get("auslassen") == "1"
            )
            enqueue(run)
    except TransitionRefusedError as refused:
        messages.error(request, str(refused))
    return redirect(run)


@require_POST
@importers_only
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing of it is wanted."""
    run = find_import(request, pk)
    try:
        transitions.discard(run, actor=office_actor_of(request))
    except TransitionRefusedError as refused:
        messages.error(request, str(refused))
        return redirect(run)
    messages.success(
        request, "Der Import ist verworfen, seine Zeilen sind gelöscht. Im Portal hat sich nichts geändert."
    )
    return redirect("imports")


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
    return xlsx_response(workbooks.with_faults(lines), f"Fehler-Import-{run.uploaded_at:%Y-%m-%d}.xlsx")


def _page(request: HttpRequest, run: Import, form: ApplyForm | None = None) -> HttpResponseBase:
    if run.at_work:
        return render(request, "intake/progress.html", {"run": run, "progress": run.progress})
    if run.status in {Import.Status.FAILED, Import.Status.DISCARDED}:
        return render(request, "intake/closed.html", {"run": run})
    view: Any = Lines()
    view.run, view.form = run, form or ApplyForm(run=run)
    view.setup(request)
    response: HttpResponseBase = view.get(request)
    if form is not None:
        response.status_code = 422
    return response
