"""Fetching pages. A hole in one of their templates fails the test, as everywhere (``tests/plugins``)."""

from typing import Any

from django.http import HttpResponse
from django.test import Client


def get(client: Client, address: str, **parameters: Any) -> HttpResponse:
    return client.get(address, parameters)


def page(client: Client, address: str, **parameters: Any) -> str:
    """The page's source; the answer must be 200."""
    response = get(client, address, **parameters)
    assert response.status_code == 200, response
    return response.content.decode()
