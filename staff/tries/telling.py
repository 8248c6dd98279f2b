"""Tells the owners of accounts that somebody tries passwords: at most once an hour, by the minute's work.

The sign-in page only marks a row, for accounts that exist and for those that do not: it does the same for both, in
the same time. Here the marks are looked up among the accounts.
"""

from datetime import timedelta

from django.utils import timezone

from core import journal
from core.actors import SYSTEM
from core.mail import queue_mail
from core.models import OutgoingMessage
from staff.models import User
from staff.tries.hashes import account_hash
from staff.tries.models import Counter, WrongPasswords

PAUSE = timedelta(hours=1)
SIGN_IN, CONFIRMING = "staff.wrong_passwords", "staff.session_ended"


def tell_owners() -> int:
    """Mail to whose accounts passwords are tried at; what comes within the hour waits. Returns how many mails."""
    with journal.collected():
        marked = list(WrongPasswords.objects.select_for_update(skip_locked=True).filter(tell_owner=True).order_by("pk"))
        if not marked:
            return 0
        owners = {account_hash(user.email): user for user in User.objects.filter(is_active=True)}
        due = {(owners[row.account], _kind(row)) for row in marked if row.account in owners}
        pausing = {(user, kind) for user, kind in due if _told_lately(user, kind)}
        for user, kind in sorted(due - pausing, key=lambda one: (one[0].pk, one[1])):
            _tell(user, kind)
        done = [row.pk for row in marked if (owners.get(row.account), _kind(row)) not in pausing]
        WrongPasswords.objects.filter(pk__in=done).update(tell_owner=False)
        return len(due - pausing)


def _kind(row: WrongPasswords) -> str:
    return CONFIRMING if row.counter == Counter.SESSION else SIGN_IN


def _told_lately(user: User, kind: str) -> bool:
    lately = timezone.now() - PAUSE
    return OutgoingMessage.objects.filter(
        kind=kind, subject_type=user._meta.label_lower, subject_id=str(user.pk), created_at__gt=lately
    ).exists()


def _tell(user: User, kind: str) -> None:
    queue_mail(kind, user.email, user)
    what = "session_ended" if kind == CONFIRMING else "wrong_passwords"
    journal.record(key=journal.PORTAL, kind=f"user.{what}", subject=user, actor=SYSTEM, text=user.full_name)
