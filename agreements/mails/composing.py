"""What the mails about an agreement share: who is greeted, where an answer goes, what they are about."""

from django.db.models import Q

from agreements.models import Invitation, PreAgreement, Question, Signature
from agreements.text.addresses import absolute
from communes.answering import who_answers
from communes.responsibility import contact_today
from core.composing import Attachment, ComposedMail, compose_from
from core.models import OutgoingMessage


def compose(
    message: OutgoingMessage,
    template: str,
    subject: str,
    attachments: tuple[Attachment, ...] = (),
    *,
    agreement: PreAgreement,
    **context: object,
) -> ComposedMail:
    """Every mail of this room: an answer from outside reaches who is in charge of the commune."""
    answer_to = who_answers(agreement.commune, message.recipient)
    return compose_from(template, subject, attachments, answer_to=answer_to, agreement=agreement, **context)


def about_agreement(message: OutgoingMessage, template: str, subject: str) -> ComposedMail:
    """A mail whose subject is the agreement; ``subject`` takes its reference and, as ``noun``, what it is called."""
    agreement = PreAgreement.objects.select_related("commune").get(pk=message.subject_id)
    link = absolute(agreement.get_absolute_url())
    return compose(
        message,
        template,
        subject.format(agreement.reference, noun=agreement.noun),
        greeting=greeting_for(agreement, message),
        agreement=agreement,
        link=link,
        contact=contact_today(agreement.commune),
    )


def greeting_for(agreement: PreAgreement, message: OutgoingMessage) -> str:
    """How to greet who signs for the commune (domain rule 25); empty for others, who get the usual greeting."""
    address = message.recipient
    invited = Invitation.objects.filter(version__agreement=agreement).select_related("office_holder__commune")
    found = invited.filter(Q(recipient=address) | Q(office_holder__email=address)).order_by("-pk").first()
    return found.office_holder.greeting if found else ""


def asked_question(message: OutgoingMessage) -> Question:
    """The question that the mail is about, with what a mail says of it."""
    related = ("agreement__commune", "invitation__office_holder__commune", "answered_by")
    return Question.objects.select_related(*related).get(pk=message.subject_id)


def recorded_signature(message: OutgoingMessage) -> Signature:
    """The signature that the mail is about, with what a mail says of it."""
    return Signature.objects.select_related("version__agreement__commune", "office_holder__commune").get(
        pk=message.subject_id
    )
