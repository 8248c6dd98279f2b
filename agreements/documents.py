"""Agreement text in, frozen PDF out: PDF/A-3a and PDF/UA-1, ready to be signed, same input same bytes."""

from dataclasses import dataclass

from agreements.agreement_text import AgreementText, Section

__all__ = ["AgreementText", "RenderedDocument", "RenderingFailed", "Section", "render_agreement", "warm_up"]


class RenderingFailed(Exception):
    """The PDF could not be made; `str(error)` is a German message that names the cause."""


@dataclass(frozen=True, slots=True)
class RenderedDocument:
    """A PDF, its SHA-256 in lower-case hexadecimal and its number of pages."""

    data: bytes
    sha256: str
    page_count: int


def render_agreement(text: AgreementText) -> RenderedDocument:
    """Render the frozen PDF of a version, or of a draft with the watermark ENTWURF. Raises RenderingFailed."""
    raise NotImplementedError


def warm_up() -> None:
    """Load fonts and stylesheet, so that the first reader of a fresh worker does not wait a second."""
    raise NotImplementedError
