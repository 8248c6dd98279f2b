"""Reminding the mayor: a ladder of days, each on a working day in Saxony, and never after the answer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from agreements.models import Invitation, PreAgreement, Reminder
from agreements.policies.signing import can_pause_reminders
from core import journal
from core.actors import SYSTEM
from core.mail import queue_mail
from core.models import OutgoingMessage
from core.transitions import TransitionRefusedError
from core.working_days import is_working_day, on_or_after, on_or_before
from staff.actors import StaffActor

Rung = Reminder.Rung
AFTER_INVITATION = ((Rung.FIRST, timedelta(days=7)), (Rung.SECOND, timedelta(days=14)))
BEFORE_EXPIRY = timedelta(days=3)
EARLIEST_HOUR = 8  # nobody is reminded at night


@dataclass(frozen=True, slots=True)
class Step:
    """A rung of the ladder and its day."""

    rung: Rung
    day: date


def ladder(invitation: Invitation) -> list[Step]:
    """The days on which ``invitation`` is brought to mind: working days after the first mail, before the link ends."""
    invited = timezone.localdate(invitation.created_at)
    ends = timezone.localdate(invitation.expires_at)
    last = on_or_after(ends - BEFORE_EXPIRY)
    if last >= ends:
        last = on_or_before(ends - BEFORE_EXPIRY)
    steps = [Step(rung, on_or_after(invited + wait)) for rung, wait in AFTER_INVITATION]
    return [step for step in steps if step.day < last] + ([Step(Rung.LAST, last)] if last > invited else [])


def due(invitation: Invitation, today: date) -> Step | None:
    """The rung whose day has come; of several that were missed, the newest only."""
    reached = [step for step in ladder(invitation) if step.day <= today]
    if not reached or not is_working_day(today):
        return None
    return None if invitation.reminders.filter(rung=reached[-1].rung).exists() else reached[-1]


def next_day(invitation: Invitation, today: date) -> date | None:
    """When the next reminder goes out if nobody answers before, or None after the last one."""
    steps = ladder(invitation)
    sent = set(invitation.reminders.values_list("rung", flat=True))
    order = [step.rung for step in steps]
    latest = max((order.index(rung) for rung in order if rung in sent), default=-1)
    waiting = steps[latest + 1 :]
    ends = timezone.localdate(invitation.expires_at)
    days = [on_or_after(max(step.day, today)) for step in waiting]
    return days[0] if days and days[0] < ends else None


def send_due(now: datetime | None = None) -> int:
    """Remind of every open invitation whose day has come; one transaction each. Returns how many.

    Safe to run twice at once: the second finds the row of the first under the agreement's lock.
    """
    now = timezone.localtime(now)
    if now.hour < EARLIEST_HOUR or not is_working_day(now.date()):
        return 0
    waiting = Invitation.objects.filter(
        state=Invitation.State.OPEN,
        version__state="current",
        version__agreement__status=PreAgreement.Status.ISSUED,
        version__agreement__reminders_paused=False,
        expires_at__gt=now,
        created_at__lt=now - timedelta(days=1),
    )
    return sum(_remind(invitation.pk, now) for invitation in waiting.order_by("version__agreement_id"))


def pause(agreement: PreAgreement, *, actor: StaffActor, paused: bool) -> None:
    """Stop the reminders, or let them go on; as often as one likes. Raises TransitionRefusedError."""
    with journal.collected():
        locked = PreAgreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement.pk)
        decision = can_pause_reminders(actor, locked)
        if not decision:
            raise TransitionRefusedError(decision.reason)
        if locked.reminders_paused == paused:
            return
        locked.reminders_paused = paused
        locked.save(update_fields=["reminders_paused"])
        kind = "preagreement.reminders_paused" if paused else "preagreement.reminders_resumed"
        journal.record(key=locked.journal_key, kind=kind, subject=locked, actor=actor)


def _remind(invitation_id: int, now: datetime) -> int:
    with journal.collected():
        agreement_id = Invitation.objects.values_list("version__agreement", flat=True).get(pk=invitation_id)
        agreement = PreAgreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement_id)
        invitation = Invitation.objects.select_related("version", "office_holder").get(pk=invitation_id)
        step = due(invitation, now.date())
        if step is None or not _still_wanted(agreement, invitation, now) or _had_mail_today(invitation, now.date()):
            return 0
        Reminder.objects.create(invitation=invitation, rung=step.rung, sent_on=now.date())
        queue_mail("agreements.reminder", invitation.recipient, invitation)
        journal.record(
            key=agreement.journal_key,
            kind="preagreement.reminded",
            subject=agreement,
            actor=SYSTEM,
            data={"invitation": invitation.pk, "rung": step.rung.value},
        )
    return 1


def _still_wanted(agreement: PreAgreement, invitation: Invitation, now: datetime) -> bool:
    """Whether somebody in office has yet to answer and waits for no answer of ours; asked under the lock."""
    return (
        agreement.status == PreAgreement.Status.ISSUED
        and not agreement.reminders_paused
        and invitation.state == Invitation.State.OPEN
        and invitation.version.state == "current"
        and not invitation.is_expired(now)
        and not agreement.questions.filter(answered_at__isnull=True).exists()
        and agreement.signatory_on(now.date()) == invitation.office_holder
    )


def _had_mail_today(invitation: Invitation, today: date) -> bool:
    """At most one mail a day: who asked for the link or got an answer this morning needs no reminder at noon."""
    sent = OutgoingMessage.objects.filter(created_at__date=today)
    questions = [str(pk) for pk in invitation.questions.values_list("pk", flat=True)]
    return (
        sent.filter(subject_type=invitation._meta.label_lower, subject_id=str(invitation.pk)).exists()
        or sent.filter(kind="agreements.answer", subject_id__in=questions).exists()
    )
