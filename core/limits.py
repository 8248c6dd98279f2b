"""How often something may be tried: counted in the cache that all processes share."""

import hashlib
import time

from django.core.cache import cache
from django.db import transaction

from core.concurrency import wait_for_turn


def within_limit(action: str, key: str, *, times: int, seconds: int) -> bool:
    """Count one try of ``action`` for ``key`` (an address, an IP); False once there were more than ``times``.

    The window begins with the first try and is kept with the count: the shared cache would begin it again with every
    change. Tries of the same moment are counted one after the other, so nobody gets more by sending them at once.
    """
    name = f"limit:{action}:{hashlib.sha256(key.lower().encode()).hexdigest()}"
    with transaction.atomic():
        wait_for_turn(name)
        now = time.time()
        count, ends = cache.get(name) or (0, now + seconds)
        if ends <= now:
            count, ends = 0, now + seconds
        cache.set(name, (count + 1, ends), timeout=max(1, round(ends - now)))
    return count < times
