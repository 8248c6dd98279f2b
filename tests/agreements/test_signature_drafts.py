"""Between drawing and the last tap: what was drawn is found again, signed as it was shown, and gone afterwards."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from agreements.models import Ceremony, PreAgreement, Signature, SignatureDraft
from agreements.transitions import pre_agreement
from core.signing.ink import Ink
from staff.actors import StaffActor
from tests.agreements.ceremony_pages import CHECK, PUT, Mayor
from tests.factories.ready_agreements import caseworker_of, issued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

NAME = "Erika Musterfrau"
STROKES = [[[20, 100], [60, 40], [120, 150]], [[200, 90], [320.5, 110]]]


@pytest.fixture
def agreement() -> PreAgreement:
    return issued()


@pytest.fixture
def mayor(agreement: PreAgreement, newest_link: Any, newest_code: Any) -> Mayor:
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    return mayor


def test_the_name_of_the_register_stands_there_already(mayor):
    page = mayor.client.get(PUT).content.decode()
    assert f'value="{NAME}"' in page
    assert not SignatureDraft.objects.exists(), "looking keeps nothing"
    assert mayor.put_signature(method="typed", typed_name=NAME).url == CHECK


def test_without_a_signature_there_is_nothing_to_check(mayor):
    assert mayor.client.get(CHECK).url == PUT
    assert mayor.post(CHECK, {"consent": "on"}).url == PUT


def test_what_was_drawn_is_found_again_on_the_way_back_and_can_be_replaced(mayor):
    mayor.put_signature(method="drawn", strokes=json.dumps(STROKES))
    assert "gezeichnet" in mayor.client.get(CHECK).content.decode()
    form = mayor.client.get(PUT).context["form"]
    assert (form["typed_name"].value(), json.loads(form["strokes"].value())) == (NAME, _floats(STROKES))
    mayor.put_signature(method="typed", typed_name="E. Musterfrau")
    form = mayor.client.get(PUT).context["form"]
    assert (form["typed_name"].value(), form["strokes"].value()) == ("E. Musterfrau", "")
    assert SignatureDraft.objects.count() == 1


def test_a_refused_drawing_stands_there_again(mayor):
    answer = mayor.put_signature(method="drawn", strokes="[[[1,1],[2,2]]]")
    assert answer.status_code == 422
    assert "Das ist nur ein Punkt." in answer.content.decode()
    assert answer.context["form"]["strokes"].value() == "[[[1,1],[2,2]]]"
    assert not SignatureDraft.objects.exists()


def test_what_was_wrong_with_one_signature_is_not_said_of_the_next(mayor):
    tap = mayor.ready_to_sign("Micky Maus")
    assert mayor.post(CHECK, tap).status_code == 422
    assert mayor.client.get(CHECK).status_code == 422, "as often as it is loaded"
    mayor.put_signature(method="typed", typed_name=NAME)
    assert mayor.client.get(CHECK).status_code == 200


def test_the_ink_that_was_kept_is_what_goes_into_the_stamp(mayor):
    mayor.put_signature(method="drawn", strokes=json.dumps(STROKES))
    assert SignatureDraft.objects.get().ink == Ink.from_json(json.dumps(STROKES))


def test_a_signature_that_was_changed_in_another_window_is_looked_at_once_more(mayor):
    tap = mayor.ready_to_sign(NAME)
    mayor.put_signature(method="drawn", strokes=json.dumps(STROKES))
    answer = mayor.post(CHECK, tap)
    told = answer.content.decode()
    assert answer.status_code == 409
    assert "in einem anderen Fenster geändert" in told
    assert "checked" not in told, "nobody has agreed to that one yet"
    assert Ceremony.objects.get().consented_at is None
    assert not Signature.objects.exists()
    assert mayor.post(CHECK, mayor.last_tap()).url == "/unterzeichnen/beleg/"
    assert Signature.objects.get().method == "drawn"


def test_without_consent_nothing_is_signed_and_nothing_is_lost(mayor):
    tap = mayor.ready_to_sign(NAME)
    answer = mayor.post(CHECK, {**tap, "consent": ""})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "Bitte stimmen Sie der Vereinbarung zu" in told
    assert "<title>Fehler: " in told
    assert Ceremony.objects.get().consented_at is None
    assert not Signature.objects.exists()
    assert mayor.post(CHECK, tap).url == "/unterzeichnen/beleg/"


def test_consent_is_recorded_with_the_last_tap_and_not_before(mayor):
    tap = mayor.ready_to_sign(NAME)
    mayor.client.get(CHECK)
    assert Ceremony.objects.get().consented_at is None
    before = timezone.now()
    assert mayor.post(CHECK, tap).status_code == 302
    ceremony, signature = Ceremony.objects.get(), Signature.objects.get()
    assert before <= ceremony.consented_at <= timezone.now()
    assert ceremony.consented_sha256 == tap["shown"]
    assert ceremony.consented_at.replace(microsecond=0) <= signature.signed_at
    consented_at = ceremony.consented_at
    assert mayor.post(CHECK, tap).url == "/unterzeichnen/beleg/", "a second click"
    ceremony.refresh_from_db()
    assert ceremony.consented_at == consented_at


@pytest.mark.parametrize("way", ["signed", "declined", "wish", "withdrawn", "expired"])
def test_what_was_drawn_goes_with_any_answer(mayor, agreement, way):
    mayor.put_signature(method="drawn", strokes=json.dumps(STROKES))
    assert SignatureDraft.objects.exists()
    if way == "signed":
        assert mayor.post(CHECK, mayor.last_tap()).status_code == 302
    elif way == "declined":
        assert mayor.say("/unterzeichnen/ablehnen/", reason="Der Rat ist dagegen.").status_code == 302
    elif way == "wish":
        assert mayor.say("/unterzeichnen/aenderung/", text="Bitte § 4 ändern.").status_code == 302
    elif way == "withdrawn":
        pre_agreement.withdraw(agreement, actor=StaffActor(caseworker_of(agreement.commune)), reason="Falscher Betrag")
    else:
        with time_machine.travel(timezone.now() + timedelta(days=29), tick=True):
            call_command("tick")
    assert not SignatureDraft.objects.exists()


def test_what_nobody_can_come_back_to_goes_with_the_cookie(mayor):
    mayor.put_signature(method="typed", typed_name=NAME)
    with time_machine.travel(timezone.now() + timedelta(hours=23), tick=True):
        call_command("tick")
    assert SignatureDraft.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=True):
        call_command("tick")
    assert not SignatureDraft.objects.exists()


def _floats(strokes: list[list[list[float]]]) -> list[list[list[float]]]:
    return [[[float(value) for value in point] for point in stroke] for stroke in strokes]
