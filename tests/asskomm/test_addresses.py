"""Every address of the portal, walked as a stranger: what is open stands in a table, the rest asks to sign in."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

OPEN = {
    "start": 200,
    "network": 200,
    "network-answer": 200,
    "commune-names": 200,
    "join": 200,
    "imprint": 200,
    "privacy": 200,
    "accessibility": 200,
    "verify": 200,
    "verify-known": 405,
    "verify-report": 405,
    "verify-shared": 302,
    "pki-certificates": 200,
    "pki-revocation-list": 404,
    "account_login": 200,
    "account_signup": 302,
    "account_logout": 302,
    "account_reset_password": 200,
    "account_reset_password_done": 200,
    "account_reset_password_from_key": 200,
    "account_reset_password_from_key_done": 200,
    "account_inactive": 200,
    "ceremony": 404,
    "ceremony-link": 404,
    "ceremony-request-code": 405,
    "ceremony-request-call": 405,
    "ceremony-give-code": 404,
    "ceremony-changes": 404,
    "ceremony-read": 404,
    "ceremony-sign": 404,
    "ceremony-check": 404,
    "ceremony-preview-page": 404,
    "ceremony-preview": 404,
    "ceremony-preview-whole": 404,
    "ceremony-ask": 404,
    "ceremony-request-change": 404,
    "ceremony-upload": 404,
    "ceremony-decline": 404,
    "ceremony-document": 404,
    "ceremony-receipt": 302,
    "ceremony-read-again": 302,
    "ceremony-receipt-copy": 302,
    "ceremony-signed-document": 404,
    "ceremony-evidence": 404,
    "notice-answer": 404,
    "notice-refuse": 404,
    "ceremony-send-link": 302,
    "ceremony-not-sent": 403,
    "ceremony-ask-for-call": 302,
    "notice-send-link": 302,
    "notice-ask-for-call": 302,
    "ceremony-page": 404,
    "ceremony-page-picture": 404,
    "ceremony-at-computer": 404,
    "lost-link": 200,
    "lost-link-asked": 200,
}
SAMPLES = {
    "reference": "LPR-2026-0001",
    "ags": "14999010",
    "token": "gibt-es-nicht",
    "uidb36": "1",
    "key": "x-y",
    "holder_id": "1",
    "pk": "1",
    "number": "1",
    "goal": "1",
    "session": "1",
    "figure": "beraten",
    "code": "7K3M-Q9TX-2BCD",
    "name": "gibt-es-nicht",
}


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of ours with its full route; Django's admin is walked by its front door."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if not route.startswith("verwaltung/"):
                yield from patterns(pattern, route)
        else:
            yield route, pattern


def address(route: str, pattern: URLPattern) -> str:
    path = route
    for name, converter in pattern.pattern.converters.items():
        typed = type(converter).__name__.removesuffix("Converter").lower()
        typed = {"string": "str"}.get(typed, typed)
        path = path.replace(f"<{typed}:{name}>", SAMPLES[name]).replace(f"<{name}>", SAMPLES[name])
    if route.startswith("^") or "(?P" in route:
        path = "passwort-vergessen/neu/1-x-y/"
    return "/" + path


ALL = list(patterns(get_resolver()))


def test_the_walk_sees_the_portal():
    names = {pattern.name for _, pattern in ALL}
    assert set(OPEN) <= names
    assert {"work", "communes", "commune", "agreement", "agreement-issue"} <= names


@pytest.mark.django_db
@pytest.mark.usefixtures("signing_keys")
@pytest.mark.parametrize(("route", "pattern"), ALL, ids=[str(pattern.name) for _, pattern in ALL])
def test_a_stranger_sees_only_what_is_open(route, pattern):
    answer = Client().get(address(route, pattern))
    if pattern.name in OPEN:
        assert answer.status_code == OPEN[pattern.name]
        assert "/anmelden/?next=" not in answer.get("Location", "")
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/anmelden/")


@pytest.mark.django_db
def test_a_stranger_does_not_enter_the_admin():
    answer = Client().get("/verwaltung/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/anmelden/")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/pruefen/", "/anmelden/"])
def test_every_answer_carries_the_browsers_protection(path):
    answer = Client().get(path)
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
