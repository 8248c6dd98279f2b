"""Fetching pages so that an undefined variable in one of their templates fails the test."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpResponse
from django.template import engines
from django.test import Client


class Undefined(str):
    """What the engine puts in place of an undefined variable: an error that names it."""

    __slots__ = ()

    def __contains__(self, _part: object) -> bool:
        return True

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"The template uses the undefined variable {name!r}.")


@contextmanager
def strict_templates() -> Iterator[None]:
    engine = engines["django"].engine
    lenient = engine.string_if_invalid
    engine.string_if_invalid = Undefined("undefined")
    try:
        yield
    finally:
        engine.string_if_invalid = lenient


def get(client: Client, address: str, **parameters: Any) -> HttpResponse:
    with strict_templates():
        return client.get(address, parameters)


def page(client: Client, address: str, **parameters: Any) -> str:
    """The page's source; the answer must be 200."""
    response = get(client, address, **parameters)
    assert response.status_code == 200, response
    return response.content.decode()
