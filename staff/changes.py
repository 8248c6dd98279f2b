"""Changing accounts, who stands in and who signs: with an entry in the portal's chain of the journal."""

from datetime import date

from django import forms
from django.utils import timezone

from core import journal
from core.actors import Actor
from core.mail import queue_mail
from core.transitions import TransitionRefusedError
from staff.models import SigningAuthority, Substitution, User

Dated = Substitution | SigningAuthority
SIGNS_IN_BY = frozenset({"email", "password", "role", "is_active"})


def enter(form: forms.ModelForm[Substitution] | forms.ModelForm[SigningAuthority], *, actor: Actor) -> Dated:
    """Save a valid form for a new substitution or authority. Raises IntegrityError when somebody was faster."""
    with journal.collected():
        row: Dated = form.save()
        _record("entered", row, actor)
    return row


def end(row: Dated, *, last_day: date, actor: Actor) -> None:
    """``row`` holds for the last time on ``last_day``, today or later; the past stays as it was."""
    with journal.collected():
        locked = _locked(row)
        today = timezone.localdate()
        if locked.valid_until is not None and locked.valid_until < today:
            raise TransitionRefusedError("Das ist schon beendet. Bitte laden Sie die Seite neu.")
        if last_day < max(today, locked.valid_from):
            raise TransitionRefusedError("Vor dem heutigen Tag und vor dem Beginn lässt sich das nicht beenden.")
        locked.valid_until = last_day
        locked.save()
        _record("ended", locked, actor)


def take_back(row: Dated, *, actor: Actor) -> None:
    """What has not begun yet was never in force: the row goes, the journal keeps that it was planned."""
    with journal.collected():
        locked = _locked(row)
        if locked.valid_from <= timezone.localdate():
            raise TransitionRefusedError("Das hat schon begonnen und lässt sich nur noch beenden.")
        _record("taken_back", locked, actor)
        locked.delete()


def account_made(user: User, *, actor: Actor) -> None:
    """Record a new account. Called in the transaction that makes it."""
    _record_account("created", user, actor, {"role": user.role})


def account_changed(user: User, fields: list[str], *, actor: Actor, former_address: str) -> None:
    """Record which fields changed, and tell the person where a stranger could sign in or sign from now on.

    The mail goes to ``former_address``, since the address itself may have changed. Called in the transaction of the
    change.
    """
    if not fields:
        return
    _record_account("changed", user, actor, {"fields": sorted(fields)})
    if SIGNS_IN_BY & set(fields) and actor.actor_id != str(user.pk):
        queue_mail("staff.account_changed", former_address, user)


def _record_account(what: str, user: User, actor: Actor, data: dict[str, object]) -> None:
    journal.record(key=journal.PORTAL, kind=f"user.{what}", subject=user, actor=actor, data=data, text=user.full_name)


def _locked(row: Dated) -> Dated:
    found: Dated | None = type(row)._default_manager.select_for_update(no_key=True).filter(pk=row.pk).first()
    if found is None:
        raise TransitionRefusedError("Das gibt es nicht mehr. Bitte laden Sie die Seite neu.")
    return found


def _record(what: str, row: Dated, actor: Actor) -> None:
    """The sentence holds names, so it is the entry's erasable text; the entry itself holds ids and codes."""
    data = {"from": row.valid_from.isoformat(), "until": row.valid_until.isoformat() if row.valid_until else None}
    kind = f"{row._meta.model_name}.{what}"
    journal.record(key=journal.PORTAL, kind=kind, subject=row, actor=actor, data=data, text=str(row))
