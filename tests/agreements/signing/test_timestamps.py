"""The timestamp authority: real answers, and every way in which one can fail, always in bounded time."""

import http.client
import socket
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

import pytest
from asn1crypto import algos, core, tsp

from core.signing.authority import TimestampAuthority, make_server
from core.signing.key_folder import read_p12
from core.signing.pki import distinguished_name, make_timestamping
from core.signing.timestamps import Reply
from tests.agreements.signing.authorities import replying, served
from tests.agreements.signing.conftest import PATIENCE, sign_for_commune
from tests.plugins.signing_keys import key_files, make_service


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
        refuses_to_sign(url, PATIENCE)
    assert "refused: rejection time_not_available" in caplog.text


def test_what_went_wrong_is_in_the_log_for_the_operator(refuses_to_sign, caplog):
    with served(replying(lambda _query: b"", status=500)) as url:
        refuses_to_sign(url, PATIENCE)
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
