"""Ports on the loopback address."""

import http.client
import socket
import time

HOST = "127.0.0.1"
PROBE_SECONDS = 0.1


def is_free(port: int) -> bool:
    """Tell whether a server could listen on ``port`` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections just closed do not count
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def becomes_free(port: int, seconds: float) -> bool:
    """Tell whether ``port`` is free within so many seconds: a process just killed may still hold it."""
    deadline = time.monotonic() + seconds
    while not is_free(port):
        if time.monotonic() > deadline:
            return False
        time.sleep(PROBE_SECONDS)
    return True


def free_port(wish: int) -> int:
    """Return ``wish`` if it is free, else any port that is."""
    if is_free(wish):
        return wish
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def answers(port: int, path: str = "/") -> bool:
    """Tell whether a web server on ``port`` answers ``path`` with anything but a failure of its own."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def accepts(port: int) -> bool:
    """Tell whether anything listens on ``port``."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True
