"""How often something may be tried: counted in the cache that all processes share."""

import hashlib

from django.core.cache import cache


def within_limit(action: str, key: str, *, times: int, seconds: int) -> bool:
    """Count one try of ``action`` for ``key`` (an address, an IP); False once there were more than ``times``.

    The window begins with the first try. The key is stored as a hash.
    """
    name = f"limit:{action}:{hashlib.sha256(key.lower().encode()).hexdigest()}"
    if cache.add(name, 1, seconds):
        return True
    try:
        return cache.incr(name) <= times
    except ValueError:  # the window ended between the two calls
        return cache.add(name, 1, seconds)
