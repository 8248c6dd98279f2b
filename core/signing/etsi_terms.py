"""What a validation comes to, in the terms of ETSI: one of three indications, and why if it is not the first.

Source: ETSI EN 319 102-1 (and TS 119 102-1), clause 5.1.3: the tables of main status indications and of
sub-indications. EXPIRED and NOT_YET_VALID count as failures where there is proof of the time, which is the case when
the library says so. A test compares the names with those of pyHanko (`pyhanko.sign.ades.report`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Indication(StrEnum):
    """The main status indication (table 5 of the standard)."""

    TOTAL_PASSED = "TOTAL-PASSED"
    INDETERMINATE = "INDETERMINATE"
    TOTAL_FAILED = "TOTAL-FAILED"


class SubIndication(StrEnum):
    """Why a validation did not pass (table 6 of the standard)."""

    FORMAT_FAILURE = "FORMAT_FAILURE"
    HASH_FAILURE = "HASH_FAILURE"
    SIG_CRYPTO_FAILURE = "SIG_CRYPTO_FAILURE"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"
    NOT_YET_VALID = "NOT_YET_VALID"
    SIG_CONSTRAINTS_FAILURE = "SIG_CONSTRAINTS_FAILURE"
    CHAIN_CONSTRAINTS_FAILURE = "CHAIN_CONSTRAINTS_FAILURE"
    CERTIFICATE_CHAIN_GENERAL_FAILURE = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
    CRYPTO_CONSTRAINTS_FAILURE = "CRYPTO_CONSTRAINTS_FAILURE"
    POLICY_PROCESSING_ERROR = "POLICY_PROCESSING_ERROR"
    SIGNATURE_POLICY_NOT_AVAILABLE = "SIGNATURE_POLICY_NOT_AVAILABLE"
    TIMESTAMP_ORDER_FAILURE = "TIMESTAMP_ORDER_FAILURE"
    NO_SIGNING_CERTIFICATE_FOUND = "NO_SIGNING_CERTIFICATE_FOUND"
    NO_CERTIFICATE_CHAIN_FOUND = "NO_CERTIFICATE_CHAIN_FOUND"
    REVOKED_NO_POE = "REVOKED_NO_POE"
    REVOKED_CA_NO_POE = "REVOKED_CA_NO_POE"
    OUT_OF_BOUNDS_NO_POE = "OUT_OF_BOUNDS_NO_POE"
    REVOCATION_OUT_OF_BOUNDS_NO_POE = "REVOCATION_OUT_OF_BOUNDS_NO_POE"
    OUT_OF_BOUNDS_NOT_REVOKED = "OUT_OF_BOUNDS_NOT_REVOKED"
    CRYPTO_CONSTRAINTS_FAILURE_NO_POE = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
    NO_POE = "NO_POE"
    TRY_LATER = "TRY_LATER"
    SIGNED_DATA_NOT_FOUND = "SIGNED_DATA_NOT_FOUND"
    GENERIC = "GENERIC"

    @property
    def meaning(self) -> str:
        """Half a German sentence, as it follows the term."""
        return MEANINGS.get(self, "ein Zertifikat oder seine Sperrangaben genügen den Prüfregeln nicht")


FAILURES = frozenset(
    {
        SubIndication.FORMAT_FAILURE,
        SubIndication.HASH_FAILURE,
        SubIndication.SIG_CRYPTO_FAILURE,
        SubIndication.REVOKED,
        SubIndication.EXPIRED,
        SubIndication.NOT_YET_VALID,
    }
)

MEANINGS = {
    SubIndication.FORMAT_FAILURE: "eine Signatur ist unvollständig oder nicht lesbar",
    SubIndication.HASH_FAILURE: "unterzeichnete Bytes wurden verändert",
    SubIndication.SIG_CRYPTO_FAILURE: "eine Signatur passt nicht zu ihrem Zertifikat",
    SubIndication.REVOKED: "ein Zertifikat war gesperrt, als unterzeichnet wurde",
    SubIndication.EXPIRED: "ein Zertifikat war abgelaufen, als unterzeichnet wurde",
    SubIndication.NOT_YET_VALID: "ein Zertifikat galt noch nicht, als unterzeichnet wurde",
    SubIndication.SIG_CONSTRAINTS_FAILURE: "die Datei hält die Prüfregeln für Vereinbarungen dieses Portals nicht ein",
    SubIndication.NO_SIGNING_CERTIFICATE_FOUND: "das Zertifikat einer Signatur fehlt",
    SubIndication.NO_CERTIFICATE_CHAIN_FOUND: "ein Zertifikat führt zu keiner Stelle, der dieses Portal vertraut",
    SubIndication.GENERIC: "die Datei ließ sich nicht prüfen",
}


@dataclass(frozen=True, slots=True)
class Result:
    """Indication and, unless it passed, the sub-indication."""

    indication: Indication
    sub_indication: SubIndication | None = None


PASSED = Result(Indication.TOTAL_PASSED)


def result_of(sub_indication: SubIndication | None) -> Result:
    """The result with that sub-indication; without one the validation passed."""
    if sub_indication is None:
        return PASSED
    failed = sub_indication in FAILURES
    return Result(Indication.TOTAL_FAILED if failed else Indication.INDETERMINATE, sub_indication)


def worst(found: Iterable[SubIndication | None]) -> SubIndication | None:
    """Of several signatures the one that decides: a failure before what is undecided, the first of each."""
    remaining = [each for each in found if each is not None]
    return next((each for each in remaining if each in FAILURES), remaining[0] if remaining else None)
