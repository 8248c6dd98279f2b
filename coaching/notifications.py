"""The mails to coaches. They name the commune and where to look, nothing internal."""

from agreements.text.addresses import absolute
from coaching.days import days_text
from coaching.models import Engagement
from communes.answering import who_answers, who_writes
from core.composing import ComposedMail, compose_from, mail_kind
from core.models import OutgoingMessage


@mail_kind("coaching.planned")
def planned(message: OutgoingMessage) -> ComposedMail | None:
    """To the coach: an engagement was planned with her or him; none when it was broken off meanwhile."""
    return _to_coach(message, "coaching_planned", "{}: geplant", {Engagement.Status.PLANNED})


@mail_kind("coaching.broken_off")
def broken_off(message: OutgoingMessage) -> ComposedMail | None:
    """To the coach: the engagement ended early or does not begin."""
    return _to_coach(message, "coaching_broken_off", "{}: abgebrochen", {Engagement.Status.BROKEN_OFF})


def _to_coach(message: OutgoingMessage, template: str, subject: str, states: set[str]) -> ComposedMail | None:
    engagement = Engagement.objects.with_parties().filter(pk=message.subject_id, status__in=states).first()
    if engagement is None or not engagement.coach.user.is_active:
        return None
    link = absolute(engagement.get_absolute_url())
    days = days_text(engagement.granted_days)
    return compose_from(
        template,
        subject.format(engagement),
        answer_to=who_answers(engagement.commune, message.recipient),
        contact=who_writes(engagement.commune, message.recipient),
        engagement=engagement,
        days=days,
        link=link,
    )
