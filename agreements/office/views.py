"""The staff's page about one agreement, and its documents."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from agreements.drafting import issuing
from agreements.models import PreAgreement
from agreements.office.agreement_page import agreement_page
from agreements.office.lookup import visible_agreement
from agreements.text.documents import RenderingFailed
from communes.responsibility import actor_for
from core import files
from core.downloads import pdf_response


@require_GET
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """The page of one agreement."""
    agreement = visible_agreement(request, reference)
    return render(request, "agreements/show.html", agreement_page(agreement, actor_for(request, agreement.commune)))


@require_GET
def preview(request: HttpRequest, reference: str) -> HttpResponse:
    """The draft as a PDF with the watermark."""
    agreement = visible_agreement(request, reference)
    if agreement.status != PreAgreement.Status.DRAFT:
        return redirect(agreement)
    try:
        rendered = issuing.preview(agreement)
    except RenderingFailed as failed:
        messages.error(request, str(failed))
        return redirect(agreement)
    return pdf_response(rendered.data, f"{agreement.reference}-Entwurf.pdf", inline=True)


@require_GET
def issued_document(request: HttpRequest, reference: str) -> HttpResponse:
    """The frozen PDF as it was sent, not yet signed."""
    agreement = visible_agreement(request, reference)
    version = agreement.current_version
    if version is None:
        return redirect(agreement)
    name = f"{agreement.reference}-Fassung-{version.number}.pdf"
    return pdf_response(files.read(version.issued_file), name, inline=True)


@require_GET
def version_document(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One of the versions as it was sent, also one that was replaced."""
    agreement = visible_agreement(request, reference)
    version = get_object_or_404(agreement.versions.select_related("issued_file"), number=number)
    return pdf_response(files.read(version.issued_file), f"{agreement.reference}-Fassung-{number}.pdf")


@require_GET
def signed_document(request: HttpRequest, reference: str) -> HttpResponse:
    """The file that both sides hold. Half-signed it is not given out (signing rule 9)."""
    agreement = visible_agreement(request, reference)
    version = agreement.current_version
    if version is None or version.final_file is None:
        messages.warning(request, "Die unterzeichnete Fassung gibt es, sobald beide Seiten unterzeichnet haben.")
        return redirect(agreement)
    return pdf_response(files.read(version.final_file), f"{agreement.reference}-unterzeichnet.pdf")
