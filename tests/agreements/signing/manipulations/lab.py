"""What a forger has got: signed files of several agreements, and an authority of the forger's own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from core.signing.ink import Ink
from core.signing.people import Field
from core.signing.signing_service import SigningService
from core.signing.stamp import Stamp
from tests.agreements.signing.conftest import SignedAgreement, caseworker
from tests.agreements.texts import ORDINARY


@dataclass(frozen=True)
class Lab:
    """``target`` is the agreement under attack; the others are genuine and of the same portal, but not this one."""

    target: SignedAgreement
    other_text: SignedAgreement
    other_code: SignedAgreement
    other_version: SignedAgreement
    service: SigningService
    foreign: SigningService

    @property
    def issued(self) -> bytes:
        return self.target.issued

    @property
    def commune(self) -> bytes:
        return self.target.commune.data

    @property
    def final(self) -> bytes:
        return self.target.final.data

    def countersigned(self, commune_signed: bytes) -> bytes:
        """The LPR's real signature on a file that the portal itself would not countersign."""
        now = datetime.now(UTC)
        stamp = Stamp(caseworker(), Ink(typed_name="Sabine Muster"), ORDINARY.check_code, ORDINARY.check_url, now)
        return self.service._sign(commune_signed, Field.LPR, "Gegenzeichnung", stamp).data


Forge = Callable[[Lab], bytes]
