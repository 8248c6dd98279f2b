"""Changing accounts, who stands in and who signs: with an entry in the portal's chain of the journal."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.utils import timezone

from core import journal
from core.actors import Actor
from core.mail import queue_mail
from core.policies import Decision
from core.transitions import TransitionRefusedError
from staff import policies
from staff.actors import StaffActor
from staff.models import Role, SigningAuthority, Substitution, User

Dated = Substitution | SigningAuthority
D = TypeVar("D", bound=Dated)
OFFICE = frozenset({Role.CASEWORKER, Role.HEAD, Role.ADMIN})
SIGNS_IN_BY = frozenset({"email", "password", "role", "is_active"})


def enter(form: forms.ModelForm[Substitution], *, actor: Actor) -> Substitution:
    """Save a valid form for a new substitution. Raises IntegrityError when somebody was faster."""
    with journal.collected():
        row: Substitution = form.save()
        _record("entered", row, actor)
    return row


def grant(form: forms.ModelForm[SigningAuthority], *, actor: StaffActor) -> SigningAuthority:
    """Save a valid form for a right to sign, which counts when a second person has approved it (signing rule 20).

    The whole office is told. Raises IntegrityError when somebody was faster.
    """
    with journal.collected():
        row: SigningAuthority = form.instance
        row.granted_by, row.granted_at = actor.user, timezone.now()
        row.confirmed_by = row.confirmed_at = None
        form.save()
        _record("entered", row, actor)
        _tell("staff.authority_granted", row, OFFICE, actor)
    return row


def confirm(row: SigningAuthority, *, actor: StaffActor) -> None:
    """The second person approves a right to sign; the whole office is told. Raises TransitionRefusedError."""
    with journal.collected():
        locked = _waiting(row, policies.can_confirm_authority, actor)
        locked.confirmed_by, locked.confirmed_at = actor.user, timezone.now()
        locked.save(update_fields=["confirmed_by", "confirmed_at"])
        _record("confirmed", locked, actor)
        _tell("staff.authority_confirmed", locked, OFFICE, actor)


def decline(row: SigningAuthority, *, actor: StaffActor) -> None:
    """A right to sign that waits is not given: the row goes, journal and history keep that it was meant to be."""
    with journal.collected():
        locked = _waiting(row, policies.can_decline_authority, actor)
        _record("declined", locked, actor)
        _tell("staff.authority_declined", locked.user, OFFICE, actor)
        locked.delete()


def end(row: Dated, *, last_day: date, actor: Actor) -> None:
    """``row`` holds for the last time on ``last_day``, today or later; the past stays as it was."""
    with journal.collected():
        locked = _locked(row)
        today = timezone.localdate()
        if locked.valid_until is not None and locked.valid_until < today:
            raise TransitionRefusedError("Das ist schon beendet. Bitte laden Sie die Seite neu.")
        if locked.valid_until is not None and last_day > locked.valid_until:
            raise TransitionRefusedError("Das Ende ist schon früher. Bitte laden Sie die Seite neu.")
        if last_day < max(today, locked.valid_from):
            raise TransitionRefusedError("Vor dem heutigen Tag und vor dem Beginn lässt sich das nicht beenden.")
        locked.valid_until = last_day
        locked.save()
        _record("ended", locked, actor)


def take_back(row: D, *, actor: Actor) -> None:
    """What has not begun yet was never in force: the row goes, the journal keeps that it was planned."""
    with journal.collected():
        locked = _locked(row)
        if locked.valid_from <= timezone.localdate():
            raise TransitionRefusedError("Das hat schon begonnen und lässt sich nur noch beenden.")
        _record("taken_back", locked, actor)
        locked.delete()


def account_made(user: User, *, actor: Actor) -> None:
    """Record a new account and tell heads and administration. Called in the transaction that makes it."""
    _record_account("created", user, actor, {"role": user.role})
    _tell("staff.account_made", user, policies.MANAGERS, actor, user)


def account_changed(user: User, fields: list[str], *, actor: Actor, former_address: str) -> None:
    """Record which fields changed, and tell the person, heads and administration where others could now sign in.

    The person's mail goes to ``former_address``, since the address itself may have changed. Called in the transaction
    of the change.
    """
    if not fields:
        return
    _record_account("changed", user, actor, {"fields": sorted(fields)})
    if SIGNS_IN_BY & set(fields) and actor.actor_id != str(user.pk):
        queue_mail("staff.account_changed", former_address, user)
        _tell("staff.account_changed_by_others", user, policies.MANAGERS, actor, user)


def _record_account(what: str, user: User, actor: Actor, data: dict[str, object]) -> None:
    journal.record(key=journal.PORTAL, kind=f"user.{what}", subject=user, actor=actor, data=data, text=user.full_name)


def _tell(
    kind: str, subject: SigningAuthority | User, roles: Collection[str], actor: Actor, but: User | None = None
) -> None:
    """Everyone of these roles but who did it and ``but``, who has a mail of the own.

    So nobody can make up a person with rights unnoticed by those who are responsible.
    """
    people = User.objects.filter(is_active=True, role__in=roles).order_by("pk")
    left_out = {actor.actor_id, str(but.pk) if but else ""}
    for person in people:
        if str(person.pk) not in left_out:
            queue_mail(kind, person.email, subject)


def _waiting(
    row: SigningAuthority, policy: Callable[[StaffActor, SigningAuthority], Decision], actor: StaffActor
) -> SigningAuthority:
    """The right to sign under its lock, if ``policy`` still allows it."""
    locked = _locked(row)
    decision = policy(actor, locked)
    if not decision:
        raise TransitionRefusedError(decision.reason)
    return locked


def _locked(row: D) -> D:
    rows: Any = type(row)._default_manager
    found: D | None = rows.select_for_update(no_key=True).filter(pk=row.pk).first()
    if found is None:
        raise TransitionRefusedError("Das gibt es nicht mehr. Bitte laden Sie die Seite neu.")
    return found


def _record(what: str, row: Dated, actor: Actor) -> None:
    """The sentence holds names, so it is the entry's erasable text; the entry itself holds ids and codes."""
    data = {"from": row.valid_from.isoformat(), "until": row.valid_until.isoformat() if row.valid_until else None}
    kind = f"{row._meta.model_name}.{what}"
    journal.record(key=journal.PORTAL, kind=kind, subject=row, actor=actor, data=data, text=str(row))
