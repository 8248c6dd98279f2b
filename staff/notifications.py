"""The mails about accounts. Composed when they are sent, so the link to a new password lives in the mail alone."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings

from core.composing import NOBODY, ComposedMail, compose_from, mail_kind
from core.models import OutgoingMessage
from staff.models import User


@mail_kind("staff.password_reset")
def password_reset(message: OutgoingMessage) -> ComposedMail | None:
    """The link to a new password, to the account's own address; none for an account that was closed meanwhile."""
    user = User.objects.filter(pk=message.subject_id, is_active=True).first()
    if user is None:
        return None
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    link = get_adapter().get_reset_password_from_key_url(key)
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    subject = "Neues Passwort für Ihr Konto im ASSKomm-Portal"
    return compose_from("password_reset", subject, answer_to=NOBODY, link=link, hours=hours)


@mail_kind("staff.account_changed")
def account_changed(message: OutgoingMessage) -> ComposedMail:
    """To whose account was changed by the administration, at the address it had: who did not expect that objects."""
    user = User.objects.get(pk=message.subject_id)
    return compose_from("account_changed", "Ihr Konto im ASSKomm-Portal wurde geändert", answer_to=NOBODY, user=user)


@mail_kind("staff.unknown_account")
def unknown_account(_message: OutgoingMessage) -> ComposedMail:
    """To an address without an account: a page that told so would tell everyone (allauth sends a mail, too)."""
    return compose_from("unknown_account", "Kein Konto zu dieser E-Mail-Adresse im ASSKomm-Portal", answer_to=NOBODY)
