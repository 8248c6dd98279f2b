"""Stamp, receipt, mail, page, sheet and public check tell the recorded act, in every way and role (signing rule 22)."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from agreements.evidence.certificates import certificate_data, timestamp_data
from agreements.evidence.sheets import evidence_of
from agreements.models import Ceremony, DocumentVersion, PaperScan, Signature
from core import files
from core.models import JournalEntry
from core.signing.reading.contents import take_apart
from tests.agreements.signed_acts import ACTS, Act, Did, Stage
from tests.agreements.test_evidence import data_of, text_of
from tests.agreements.test_on_behalf import drawn_in
from tests.factories.qualified import trusted_provider
from tests.factories.ready_agreements import caseworker_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

ROUTES = {
    "online": "online im Portal",
    "qualified": "mit qualifizierter elektronischer Signatur",
    "printed": "auf Papier, mit Fassung des Portals",
}
SIDES = {"commune": "Kommune", "lpr": "Landespräventionsrat"}
FIELDS = {"commune": "sig_commune", "lpr": "sig_lpr"}
SAID_ELSEWHERE = {"party", "organisation", "only_day", "certificate", "timestamp"}
TIMES = {"opened_at", "identified_at", "consented_at", "consented_sha256", "signed_at"}


@pytest.fixture
def stage(newest_link: Any, newest_code: Any) -> Iterator[Stage]:
    with trusted_provider() as provider:
        yield Stage(newest_link, newest_code, provider)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_all_that_is_said_of_a_signing_is_the_recorded_act(act, stage, run_tasks):
    done = act(stage)
    run_tasks()
    data = files.read(evidence_of(done.version))
    said, shown = data_of(data), text_of(data)
    _says_which_agreement(said, done.version)
    for side, did in (("commune", done.commune), ("lpr", done.lpr)):
        signature = Signature.objects.get(version=done.version, party=side)
        signer = next(each for each in said["signers"] if each["party"] == SIDES[side])
        _says_who_did_what(signer, did, shown)
        _says_when(signer, signature, done)
        _tells_one_minute(signature, done, shown)
    _says_which_files(said, done.version)
    assert [entry["hash"] for entry in said["entries"]][-1] == JournalEntry.objects.get(
        kind="preagreement.countersign" if done.mayor else "preagreement.confirm_scan"
    ).hash


def _says_which_agreement(said: dict[str, Any], version: DocumentVersion) -> None:
    agreement, content = version.agreement, version.content
    assert said["title"] == content["title"]
    assert (said["reference"], said["version"]) == (agreement.reference, version.number)
    assert [each["organisation"] for each in said["signers"]] == [content["commune_name"], content["lpr_name"]]
    assert (said["commune"], said["operator"]) == (content["commune_name"], content["lpr_name"])
    assert said["route"] == ROUTES[agreement.route]
    assert said["check_code"] == version.check_code
    assert said["check_url"].endswith(version.check_code)
    assert datetime.fromisoformat(said["issued_at"]) == datetime.fromisoformat(content["issued_at"])
    last = max(version.signatures.values_list("signed_at", flat=True))
    assert said["signed_on"] == timezone.localdate(last).isoformat()
    assert datetime.fromisoformat(said["completed_at"]) == last


def _says_who_did_what(signer: dict[str, Any], did: Did, shown: str) -> None:
    expected = asdict(did) | {"stated": list(did.stated)}
    assert {name: signer[name] for name in expected} == expected
    assert set(signer) == set(expected) | TIMES | SAID_ELSEWHERE, "a new statement needs its comparison"
    on_behalf = "i. V. " if did.on_behalf_reason else ""
    words = [did.name, f", {on_behalf}{did.office}", did.method, did.identified_how, did.on_behalf_reason, *did.stated]
    assert [word for word in words if _squeezed(word) not in _squeezed(shown)] == []
    if did.typed_name:
        assert f"„{did.typed_name}“" in shown


def _says_when(signer: dict[str, Any], signature: Signature, done: Act) -> None:
    """The ceremony's moments from ceremony and journal, the signature's from the token in the file itself."""
    by_hand = done.mayor is None
    ceremony = Ceremony.objects.filter(signed=True).first() if signature.party == "commune" and not by_hand else None
    assert signer["only_day"] is by_hand
    assert _moment(signer["consented_at"]) == (ceremony.consented_at if ceremony else None)
    assert signer["consented_sha256"] == (ceremony.consented_sha256 if ceremony else "")
    opened = JournalEntry.objects.filter(kind="preagreement.opened").first() if ceremony else None
    for name in ("opened_at", "identified_at"):
        if opened is not None:
            assert abs((_moment(signer[name]) - opened.at).total_seconds()) < 5, name
    if by_hand:
        assert signer["certificate"] is signer["timestamp"] is signer["identified_at"] is None
        scan = PaperScan.objects.get()
        day = scan.commune_signed_on if signature.party == "commune" else scan.lpr_signed_on
        assert timezone.localdate(_moment(signer["signed_at"])) == day
        return
    parts = {part.certificate: part for part in take_apart(files.read(done.version.final_file)).signatures}
    part = parts[bytes(signature.certificate)]
    assert signer["certificate"]["sha256"] == certificate_data(part.certificate).sha256
    token = timestamp_data(part.token) if part.token else None
    assert (signer["timestamp"] or {}).get("serial") == (token.serial if token else None)
    if token is not None:
        assert _moment(signer["signed_at"]) == _moment(signer["timestamp"]["at"]) == token.at
    else:
        received = JournalEntry.objects.get(kind="preagreement.sign_by_commune").at
        assert 0 <= (received - _moment(signer["signed_at"])).total_seconds() < 60


def _tells_one_minute(signature: Signature, done: Act, sheet: str) -> None:
    local = timezone.localtime(signature.signed_at)
    day, minute = f"{local:%d.%m.%Y}", f"{local:%d.%m.%Y, %H:%M} Uhr"
    office = Client()
    office.force_login(caseworker_of(done.version.agreement.commune))
    page = _words(office.get(done.version.agreement.get_absolute_url()).content.decode())
    checked = _words(Client().get(f"/pruefen/?code={done.version.check_code}").content.decode())
    if done.mayor is None:
        assert f"auf Papier unterschrieben am {day}" in page
        assert f"von Hand auf Papier unterschrieben am {day}" in checked
        assert f"am {day}, von Hand" in sheet
        return
    assert minute in page
    assert f"am {minute}" in checked
    assert f"am {day} um {local:%H:%M:%S} Uhr" in sheet
    if signature.method != "qualified":
        assert minute in drawn_in(done.version.agreement, FIELDS[signature.party])
    if signature.party == "commune":
        assert f"am {minute} unterzeichnet" in _words(done.looked_at)
        receipt = _words(done.mayor.client.get("/unterzeichnen/beleg/").content.decode())
        assert minute in receipt
        [sent] = [message.body for message in mail.outbox if "haben Ihre Unterschrift" in message.body]
        assert f"Unterzeichnet am: {minute}" in sent


def _says_which_files(said: dict[str, Any], version: DocumentVersion) -> None:
    stored = [version.issued_file, version.commune_signed_file, version.final_file]
    stored += [scan.file for scan in version.scans.all()]
    known = {hashlib.sha256(files.read(file)).hexdigest() for file in stored if file is not None}
    assert {file["sha256"] for file in said["files"]} == known


def _moment(text: str | None) -> datetime:
    return datetime.fromisoformat(text) if text else None  # type: ignore[return-value]  # compared with None


def _squeezed(text: str) -> str:
    """Without what the end of a line does to words."""
    return re.sub(r"[\s-]", "", text)


def _words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())
