"""Sets the pages of an agreement once for the same words, where many are made and none is looked at.

Words that are new are set as ever, whatever they are; with the same ones but for numbers, days and check codes, the
pages of the first are taken. All that comes before, the values, the template and the file for machines, is made anyway.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from agreements.text import documents
from core.typesetting.pdf import AccessiblePdf, accessible_pdf

NUMBERS_AND_CODES = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}|[0-9]+")

_set: dict[tuple[str, bool], AccessiblePdf] = {}


@contextmanager
def typeset_once() -> Iterator[None]:
    """As long as this lasts."""

    def once(html: str, *, fields: Any = None, attached: Sequence[Any] = ()) -> AccessiblePdf:
        key = (NUMBERS_AND_CODES.sub("0", html), bool(fields))
        if key not in _set:
            _set[key] = accessible_pdf(html, fields=fields, attached=attached)
        return _set[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(documents, "accessible_pdf", once)
        yield
