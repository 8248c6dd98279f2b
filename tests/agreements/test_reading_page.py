"""The page for reading: the summary, the whole text with its list of sections, the exact file as pictures, ways out."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from PIL import Image

from agreements.models import Ceremony, PagePicture, PreAgreement
from agreements.text.page_pictures import HEIGHT, WIDTH
from tests.agreements.ceremony_pages import Mayor
from tests.factories.ready_agreements import issued, published_template, ready_draft

pytestmark = pytest.mark.django_db

READ = "/unterzeichnen/lesen/"
FIRST_PAGE = "/unterzeichnen/seiten/1.webp"
AT_COMPUTER = "/unterzeichnen/am-computer/"


@pytest.fixture
def agreement() -> PreAgreement:
    return issued()


@pytest.fixture
def mayor(agreement, newest_link, newest_code) -> Mayor:
    """The mayor, in front of the text."""
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    mayor.identify()
    return mayor


def page_of(client: Client, path: str = READ) -> str:
    return client.get(path).content.decode()


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&nbsp;", " ").split())


def test_what_matters_comes_first_with_its_sections_and_its_limits(mayor):
    page = page_of(mayor.client)
    summary = words_of(page[page.index('id="wichtigste"') : page.index('id="wortlaut"')])
    assert "Worum geht es?" in summary
    assert "Themen: Graffiti, Vandalismus § 1 § 2" in summary
    assert "1. Januar 2026 bis 31. Dezember 2028" in summary
    assert "Wer hilft?" in summary
    assert "Diese Zusammenfassung hilft beim Lesen. Es gilt der Wortlaut der Vereinbarung." in summary


def test_every_link_to_a_section_leads_to_one(mayor):
    page = page_of(mayor.client)
    anchors = set(re.findall(r'id="(abschnitt-\d+)"', page))
    linked = set(re.findall(r'href="#(abschnitt-\d+)"', page))
    assert linked == anchors, "the list names each, the summary no other"
    assert len(anchors) == 13


def test_the_reading_version_says_all_the_frozen_text_says(mayor, agreement):
    said = words_of(page_of(mayor.client))
    for section in agreement.current_version.content["sections"]:
        assert section["heading"] in said
        for paragraph in section["paragraphs"]:
            assert " ".join(re.findall(r"\w+", paragraph)) in " ".join(re.findall(r"\w+", said))


def test_pages_are_drawn_once_and_kept(mayor, agreement, monkeypatch):
    answer = mayor.client.get(FIRST_PAGE)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert "no-store" in answer["Cache-Control"]
    picture = Image.open(BytesIO(answer.content))
    assert picture.size == (WIDTH, HEIGHT)
    assert len(answer.content) < 80_000
    assert len(picture.convert("RGB").getcolors()) <= 16
    monkeypatch.setattr("agreements.text.page_pictures.page_picture", None)  # a second drawing would fail
    assert mayor.client.get(FIRST_PAGE).content == answer.content
    assert PagePicture.objects.get().version == agreement.current_version


def test_the_page_shows_each_page_and_leads_to_it_enlarged(mayor, agreement):
    page = page_of(mayor.client)
    count = agreement.current_version.page_count
    sources = re.findall(r'<img src="(/unterzeichnen/seiten/\d+\.webp)"', page)
    assert sources == [f"/unterzeichnen/seiten/{number}.webp" for number in range(1, count + 1)]
    assert page.count('loading="lazy"') == count
    assert page.count(f'width="{WIDTH}"') == page.count(f'height="{HEIGHT}"') == count
    for number in range(1, count + 1):
        enlarged = page_of(mayor.client, f"/unterzeichnen/seiten/{number}/")
        assert f"<h1>Seite {number} von {count}</h1>" in enlarged
        assert f'href="{READ}#genaues-pdf"' in enlarged
    assert mayor.client.get(f"/unterzeichnen/seiten/{count + 1}/").status_code == 404
    assert mayor.client.get(f"/unterzeichnen/seiten/{count + 1}.webp").status_code == 404
    assert mayor.client.get("/unterzeichnen/seiten/0.webp").status_code == 404


def test_without_a_code_no_page_is_given_out(agreement, newest_link, newest_code):
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    for path in (FIRST_PAGE, "/unterzeichnen/seiten/1/"):
        assert mayor.client.get(path)["Location"] == "/unterzeichnen/"
        assert Client().get(path).status_code == 404
    assert not PagePicture.objects.exists()


def test_when_a_page_cannot_be_drawn_the_text_and_the_file_remain(mayor, monkeypatch):
    monkeypatch.setattr("core.signing.page_pictures.PROGRAM", "core.no_such_program")
    assert mayor.client.get(FIRST_PAGE).status_code == 503
    assert not PagePicture.objects.exists()
    assert "PDF herunterladen" in page_of(mayor.client)


def test_each_other_way_out_leads_back_to_where_it_began(mayor):
    page = page_of(mayor.client)
    ways = page[page.index('id="noch-nicht"') :]
    for words, path in {
        "Eine Frage stellen": "/unterzeichnen/frage/",
        "Eine Änderung wünschen": "/unterzeichnen/aenderung/",
        "Am Computer weitermachen": AT_COMPUTER,
        "Ich möchte nicht unterzeichnen": "/unterzeichnen/ablehnen/",
    }.items():
        assert f'<a href="{path}">{words}</a>' in ways
        assert f'href="{READ}#noch-nicht"' in page_of(mayor.client, path)


def test_at_the_computer_it_goes_on_by_a_link_to_oneself(mayor, newest_link):
    later = timezone.now() + timedelta(minutes=15)
    with time_machine.travel(later, tick=True):
        first = newest_link()
        mails = len(mail.outbox)
        asking = page_of(mayor.client, AT_COMPUTER)
        assert "Link an mich senden" in asking
        assert "@musterstadt.example" in asking
        recipient = Ceremony.objects.get().invitation.recipient
        assert recipient not in asking, "the address is masked"
        answer = mayor.client.post(AT_COMPUTER)
        assert answer["Location"] == AT_COMPUTER
        assert "Der Link ist unterwegs" in page_of(mayor.client, AT_COMPUTER)
        second = newest_link()
        assert second != first
        assert mail.outbox[-1].to == [recipient]
        assert mayor.client.get(READ).status_code == 200, "this device goes on"
        mayor.client.post(AT_COMPUTER)
        newest_link()
        assert len(mail.outbox) == mails + 1, "asked twice within ten minutes one mail is sent"
        assert Client().get(second, follow=True).status_code == 200


def test_the_print_says_how_many_originals_who_keeps_which_and_where_to(newest_link, newest_code, settings):
    settings.LPR_ADDRESS = "Musterweg 7, 01234 Musterort"
    issued(ready_draft(template_version=published_template(signature_level="paper")))
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    mayor.identify()
    said = words_of(page_of(mayor.client))
    originals = (
        "Es gibt zwei Originale: Beide Seiten unterschreiben beide Exemplare von Hand. Die Kommune behält eines, der "
        "Landespräventionsrat das andere."
    )
    assert originals in said
    assert "Musterweg 7, 01234 Musterort" in said
    assert "Eine Frage stellen" in said
    assert any(originals in message.body for message in mail.outbox), "the mail says it in the same words"
