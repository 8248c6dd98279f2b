"""Addresses that leave the portal, in mails and on paper."""

from django.conf import settings
from django.urls import reverse


def check_url(code: str) -> str:
    """Where anyone checks the version with this code."""
    return f"{settings.PUBLIC_URL}{reverse('verify')}?code={code}"


def link_url(token: str) -> str:
    """The mayor's link."""
    return f"{settings.PUBLIC_URL}{reverse('ceremony-link', args=[token])}"


def absolute(path: str) -> str:
    """A path of the portal as a full address."""
    return f"{settings.PUBLIC_URL}{path}"
