"""Which accounts somebody has to wait at, for the administration."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from staff.models import User
from staff.tries.hashes import account_hash
from staff.tries.models import Counter, WrongPasswords


@dataclass(frozen=True, slots=True)
class WaitingAccount:
    """An account at which ``places`` wait; ``until`` the last of them does."""

    email: str
    places: int
    until: datetime


def waiting_accounts() -> list[WaitingAccount]:
    """Those that exist, by address; what was typed of others is known as a hash only."""
    until = defaultdict(list)
    for row in WrongPasswords.objects.filter(blocked_until__gt=timezone.now()).exclude(counter=Counter.SESSION):
        if row.blocked_until is not None:
            until[row.account].append(timezone.localtime(row.blocked_until))
    emails = {account_hash(email): email for email in User.objects.values_list("email", flat=True)}
    found = [WaitingAccount(emails[key], len(ends), max(ends)) for key, ends in until.items() if key in emails]
    return sorted(found, key=lambda account: account.email)
