"""The mails about accounts. Composed when they are sent, so the link to a new password lives in the mail alone."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings

from core.composing import ComposedMail, compose_from, mail_kind
from core.models import OutgoingMessage
from staff.models import Role, User


@mail_kind("staff.password_reset")
def password_reset(message: OutgoingMessage) -> ComposedMail | None:
    """The link to a new password, to the account's own address; none for an account that was closed meanwhile."""
    user = User.objects.filter(pk=message.subject_id, is_active=True).first()
    if user is None:
        return None
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    link = get_adapter().get_reset_password_from_key_url(key)
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    return compose_from("password_reset", "Neues Passwort für Ihr Konto im ASSKomm-Portal", link=link, hours=hours)


@mail_kind("staff.account_changed")
def account_changed(message: OutgoingMessage) -> ComposedMail:
    """To whose account was changed by the administration, at the address it had: who did not expect that objects."""
    user = User.objects.get(pk=message.subject_id)
    return compose_from("account_changed", "Ihr Konto im ASSKomm-Portal wurde geändert", user=user)


@mail_kind("staff.wrong_passwords")
def wrong_passwords(message: OutgoingMessage) -> ComposedMail:
    """To whose account somebody tries passwords at: whom to call, and that the account is not locked."""
    return _about_guessing("wrong_passwords", "Falsche Passwörter bei Ihrem Konto im ASSKomm-Portal", message)


@mail_kind("staff.session_ended")
def session_ended(message: OutgoingMessage) -> ComposedMail:
    """To who was signed out because somebody at the open desk typed the wrong password five times."""
    return _about_guessing("session_ended", "Sie wurden im ASSKomm-Portal abgemeldet", message)


def _about_guessing(template: str, subject: str, message: OutgoingMessage) -> ComposedMail:
    user = User.objects.get(pk=message.subject_id)
    others = User.objects.filter(is_active=True, role__in=[Role.ADMIN, Role.HEAD]).exclude(pk=user.pk)
    return compose_from(template, subject, user=user, whom_to_call=others, at=message.created_at)


@mail_kind("staff.unknown_account")
def unknown_account(_message: OutgoingMessage) -> ComposedMail:
    """To an address without an account: a page that told so would tell everyone (allauth sends a mail, too)."""
    return compose_from("unknown_account", "Kein Konto zu dieser E-Mail-Adresse im ASSKomm-Portal")
