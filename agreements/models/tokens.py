"""Secrets of the ceremony: made by ``secrets``, stored as hashes only."""

import hashlib
import secrets

from django.contrib.auth.hashers import check_password, make_password

# Without I, O, 0 and 1, which people confuse when they read a code from paper.
CHECK_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def link_token() -> str:
    """The secret of a link: 256 bit, safe in an address (signing rule 1 demands at least 128)."""
    return secrets.token_urlsafe(32)


def digit_code() -> str:
    """Six digits, for ten minutes."""
    return f"{secrets.randbelow(1_000_000):06d}"


def letter_code() -> str:
    """Ten characters that nobody confuses on paper, for two weeks: 50 bit."""
    return "".join(secrets.choice(CHECK_ALPHABET) for _ in range(10))


def check_code() -> str:
    """The public code of a version, ``XXXX-XXXX-XXXX``: 60 bit, so nobody finds one by trying."""
    letters = "".join(secrets.choice(CHECK_ALPHABET) for _ in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def digest(secret: str) -> str:
    """SHA-256, hexadecimal: enough for secrets that nobody can guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def slow_digest(code: str) -> str:
    """A salted, slow hash: short codes could be tried out from a stolen table."""
    return make_password(code)


def matches(code: str, stored: str) -> bool:
    """Whether ``code`` is the one behind ``stored``, in constant time."""
    return bool(stored) and check_password(code, stored)
