"""Accounts and places as the counters know them: keyed hashes, the same for what is known and what is not."""

from django.utils.crypto import salted_hmac


def account_hash(address: str) -> str:
    """Of an address to sign in with, as typed; django-allauth finds accounts by its lower case."""
    return _hash("account", address.strip().lower())


def place_hash(place: str) -> str:
    """Of a network, a device or a session."""
    return _hash("place", place)


def _hash(kind: str, value: str) -> str:
    return salted_hmac(f"staff.tries.{kind}", value, algorithm="sha256").hexdigest()
