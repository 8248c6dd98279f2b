"""The mayor asks before signing, the office answers, with the link: both stand in the Verlauf."""

from django.utils import timezone

from agreements.models import Ceremony, PreAgreement, Question
from agreements.policies.actors import SignatoryActor
from agreements.policies.signing import can_answer_question, can_ask
from communes.responsibility import in_charge_today
from core import journal
from core.mail import queue_mail
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor


def ask(ceremony: Ceremony, text: str) -> None:
    """Record a question and tell who is in charge; the same text is asked once until it is answered.

    Raises TransitionRefusedError when the link does not work any more or nobody is to sign now.
    """
    actor = SignatoryActor(ceremony)
    with journal.collected():
        agreement = _locked(ceremony.invitation.version.agreement_id)
        decision = can_ask(actor, agreement)
        if not decision:
            raise TransitionRefusedError(decision.reason)
        question, new = Question.objects.get_or_create(
            invitation=ceremony.invitation, text=text, answered_at=None, defaults={"agreement": agreement}
        )
        if not new:
            return
        journal.record(
            key=agreement.journal_key,
            kind="preagreement.question",
            subject=agreement,
            actor=actor,
            text=text,
            data={"question": question.pk},
            visibility=journal.Visibility.COMMUNE,
        )
        queue_mail("agreements.question_received", ceremony.invitation.recipient, question)
        for user in in_charge_today(agreement.commune):
            queue_mail("agreements.question", user.email, question)


def answer(question: Question, text: str, *, actor: StaffActor) -> None:
    """Answer once, by mail to who asked. Raises TransitionRefusedError."""
    with journal.collected():
        agreement = _locked(question.agreement_id)
        fresh = Question.objects.select_related("invitation__office_holder").get(pk=question.pk)
        decision = can_answer_question(actor, fresh)
        if not decision:
            raise TransitionRefusedError(decision.reason)
        fresh.answer, fresh.answered_at, fresh.answered_by = text, timezone.now(), actor.user
        fresh.save(update_fields=["answer", "answered_at", "answered_by"])
        journal.record(
            key=agreement.journal_key,
            kind="preagreement.answer",
            subject=agreement,
            actor=actor,
            text=text,
            data={"question": fresh.pk},
            visibility=journal.Visibility.COMMUNE,
        )
        invited = fresh.invitation
        # The address that is known today: the one of the invitation may have been corrected since.
        queue_mail("agreements.answer", invited.office_holder.email or invited.recipient, fresh)


def _locked(pk: int) -> PreAgreement:
    return PreAgreement.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
