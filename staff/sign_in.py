"""Sign-in by django-allauth: accounts are made by admins, nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from core.mail import queue_mail
from core.way_back import is_own_page
from staff.models import User

UNKNOWN_ACCOUNT = "account/email/unknown_account"


class ClosedSignupAdapter(DefaultAccountAdapter):
    """No open sign-up; links in mails lead to the portal's own address, whatever host a request named."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Where ``next`` may lead: allauth would take anything else for the name of a view."""
        return is_own_page(url)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """By the queue: a mail server that is down costs minutes, not the page; the link is made when it is sent.

        To the account's own address, never to the one that was typed and counts as the same for allauth.
        """
        queue_mail("staff.password_reset", user.email, user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """What allauth sends itself: only the answer to an unknown address, by the queue, too."""
        if template_prefix != UNKNOWN_ACCOUNT:
            super().send_mail(template_prefix, email, context)
            return
        queue_mail("staff.unknown_account", email, None)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail; ``key`` is "<account>-<token>" as allauth makes it."""
        uidb36, token = key.split("-", 1)
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
        return f"{settings.PUBLIC_URL}{path}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")
