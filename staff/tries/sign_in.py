"""Which counters a try to sign in is counted by, and what a right password leaves.

- Wrong passwords count for the account *and* the place they come from: nobody elsewhere waits for a stranger's.
- A place is a browser that this account was signed in with (a signed cookie), else a network.
- Places that the account was never signed in from share one counter more: guessing from a thousand addresses is as
  slow as from a few, and those who signed in before do not notice.
- A network has a counter over all accounts that never were signed in from it: one password is not tried at
  everybody's, and an office behind one address does not wait for a visitor of its own.

The first and third are OWASP's device cookies (owasp.org, "Slow Down Online Guessing Attacks with Device Cookies").
"""

from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from core.visitors import network_of
from staff.tries import devices
from staff.tries.counting import CountedTry, Key, count_try
from staff.tries.hashes import account_hash, place_hash
from staff.tries.models import Counter, KnownPlace, WrongPasswords

PLACES_KEPT = timedelta(days=180)


def begin(request: HttpRequest, address: str) -> CountedTry:
    """Count a try to sign in with ``address``. Raises TooManyTriesError while it has to wait."""
    account, network = account_hash(address), place_hash(network_of(request))
    device = devices.known_to(request, account)
    if device:
        return count_try([Key(Counter.PAIR, account, place_hash(device))])
    keys = [Key(Counter.PAIR, account, network)]
    if not KnownPlace.objects.filter(account=account, place=network).exists():
        keys += [Key(Counter.ACCOUNT, account), Key(Counter.NETWORK, place=network)]
    return count_try(keys)


def remember_place(request: HttpRequest, address: str) -> None:
    """The account's person proved to be there: by the password, or by a link from the mailbox."""
    place = KnownPlace(account=account_hash(address), place=place_hash(network_of(request)), last_at=timezone.now())
    unique = ["account", "place"]
    KnownPlace.objects.bulk_create([place], update_conflicts=True, unique_fields=unique, update_fields=["last_at"])


def lift_blocks(address: str) -> int:
    """Nobody has to wait for ``address`` any more, wherever. Returns how many counters were dropped."""
    with transaction.atomic():
        rows = WrongPasswords.objects.filter(account=account_hash(address)).exclude(counter=Counter.SESSION)
        return rows.delete()[0]


def forget_old_places() -> int:
    """Remove places that nobody signed in from for half a year. Returns how many."""
    return KnownPlace.objects.filter(last_at__lt=timezone.now() - PLACES_KEPT).delete()[0]
