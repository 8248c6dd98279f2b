"""Pages come compressed, and their length does not tell what is in them; files come as they are."""

import gzip
from io import BytesIO

import pytest
from django.http import FileResponse, HttpResponse
from django.test import Client, RequestFactory

from core.page_compression import PageCompressionMiddleware

WORDS = b"<p>" + b"Vereinbarung " * 200
ASKED = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}


def answer(response: HttpResponse | FileResponse, **asked: str) -> HttpResponse:
    return PageCompressionMiddleware(lambda request: response)(RequestFactory().get("/", **asked))


@pytest.mark.django_db
def test_a_page_of_the_portal_comes_compressed_to_who_can_read_that():
    plain, small = Client().get("/pruefen/"), Client().get("/pruefen/", **ASKED)
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert b"Vereinbarung" in gzip.decompress(small.content)
    assert len(small.content) < len(plain.content) / 2


def test_the_length_of_the_same_page_varies():
    lengths = {len(answer(HttpResponse(WORDS), **ASKED).content) for _ in range(40)}
    assert len(lengths) > 5


def test_a_file_keeps_its_bytes_and_its_length():
    for file in (HttpResponse(WORDS, content_type="application/pdf"), FileResponse(BytesIO(WORDS), filename="a.pdf")):
        file.headers["Content-Length"] = str(len(WORDS))
        given = answer(file, **ASKED)
        assert "Content-Encoding" not in given.headers
        assert given.headers["Content-Length"] == str(len(WORDS))


@pytest.mark.django_db
def test_a_head_of_a_compressed_page_has_no_body():
    asked = Client().head("/pruefen/", **ASKED)
    assert (asked.status_code, asked.content) == (200, b"")
