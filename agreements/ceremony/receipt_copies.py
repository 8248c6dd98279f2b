"""The receipt once more, to an address that the signatory names: a fixed text, at most three, each in the journal.

Before the countersignature it is the receipt alone (signing rule 9); who got it then gets the signed file once both
sides have signed, and who is named later gets it at once.
"""

from agreements.models import Ceremony, PreAgreement, Signature
from agreements.policies.actors import SignatoryActor
from agreements.transitions.receipt_copies import KIND, addresses_of_copies
from core import journal
from core.mail import queue_mail
from core.transitions import TransitionRefusedError

MOST = 3
ENOUGH = "Sie haben schon drei Kopien senden lassen; mehr geht von hier aus nicht. Bitte leiten Sie eine davon weiter."
NOT_NOW = "Bitte öffnen Sie den Beleg über den Link aus Ihrer E-Mail noch einmal; es wurde keine Kopie gesendet."


def send_copy(ceremony: Ceremony, address: str) -> None:
    """Send it, to each address once. Raises TransitionRefusedError."""
    if not ceremony.signed or not ceremony.is_identified:
        raise TransitionRefusedError(NOT_NOW)
    with journal.collected():
        signature = signature_of(ceremony)
        agreement = PreAgreement.objects.select_for_update(of=("self",), no_key=True).get(
            pk=signature.version.agreement_id
        )
        known = addresses_of_copies(signature)
        if address in known:
            return
        if len(known) >= MOST:
            raise TransitionRefusedError(ENOUGH)
        message = queue_mail(KIND, address, signature)
        journal.record(
            key=agreement.journal_key,
            kind="preagreement.receipt_copied",
            subject=agreement,
            actor=SignatoryActor(ceremony),
            data={"version": signature.version.number, "signature": signature.pk, "message": message.pk},
            visibility=journal.Visibility.COMMUNE,
        )


def signature_of(ceremony: Ceremony) -> Signature:
    """The commune's, made in this ceremony."""
    return Signature.objects.select_related("version").get(
        version=ceremony.invitation.version_id, party=Signature.Party.COMMUNE
    )
