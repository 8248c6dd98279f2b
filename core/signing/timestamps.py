"""Timestamps by RFC 3161 over HTTP, in bounded time and checked before they are used."""

import http.client
import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from asn1crypto import cms, core, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from core.signing.connecting import connect
from core.signing.errors import TimestampUnavailable
from core.signing.pki import CLOCK_TOLERANCE

log = logging.getLogger(__name__)

QUERY = "application/timestamp-query"
REPLY = "application/timestamp-reply"
LONGEST_REPLY = 64 * 1024
GRANTED = {"granted", "granted_with_mods"}


class Reply(core.Sequence):
    """An authority's reply (RFC 3161, 2.4.2). A refusal has no token, which asn1crypto's own type does not know."""

    _fields: ClassVar[list[tuple[Any, ...]]] = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


class UnusableToken(Exception):
    """The authority answered, but not with a token for our request."""


class TimestampClient(TimeStamper):
    """Gets the tokens of one signature. All its requests share one deadline (seconds from its making).

    With a ``policy`` (object identifier) it asks for tokens of that policy and takes no others (RFC 3161, 2.4.2);
    without one it takes what the authority issues.
    """

    def __init__(self, url: str, timeout: float, trust: ValidationContext, policy: str = "") -> None:
        super().__init__(include_nonce=True)
        self._url = url
        self._policy = policy
        self._deadline = time.monotonic() + timeout
        self._trust = trust
        self.signed_at: datetime | None = None  # the time in the latest token

    def request_cms(self, message_digest: bytes, md_algorithm: str) -> tuple[int, tsp.TimeStampReq]:
        """The query: pyHanko's, with the policy."""
        nonce, request = super().request_cms(message_digest, md_algorithm)
        if self._policy:
            request["req_policy"] = self._policy
        return nonce, request

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return a token that answers our nonce and digest and is signed by a trusted authority."""
        nonce, request = self.request_cms(message_digest, md_algorithm)
        try:
            reply = post(self._url, request.dump(), self._deadline)  # blocks: each signing has a loop of its own
            token = read_token(reply, nonce, self._policy)
            await self._check(token, message_digest)
        except (OSError, http.client.HTTPException, UnusableToken) as error:
            log.warning("No timestamp from %s: %s: %s", self._url, type(error).__name__, error)
            raise TimestampUnavailable from error
        self.signed_at = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
        return token

    async def _check(self, token: cms.ContentInfo, message_digest: bytes) -> None:
        try:
            status = TimestampSignatureStatus(
                **await validate_tst_signed_data(token["content"], self._trust, lambda _algorithm: message_digest)
            )
        except Exception as error:  # the reply is foreign bytes; parsing raises what it likes
            raise UnusableToken(str(error)) from error
        if not (status.intact and status.valid and status.trusted):
            raise UnusableToken("signature, digest or certificate of the token is not valid")
        if abs(status.timestamp - datetime.now(UTC)) > CLOCK_TOLERANCE:
            raise UnusableToken(f"its clock and ours differ: {status.timestamp.isoformat()}")


def read_token(reply: bytes, nonce: int, policy: str = "") -> cms.ContentInfo:
    """Take the token out of a reply.

    Raises UnusableToken if refused, malformed, for another request or under another ``policy`` than asked for.
    """
    try:
        response = Reply.load(reply, strict=True)
        status = response["status"]["status"].native
        if status not in GRANTED:
            reasons = sorted(response["status"]["fail_info"].native or ())
            raise UnusableToken(" ".join(["refused:", status, *reasons]))
        token = response["time_stamp_token"]
        info = token["content"]["encap_content_info"]["content"].parsed
        answered, issued_under = info["nonce"].native, info["policy"].dotted
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnusableToken("malformed reply") from error
    if answered != nonce:
        raise UnusableToken("the reply answers another request")
    if policy and issued_under != policy:
        raise UnusableToken(f"its policy is {issued_under}, TSA_POLICY wants {policy}")
    return token


def post(url: str, body: bytes, deadline: float) -> bytes:
    """POST a query and return the reply before the deadline (monotonic seconds), however slow the other side.

    Raises OSError, http.client.HTTPException or UnusableToken.
    """
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise TimeoutError("no time left")
    address = urlsplit(url)
    secure = address.scheme == "https"
    host, port = address.hostname or "", address.port or (443 if secure else 80)
    connection = http.client.HTTPConnection(host, port, timeout=remaining)
    plain = connect(host, port, deadline)
    plain.settimeout(max(0.001, deadline - time.monotonic()))
    with plain, plain.dup() as handle, _hang_up_at(deadline, handle), closing(connection):
        # Encrypted by hand, so that the deadline also ends a handshake that drips.
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
        headers = {"Content-Type": QUERY, "Accept": REPLY}
        connection.request("POST", _target(address.path, address.query), body, headers)
        with connection.getresponse() as response:
            return _read_reply(response)


def _target(path: str, query: str) -> str:
    return f"{path or '/'}?{query}" if query else path or "/"


def _read_reply(response: http.client.HTTPResponse) -> bytes:
    if response.status != 200 or response.headers.get_content_type() != REPLY:
        raise UnusableToken(f"status {response.status}, type {response.headers.get_content_type()}")
    reply = response.read(LONGEST_REPLY + 1)
    if len(reply) > LONGEST_REPLY:
        raise UnusableToken("the reply is too long")
    return reply


@contextmanager
def _hang_up_at(deadline: float, connected: socket.socket) -> Iterator[None]:
    """End a conversation that drips: a socket's timeout only limits the silence between two bytes."""
    watchdog = threading.Timer(deadline - time.monotonic(), _hang_up, [connected])
    watchdog.daemon = True
    watchdog.start()
    try:
        yield
    finally:
        watchdog.cancel()


def _hang_up(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)
