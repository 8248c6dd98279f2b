"""A connection to another machine in bounded time, the look-up of its name included."""

import socket
import threading
import time
from concurrent.futures import Future
from typing import Any

LOOKUPS_AT_ONCE = 8

# Nothing ends a look-up but the resolver itself, so those that hang must not pile up.
_places = threading.BoundedSemaphore(LOOKUPS_AT_ONCE)


def connect(host: str, port: int, deadline: float) -> socket.socket:
    """Connect to one of the addresses of ``host`` before the deadline (monotonic seconds). Raises OSError.

    What time is left is shared out among the addresses, so that one that stays silent leaves some to the next.
    """
    addresses = look_up(host, port, deadline)
    failure: OSError = TimeoutError("no time left")
    for number, (family, kind, protocol, _name, address) in enumerate(addresses):
        share = (deadline - time.monotonic()) / (len(addresses) - number)
        if share <= 0:
            break
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(share)
        try:
            connection.connect(address)
        except OSError as error:
            connection.close()
            failure = error
        else:
            return connection
    raise failure


def look_up(host: str, port: int, deadline: float) -> list[tuple[Any, ...]]:
    """The addresses of ``host`` as `socket.getaddrinfo` answers them, before the deadline. Raises OSError.

    The resolver cannot be told how long to take, so it is asked in a thread of its own, which is left to itself when
    there is no time left.
    """
    if not _places.acquire(timeout=max(0.0, deadline - time.monotonic())):
        raise TimeoutError("too many look-ups of names hang")
    found: Future[list[tuple[Any, ...]]] = Future()
    try:
        threading.Thread(target=_look_up, args=(host, port, found), daemon=True, name="name look-up").start()
    except RuntimeError as error:  # no more threads
        _places.release()
        raise OSError(str(error)) from error
    try:
        return found.result(max(0.0, deadline - time.monotonic()))
    except TimeoutError as error:
        raise TimeoutError(f"the look-up of {host} takes too long") from error


def _look_up(host: str, port: int, found: "Future[list[tuple[Any, ...]]]") -> None:
    try:
        found.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except OSError as error:
        found.set_exception(error)
    except Exception as error:  # noqa: BLE001 - a name that is none is a UnicodeError
        found.set_exception(OSError(f"{host} cannot be looked up: {error}"))
    finally:
        _places.release()
