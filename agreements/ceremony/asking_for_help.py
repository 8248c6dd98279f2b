"""Who gets stuck asks to be called: by mail to those in charge, in the journal, and once an hour (signing rule 21)."""

from datetime import datetime, timedelta

from agreements.models import Invitation, PreAgreement
from communes.responsibility import in_charge_today
from core import journal
from core.actors import SYSTEM
from core.mail import last_queued, queue_mail

HELP = "agreements.help_requested"
PAUSE = timedelta(hours=1)


def ask_for_call(invitation: Invitation) -> None:
    """Tell those in charge that the signatory asks for a call; also with a link that leads nowhere any more."""
    with journal.collected():
        agreements = PreAgreement.objects.select_for_update(of=("self",), no_key=True).select_related("commune")
        agreement = agreements.get(pk=invitation.version.agreement_id)
        if asked_lately(invitation) is not None:
            return
        for user in in_charge_today(agreement.commune):
            queue_mail(HELP, user.email, invitation)
        journal.record(
            key=agreement.journal_key,
            kind="preagreement.help_requested",
            subject=agreement,
            actor=SYSTEM,  # the link says who it was sent to, not who has it
            data={"invitation": invitation.pk},
        )


def asked_lately(invitation: Invitation) -> datetime | None:
    """When this was asked within the last hour, or None."""
    return last_queued([HELP], invitation, PAUSE)
