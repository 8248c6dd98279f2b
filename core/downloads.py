"""Responses that carry a file."""

from django.http import HttpResponse

from core.exports import XLSX_TYPE


def pdf_response(data: bytes, name: str, *, inline: bool = False) -> HttpResponse:
    """A PDF. ``name``: the file's name, ASCII; ``inline``: to be shown by the browser instead of saved."""
    return _response(data, name, "application/pdf", "inline" if inline else "attachment")


def xlsx_response(data: bytes, name: str) -> HttpResponse:
    """An Excel workbook to be saved. ``name``: the file's name, ASCII."""
    return _response(data, name, XLSX_TYPE, "attachment")


def _response(data: bytes, name: str, content_type: str, disposition: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'{disposition}; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response
