"""The files that the mayor's pages give out: before the signature, after it, and the evidence sheet."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from agreements.ceremony.active_ceremony import active_ceremony, identified, in_ceremony, mayors_page, obstacle_page
from agreements.ceremony.ceremonies import Obstacle
from agreements.models import Ceremony, DocumentVersion
from core import files
from core.downloads import pdf_response
from core.models import StoredFile


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
    """The signed file of both sides, for anyone who signed on this device (signing rules 9 and 16)."""
    return _after_signing(request, lambda version: version.final_file, "unterzeichnet")


@mayors_page
@require_GET
def evidence(request: HttpRequest) -> HttpResponse:
    """The evidence sheet, for anyone who signed on this device (signing rule 16)."""
    return _after_signing(request, lambda version: version.evidence_file, "nachweis")


def _after_signing(
    request: HttpRequest, file_of: Callable[[DocumentVersion], StoredFile | None], name: str
) -> HttpResponse:
    """A file of the signed version; back to the receipt while there is none."""
    ceremony = active_ceremony(request)
    if ceremony is None or not ceremony.signed or not ceremony.is_identified:
        return obstacle_page(request, Obstacle.UNKNOWN, None)
    version = ceremony.invitation.version
    file = file_of(version)
    if file is None:
        return redirect("ceremony-receipt")
    return pdf_response(files.read(file), f"{version.agreement.reference}-{name}.pdf")
