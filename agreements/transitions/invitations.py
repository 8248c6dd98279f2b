"""Who is asked to sign a version, and what becomes of the links; used inside an agreement's transitions."""

from datetime import timedelta

from django.utils import timezone

from agreements.models.agreement import PreAgreement
from agreements.models.ceremony import Invitation
from agreements.models.document import DocumentVersion
from agreements.models.signature_draft import SignatureDraft
from core.mail import queue_mail
from core.transitions import TransitionRefusedError


def invite(agreement: PreAgreement, version: DocumentVersion) -> Invitation | None:
    """The link goes to who signs for the commune; on paper, without an address, the office sends the print.

    Raises TransitionRefusedError when nobody who may sign can be reached, or the version names somebody else.
    """
    holder = agreement.signatory_on(timezone.localdate())
    if holder is not None and not holder.email and agreement.route == PreAgreement.Route.PRINTED:
        return None
    if holder is None or not holder.email:
        raise TransitionRefusedError(
            "Wer für die Kommune unterzeichnen soll, ist nicht im Amt oder hat keine E-Mail-Adresse. Bitte "
            "ergänzen Sie das in der Akte, oder ziehen Sie die Vereinbarung zurück und ändern Sie den Entwurf."
        )
    if holder.full_name != version.content["commune_signatory"]:
        raise TransitionRefusedError(
            f"Im Amt ist {holder}, die Fassung nennt {version.content['commune_signatory']}. Bitte senden Sie "
            "eine neue Fassung."
        )
    template = agreement.template_version.template
    invitation = Invitation.objects.create(
        version=version,
        office_holder=holder,
        recipient=holder.email,
        expires_at=timezone.now() + timedelta(days=template.link_days),
        code_channel=template.code_channel,
    )
    queue_mail("agreements.invitation", holder.email, invitation)
    return invitation


def close_invitations(agreement: PreAgreement, state: Invitation.State) -> list[int]:
    """End the links that still work; what was drawn and not signed goes. Returns the keys of their invitations."""
    open_ones = Invitation.objects.filter(version__agreement=agreement.pk, state=Invitation.State.OPEN)
    closed = list(open_ones.values_list("pk", flat=True))
    open_ones.update(state=state, closed_at=timezone.now())
    SignatureDraft.objects.filter(ceremony__invitation__in=closed).delete()
    return closed
