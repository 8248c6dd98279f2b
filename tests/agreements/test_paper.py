"""Agreements signed on paper before the portal: recorded whole or not at all, their scans harmless."""

from datetime import date, timedelta

import pikepdf
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agreements.models import PreAgreement
from communes.models import Commune
from core.journal import verify_chain
from core.models import JournalEntry, StoredFile
from tests.core import hostile_scans as scans
from tests.factories.communes import CommuneFactory, ResponsibilityFactory, TopicFactory
from tests.factories.ready_agreements import published_template, ready_draft
from tests.factories.staff import UserFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db

SIGNED_ON = date(2021, 9, 1)


@pytest.fixture
def commune():
    commune = CommuneFactory(name="Musterau")
    ResponsibilityFactory(district=commune.district)
    return commune


@pytest.fixture
def desk(client, commune):
    published_template()
    client.force_login(commune.responsible_on(timezone.localdate()))
    return client


def filled(**changes):
    values = {
        "template_version": published_template().pk,
        "topics": [TopicFactory().pk],
        "term_from": "",
        "term_until": "",
        "signed_on": SIGNED_ON.isoformat(),
        "commune_signatory": "Bürgermeister Max Mustermann",
        "lpr_signatory": "Petra Musterkraft, Sachbearbeitung",
        "place_of_original": "Ordner 3, Raum 2.14",
    }
    return {**values, **changes}


def record(client, commune, **changes):
    return client.post(f"/vereinbarungen/erfassen/?kommune={commune.ags}", filled(**changes))


def upload(data: bytes, name: str = "scan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_the_commune_s_file_leads_to_the_form_and_the_form_to_the_agreement(desk, commune):
    address = f"/vereinbarungen/erfassen/?kommune={commune.ags}"
    assert f'href="{address}"' in page(desk, commune.get_absolute_url())
    assert "Ort des Originals" in page(desk, address)
    answer = record(desk, commune)
    agreement = PreAgreement.objects.get(commune=commune)
    assert answer.url == agreement.get_absolute_url()
    assert (agreement.status, agreement.route) == ("in_force", "paper")
    assert (agreement.reference, agreement.in_force_on) == ("LPR-2021-0001", SIGNED_ON)
    assert agreement.term_from == SIGNED_ON
    shown = page(desk, agreement.get_absolute_url())
    for fact in ("Bürgermeister Max Mustermann", "Petra Musterkraft, Sachbearbeitung", "Ordner 3, Raum 2.14"):
        assert fact in shown
    assert "Auf Papier unterzeichnete Vereinbarung erfasst" in shown
    assert verify_chain(commune.ags) == 1


def test_the_scan_is_stored_again_and_given_to_staff_only(client, desk, commune):
    record(desk, commune, scan=upload(scans.pdf_that_acts()))
    agreement = PreAgreement.objects.get(commune=commune)
    answer = desk.get(f"/vereinbarungen/{agreement.reference}/scan.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert b"JavaScript" not in answer.content
    assert answer["Content-Disposition"] == f'attachment; filename="{agreement.reference}-Scan.pdf"'
    assert agreement.original.scan.size == len(answer.content)
    assert agreement.original.scan.sha256 in page(desk, agreement.get_absolute_url())
    client.force_login(UserFactory(role="coach"))
    assert client.get(f"/vereinbarungen/{agreement.reference}/scan.pdf").status_code == 404


def test_a_picture_is_taken_as_a_scan(desk, commune):
    record(desk, commune, scan=upload(scans.picture("JPEG"), "foto.jpg"))
    agreement = PreAgreement.objects.get(commune=commune)
    assert agreement.original.scan is not None
    assert agreement.original.scan.media_type == "application/pdf"


def test_without_a_scan_there_is_nothing_to_download(desk, commune):
    record(desk, commune)
    agreement = PreAgreement.objects.get(commune=commune)
    assert desk.get(f"/vereinbarungen/{agreement.reference}/scan.pdf").status_code == 404
    assert "Scan herunterladen" not in page(desk, agreement.get_absolute_url())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (scans.bomb(), "zu viele Bildpunkte"),
        (scans.picture("PNG", size=(1500, 2000))[:3000], "beschädigt oder unvollständig"),
        (scans.pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "verschlüsselt"),
        (b"MZ ein Programm", "weder PDF noch JPEG noch PNG"),
        (b"%PDF-" + b"0" * (20 * 1024 * 1024), "größer als 20 MB"),
    ],
    ids=["bomb", "truncated", "encrypted", "wrong type", "too large"],
)
def test_a_hostile_scan_is_refused_and_nothing_is_recorded(desk, commune, data, message):
    answer = record(desk, commune, scan=upload(data))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert "Ordner 3, Raum 2.14" in answer.content.decode()
    assert not PreAgreement.objects.exists()
    assert not StoredFile.objects.exists()
    assert desk.get(commune.get_absolute_url()).status_code == 200


