"""Another name than the signatory's is asked about, kept and shown (signing rule 22)."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from agreements.evidence.sheets import evidence_of
from agreements.models import DocumentVersion, PreAgreement, Signature
from core import files
from core.models import JournalEntry
from core.signing.errors import TimestampUnavailable
from core.signing.signing_service import SigningService
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.test_evidence import data_of, text_of
from tests.factories.ready_agreements import caseworker_of, issued
from tests.factories.staff import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

OURS, OTHER = "Erika Musterfrau", "Micky Maus"
QUESTION = f"Sie haben „{OTHER}“ eingegeben; unterzeichnen soll {OURS}. Es wurde noch nichts unterzeichnet."
BOX = f"Ich bin {OURS} und unterschreibe so: „{OTHER}“"


@pytest.fixture
def agreement() -> PreAgreement:
    return issued()


@pytest.fixture
def mayor(agreement: PreAgreement, newest_link: Any, newest_code: Any) -> Mayor:
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    return mayor


@pytest.fixture
def office(agreement: PreAgreement, client: Client) -> Client:
    client.force_login(caseworker_of(agreement.commune))
    return client


def countersign(office: Client, agreement: PreAgreement, **extra: str) -> Any:
    form = {"version": str(agreement.versions.get().pk), "password": PASSWORD, **extra}
    return office.post(f"{agreement.get_absolute_url()}gegenzeichnen/", form)


def test_another_name_is_asked_about_and_nothing_is_lost(mayor):
    answer = mayor.sign_typed(OTHER)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert QUESTION in page
    assert f'value="{OTHER}"' in page
    assert f'value="{OTHER}"' in mayor.client.get("/unterzeichnen/unterschrift/").content.decode()
    assert BOX in page
    assert "checked" not in page.split('name="confirmed_name"')[1].split(">")[0], "nobody confirms unasked"
    assert not Signature.objects.exists()


def test_who_corrects_the_name_signs_without_a_trace_of_the_other(mayor):
    mayor.sign_typed(OTHER)
    assert mayor.sign_typed("erika MUSTERFRAU", confirmed_name=OTHER).url == "/unterzeichnen/beleg/"
    signature = Signature.objects.get()
    assert (signature.typed_name, signature.other_name_confirmed) == ("erika MUSTERFRAU", False)
    assert OTHER not in mayor.client.get("/unterzeichnen/beleg/").content.decode()


def test_who_confirms_it_signs_with_it_and_the_ledger_keeps_both_names(mayor):
    assert mayor.sign_typed(OTHER, confirmed_name=OTHER).url == "/unterzeichnen/beleg/"
    signature = Signature.objects.get()
    assert (signature.name, signature.typed_name, signature.other_name_confirmed) == (OURS, OTHER, True)
    assert f"eingetippt als „{OTHER}“" in mayor.client.get("/unterzeichnen/beleg/").content.decode()


def test_what_was_confirmed_for_one_name_is_not_for_another(mayor):
    mayor.sign_typed(OTHER)
    answer = mayor.sign_typed("Donald Duckmuster", confirmed_name=OTHER)
    assert answer.status_code == 422
    assert "Sie haben „Donald Duckmuster“ eingegeben" in answer.content.decode()
    assert not Signature.objects.exists()


def test_a_drawing_has_no_name_to_ask_about(mayor):
    mayor.put_signature(method="drawn", typed_name=OTHER, strokes=json.dumps([[[9, 9], [99, 99]]]))
    page = mayor.client.get("/unterzeichnen/pruefen/").content.decode()
    assert "confirmed_name" not in page
    assert OTHER not in page
    assert mayor.post("/unterzeichnen/pruefen/", mayor.last_tap()).url == "/unterzeichnen/beleg/"
    signature = Signature.objects.get()
    assert (signature.typed_name, signature.other_name_confirmed) == ("", False)


def test_the_confirmation_is_kept_while_no_timestamp_can_be_had(mayor, monkeypatch):
    def fail(*_args: Any, **_options: Any) -> None:
        raise TimestampUnavailable

    monkeypatch.setattr(SigningService, "sign_for_commune", fail)
    answer = mayor.sign_typed(OTHER, confirmed_name=OTHER)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "checked" in page.split('name="confirmed_name"')[1].split(">")[0]
    assert QUESTION not in page


def test_who_countersigns_sees_it_first_and_says_that_it_is_the_same_person(mayor, office, agreement):
    mayor.sign_typed(OTHER, confirmed_name=OTHER)
    page = office.get(f"{agreement.get_absolute_url()}gegenzeichnen/").content.decode()
    assert f"Eingetippt wurde „{OTHER}“; unterzeichnen sollte {OURS}." in page
    assert f"eingetippt als „{OTHER}“" in office.get(agreement.get_absolute_url()).content.decode()
    assert countersign(office, agreement).status_code == 422
    assert Signature.objects.count() == 1
    assert countersign(office, agreement, name_confirmed="on").status_code == 302
    page = office.get(agreement.get_absolute_url()).content.decode()
    assert "mit einem anderen Namen als dem der Amtsperson, auf Nachfrage bestätigt" in page
    assert "dass der andere Name dieselbe Person bezeichnet, ist geklärt" in page


def test_sheet_and_verification_say_which_name_was_typed(mayor, office, agreement):
    mayor.sign_typed(OTHER, confirmed_name=OTHER)
    countersign(office, agreement, name_confirmed="on")
    version = DocumentVersion.objects.get()
    sheet = files.read(evidence_of(version))
    assert f"„{OTHER}“; das ist ein anderer Name als der der Amtsperson." in text_of(sheet)
    commune, lpr = data_of(sheet)["signers"]
    assert (commune["name"], commune["typed_name"], commune["other_name_confirmed"]) == (OURS, OTHER, True)
    assert (lpr["typed_name"], lpr["other_name_confirmed"]) == ("", False)
    assert f"eingetippt als „{OTHER}“" in Client().get(f"/pruefen/?code={version.check_code}").content.decode()


def test_the_journal_says_that_it_was_another_name_and_never_which(mayor, office, agreement):
    mayor.sign_typed(OTHER, confirmed_name=OTHER)
    countersign(office, agreement, name_confirmed="on")
    assert JournalEntry.objects.get(kind="preagreement.sign_by_commune").data["other_name"] is True
    assert not [entry for entry in JournalEntry.objects.all() if "Micky" in json.dumps(entry.data)]


def test_the_database_keeps_a_typed_name_only_where_one_was_typed(mayor):
    mayor.sign_typed(OURS)
    signature = Signature.objects.get()
    for changes, broken in (
        ({"method": "drawn"}, "signature_name_typed_where_asked"),
        ({"typed_name": "", "other_name_confirmed": True}, "signature_other_name_is_known"),
    ):
        again = Signature(**{**_values(signature), "certificate_sha256": "0" * 64, **changes})
        with pytest.raises(IntegrityError, match=broken), transaction.atomic():
            again.save(force_insert=True)


def _values(signature: Signature) -> dict[str, Any]:
    names = [field.attname for field in Signature._meta.concrete_fields if not field.primary_key]
    return {name: getattr(signature, name) for name in names}
