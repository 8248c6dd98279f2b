"""Whether our documents can show what somebody types: the forms ask before anything is made of it."""

from django import forms
from django.core.exceptions import ValidationError

from core.typesetting.fonts import MissingGlyphs, composed, refuse_missing_glyphs


def shown_in_documents(text: str) -> None:
    """A form field's validator. Raises ValidationError that names the letters which our fonts do not have."""
    try:
        refuse_missing_glyphs(composed(text))
    except MissingGlyphs as missing:
        raise ValidationError(
            f"Diese Zeichen lassen sich im Dokument nicht darstellen: {missing.named}. "
            "Bitte schreiben Sie es in lateinischer Schrift."
        ) from None


class DocumentField(forms.CharField):
    """A line that will stand in a document."""

    default_validators = [shown_in_documents]
