"""A commune with hundreds of contacts: its file shows the first ones, a list of their own shows and finds them all."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.models import Contact
from tests.factories.communes import CommuneFactory, ResponsibilityFactory
from tests.factories.facts import ContactFactory
from tests.factories.staff import UserFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return CommuneFactory()


@pytest.fixture
def desk(client, commune):
    client.force_login(ResponsibilityFactory(district=commune.district).user)
    return client


def many(commune, number: int) -> None:
    Contact.objects.bulk_create(
        Contact(
            commune=commune,
            salutation="male",
            first_name="Otto",
            last_name=f"Muster {n:03}",
            function="Leitung Ordnungsamt" if n % 100 == 7 else "",
            email=f"person{n}@musterstadt.example",
        )
        for n in range(number)
    )


def queries(client, address: str) -> int:
    page(client, address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page(client, address)
    return len(captured)


def test_the_file_shows_twenty_and_leads_to_all(desk, commune):
    many(commune, 830)
    source = page(desk, commune.get_absolute_url())
    assert source.count("Sehr geehrter Herr Muster") == 20
    assert f'href="/kommunen/{commune.ags}/ansprechpersonen/"' in source
    assert "Alle 830 Ansprechpersonen anzeigen" in source


def test_with_twenty_there_is_no_way_to_more(desk, commune):
    many(commune, 20)
    assert "Ansprechpersonen anzeigen" not in page(desk, commune.get_absolute_url())


def test_the_current_ones_come_first_in_the_file(desk, commune):
    many(commune, 25)
    Contact.objects.exclude(last_name="Muster 024").update(active=False)
    source = page(desk, commune.get_absolute_url())
    assert source.index("Otto Muster 024") < source.index("Otto Muster 000")


def test_the_list_has_pages_and_finds_every_word(desk, commune):
    many(commune, 830)
    address = f"/kommunen/{commune.ags}/ansprechpersonen/"
    assert "830 Ansprechpersonen" in page(desk, address)
    assert "Muster 829" in page(desk, address, page="17")
    found = page(desk, address, q="ordnungsamt 107")
    assert "1 Ansprechperson<" in found
    contact = Contact.objects.get(last_name="Muster 107")
    assert f'href="/kommunen/{commune.ags}/ansprechpersonen/{contact.pk}/"' in found
    assert "1 Ansprechperson<" in page(desk, address, q="person5@")


def test_the_list_tells_who_is_not_to_be_called_any_more(desk, commune):
    ContactFactory(commune=commune, last_name="Neumuster")
    ContactFactory(commune=commune, last_name="Altmuster", active=False)
    address = f"/kommunen/{commune.ags}/ansprechpersonen/"
    former = page(desk, address, stand="frueher")
    assert "Altmuster" in former
    assert "Neumuster" not in former
    assert "Altmuster" not in page(desk, address, stand="aktuell")


def test_the_list_holds_this_communes_contacts_only_and_is_to_be_had_as_a_file(desk, commune):
    ContactFactory(commune=commune, last_name="Eigenmuster")
    ContactFactory(last_name="Fremdmuster")
    answer = desk.get(f"/kommunen/{commune.ags}/ansprechpersonen/", {"als": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert [row[0] for row in rows[rows.index([]) + 2 :]] == [str(Contact.objects.get(last_name="Eigenmuster"))]


def test_who_may_not_change_them_reads_without_links(client, commune):
    ResponsibilityFactory(district=commune.district)
    contact = ContactFactory(commune=commune)
    client.force_login(UserFactory())
    source = page(client, f"/kommunen/{commune.ags}/ansprechpersonen/")
    assert contact.full_name in source
    assert f"/ansprechpersonen/{contact.pk}/" not in source
    assert "Ansprechperson anlegen" not in source


def test_file_and_list_ask_as_often_for_one_as_for_hundreds(desk, commune):
    many(commune, 1)
    addresses = (commune.get_absolute_url(), f"/kommunen/{commune.ags}/ansprechpersonen/")
    few = [queries(desk, address) for address in addresses]
    many(commune, 400)
    assert [queries(desk, address) for address in addresses] == few
