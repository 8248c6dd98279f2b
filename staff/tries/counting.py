"""Counting wrong passwords: a try is counted before the password is looked at, and taken back when it was right.

So a hundred tries sent at once are counted one after the other, and no more than the rule allows reach the password.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from staff.tries.models import Counter, WrongPasswords

KEPT = timedelta(days=1)
MINUTES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))


@dataclass(frozen=True, slots=True)
class Rule:
    """``free`` wrong passwords cost nothing, each more makes wait; one is forgiven every ``forgiven_every``."""

    free: int
    forgiven_every: timedelta
    waits: tuple[timedelta, ...] = MINUTES

    def wait_after(self, failures: int) -> timedelta | None:
        """How long to wait after so many, if at all."""
        return self.waits[min(failures - self.free, len(self.waits)) - 1] if failures > self.free else None

    def most(self) -> int:
        """More are not counted: who has waited long enough is forgiven in foreseeable time."""
        return self.free + len(self.waits)


RULES = {
    Counter.PAIR: Rule(free=4, forgiven_every=timedelta(hours=1)),
    Counter.ACCOUNT: Rule(free=19, forgiven_every=timedelta(hours=1)),
    # Behind one address may sit a whole office with its daily slips.
    Counter.NETWORK: Rule(free=29, forgiven_every=timedelta(minutes=10)),
    # The fifth ends the session (``confirming``); the wait only stops what was sent at the same moment.
    Counter.SESSION: Rule(free=4, forgiven_every=KEPT, waits=(KEPT,)),
}
BEGIN_ANEW = frozenset({Counter.PAIR, Counter.SESSION})


@dataclass(frozen=True, slots=True)
class Key:
    """One counter: of an account, of a place, or of both."""

    counter: Counter
    account: str = ""
    place: str = ""


class TooManyTriesError(Exception):
    """Nothing was tried: until ``wait`` is over, no password is looked at from here."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"wait {wait}")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class CountedTry:
    """A try that is counted as wrong until ``was_right`` is called."""

    keys: tuple[Key, ...]
    at: datetime
    blocks: tuple[Key, ...]

    def was_right(self) -> None:
        """Forget the wrong passwords from this place; where others are counted, take back this one only.

        Else somebody with an account of the own could sign in now and then and go on guessing at the others'.
        """
        for key in self.keys:
            row = _row(key)
            if key.counter in BEGIN_ANEW:
                row.update(failures=0)
            else:
                row.filter(failures__gt=0).update(failures=F("failures") - 1)
            if key in self.blocks:
                row.filter(last_at=self.at).update(blocked_until=None, tell_owner=False)


def count_try(keys: Sequence[Key]) -> CountedTry:
    """Count one try for each of ``keys``. Raises TooManyTriesError, and counts nothing, while one of them waits."""
    ordered = sorted(keys, key=lambda key: (key.counter, key.account, key.place))
    with transaction.atomic():
        rows = [_locked(key) for key in ordered]
        now = timezone.now()
        waiting = [row.blocked_until - now for row in rows if row.blocked_until is not None and row.blocked_until > now]
        if waiting:
            raise TooManyTriesError(max(waiting))
        blocks = tuple(key for key, row in zip(ordered, rows, strict=True) if _count(row, now))
    return CountedTry(tuple(ordered), now, blocks)


def forget_old() -> int:
    """Remove counters that count nothing any more. Returns how many."""
    now = timezone.now()
    over = Q(blocked_until__isnull=True) | Q(blocked_until__lt=now)
    return WrongPasswords.objects.filter(over, last_at__lt=now - KEPT).delete()[0]


def _locked(key: Key) -> WrongPasswords:
    """Its row, locked; always in the same order, so that two tries never wait for each other in a circle."""
    now = timezone.now()
    new = WrongPasswords(counter=key.counter, account=key.account, place=key.place, since=now, last_at=now)
    unique = ["counter", "account", "place"]
    # The update changes nothing: it locks a row that is there, so that nobody removes it meanwhile.
    WrongPasswords.objects.bulk_create([new], update_conflicts=True, unique_fields=unique, update_fields=["counter"])
    return _row(key).get()


def _row(key: Key) -> QuerySet[WrongPasswords]:
    return WrongPasswords.objects.filter(counter=key.counter, account=key.account, place=key.place)


def _count(row: WrongPasswords, now: datetime) -> bool:
    """One more wrong password; returns whether the row makes wait from now on."""
    rule = RULES[Counter(row.counter)]
    forgiven = (now - row.since) // rule.forgiven_every
    row.failures, row.since = max(0, row.failures - forgiven), row.since + forgiven * rule.forgiven_every
    if row.failures == 0:
        row.since = now
    row.failures = min(row.failures + 1, rule.most())
    wait = rule.wait_after(row.failures)
    row.last_at, row.blocked_until = now, now + wait if wait else None
    row.tell_owner = row.tell_owner or (wait is not None and row.account != "")
    row.save()
    return wait is not None
