"""Answers that carry a file."""

from django.http import HttpResponse


def pdf_response(data: bytes, name: str, *, inline: bool = False) -> HttpResponse:
    """A PDF. ``name``: the file's name, ASCII; ``inline``: to be shown by the browser instead of saved."""
    response = HttpResponse(data, content_type="application/pdf")
    disposition = "inline" if inline else "attachment"
    response["Content-Disposition"] = f'{disposition}; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response
