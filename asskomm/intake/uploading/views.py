"""Pages before a preview: what was imported, the upload, the template to fill in."""

import logging

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from asskomm.intake.models import Import
from asskomm.intake.preview.access import importers_only
from asskomm.intake.template.sheets import SHEETS
from asskomm.intake.uploading.forms import UploadForm
from asskomm.intake.uploading.upload import upload
from core.downloads import xlsx_response
from staff.actors import StaffActor
from staff.requests import office_actor_of

logger = logging.getLogger(__name__)

SHOWN = 50


@require_http_methods(["GET", "POST"])
@importers_only
def imports(request: HttpRequest) -> HttpResponse:
    """How it goes, the template, the upload, and what was imported before."""
    actor = office_actor_of(request)
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
@importers_only
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook."""
    from asskomm.intake.template import workbooks  # noqa: PLC0415 - loads openpyxl, which few pages need

    return xlsx_response(workbooks.template(), "ASSKomm-Import-Vorlage.xlsx")


def _uploaded(request: HttpRequest, file: UploadedFile, actor: StaffActor) -> HttpResponse:
    try:
        run, new = upload(file.read(), file.name or "", actor=actor)
    except OSError:
        logger.exception("an import cannot be stored")
        return render(request, "503.html", status=503)
    if not new:
        messages.info(request, "Genau diese Datei liegt schon hier; Sie sehen sie unten.")
    return redirect(run)
