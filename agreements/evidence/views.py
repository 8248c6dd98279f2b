"""The staff's downloads of what proves a signing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from agreements.evidence.sheets import package_of
from agreements.models import DocumentVersion, PreAgreement
from agreements.office.lookup import visible_agreement
from core import files
from core.downloads import pdf_response

NOT_YET = "Den Nachweis gibt es erst, wenn beide Seiten unterzeichnet haben."
BEING_MADE = "Der Nachweis wird gerade erstellt. Bitte versuchen Sie es in einigen Minuten noch einmal."


@require_GET
def sheet(request: HttpRequest, reference: str) -> HttpResponse:
    """The sealed evidence sheet (signing rule 16)."""
    agreement = visible_agreement(request, reference)
    version = _proven_version(agreement)
    if version is None or version.evidence_file is None:
        return _not_yet(request, agreement)
    return pdf_response(files.read(version.evidence_file), f"{reference}-nachweis.pdf")


@require_GET
def package(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything to check the agreement without this portal, as one ZIP."""
    agreement = visible_agreement(request, reference)
    version = _proven_version(agreement)
    if version is None:
        return _not_yet(request, agreement)
    response = HttpResponse(package_of(version), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{reference}-nachweispaket.zip"'
    response["Cache-Control"] = "no-store, private"
    return response


def _proven_version(agreement: PreAgreement) -> DocumentVersion | None:
    return (
        agreement.versions.filter(state=DocumentVersion.State.CURRENT, evidence_file__isnull=False)
        .select_related("agreement", "evidence_file", "final_file", "issued_file")
        .first()
    )


def _not_yet(request: HttpRequest, agreement: PreAgreement) -> HttpResponse:
    messages.warning(request, BEING_MADE if agreement.in_force_on else NOT_YET)
    return redirect(agreement)
