"""The ways of an agreement that is not signed in the portal: a file signed outside, and a print that was scanned."""

from dataclasses import dataclass, field
from typing import ClassVar

import requests
from django.utils import timezone

from agreements.models import PaperScan, PreAgreement
from core import files
from staff.models import Role
from tests.factories.qualified import Provider, sign_like_a_tool
from tests.factories.ready_agreements import caseworker_of, published_template, ready_draft
from tests.factories.staff import UserFactory
from tests.faults.way import Way, arrange, hidden


def draft_of_level(level: str) -> PreAgreement:
    return ready_draft(template_version=published_template(signature_level=level))


@dataclass
class QualifiedWay(Way):
    """The mayor uploads a file that was signed outside, with a certificate of ``provider``, whom the portal trusts."""

    agreement: PreAgreement = field(default_factory=lambda: draft_of_level("qualified"))
    provider: Provider | None = None
    signed: bytes = b""

    def _put_signature(self, headers: dict[str, str]) -> None:
        """Nothing is drawn here."""

    def _sign(self, headers: dict[str, str]) -> None:
        page = self._get(self.mayor, "/unterzeichnen/hochladen/")
        if page.url.endswith("/beleg/"):
            return
        if not self.signed:
            assert self.provider is not None
            self.signed = sign_like_a_tool(issued_file(self.agreement), self.provider.person())
        form = {name: hidden(page, name) for name in ("nonce", "shown")}
        form |= {"consent": "on"}
        self._post(self.mayor, "/unterzeichnen/hochladen/", form, headers, {"file": self.signed})


@dataclass
class PrintedWay(Way):
    """The caseworker uploads the scan of the signed print, a colleague confirms it."""

    steps: ClassVar[tuple[str, ...]] = ("issue", "deliver_invitation", "upload_scan", "confirm_scan", "deliver_final")

    agreement: PreAgreement = field(default_factory=lambda: draft_of_level("paper"))
    colleague: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        super().__post_init__()
        arrange(self.colleague, UserFactory(role=Role.CASEWORKER))

    def _upload_scan(self, headers: dict[str, str]) -> None:
        if self.status() != PreAgreement.Status.ISSUED:
            return
        version, commune = self.agreement.current_version, self.agreement.commune
        assert version is not None
        today = timezone.localdate().isoformat()
        form = {
            "version": str(version.pk),
            "commune_signatory": str(commune.office_holders.get().pk),
            "commune_signed_on": today,
            "lpr_signatory": str(caseworker_of(commune).pk),
            "lpr_signed_on": today,
            "place_of_original": "Aktenschrank 3",
        }
        address = f"/vereinbarungen/{self.agreement.reference}/scan/hochladen/"
        self._post(self.caseworker, address, form, headers, {"scan": issued_file(self.agreement)})

    def _confirm_scan(self, headers: dict[str, str]) -> None:
        if self.status() == PreAgreement.Status.SCANNED:
            scan = PaperScan.objects.get(version__agreement=self.agreement)
            form = {"scan": str(scan.pk), "finding": "confirm", "reason": ""}
            self._post(self.colleague, f"/vereinbarungen/{self.agreement.reference}/scan/pruefen/", form, headers)


def issued_file(agreement: PreAgreement) -> bytes:
    agreement.refresh_from_db()
    version = agreement.current_version
    assert version is not None
    return files.read(version.issued_file)
