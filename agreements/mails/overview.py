"""The mails about agreements as the office sees them: what went to whom, what did not arrive, sending it again."""

from dataclasses import dataclass

from django.db.models import CharField, Model, Q
from django.db.models.functions import Cast

from agreements.models import (
    ChangeNotice,
    DocumentVersion,
    Invitation,
    PreAgreement,
    Question,
    Signature,
    SigningCode,
)
from agreements.models.agreement import PreAgreementQuerySet
from agreements.policies.handling import can_change
from agreements.transitions import pre_agreement
from communes.models import OfficeHolder
from communes.office_holders.saving import change_address
from core import journal
from core.mail import send_again
from core.models import OutgoingMessage
from core.policies import Decision, denied
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor

KINDS = {
    "agreements.invitation": "Link zum Unterzeichnen",
    "agreements.reminder": "Erinnerung mit Link",
    "agreements.code": "Code zum Unterzeichnen",
    "agreements.call_requested": "Bitte der Kommune um einen Anruf mit dem Code",
    "agreements.help_requested": "Bitte der Kommune um einen Anruf",
    "agreements.notice_help_requested": "Bitte der Kommune um einen Anruf zu einer Änderungsmitteilung",
    "agreements.question": "Frage der Kommune",
    "agreements.question_received": "Bestätigung, dass die Frage angekommen ist",
    "agreements.answer": "Antwort auf eine Frage, mit Link",
    "agreements.change_requested": "Nachricht, dass die Kommune eine Änderung wünscht",
    "agreements.change_wish_received": "Bestätigung, dass der Änderungswunsch angekommen ist",
    "agreements.refusal_received": "Bestätigung, dass die Ablehnung angekommen ist",
    "agreements.receipt": "Bestätigung der Unterschrift",
    "agreements.receipt_copy": "Kopie der Bestätigung an eine weitere Adresse",
    "agreements.commune_signed": "Nachricht, dass die Kommune unterzeichnet hat",
    "agreements.in_force": "Unterzeichnete Vereinbarung",
    "agreements.evidence": "Nachweis der Unterzeichnung",
    "agreements.paper_recorded": "Nachricht an die Leitung, dass eine Vereinbarung auf Papier erfasst ist",
    "agreements.paper_in_force": "Scan der unterschriebenen Vereinbarung",
    "agreements.scan_rejected": "Nachricht, dass ein Scan verworfen wurde",
    "agreements.declined": "Nachricht, dass die Kommune abgelehnt hat",
    "agreements.expired": "Nachricht, dass die Frist abgelaufen ist",
    "agreements.expired_for_commune": "Nachricht an die Kommune, dass die Frist abgelaufen ist",
    "agreements.withdrawn": "Nachricht, dass die Vereinbarung zurückgezogen ist",
    "agreements.notice": "Link zur Bestätigung einer Änderungsmitteilung",
    "agreements.notice_confirmed": "Bestätigte Änderungsmitteilung",
    "agreements.notice_refused": "Nachricht, dass die Kommune eine Änderungsmitteilung nicht bestätigt",
    "agreements.notice_refusal_received": "Bestätigung an die Kommune, dass ihre Antwort angekommen ist",
    "agreements.notice_expired": "Nachricht, dass die Frist einer Änderungsmitteilung abgelaufen ist",
    "agreements.notice_withdrawn": "Nachricht an die Kommune, dass es nichts mehr zu bestätigen gibt",
}
# What mails are about, and how that leads to the agreement.
_SUBJECTS: dict[str, tuple[type[Model], str]] = {
    "agreements.preagreement": (PreAgreement, "pk"),
    "agreements.documentversion": (DocumentVersion, "agreement"),
    "agreements.changenotice": (ChangeNotice, "agreement"),
    "agreements.invitation": (Invitation, "version__agreement"),
    "agreements.question": (Question, "agreement"),
    "agreements.signature": (Signature, "version__agreement"),
    "agreements.signingcode": (SigningCode, "invitation__version__agreement"),
}
INVITATION = "agreements.invitation"
NOTICE = "agreements.notice"
CODE = "agreements.code"


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A mail that did not arrive and that somebody still waits for."""

    agreement: PreAgreement
    message: OutgoingMessage

    @property
    def kind(self) -> str:
        """What the mail is, in German."""
        return KINDS[self.message.kind]


def mails_of(agreements: PreAgreementQuerySet) -> "list[tuple[int, OutgoingMessage]]":
    """All mails about ``agreements``, the newest first, each with its agreement's id; as many queries for all."""
    keys = agreements.order_by().values("pk")
    about = Q()
    for label, (model, path) in _SUBJECTS.items():
        subjects = model._default_manager.filter(**{f"{path}__in": keys}).order_by()
        about |= Q(subject_type=label, subject_id__in=subjects.annotate(key=Cast("pk", CharField())).values("key"))
    return _with_agreement(list(OutgoingMessage.objects.filter(about).order_by("-pk")))


