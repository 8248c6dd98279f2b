"""Where a form leads back to."""

import pytest
from django.test import RequestFactory

from core.way_back import is_own_page, way_back

STRANGE_WAYS_BACK = [
    "https://boese.example/",
    "//boese.example/",
    "///boese.example/",
    "/\\boese.example/",
    "javascript:alert(1)",
    "unsinn",
    "work",
    "account_logout",
    "/gibt-es-nicht/",
    "/arbeit/" + "x" * 10_000,
    "http://[",
    "//[",
    "",
]


@pytest.mark.parametrize("address", [*STRANGE_WAYS_BACK, "/arbeit/\0"])
def test_what_is_no_page_of_the_portal_is_not_followed(address):
    request = RequestFactory().post("/", {"zurueck": address})
    assert way_back(request, "/kommunen/") == "/kommunen/"


@pytest.mark.parametrize("address", ["/arbeit/", "/arbeit/?sicht=team", "/kommunen/14999010/#aufgaben", "/"])
def test_a_page_of_the_portal_is_followed(address):
    assert is_own_page(address)
    assert way_back(RequestFactory().post("/", {"zurueck": address}), "/kommunen/") == address


def test_without_a_word_about_it_the_default_is_followed():
    assert way_back(RequestFactory().post("/"), "/kommunen/") == "/kommunen/"
