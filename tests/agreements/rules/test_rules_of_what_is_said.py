"""Signing rules 22 and 23: what is said of a signature is the recorded act, and its file stays what it was."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone

from agreements.evidence.sheets import evidence_of
from agreements.models import DocumentVersion, Signature
from core import files
from tests.agreements.both_sides import sign_on_both_sides
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.test_evidence import data_of
from tests.agreements.test_on_behalf import drawn_in
from tests.factories.ready_agreements import caseworker_of, issued

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("timestamp_authority"),
    pytest.mark.xdist_group("rules"),
]


@pytest.fixture
def mayor(newest_link: Any, newest_code: Any) -> Mayor:
    return Mayor(newest_link, newest_code)


@pytest.fixture
def version(mayor: Mayor) -> DocumentVersion:
    return sign_on_both_sides(mayor)


def test_rule_22_what_is_said_of_a_signature_is_the_recorded_act(version, mayor):
    """Method, identification, typed name and minute; every way and role: ``test_recorded_acts``."""
    commune, lpr = data_of(files.read(evidence_of(version)))["signers"]
    assert (commune["method"], commune["typed_name"]) == ("online im Portal, Name eingetippt", "Erika Musterfrau")
    assert (lpr["method"], lpr["typed_name"]) == ("online im Portal, mit dem Passwort bestätigt", "")
    assert "erneute Eingabe des Passworts" in lpr["identified_how"]
    checked = Client().get(f"/pruefen/?code={version.check_code}").content.decode()
    receipt = mayor.client.get("/unterzeichnen/beleg/").content.decode()
    for signature, field in zip(
        version.signatures.order_by("signed_at", "pk"), ("sig_commune", "sig_lpr"), strict=True
    ):
        local = timezone.localtime(signature.signed_at)
        assert f"{local:%d.%m.%Y, %H:%M} Uhr" in drawn_in(version.agreement, field)
        assert f"am {local:%d.%m.%Y, %H:%M} Uhr" in " ".join(checked.split())
        if signature.party == "commune":
            assert f"{local:%d.%m.%Y}, {local:%H:%M} Uhr" in receipt


def test_rule_22_another_name_than_the_signatorys_is_asked_about_and_shown(mayor, client):
    agreement = issued()
    mayor.go_to_signature()
    asked = mayor.sign_typed("Micky Maus")
    assert asked.status_code == 422
    assert "Sie haben „Micky Maus“ eingegeben; unterzeichnen soll Erika Musterfrau." in asked.content.decode()
    assert not Signature.objects.exists()
    assert mayor.sign_typed("Micky Maus", confirmed_name="Micky Maus").status_code == 302
    client.force_login(caseworker_of(agreement.commune))
    page = client.get(f"{agreement.get_absolute_url()}gegenzeichnen/").content.decode()
    assert "Eingetippt wurde „Micky Maus“; unterzeichnen sollte Erika Musterfrau." in page


def test_rule_23_every_file_of_an_agreement_stays_a_pdf_1_7(version):
    for stored in (version.issued_file, version.commune_signed_file, version.final_file, evidence_of(version)):
        data = files.read(stored)
        assert data.startswith(b"%PDF-1.7")
        with pikepdf.open(BytesIO(data)) as pdf:
            assert "/Version" not in pdf.Root
