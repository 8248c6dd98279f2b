"""Typing the password once more while signed in: a counter of its own for each session.

What strangers do at the sign-in page never reaches it. Who sits at somebody's open desk gets five tries, then the
session ends and its owner gets a mail.
"""

from django.contrib.auth import logout
from django.http import HttpRequest

from staff.models import User
from staff.tries.counting import Key, TooManyTriesError, count_try
from staff.tries.hashes import account_hash, place_hash
from staff.tries.models import Counter


class SessionEndedError(Exception):
    """There were too many wrong passwords; the request is signed out."""


def confirm(request: HttpRequest, user: User, password: str) -> bool:
    """Whether ``password`` is that of ``user``, who is signed in. Raises SessionEndedError with the fifth wrong one."""
    session = place_hash(request.session.session_key or "")
    try:
        counted = count_try([Key(Counter.SESSION, account_hash(user.email), session)])
    except TooManyTriesError:
        logout(request)
        raise SessionEndedError from None
    if user.is_active and user.check_password(password):
        counted.was_right()
        return True
    if counted.blocks:
        logout(request)
        raise SessionEndedError
    return False
