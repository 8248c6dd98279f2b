"""What the pages say about the code at each moment: to the signatory what comes next, to the office what is missing."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from agreements.models import PreAgreement
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.test_codes import ADDRESS, code_in, code_page, issued_by, read_out, text_of_letter
from tests.factories.ready_agreements import caseworker_of, issued, published_template, ready_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def mayor(newest_link, newest_code) -> Mayor:
    return Mayor(newest_link, newest_code)


@pytest.fixture
def by_letter(client) -> PreAgreement:
    agreement = issued_by("letter")
    client.force_login(caseworker_of(agreement.commune))
    return agreement


def test_who_is_on_the_telephone_types_the_code_and_is_not_asked_to_wait_for_a_call(client, mayor):
    agreement = issued_by("phone")
    client.force_login(caseworker_of(agreement.commune))
    before = mayor.open_link().content.decode()
    assert ">Bitte rufen Sie mich an<" in before
    read_out(client, agreement)
    for page in (mayor.open_link().content.decode(), mayor.give_code("000000").content.decode()):
        assert "den wir Ihnen am Telefon vorgelesen haben" in page
        assert ">Bitte rufen Sie mich an<" not in page
        assert ">Bitte rufen Sie mich noch einmal an<" in page


def test_a_code_by_mail_is_announced_then_sent_then_used(mayor):
    issued()
    assert "Wir senden den Code an" in mayor.open_link().content.decode()
    assert "ist unterwegs an" in mayor.request_code().content.decode()
    code = mayor.newest_code()
    assert "gesendet. Er gilt bis" in mayor.open_link().content.decode()
    mayor.give_code(code)
    with time_machine.travel(timezone.now() + timedelta(hours=3), tick=True):
        page = mayor.open_link().content.decode()
    assert "Wir senden den Code an" in page
    assert ">Code anfordern<" in page


def test_an_empty_code_is_asked_for_in_plain_words(mayor):
    issued()
    mayor.open_link()
    assert "Bitte geben Sie den Code ein." in mayor.give_code("").content.decode()


def test_the_office_is_told_to_print_the_letter_until_it_is_printed(client, by_letter):
    page = by_letter.get_absolute_url()
    assert "Brief mit Code drucken" in client.get("/arbeit/").content.decode()
    assert "Es wurde noch kein Brief gedruckt." in client.get(page).content.decode()
    text_of_letter(client, by_letter)
    assert "Brief mit Code drucken" not in client.get("/arbeit/").content.decode()
    assert "Sein Code gilt bis" in client.get(page).content.decode()


@pytest.mark.parametrize(("days", "said"), [(0, "fünfmal falsch eingegeben"), (15, "Sein Code ist abgelaufen.")])
def test_the_office_hears_that_a_letter_came_to_nothing(client, mayor, by_letter, days, said):
    text_of_letter(client, by_letter)
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=True):
        mayor.open_link()
        for _try in range(5):
            mayor.give_code("AAAAABBBBB")
        client.force_login(caseworker_of(by_letter.commune))
        assert said in client.get(by_letter.get_absolute_url()).content.decode()
        assert "Brief mit Code drucken" in client.get("/arbeit/").content.decode()


def test_a_letter_that_was_typed_asks_for_no_other(client, mayor, by_letter):
    code = code_in(text_of_letter(client, by_letter))
    mayor.open_link()
    mayor.give_code(code)
    assert "eingegeben." in client.get(by_letter.get_absolute_url()).content.decode()
    assert "Brief mit Code drucken" not in client.get("/arbeit/").content.decode()


def test_sending_says_that_the_letter_is_next(client):
    draft = ready_draft(template_version=published_template(code_channel="letter"))
    client.force_login(caseworker_of(draft.commune))
    answer = client.post(f"{draft.get_absolute_url()}senden/", {"token": draft.revision}, follow=True)
    assert "Bitte drucken Sie jetzt den Brief mit dem Code" in answer.content.decode()


def test_a_long_line_of_an_address_takes_two_lines_of_the_window_and_is_not_hyphenated(client, by_letter):
    long = "Gemeinde Großbeispiel-Kleinmusterdorf am Vorlagenbach"
    fits = f"{long}\nErika Musterfrau\nMarkt 1\n08999 Musterstadt"
    letter = client.post(code_page(by_letter), {"address": fits})
    assert letter["Content-Type"] == "application/pdf"
    refused = client.post(code_page(by_letter), {"address": f"{long}\n{long}\n{ADDRESS}"})
    assert refused.status_code == 422
    assert "längere Zeilen brauchen zwei" in refused.content.decode()