def test_a_double_click_makes_one(desk, commune):
    first, second = record(desk, commune), record(desk, commune)
    assert PreAgreement.objects.count() == 1
    assert first.url == second.url
    assert "schon erfasst" in page(desk, second.url)
    assert JournalEntry.objects.filter(kind="preagreement.record_paper").count() == 1


def test_another_day_is_another_agreement(desk, commune):
    record(desk, commune)
    record(desk, commune, signed_on="2019-05-02")
    assert PreAgreement.objects.count() == 2


def test_what_fails_late_leaves_nothing(desk, commune, monkeypatch):
    def broken(*_args, **_values):
        raise RuntimeError("mid-way")

    monkeypatch.setattr("core.journal._write", broken)
    with pytest.raises(RuntimeError):
        record(desk, commune, scan=upload(scans.pdf()))
    assert not PreAgreement.objects.exists()
    assert not StoredFile.objects.exists()


def test_an_open_draft_does_not_stand_in_the_way(client):
    draft = ready_draft()
    client.force_login(draft.commune.responsible_on(timezone.localdate()))
    record(client, draft.commune)
    assert sorted(PreAgreement.objects.values_list("status", flat=True)) == ["draft", "in_force"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"signed_on": (date.today() + timedelta(days=2)).isoformat()}, "liegt in der Zukunft"),
        ({"term_from": "2022-01-01", "term_until": "2021-12-31"}, "Das Ende liegt vor dem Beginn"),
        ({"term_until": "2021-08-31"}, "Das Ende liegt vor dem Beginn"),
        ({"commune_signatory": ""}, "Bitte füllen Sie dieses Feld aus"),
        ({"place_of_original": ""}, "Bitte füllen Sie dieses Feld aus"),
    ],
)
def test_what_is_wrong_is_said_and_the_scan_asked_for_again(desk, commune, changes, message):
    answer = record(desk, commune, scan=upload(scans.pdf()), **changes)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert "noch einmal aus" in answer.content.decode()
    assert not PreAgreement.objects.exists()


def test_a_term_that_is_over_is_pointed_out(desk, commune):
    answer = record(desk, commune, term_until="2022-12-31")
    assert "Ihre Laufzeit ist schon vorbei" in page(desk, answer.url)


def test_another_caseworker_is_told_why_not(client, commune):
    published_template()
    client.force_login(UserFactory())
    assert "Bestehende Vereinbarung erfassen" not in page(client, commune.get_absolute_url())
    assert record(client, commune).url == commune.get_absolute_url()
    assert not PreAgreement.objects.exists()


def test_a_coach_does_not_find_the_form(client, commune):
    client.force_login(UserFactory(role="coach"))
    assert record(client, commune).status_code == 404


@pytest.mark.parametrize(
    ("period", "signed_on", "message"),
    [
        ({"valid_from": date(2019, 1, 1)}, "2018-12-31", "besteht erst seit dem 01.01.2019"),
        ({"valid_until": date(2018, 12, 31), "ars": None}, "2019-01-01", "bestand nur bis zum 31.12.2018"),
    ],
)
def test_nobody_signed_with_a_commune_that_did_not_exist(desk, commune, period, signed_on, message):
    Commune.objects.filter(pk=commune.pk).update(**period)
    answer = record(desk, commune, signed_on=signed_on)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not PreAgreement.objects.exists()


def test_what_was_signed_a_moment_ago_one_person_does_not_put_in_force(desk, commune, settings):
    settings.SIGNATORY_CHANGE_QUARANTINE_DAYS = 7
    today = timezone.localdate()
    for days in (0, 1, 6):
        answer = record(desk, commune, signed_on=(today - timedelta(days=days)).isoformat())
        assert answer.status_code == 422
        assert "bestätigt eine zweite Person" in answer.content.decode()
        assert f"ab dem {today + timedelta(days=7 - days):%d.%m.%Y} erfassen" in answer.content.decode()
    assert not PreAgreement.objects.exists()
    assert record(desk, commune, signed_on=(today - timedelta(days=7)).isoformat()).status_code == 302


def test_the_heads_hear_of_what_one_person_recorded(desk, commune, run_tasks):
    head = UserFactory(role="head")
    record(desk, commune)
    run_tasks()
    [message] = mail.outbox
    assert message.to == [head.email]
    assert "letzte Unterschrift am 01.09.2021. Für die Kommune: Bürgermeister Max Mustermann." in message.body
    assert f"/vereinbarungen/{PreAgreement.objects.get().reference}/" in message.body


def test_on_the_commune_s_last_day_it_could_sign(desk, commune):
    Commune.objects.filter(pk=commune.pk).update(valid_from=date(2018, 12, 31), valid_until=date(2018, 12, 31))
    assert record(desk, commune, signed_on="2018-12-31").status_code == 302
