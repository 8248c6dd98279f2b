"""The tests' client reads a page as a person does: words kept in one line are the words, whatever stands around them.

Every page wraps "E-Mail" or "14:05 Uhr" for the line's end (``core.kept_together``); a test that asks what a page says
must not know that. What the wrapping does is tested by itself.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from core.kept_together import TOGETHER

WRAPPED = re.compile(rf'<span class="nowrap">({TOGETHER.pattern})</span>')


@pytest.fixture(scope="session", autouse=True)
def words_as_read() -> Iterator[None]:
    """Take the wrapping out of each HTML page that Django's test client gets."""
    request = Client.request

    def reading(self: Client, **sent: Any) -> Any:
        response = request(self, **sent)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and not response.get("Content-Encoding"):
            response.content = WRAPPED.sub(r"\1", response.content.decode(response.charset)).encode(response.charset)
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", reading)
        yield
