"""Entering and correcting sessions: under the engagement's lock, with a journal entry, in one transaction."""

from coaching import policies
from coaching.models import Session
from coaching.recording import locked, record, require
from coaching.sessions.forms import SessionForm
from core import journal
from staff.actors import StaffActor


class BudgetExceededError(Exception):
    """A session would use more days than were granted; ``str()`` is a German sentence for the form."""


def save_session(form: SessionForm, *, actor: StaffActor) -> Session:
    """Save a valid form as a new session or over an old one.

    Raises BudgetExceededError if more minutes were used than granted, TransitionRefusedError if the engagement does
    not run any more; then nothing is changed.
    """
    with journal.collected():
        engagement = locked(form.engagement)
        require(policies.can_report(actor, engagement))
        session, new = form.instance, form.instance.pk is None
        refusal = engagement.budget(without=session).refusal(form.cleaned_data["minutes"])
        if refusal:
            raise BudgetExceededError(refusal)
        session.engagement = engagement
        if new:
            session.entered_by = actor.user
        session = form.save()
        kind = "session_entered" if new else "session_changed"
        record(kind, engagement, actor, session=session.pk, minutes=session.minutes, date=session.date)
    return session
