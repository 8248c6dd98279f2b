"""Pages of the import: template, upload, preview of every line, taking over, the faulty lines as a file."""

import logging
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from asskomm.intake import transitions
from asskomm.intake.forms import TakeOverForm, UploadForm
from asskomm.intake.models import Import, Verdict
from asskomm.intake.pages import Lines, remarks_on
from asskomm.intake.policies import can_import
from asskomm.intake.tasks import enqueue
from asskomm.intake.template import workbooks
from asskomm.intake.template.schema import folded
from asskomm.intake.template.sheets import BY_TITLE, SHEETS
from asskomm.intake.uploading import upload
from core import journal
from core.exports import XLSX_TYPE
from core.policies import Decision
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor
from staff.requests import office_actor_of

logger = logging.getLogger(__name__)

SHOWN = 50


@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """How it goes, the template, the upload, and what was imported before."""
    actor = office_actor_of(request)
    decision = can_import(actor)
    if not decision:
        return _refused(request, decision)
    if request.method == "POST":
        sent, uploads = request.POST, request.FILES
        # Known once the body was read: the upload handler stops at the limit and leaves a note.
        form = UploadForm(sent, uploads, too_large=getattr(request, "upload_too_large", False))
        if form.is_valid():
            file = form.cleaned_data["file"]
            return _uploaded(request, file, actor)
    else:
        form = UploadForm()
    runs = Import.objects.visible_to(actor.user).select_related("uploaded_by", "applied_by")[:SHOWN]
    context = {"form": form, "runs": runs, "sheets": SHEETS}
    return render(request, "intake/imports.html", context, status=422 if form.errors else 200)


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook."""
    decision = can_import(office_actor_of(request))
    return _workbook(workbooks.template(), "ASSKomm-Import-Vorlage.xlsx") if decision else _refused(request, decision)


@never_cache
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How far the work is; then every line with what happens."""
    run = _find(request, pk)
    if isinstance(run, HttpResponse):
        return run
    return _page(request, run)


@require_POST
def take_over(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Agree to the preview; the work itself is done in the background."""
    run = _find(request, pk)
    if isinstance(run, HttpResponse):
        return run
    if run.status in {Import.Status.APPLYING, Import.Status.APPLIED}:
        messages.info(request, "Dieser Import ist schon freigegeben; er wird nur einmal übernommen.")
        return redirect(run)
    form = TakeOverForm(request.POST, run=run)
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
def reread(request: HttpRequest, pk: int) -> HttpResponse:
    """Another preview, with or without what Excel hides in the file."""
    run = _find(request, pk)
    if isinstance(run, HttpResponse):
        return run
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
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing of it is wanted."""
    run = _find(request, pk)
    if isinstance(run, HttpResponse):
        return run
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
def errors(request: HttpRequest, pk: int) -> HttpResponse:
    """The faulty lines as a workbook that can be corrected and uploaded."""
    run = _find(request, pk)
    if isinstance(run, HttpResponse):
        return run
    lines = (
        (sheet, line.number, line.cells, remarks_on(line))
        for line in run.lines.filter(verdict=Verdict.FAULTY).order_by("position")
        if (sheet := BY_TITLE.get(folded(line.sheet))) is not None
    )
    return _workbook(workbooks.with_faults(lines), f"Fehler-Import-{run.uploaded_at:%Y-%m-%d}.xlsx")


def _uploaded(request: HttpRequest, file: UploadedFile, actor: StaffActor) -> HttpResponse:
    try:
        run, new = upload(file.read(), file.name or "", actor=actor)
    except OSError:
        logger.exception("an import cannot be stored")
        return render(request, "503.html", status=503)
    if not new:
        messages.info(request, "Genau diese Datei liegt schon hier; Sie sehen sie unten.")
    return redirect(run)


def _page(request: HttpRequest, run: Import, form: TakeOverForm | None = None) -> HttpResponseBase:
    if run.at_work:
        return render(request, "intake/progress.html", {"run": run, "progress": run.progress})
    if run.status in {Import.Status.FAILED, Import.Status.DISCARDED}:
        return render(request, "intake/closed.html", {"run": run})
    view: Any = Lines()
    view.run, view.form = run, form or TakeOverForm(run=run)
    view.setup(request)
    response: HttpResponseBase = view.get(request)
    if form is not None:
        response.status_code = 422
    return response


def _find(request: HttpRequest, pk: int) -> Import | HttpResponse:
    """The import, or the answer to those who may not import."""
    actor = office_actor_of(request)
    decision = can_import(actor)
    if not decision:
        return _refused(request, decision)
    runs = Import.objects.visible_to(actor.user).select_related("uploaded_by", "applied_by", "progress")
    return get_object_or_404(runs, pk=pk)


def _refused(request: HttpRequest, decision: Decision) -> HttpResponse:
    messages.warning(request, decision.reason)
    return redirect("work")


def _workbook(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response
