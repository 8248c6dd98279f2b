"""Trying addresses: each request in a savepoint that is rolled back, each fault with what led to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes
from uuid import uuid4

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponseBase, QueryDict
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_file

FORM = "application/x-www-form-urlencoded"
SEE_OTHER, SERVER_ERROR = 303, 500


@dataclass
class Walk:
    """A browser on its way, and the faults it met."""

    client: Client
    faults: list[str] = field(default_factory=list)
    answered: int = 0

    def get(self, path: str, query: dict[str, Any] | None = None, said: str = "") -> HttpResponseBase | None:
        return self.send("GET", f"{path}?{encoded(query)}" if query else path, said=said)

    def post(self, path: str, sent: dict[str, Any], said: str = "") -> HttpResponseBase | None:
        """As a browser does; with files in parts."""
        if any(isinstance(value, SimpleUploadedFile) for value in sent.values()):
            return self.send("POST", path, in_parts(sent), MULTIPART_CONTENT, said)
        return self.send("POST", path, encoded(sent).encode(), FORM, said)

    def send(
        self, method: str, path: str, body: bytes = b"", kind: str = FORM, said: str = ""
    ) -> HttpResponseBase | None:
        """The answer, with the page that a refused form leads to; or None after a fault. Nothing stays changed."""
        cache.clear()
        self.answered += 1
        try:
            with transaction.atomic():
                answer = self.client.generic(method, path, body, content_type=kind)
                while answer.status_code == SEE_OTHER:
                    answer = self.client.get(answer["Location"])
                if answer.streaming:
                    b"".join(answer)
                connection.check_constraints()  # what would be checked when the request ends
                transaction.set_rollback(True)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is reported with what led to it
            self.faults.append(f"{method} {path[:150]} {said}: {type(fault).__name__}: {str(fault)[:200]}")
            return None
        if answer.status_code >= SERVER_ERROR:
            self.faults.append(f"{method} {path[:150]} {said}: {answer.status_code}")
        return answer


def encoded(sent: dict[str, Any]) -> str:
    """For an address or a form's body; lone surrogates as the three bytes that a broken program sends."""
    pairs = [(name, each) for name, value in sent.items() for each in (value if isinstance(value, list) else [value])]
    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in pairs)


def quoted(value: object) -> str:
    """For an address or a form's body."""
    return quote_from_bytes(str(value).encode("utf-8", "surrogatepass"))


def in_parts(sent: dict[str, Any]) -> bytes:
    """The body of a form with files."""
    parts = b""
    for name, value in sent.items():
        if isinstance(value, SimpleUploadedFile):
            parts += b"\r\n".join(encode_file(BOUNDARY, name, value)) + b"\r\n"
        else:
            head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            parts += head.encode() + str(value).encode("utf-8", "surrogatepass") + b"\r\n"
    return parts + f"--{BOUNDARY}--\r\n".encode()


@contextmanager
def names_read(monkeypatch: Any) -> Iterator[set[str]]:
    """The names that pages ask of what was sent, while this lasts."""
    read: set[str] = set()
    with monkeypatch.context() as patched:
        for method in ("get", "getlist", "__getitem__", "__contains__"):
            patched.setattr(QueryDict, method, _noting(getattr(QueryDict, method), read))
        yield read


def _noting(method: Any, read: set[str]) -> Any:
    def noted(self: QueryDict, key: str, *args: Any, **more: Any) -> Any:
        read.add(str(key))
        return method(self, key, *args, **more)

    return noted


BROKEN_BODIES: list[tuple[str, bytes]] = [
    ("application/json", b"{"),
    ("application/json", b"\xff\xfe"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\x00\r\n\r\n"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\nabgeriss',
    ),
    (f"{FORM}; charset=utf-7", b"a=+AD4-"),
    (f"{FORM}; charset=gibt-es-nicht", b"a=b"),
    (FORM, b"%ED%A0%80=%FF&&&=&%=%00"),
    (FORM, "&".join(f"f{n}=" for n in range(1500)).encode()),
    ("\x7f;;=", uuid4().bytes),
]