def undelivered(agreements: PreAgreementQuerySet) -> list[Undelivered]:
    """What must be sent again, of ``agreements``: not codes, which are asked for again, nor links that are dead."""
    failed = OutgoingMessage.objects.filter(state=OutgoingMessage.State.FAILED, kind__in=KINDS).exclude(kind=CODE)
    dead = Invitation.objects.exclude(state=Invitation.State.OPEN).annotate(key=Cast("pk", CharField()))
    over = ChangeNotice.objects.exclude(status=ChangeNotice.Status.OPEN).annotate(key=Cast("pk", CharField()))
    waiting = failed.exclude(subject_type=INVITATION, subject_id__in=dead.order_by().values("key")).exclude(
        kind=NOTICE, subject_id__in=over.order_by().values("key")
    )
    found = _with_agreement(list(waiting.order_by("-pk")))
    known = agreements.in_bulk([agreement for agreement, _ in found])
    return [Undelivered(known[agreement], message) for agreement, message in found if agreement in known]


def holder_behind(agreement: PreAgreement, message: OutgoingMessage) -> OfficeHolder | None:
    """The person of the commune that ``message`` went to, or None for a colleague."""
    asked = Q(invitations__version__agreement=agreement) | Q(notices__agreement=agreement)
    invited = OfficeHolder.objects.filter(asked).select_related("commune").distinct()
    if message.kind == NOTICE:
        return invited.filter(notices=int(message.subject_id)).first()
    if message.subject_type == INVITATION:
        return invited.filter(invitations=int(message.subject_id)).first()
    reached = Q(invitations__recipient__iexact=message.recipient) | Q(notices__recipient__iexact=message.recipient)
    return invited.filter(Q(email__iexact=message.recipient) | reached).first()


def can_correct(actor: StaffActor, agreement: PreAgreement, message: OutgoingMessage) -> Decision:
    """Whether the address of ``message`` can be corrected now."""
    if message.state != OutgoingMessage.State.FAILED:
        return denied("Diese E-Mail wurde inzwischen erneut gesendet oder wird nicht mehr gebraucht.")
    if message.kind == CODE:
        return denied("Ein Code gilt nur zehn Minuten; beim Unterzeichnen wird ein neuer angefordert.")
    if message.subject_type == INVITATION and not _is_open(message):
        return denied("Der Link in dieser E-Mail gilt nicht mehr. Bitte senden Sie die Vereinbarung neu.")
    if message.kind == NOTICE:  # anyone who chooses where that link goes does not send it (signing rule 20)
        return denied(
            "Bitte berichtigen Sie die Adresse in der Akte der Kommune. Danach sendet jemand anderes, zum Beispiel die "
            "Leitung, auf der Seite der Änderungsmitteilung den Link erneut."
        )
    return can_change(actor, agreement)


def correct_and_resend(agreement: PreAgreement, message_id: int, address: str, *, actor: StaffActor) -> None:
    """Send an undeliverable mail to ``address``, in the commune's file too; an invitation again, its link is dead.

    Raises TransitionRefusedError when that is not possible now; then nothing is changed.
    """
    with journal.collected():
        PreAgreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement.pk)
        message = OutgoingMessage.objects.select_for_update().get(pk=message_id)
        decision = can_correct(actor, agreement, message)
        if not decision:
            raise TransitionRefusedError(decision.reason)
        holder = holder_behind(agreement, message)
        if holder is not None:
            change_address(holder, address, actor=actor)
        journal.record(
            key=agreement.journal_key,
            kind="preagreement.mail_corrected",
            subject=agreement,
            actor=actor,
            data={"message": message.pk, "kind": message.kind},
        )
        if message.subject_type != INVITATION:
            send_again(message, address)
            return
        OutgoingMessage.objects.filter(pk=message.pk).update(state=OutgoingMessage.State.OBSOLETE)
        pre_agreement.resend_link(agreement, actor=actor)


def _is_open(message: OutgoingMessage) -> bool:
    return Invitation.objects.filter(pk=int(message.subject_id), state=Invitation.State.OPEN).exists()


def _with_agreement(messages: list[OutgoingMessage]) -> list[tuple[int, OutgoingMessage]]:
    """Each message with its agreement's id: one query for each kind of subject."""
    agreement_of: dict[tuple[str, str], int] = {}
    for label, (model, path) in _SUBJECTS.items():
        ids = [message.subject_id for message in messages if message.subject_type == label]
        for pk, agreement in model._default_manager.filter(pk__in=ids).order_by().values_list("pk", path):
            agreement_of[label, str(pk)] = agreement
    keyed = [(agreement_of.get((message.subject_type, message.subject_id)), message) for message in messages]
    return [(agreement, message) for agreement, message in keyed if agreement is not None]
