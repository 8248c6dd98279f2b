"""The files that the mayor's pages give out: before the signature, after it, and the evidence sheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from agreements.ceremonies import Obstacle
from agreements.models import Ceremony
from agreements.views.in_ceremony import going_on, identified, in_ceremony, mayors_page, stop
from core import files
from core.downloads import pdf_response


@require_GET
@in_ceremony
@identified
def issued(request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
    """The exact PDF that will be signed."""
    version = ceremony.invitation.version
    return pdf_response(files.read(version.issued_file), f"{version.agreement.reference}.pdf", inline=True)


@mayors_page
@require_GET
def signed(request: HttpRequest) -> HttpResponse:
    """The signed file of both sides, for whoever signed on this device (signing rules 9 and 16)."""
    ceremony = going_on(request)
    if ceremony is None or not ceremony.signed or not ceremony.is_identified:
        return stop(request, Obstacle.UNKNOWN, None)
    final = ceremony.invitation.version.final_file
    if final is None:
        return redirect("ceremony-receipt")
    name = f"{ceremony.invitation.version.agreement.reference}-unterzeichnet.pdf"
    return pdf_response(files.read(final), name)


@mayors_page
@require_GET
def evidence(request: HttpRequest) -> HttpResponse:
    """The evidence sheet, for whoever signed on this device (signing rule 16)."""
    ceremony = going_on(request)
    if ceremony is None or not ceremony.signed or not ceremony.is_identified:
        return stop(request, Obstacle.UNKNOWN, None)
    sheet = ceremony.invitation.version.evidence_file
    if sheet is None:
        return redirect("ceremony-receipt")
    return pdf_response(files.read(sheet), f"{ceremony.invitation.version.agreement.reference}-nachweis.pdf")
