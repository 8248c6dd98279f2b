"""A small RFC 3161 timestamp authority for demo and tests; production names one on the network.

It is a process of its own, never a view of the portal: workers that sign would wait for each other (rule 13).
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute

from core.signing.keys import as_asn1
from core.signing.pki import Issuer
from core.signing.timestamps import QUERY, REPLY, Reply

LONGEST_QUERY = 10_000
DIGEST_LENGTHS = {"sha256": 32, "sha384": 48, "sha512": 64}
POLICY = "1.3.6.1.4.1.4146.2.3"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class TimestampAuthority:
    """Replies to timestamp queries with tokens signed by its key, all under one policy."""

    def __init__(self, issuer: Issuer, clock: Callable[[], datetime] = _utc_now) -> None:
        self._key = issuer.key
        self._certificate: asn1_x509.Certificate = as_asn1(issuer.certificate)
        self._clock = clock

    def answer(self, query: bytes) -> bytes:
        """A DER reply to a DER query; one that cannot be read or wants a weak digest or another policy is rejected."""
        try:
            request = tsp.TimeStampReq.load(query, strict=True)
            imprint = request["message_imprint"]
            algorithm = imprint["hash_algorithm"]["algorithm"].native
            length = len(imprint["hashed_message"].native)
        except (ValueError, TypeError, KeyError):
            return _rejection("bad_data_format")
        if DIGEST_LENGTHS.get(algorithm) != length:
            return _rejection("bad_alg")
        if request["req_policy"].native is not None and request["req_policy"].dotted != POLICY:
            return _rejection("unaccepted_policy")
        token = self._token(self._info(request))
        reply: bytes = Reply({"status": {"status": "granted"}, "time_stamp_token": token}).dump()
        return reply

    def _info(self, request: tsp.TimeStampReq) -> tsp.TSTInfo:
        info = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": request["message_imprint"],
            "serial_number": secrets.randbits(120),
            "gen_time": self._clock().replace(microsecond=0),
        }
        if request["nonce"].native is not None:
            info["nonce"] = request["nonce"]
        return tsp.TSTInfo(info)

    def _token(self, info: tsp.TSTInfo) -> cms.ContentInfo:
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self._certificate)),
                simple_cms_attribute("message_digest", hashlib.sha256(info.dump()).digest()),
            ]
        )
        digest = algos.DigestAlgorithm({"algorithm": "sha256"})
        signer = {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": self._certificate.issuer, "serial_number": self._certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": digest,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signed_attrs": attributes,
            "signature": self._key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
        }
        content = {
            "version": "v3",
            "digest_algorithms": [digest],
            "encap_content_info": {
                "content_type": "tst_info",
                "content": core.ParsableOctetString(info.dump()),
            },
            "certificates": [self._certificate],
            "signer_infos": [signer],
        }
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(content)})


def _rejection(reason: str) -> bytes:
    reply: bytes = Reply({"status": {"status": "rejection", "fail_info": {reason}}}).dump()
    return reply


class _Handler(BaseHTTPRequestHandler):
    authority: TimestampAuthority
    timeout = 10

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.headers.get_content_type() != QUERY or not length.isdigit() or int(length) > LONGEST_QUERY:
            self.send_error(400)
            return
        reply = self.authority.answer(self.rfile.read(int(length)))
        self.send_response(200)
        self.send_header("Content-Type", REPLY)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def do_GET(self) -> None:
        """A sign of life for the supervisor."""
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Stay quiet: every signature would write two lines."""


def make_server(authority: TimestampAuthority, port: int) -> ThreadingHTTPServer:
    """A server on the loopback interface, not yet serving; port 0 picks a free one."""
    handler = type("Handler", (_Handler,), {"authority": authority})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    return server
