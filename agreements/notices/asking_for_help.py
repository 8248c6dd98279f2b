"""Who gets stuck with a notice of change asks to be called: by mail to those in charge, once an hour."""

from datetime import datetime, timedelta

from agreements.models import ChangeNotice
from agreements.notices.steps import locked
from communes.responsibility import in_charge_today
from core import journal
from core.actors import SYSTEM
from core.mail import last_queued, queue_mail

HELP = "agreements.notice_help_requested"
PAUSE = timedelta(hours=1)


def ask_for_call(notice: ChangeNotice) -> None:
    """Tell those in charge that who got the link asks for a call, whatever became of the notice."""
    with locked(notice.agreement_id) as agreement:
        if asked_lately(notice) is not None:
            return
        for user in in_charge_today(agreement.commune):
            queue_mail(HELP, user.email, notice)
        journal.record(
            key=agreement.journal_key,
            kind="changenotice.help_requested",
            subject=notice,
            actor=SYSTEM,  # the link says who it was sent to, not who has it
            data={"number": notice.number},
        )


def asked_lately(notice: ChangeNotice) -> datetime | None:
    """When this was asked within the last hour, or None."""
    return last_queued([HELP], notice, PAUSE)
