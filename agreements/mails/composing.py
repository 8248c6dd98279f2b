"""What the mails about an agreement share: who is greeted, where an answer goes, what they are about."""

from django.db.models import Q

from agreements.models import Invitation, PreAgreement, Question, Signature
from agreements.text.addresses import absolute
from communes.answering import who_answers, who_writes
from core.composing import Attachment, ComposedMail, compose_from
from core.models import JournalEntry, OutgoingMessage
from staff.models import User


def compose(
    message: OutgoingMessage,
    template: str,
    subject: str,
    attachments: tuple[Attachment, ...] = (),
    *,
    agreement: PreAgreement,
    contact: User | None = None,
    **context: object,
) -> ComposedMail:
    """Every mail of this room: to the outside by a person, and an answer reaches who is in charge of the commune.

    ``contact``: that person, where it is another than whom the commune would call.
    """
    return compose_from(
        template,
        subject,
        attachments,
        answer_to=who_answers(agreement.commune, message.recipient),
        contact=contact or who_writes(agreement.commune, message.recipient),
        agreement=agreement,
        **context,
    )


def about_agreement(message: OutgoingMessage, template: str, subject: str, words: str = "") -> ComposedMail:
    """A mail whose subject is the agreement; ``subject`` takes its reference and, as ``noun``, what it is called.

    ``words``: what the commune wrote.
    """
    agreement = PreAgreement.objects.select_related("commune").get(pk=message.subject_id)
    link = absolute(agreement.get_absolute_url())
    return compose(
        message,
        template,
        subject.format(agreement.reference, noun=agreement.noun),
        greeting=greeting_for(agreement, message),
        agreement=agreement,
        link=link,
        words=words,
    )


def words_of(message: OutgoingMessage, kind: str) -> str:
    """What the commune wrote when ``message`` was queued, from the journal's entry of ``kind`` about the same thing.

    Empty once it was erased by law. The entry is written at the end of the mail's own transaction.
    """
    entries = JournalEntry.objects.filter(
        kind=kind, subject_type=message.subject_type, subject_id=message.subject_id, at__gte=message.created_at
    )
    entry = entries.select_related("free_text").order_by("seq").first()
    text = getattr(entry, "free_text", None)
    return text.text if text else ""


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
