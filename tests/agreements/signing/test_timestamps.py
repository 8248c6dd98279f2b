"""The timestamp authority: real answers, and every way in which one can fail, always in bounded time."""

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

import pytest
from asn1crypto import algos, core, tsp

from agreements.keys import signing_service
from agreements.signing import SigningService, TimestampUnavailable
from agreements.signing.authority import POLICY, TimestampAuthority, make_server
from agreements.signing.connecting import LOOKUPS_AT_ONCE, look_up
from agreements.signing.key_folder import read_p12
from agreements.signing.pki import distinguished_name, make_timestamping
from agreements.signing.timestamps import Reply
from tests.agreements.signing.conftest import sign_for_commune
from tests.plugins.signing_keys import key_files, make_service

TIMEOUT = 1  # seconds


@contextmanager
def served(answer: Callable[[BaseHTTPRequestHandler, bytes], None]) -> Iterator[str]:
    """An authority that answers as told; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer(self, self.rfile.read(int(self.headers["Content-Length"])))

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def replying(reply: Callable[[bytes], bytes], content_type: str = "application/timestamp-reply", status: int = 200):
    def answer(handler: BaseHTTPRequestHandler, query: bytes) -> None:
        body = reply(query)
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.fixture
def authority(signing_keys) -> TimestampAuthority:
    return TimestampAuthority(read_p12(signing_keys.timestamp_p12, ""))


@pytest.fixture
def refuses_to_sign(signing_keys, issued) -> Callable[[str], None]:
    """Signing with the authority at that address fails as unavailable, before the timeout and a second."""

    def check(url: str) -> None:
        service: SigningService = make_service(signing_keys, url, TIMEOUT)
        started = time.monotonic()
        with pytest.raises(TimestampUnavailable, match="Es wurde nichts unterzeichnet"):
            sign_for_commune(service, issued)
        assert time.monotonic() - started < TIMEOUT + 2

    return check


def test_authority_that_is_down(refuses_to_sign):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    refuses_to_sign(f"http://127.0.0.1:{port}")


def test_authority_that_accepts_and_stays_silent(refuses_to_sign):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        refuses_to_sign(f"http://127.0.0.1:{silent.getsockname()[1]}")


def test_authority_that_drips_byte_by_byte(refuses_to_sign):
    """Each byte comes well before a socket would time out; only the deadline over all ends it."""

    def drip(handler: BaseHTTPRequestHandler, query: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/timestamp-reply")
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        ended = threading.Event()
        for _ in range(100):
            try:
                handler.wfile.write(b"0")
            except OSError:
                return
            ended.wait(0.1)

    with served(drip) as url:
        refuses_to_sign(url)


@pytest.mark.parametrize(
    "answer",
    [
        replying(lambda _query: b"<html>Wartung</html>", content_type="text/html"),
        replying(lambda _query: b"<html>Wartung</html>"),
        replying(lambda _query: b""),
        replying(lambda query: query),
        replying(lambda _query: b"0" * 200_000),
        replying(lambda _query: b"", status=503),
        replying(lambda _query: b"", status=500),
        replying(lambda _query: bytes.fromhex("30053003020102")),
        replying(lambda _query: bytes.fromhex("30053003020100")),
    ],
    ids=[
        "page",
        "garbage",
        "nothing",
        "echo",
        "too-long",
        "unavailable",
        "error",
        "rejection",
        "granted-without-token",
    ],
)
def test_authority_that_answers_something_else(refuses_to_sign, answer):
    with served(answer) as url:
        refuses_to_sign(url)


def test_answer_to_another_nonce(refuses_to_sign, authority):
    def other_nonce(query: bytes) -> bytes:
        request = tsp.TimeStampReq.load(query)
        request["nonce"] = request["nonce"].native + 1
        return authority.answer(request.dump(force=True))

    with served(replying(other_nonce)) as url:
        refuses_to_sign(url)


def test_answer_without_nonce(refuses_to_sign, authority):
    def no_nonce(query: bytes) -> bytes:
        request = tsp.TimeStampReq.load(query)
        return authority.answer(
            tsp.TimeStampReq({"version": 1, "message_imprint": request["message_imprint"], "cert_req": True}).dump()
        )

    with served(replying(no_nonce)) as url:
        refuses_to_sign(url)


def test_token_for_another_digest(refuses_to_sign, authority):
    def other_digest(query: bytes) -> bytes:
        request = tsp.TimeStampReq.load(query)
        request["message_imprint"]["hashed_message"] = b"\x00" * 32
        return authority.answer(request.dump(force=True))

    with served(replying(other_digest)) as url:
        refuses_to_sign(url)


def test_token_with_a_broken_signature(refuses_to_sign, authority):
    def broken(query: bytes) -> bytes:
        reply = bytearray(authority.answer(query))
        reply[-1] ^= 1
        return bytes(reply)

    with served(replying(broken)) as url:
        refuses_to_sign(url)


def test_authority_under_a_root_we_do_not_trust(refuses_to_sign, tmp_path):
    foreign = TimestampAuthority(read_p12(key_files(tmp_path).timestamp_p12, ""))
    with served(replying(foreign.answer)) as url:
        refuses_to_sign(url)


def test_authority_that_drips_while_the_connection_is_being_encrypted(refuses_to_sign):
    """The greeting of TLS comes byte by byte and never ends."""
    ended = threading.Event()

    def drip(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection, suppress(OSError):
            connection.sendall(b"\x16\x03\x03\x40\x00")
            while not ended.wait(0.1):
                connection.sendall(b"\x02")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, args=[listening])
        thread.start()
        refuses_to_sign(f"https://127.0.0.1:{listening.getsockname()[1]}")
        ended.set()
        thread.join()


def test_authority_without_a_certificate_for_its_address(refuses_to_sign, authority):
    """An encrypted address that answers in the clear."""
    with served(replying(authority.answer)) as url:
        refuses_to_sign(url.replace("http:", "https:"))


OTHER_POLICY = "0.4.0.2023.1.1"


def with_policy(signing_keys, url: str, policy: str) -> SigningService:
    return replace(make_service(signing_keys, url), tsa_policy=policy)


def test_the_policy_that_the_operator_wants_is_asked_for(signing_keys, issued, authority):
    asked = []

    def answer(query: bytes) -> bytes:
        asked.append(tsp.TimeStampReq.load(query)["req_policy"].dotted)
        return authority.answer(query)

    with served(replying(answer)) as url:
        assert sign_for_commune(with_policy(signing_keys, url, POLICY), issued).signed_at
    assert set(asked) == {POLICY}


def test_an_authority_that_does_not_have_this_policy_says_so_in_the_log(signing_keys, issued, authority, caplog):
    with served(replying(authority.answer)) as url, pytest.raises(TimestampUnavailable):
        sign_for_commune(with_policy(signing_keys, url, OTHER_POLICY), issued)
    assert "refused: rejection unaccepted_policy" in caplog.text


def test_the_policy_comes_from_the_settings(signing_keys, timestamp_authority, settings):
    settings.SIGNING = {**settings.SIGNING, "TSA_POLICY": OTHER_POLICY}
    assert signing_service().tsa_policy == OTHER_POLICY


def test_a_token_under_another_policy_than_asked_for_is_not_taken(signing_keys, issued, authority, caplog):
    """RFC 3161, 2.4.2: the policy of the token must be that of the query. Signed, trusted, and still not taken."""

    def deaf(query: bytes) -> bytes:
        request = tsp.TimeStampReq.load(query)
        del request["req_policy"]
        return authority.answer(request.dump(force=True))

    with served(replying(deaf)) as url:
        with pytest.raises(TimestampUnavailable, match="Es wurde nichts unterzeichnet"):
            sign_for_commune(with_policy(signing_keys, url, OTHER_POLICY), issued)
        assert f"its policy is {POLICY}, TSA_POLICY wants {OTHER_POLICY}" in caplog.text
        assert sign_for_commune(with_policy(signing_keys, url, ""), issued).signed_at, "any policy, if none is wanted"


@pytest.fixture
def hanging_resolver(monkeypatch) -> Iterator[threading.Event]:
    """Names are looked up for ever, until the event is set."""
    answers = threading.Event()

    def hang(*_args: object, **_options: object) -> list[object]:
        answers.wait()
        raise socket.gaierror("no answer")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    yield answers
    answers.set()
    for thread in threading.enumerate():
        if thread.name == "name look-up":
            thread.join()


def test_a_name_whose_look_up_hangs(refuses_to_sign, hanging_resolver, caplog):
    refuses_to_sign("http://zeitstempel.example:8001")
    assert "the look-up of zeitstempel.example takes too long" in caplog.text


def test_look_ups_that_hang_do_not_pile_up(hanging_resolver):
    for _ in range(LOOKUPS_AT_ONCE):
        with pytest.raises(TimeoutError, match="takes too long"):
            look_up("zeitstempel.example", 80, time.monotonic())
    before = threading.active_count()
    with pytest.raises(TimeoutError, match="too many"):
        look_up("zeitstempel.example", 80, time.monotonic())
    assert threading.active_count() == before


def test_names_are_looked_up_again_once_the_resolver_answers(hanging_resolver, monkeypatch):
    for _ in range(LOOKUPS_AT_ONCE + 1):
        with pytest.raises(TimeoutError):
            look_up("zeitstempel.example", 80, time.monotonic())
    hanging_resolver.set()
    monkeypatch.undo()
    assert look_up("127.0.0.1", 80, time.monotonic() + 5)


@pytest.mark.parametrize("name", ["gibt-es-nicht.invalid", "a" * 70 + ".example", "\udcff.example"])
def test_a_name_that_is_none(refuses_to_sign, monkeypatch, name):
    def unknown(host: str, *_args: object, **_options: object) -> list[object]:
        host.encode("idna")
        raise socket.gaierror("unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    refuses_to_sign(f"http://{name}:8001")


def test_an_address_that_does_not_answer_leaves_time_for_the_next(signing_keys, issued, authority, monkeypatch):
    """A name with two addresses; behind the first is a queue that is full."""
    with served(replying(authority.answer)) as url, socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        waiting = [socket.socket() for _ in range(3)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(full.getsockname())
        good = ("127.0.0.1", urlsplit(url).port)
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in (full.getsockname(), good)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
        service = make_service(signing_keys, "http://zeitstempel.example:8001", 4)
        assert sign_for_commune(service, issued).signed_at
        for each in waiting:
            each.close()


@pytest.mark.parametrize("years_ago", [11, -1], ids=["expired", "not-yet-valid"])
def test_authority_whose_certificate_is_not_valid_today(refuses_to_sign, signing_keys, years_ago):
    root = read_p12(signing_keys.root_p12, "")
    then = datetime.now(UTC) - timedelta(days=365 * years_ago)
    outdated = make_timestamping(distinguished_name("Zeitstempel", "LPR"), root, now=then)
    with served(replying(TimestampAuthority(outdated).answer)) as url:
        refuses_to_sign(url)


@pytest.mark.parametrize("minutes", [-600, -6, 6, 600])
def test_authority_whose_clock_is_far_from_ours(refuses_to_sign, signing_keys, minutes):
    """One of the two is wrong; a signature dated by it would be disputed."""
    wrong = datetime.now(UTC) + timedelta(minutes=minutes)
    authority = TimestampAuthority(read_p12(signing_keys.timestamp_p12, ""), clock=lambda: wrong)
    with served(replying(authority.answer)) as url:
        refuses_to_sign(url)


def test_why_an_authority_refused_is_in_the_log(refuses_to_sign, caplog):
    """A refusal as RFC 3161 has it: a status, a reason, no token."""
    status = {"status": "rejection", "fail_info": {"time_not_available"}}
    with served(replying(lambda _query: Reply({"status": status}).dump())) as url:
        refuses_to_sign(url)
    assert "refused: rejection time_not_available" in caplog.text


def test_what_went_wrong_is_in_the_log_for_the_operator(refuses_to_sign, caplog):
    with served(replying(lambda _query: b"", status=500)) as url:
        refuses_to_sign(url)
    assert "status 500" in caplog.text


def test_a_person_s_certificate_is_no_timestamp_authority(refuses_to_sign, signing_keys):
    issuing = TimestampAuthority(read_p12(signing_keys.authority_p12, ""))
    with served(replying(issuing.answer)) as url:
        refuses_to_sign(url)


def test_time_of_the_signature_is_the_token_s(signing_keys, issued):
    moment = datetime.now(UTC).replace(microsecond=0)
    authority = TimestampAuthority(read_p12(signing_keys.timestamp_p12, ""), clock=lambda: moment)
    with served(replying(authority.answer)) as url:
        assert sign_for_commune(make_service(signing_keys, url), issued).signed_at == moment


class TestLocalAuthority:
    def query(self, algorithm: str = "sha256", length: int = 32) -> bytes:
        imprint = tsp.MessageImprint(
            {"hash_algorithm": algos.DigestAlgorithm({"algorithm": algorithm}), "hashed_message": b"\x01" * length}
        )
        return tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "nonce": 42, "cert_req": True}).dump()

    def status(self, authority: TimestampAuthority, query: bytes) -> str:
        return tsp.PKIStatus(core.Sequence.load(authority.answer(query))[0][0].native).native

    def test_grants_good_queries(self, authority):
        assert self.status(authority, self.query()) == "granted"
        assert self.status(authority, self.query("sha512", 64)) == "granted"

    @pytest.mark.parametrize("query", [b"", b"garbage", b"\x30\x80"])
    def test_rejects_what_it_cannot_read(self, authority, query):
        assert self.status(authority, query) == "rejection"

    def test_rejects_weak_and_wrong_digests(self, authority):
        assert self.status(authority, self.query("sha1", 20)) == "rejection"
        assert self.status(authority, self.query("sha256", 20)) == "rejection"

    def test_has_one_policy(self, authority):
        request = tsp.TimeStampReq.load(self.query())
        for policy, status in ((POLICY, "granted"), (OTHER_POLICY, "rejection")):
            request["req_policy"] = policy
            assert self.status(authority, request.dump()) == status

    def test_serial_numbers_differ(self, authority):
        tokens = [tsp.TimeStampResp.load(authority.answer(self.query()))["time_stamp_token"] for _ in range(20)]
        serials = {t["content"]["encap_content_info"]["content"].parsed["serial_number"].native for t in tokens}
        assert len(serials) == 20

    @pytest.mark.parametrize(
        ("method", "headers", "status"),
        [
            ("GET", {}, 204),
            ("POST", {"Content-Type": "text/plain"}, 400),
            ("POST", {"Content-Type": "application/timestamp-query", "Content-Length": "99999"}, 400),
        ],
    )
    def test_server_refuses_what_is_no_query(self, authority, method, headers, status):
        server = make_server(authority, 0)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        address = urlsplit(f"http://127.0.0.1:{server.server_port}")
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=5)
        try:
            connection.request(method, "/", None, headers)
            assert connection.getresponse().status == status
        finally:
            connection.close()
            server.shutdown()
            thread.join()
            server.server_close()
