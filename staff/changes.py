"""Changing who stands in and who signs: in one transaction with its entry in the portal's chain of the journal."""

from datetime import date

from django import forms
from django.utils import timezone

from core import journal
from core.actors import Actor
from core.transitions import TransitionRefusedError
from staff.models import SigningAuthority, Substitution

Dated = Substitution | SigningAuthority


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
