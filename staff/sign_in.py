"""Sign-in by django-allauth: accounts are made by admins, nobody signs up, wrong passwords make wait."""

import logging
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from core.limits import within_limit
from core.mail import queue_mail
from core.visitors import network_of, unmapped
from core.way_back import is_own_page
from staff.models import User
from staff.sign_in_first import page_of_form
from staff.tries import devices, sign_in
from staff.tries.confirming import SessionEndedError, confirm
from staff.tries.counting import CountedTry, TooManyTriesError
from staff.tries.hashes import account_hash

logger = logging.getLogger(__name__)

UNKNOWN_ACCOUNT = "account/email/unknown_account"
LINK_PAUSE = timedelta(minutes=10)
WAIT = (
    "Von hier aus kam zu oft ein falsches Passwort. Bitte versuchen Sie es in {wait} wieder. Eilt es, setzen Sie über "
    "„Passwort vergessen?“ ein neues: Dann können Sie sich sofort anmelden."
)
SESSION_ENDED = (
    "Das Passwort stimmte fünfmal nicht, deshalb wurden Sie abgemeldet. Bitte melden Sie sich neu an. Haben Sie Ihr "
    "Passwort vergessen, setzen Sie bitte ein neues."
)


def in_words(wait: timedelta) -> str:
    """German, in whole minutes, for people: "einer Minute", "15 Minuten"."""
    minutes = max(1, -(-wait // timedelta(minutes=1)))
    return "einer Minute" if minutes == 1 else f"{minutes} Minuten"


class ClosedSignupAdapter(DefaultAccountAdapter):
    """No open sign-up; links in mails lead to the portal's own address, whatever host a request named."""

    counted_try: CountedTry

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Where ``next`` may lead: allauth would take anything else for the name of a view."""
        return is_own_page(url)

    def get_client_ip(self, request: HttpRequest) -> str:
        """An IPv4 address in IPv6's clothes would share one limit with all others of its kind."""
        return unmapped(super().get_client_ip(request))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Before the password is looked at, and the same for accounts that do not exist."""
        try:
            self.counted_try = sign_in.begin(request, credentials["email"])
        except TooManyTriesError as refused:
            raise ValidationError(WAIT.format(wait=in_words(refused.wait)), code="too_many_login_attempts") from None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """As allauth does; a right password takes its try back."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            self.counted_try.was_right()
        elif self.counted_try.blocks:
            # Not for which account: what is typed there may be a password.
            counters = ", ".join(key.counter for key in self.counted_try.blocks)
            logger.warning("Too many wrong passwords from %s: %s waits", network_of(request), counters)
        return user

    def reauthenticate(self, user: Any, password: str) -> bool:
        """For countersigning and whatever else asks a signed-in person again: with a counter of the session."""
        request = current.request
        back = page_of_form(request)
        try:
            return confirm(request, user, password)
        except SessionEndedError:
            logger.warning("A session of account %s ended after wrong passwords from %s", user.pk, network_of(request))
            messages.warning(request, SESSION_ENDED)
            raise ImmediateHttpResponse(redirect_to_login(back, reverse("account_login"))) from None

    def post_login(self, request: HttpRequest, user: Any, **details: Any) -> HttpResponse:
        """From now on this browser and this network are no strangers to the account."""
        response = super().post_login(request, user, **details)
        sign_in.remember_place(request, user.email)
        devices.remember(request, response, account_hash(user.email))
        return response

    def set_password(self, user: Any, password: str) -> None:
        """By a link from the mailbox or with the old one: that is the owner, who waits nowhere any more."""
        super().set_password(user, password)
        sign_in.lift_blocks(user.email)
        sign_in.remember_place(current.request, user.email)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """By the queue: a mail server that is down costs minutes, not the page; the link is made when it is sent.

        To the account's own address, never to the one that was typed and counts as the same for allauth.
        """
        if _no_mail_lately(user.email):
            queue_mail("staff.password_reset", user.email, user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """What allauth sends itself: only the answer to an unknown address, by the queue, too."""
        if template_prefix != UNKNOWN_ACCOUNT:
            super().send_mail(template_prefix, email, context)
            return
        if _no_mail_lately(email):
            queue_mail("staff.unknown_account", email, None)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail; ``key`` is "<account>-<token>" as allauth makes it."""
        uidb36, token = key.split("-", 1)
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
        return f"{settings.PUBLIC_URL}{path}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")


def _no_mail_lately(address: str) -> bool:
    """One in ten minutes: more would help nobody, for each link works. Refusing would let strangers keep it away."""
    return within_limit("reset-mail", address, times=1, seconds=int(LINK_PAUSE.total_seconds()))
