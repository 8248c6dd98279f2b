"""A file that the portal has need not leave the visitor's device: its hash is enough, and tells others nothing."""

import hashlib
import re

import pytest
from django.test import Client

from agreements.evidence.sheets import evidence_of
from agreements.models import DocumentVersion
from agreements.verification import validated, views
from core import files
from core.models import StoredFile
from core.signing.etsi_terms import SubIndication
from tests.agreements.both_sides import signed_once
from tests.factories.ready_agreements import issued, ready_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

STAYED = "Ihre Datei hat Ihr Gerät nicht verlassen"


@pytest.fixture
def version(remembered, newest_link, newest_code) -> DocumentVersion:
    return signed_once(remembered, newest_link, newest_code, sheet=True)[0]


def known(digest: str, **extra: str):
    return Client().post("/pruefen/bekannt/", {"sha256": digest}, **extra)


def by_hash(digest: str, code: str = "") -> str:
    return Client().post("/pruefen/", {"sha256": digest, "code": code}).content.decode()


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_hash_of_a_signed_file_says_what_the_file_itself_says(version):
    digest = version.final_file.sha256
    assert known(digest).json() == {"known": True}
    page = by_hash(digest)
    assert "<title>Echt. In Kraft seit" in page
    assert STAYED in page
    assert "TOTAL-PASSED" in page
    assert version.agreement.reference in page


def test_the_hash_of_an_evidence_sheet_is_known_too(version):
    digest = evidence_of(version).sha256
    assert known(digest).json() == {"known": True}
    page = by_hash(digest)
    assert "<title>Echter Nachweis. In Kraft seit" in page
    assert "TOTAL-PASSED" in page


def test_what_is_not_signed_by_both_sides_is_not_known(version, run_tasks):
    """The text of a draft could be guessed, and a half-signed file is nobody's to have (signing rule 9)."""
    other = issued(ready_draft(reference="LPR-2026-0777")).current_version
    for stored in (version.issued_file, version.commune_signed_file, other.issued_file):
        assert known(stored.sha256).json() == {"known": False}
        page = Client().post("/pruefen/", {"sha256": stored.sha256})
        assert page.status_code == 422
        assert "Diese Datei kennt das Portal nicht" in page.content.decode()
        assert version.agreement.reference not in page.content.decode()


def test_the_answer_is_the_same_for_every_hash_that_is_not_known(version):
    strange = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(3)]
    answers = [known(digest) for digest in [*strange, version.issued_file.sha256]]
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, b'{"known": false}')}


@pytest.mark.parametrize("value", ["", "abc", "g" * 64, "A" * 64, "0" * 65, "\x00" * 64])
def test_what_is_no_hash_is_refused(value):
    assert known(value).status_code == 422
    assert Client().post("/pruefen/", {"sha256": value}).status_code == 422


def test_only_so_many_hashes_from_one_place(monkeypatch):
    monkeypatch.setattr(views, "HASHES_PER_ADDRESS", 2)
    answers = [known("0" * 64, REMOTE_ADDR="192.0.2.7").status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert known("0" * 64, REMOTE_ADDR="192.0.2.8").status_code == 200


def test_a_hash_with_another_code_is_warned_about(version):
    assert "gehört aber zu keiner Vereinbarung" in by_hash(version.final_file.sha256, "AAAA-AAAA-AAAA")


def test_the_ledgers_own_file_is_validated_and_not_believed(version, monkeypatch):
    digest = version.final_file.sha256
    true_read = files.read

    def damaged(stored: StoredFile) -> bytes:
        data = true_read(stored)
        return data[:3000] + bytes([data[3000] ^ 1]) + data[3001:] if stored.sha256 == digest else data

    monkeypatch.setattr(validated.files, "read", damaged)
    page = by_hash(digest)
    assert "<title>Nicht entscheidbar" in page
    assert "TOTAL-PASSED" not in page
    assert "HASH_FAILURE" in page
    assert "ließen sich heute aber nicht bestätigen" in page


def test_a_validation_is_remembered_and_a_failed_one_asked_again(version, monkeypatch):
    asked = []

    def counted(*_args: object, **_kwargs: object) -> SubIndication | None:
        asked.append(1)
        return SubIndication.TRY_LATER if len(asked) == 1 else None

    monkeypatch.setattr("core.signing.signing_service.SigningService.validate", counted)
    found = [validated.validated(version, version.final_file)[0] for _ in range(4)]
    assert found == [SubIndication.TRY_LATER, None, None, None]
    assert len(asked) == 2


def test_without_keys_nothing_is_claimed(version, settings, tmp_path):
    settings.SIGNING = {**settings.SIGNING, "ROOT_CERTS": tmp_path / "none.pem"}
    page = by_hash(version.final_file.sha256)
    assert "<title>Nicht entscheidbar" in page
    assert "POLICY_PROCESSING_ERROR" in words(page)
