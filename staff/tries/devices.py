"""Browsers that somebody signed in with before, known by a signed cookie that opens nothing.

It names the device and whose accounts it knows, as keyed hashes. Wrong passwords typed there have a counter of their
own, so that nobody at the same address, and nobody elsewhere, keeps its owner out.
"""

import secrets
from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

SALT = "staff.tries.devices"
KEPT = 180 * 24 * 60 * 60  # seconds
MOST_ACCOUNTS = 5  # of colleagues who share a machine


@dataclass(frozen=True, slots=True)
class _Device:
    name: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    accounts: tuple[str, ...] = ()


def known_to(request: HttpRequest, account: str) -> str:
    """The name of the device that ``account`` (a hash) was signed in with, or nothing."""
    device = _read(request)
    return device.name if account in device.accounts else ""


def remember(request: HttpRequest, response: HttpResponseBase, account: str) -> None:
    """``account`` (a hash) was signed in with this browser."""
    device = _read(request)
    accounts = [account, *(known for known in device.accounts if known != account)][:MOST_ACCOUNTS]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps([device.name, accounts], salt=SALT),
        max_age=KEPT,
        path=reverse("account_login"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> _Device:
    """What the cookie says; of one that is not ours or too old, nothing."""
    try:
        name, accounts = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return _Device()
    return _Device(name, tuple(accounts))
