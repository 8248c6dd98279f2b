"""Pages before a preview: what was imported, the upload, the template to fill in."""

import logging
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_GET, require_http_methods

from asskomm.intake.models import Import
from asskomm.intake.preview.access import importers_only
from asskomm.intake.template.sheets import SHEETS
from asskomm.intake.uploading.forms import UploadForm
from asskomm.intake.uploading.upload import upload
from core.action_views import UNAVAILABLE, UploadView
from core.downloads import xlsx_response
from staff.office_action import OfficeAction

logger = logging.getLogger(__name__)

SHOWN = 50


@method_decorator([require_http_methods(["GET", "POST"]), importers_only], name="dispatch")
class Imports(UploadView, OfficeAction):
    """How it goes, the template, the upload, and what was imported before."""

    form_class = UploadForm
    template_name = "intake/imports.html"

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except OSError:
            logger.exception("an import cannot be stored")
            return render(request, "503.html", status=UNAVAILABLE)

    def perform(self, form: UploadForm) -> Import:
        file = form.cleaned_data["file"]
        run, new = upload(file.read(), file.name or "", actor=self.actor)
        if not new:
            messages.info(self.request, "Genau diese Datei liegt schon hier; Sie sehen sie unten.")
        return run

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = Import.objects.visible_to(self.actor.user).select_related("uploaded_by", "applied_by")[:SHOWN]
        return super().get_context_data(runs=runs, sheets=SHEETS, **kwargs)


@require_GET
@importers_only
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook."""
    from asskomm.intake.template import workbooks  # noqa: PLC0415 - loads openpyxl, which few pages need

    return xlsx_response(workbooks.template(), "ASSKomm-Import-Vorlage.xlsx")
