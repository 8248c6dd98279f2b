"""What is wrong with keys and timestamps just now. Loads the signing libraries; asked by ``checks``."""

import asyncio
import hashlib

from agreements.evidence.portal_keys import key_files, signing_service
from core.signing.errors import KeysMissing, TimestampUnavailable
from core.signing.key_status import Level, key_report
from core.signing.timestamps import TimestampClient

PROBE = hashlib.sha256(b"Is anybody there?").digest()


def key_problems() -> list[tuple[int, str]]:
    """Level (1 ends soon, 2 does not hold) and German text of everything that is not fine."""
    return [(int(line.level), line.text) for line in key_report(key_files()) if line.level != Level.FINE]


def timestamp_problem() -> str:
    """Ask for one timestamp, as a signature would. German, empty if there was one; the log says what was wrong."""
    try:
        service = signing_service()
    except KeysMissing:
        return ""  # whom to trust is not known; that is said of the keys
    trust = service.keys.validation_context()
    client = TimestampClient(service.tsa_url, service.tsa_timeout, trust, service.tsa_policy)
    try:
        asyncio.run(client.async_timestamp(PROBE, "sha256"))
    except TimestampUnavailable:
        return "Der Zeitstempeldienst (TSA_URL) antwortet nicht, oder nicht mit einem gültigen Zeitstempel."
    return ""
