"""The mails about accounts. Composed when they are sent, so the link to a new password lives in the mail alone."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings

from core.composing import NOBODY, ComposedMail, compose_from, mail_kind
from core.models import OutgoingMessage
from staff.models import Role, SigningAuthority, User


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


@mail_kind("staff.account_made")
def account_made(message: OutgoingMessage) -> ComposedMail:
    """To heads and administration: who is new."""
    user = User.objects.get(pk=message.subject_id)
    return compose_from("account_made", f"Neues Konto im ASSKomm-Portal: {user}", answer_to=NOBODY, user=user)


@mail_kind("staff.account_changed_by_others")
def account_changed_by_others(message: OutgoingMessage) -> ComposedMail:
    """To heads and administration: somebody else than the person changed how the account signs in, or its role."""
    user = User.objects.get(pk=message.subject_id)
    return compose_from(
        "account_changed_by_others", f"Geändertes Konto im ASSKomm-Portal: {user}", answer_to=NOBODY, user=user
    )


@mail_kind("staff.authority_granted")
def authority_granted(message: OutgoingMessage) -> ComposedMail | None:
    """To the whole office: a right to sign waits for a second person. Nothing once it was decided."""
    row = _authority(message)
    if row is None or row.is_confirmed:
        return None
    return compose_from(
        "authority_granted", f"Zeichnungsbefugnis für {row.user}: bitte prüfen", answer_to=NOBODY, row=row
    )


@mail_kind("staff.authority_confirmed")
def authority_confirmed(message: OutgoingMessage) -> ComposedMail | None:
    """To the whole office: who may sign from now on, and which two persons say so."""
    row = _authority(message)
    if row is None:
        return None
    subject = f"Zeichnungsbefugnis für {row.user} freigegeben"
    return compose_from("authority_confirmed", subject, answer_to=NOBODY, row=row)


@mail_kind("staff.authority_declined")
def authority_declined(message: OutgoingMessage) -> ComposedMail:
    """To the whole office: the right to sign that was meant for this person is not given."""
    user = User.objects.get(pk=message.subject_id)
    return compose_from(
        "authority_declined", f"Zeichnungsbefugnis für {user} nicht freigegeben", answer_to=NOBODY, user=user
    )


def _authority(message: OutgoingMessage) -> SigningAuthority | None:
    related = ("user", "granted_by", "confirmed_by")
    return SigningAuthority.objects.select_related(*related).filter(pk=message.subject_id).first()


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
    return compose_from(template, subject, answer_to=NOBODY, user=user, whom_to_call=others, at=message.created_at)


@mail_kind("staff.unknown_account")
def unknown_account(_message: OutgoingMessage) -> ComposedMail:
    """To an address without an account: a page that told so would tell everyone (allauth sends a mail, too)."""
    return compose_from("unknown_account", "Kein Konto zu dieser E-Mail-Adresse im ASSKomm-Portal", answer_to=NOBODY)
