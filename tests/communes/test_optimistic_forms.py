"""Two people have the same form open, or one clicks twice: nothing is lost, nothing is made twice."""

import html

import pytest
from django.test import Client

from communes.models import Contact, OfficeHolder, Task
from core.models import JournalEntry, SentForm
from core.optimistic_forms import forget_sent_forms
from staff.models import Role
from tests.factories.communes import CommuneFactory, OfficeHolderFactory, ResponsibilityFactory
from tests.factories.facts import ContactFactory, TaskFactory
from tests.factories.staff import UserFactory
from tests.races import at_once
from tests.tokens import token_of

pytestmark = pytest.mark.django_db

HOLDER = {
    "office": "deputy",
    "deputy_rank": "1",
    "salutation": "female",
    "first_name": "Erika",
    "last_name": "Musterfrau",
    "email": "rathaus@musterstadt.example",
    "valid_from": "2022-08-01",
}
CONTACT = {"salutation": "male", "last_name": "Ordnungsmuster", "phone": "03721 1", "active": "on"}


@pytest.fixture
def head():
    """Somebody else who may change the same things, in a browser of her own."""
    client = Client()
    client.force_login(UserFactory(role=Role.HEAD, first_name="Hanna", last_name="Vorlage"))
    return client


def task_fields(responsible, **changes: str) -> dict[str, str]:
    fields = {"title": "Nachfragen", "due_on": "2199-01-01", "assigned_to": str(responsible.pk)}
    return fields | changes


def said(answer) -> str:
    return html.unescape(answer.content.decode())


def test_the_last_one_to_save_does_not_win_unseen(desk, head, commune):
    contact = ContactFactory(commune=commune, phone="")
    address = f"/kommunen/{commune.ags}/ansprechpersonen/{contact.pk}/"
    opened = token_of(desk, address)
    head.post(address, CONTACT | {"phone": "0351 999", "token": token_of(head, address)})
    mine = CONTACT | {"phone": "0351 111", "function": "Leitung Ordnungsamt", "token": opened}
    answer = desk.post(address, mine)
    assert answer.status_code == 409
    assert "Hanna Vorlage hat diese Angaben inzwischen geändert" in said(answer)
    assert "Telefon: jetzt „0351 999“" in said(answer)
    assert 'value="0351 111"' in said(answer)
    contact.refresh_from_db()
    assert contact.phone == "0351 999"


def test_who_has_seen_the_newer_change_may_save_over_it(desk, head, commune):
    contact = ContactFactory(commune=commune)
    address = f"/kommunen/{commune.ags}/ansprechpersonen/{contact.pk}/"
    opened = token_of(desk, address)
    head.post(address, CONTACT | {"phone": "0351 999", "token": token_of(head, address)})
    refused = desk.post(address, CONTACT | {"phone": "0351 111", "token": opened})
    renewed = html.unescape(refused.content.decode().split('name="token" value="')[1].split('"')[0])
    assert desk.post(address, CONTACT | {"phone": "0351 111", "token": renewed}).status_code == 302
    contact.refresh_from_db()
    assert contact.phone == "0351 111"


def test_two_who_make_the_same_correction_do_not_disturb_each_other(desk, head, commune):
    contact = ContactFactory(commune=commune, phone="")
    address = f"/kommunen/{commune.ags}/ansprechpersonen/{contact.pk}/"
    sent = CONTACT | {"token": token_of(desk, address)}
    assert [client.post(address, sent).status_code for client in (desk, head, desk)] == [302, 302, 302]
    assert JournalEntry.objects.count() == 1


def test_an_office_holder_is_not_overwritten_unseen(desk, head, commune):
    holder = OfficeHolderFactory(commune=commune, **{**HOLDER, "email": ""})
    address = f"/kommunen/{commune.ags}/amtspersonen/{holder.pk}/"
    opened = token_of(desk, address)
    head.post(address, HOLDER | {"valid_until": "2027-07-31", "token": token_of(head, address)})
    answer = desk.post(address, HOLDER | {"phone": "03721 5", "token": opened})
    assert answer.status_code == 409
    assert "Ende der Amtszeit: jetzt „31.07.2027“" in said(answer)
    assert "E-Mail-Adresse: jetzt „rathaus@musterstadt.example“" in said(answer)
    holder.refresh_from_db()
    assert holder.phone != "03721 5"


def test_a_task_is_not_overwritten_unseen(desk, head, commune, responsible):
    task = TaskFactory(commune=commune, title="Nachfragen", assigned_to=responsible)
    address = f"/kommunen/{commune.ags}/aufgaben/{task.pk}/"
    opened = token_of(desk, address)
    other = UserFactory(first_name="Peter", last_name="Beispiel")
    head.post(address, task_fields(responsible, assigned_to=str(other.pk), token=token_of(head, address)))
    answer = desk.post(address, task_fields(responsible, title="Anrufen", token=opened))
    assert answer.status_code == 409
    assert "Wer erledigt es: jetzt „Peter Beispiel“" in said(answer)
    task.refresh_from_db()
    assert (task.title, task.assigned_to) == ("Nachfragen", other)


@pytest.mark.parametrize("forged", ["", "kein JSON", "[1]", "null"])
def test_a_form_that_says_nothing_of_what_it_saw_saves_nothing(desk, commune, forged):
    contact = ContactFactory(commune=commune, phone="")
    address = f"/kommunen/{commune.ags}/ansprechpersonen/{contact.pk}/"
    assert desk.post(address, CONTACT | {"token": forged}).status_code == 409
    contact.refresh_from_db()
    assert contact.phone == ""


@pytest.mark.parametrize(
    ("path", "model"), [("ansprechpersonen", Contact), ("amtspersonen", OfficeHolder), ("aufgaben", Task)]
)
def test_the_same_form_sent_twice_makes_one_and_another_one_makes_two(desk, commune, responsible, path, model):
    address = f"/kommunen/{commune.ags}/{path}/neu/"
    fields = {"ansprechpersonen": CONTACT, "amtspersonen": HOLDER, "aufgaben": task_fields(responsible)}[path]
    sent = fields | {"token": token_of(desk, address)}
    assert [desk.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert model.objects.count() == JournalEntry.objects.count() == 1
    desk.post(address, fields | {"token": token_of(desk, address)})
    assert model.objects.count() == 2


def test_a_mayor_entered_by_a_double_click_is_no_contradiction_to_herself(desk, commune):
    address = f"/kommunen/{commune.ags}/amtspersonen/neu/"
    sent = HOLDER | {"office": "mayor", "deputy_rank": "", "token": token_of(desk, address)}
    assert [desk.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert OfficeHolder.objects.count() == 1


def test_what_was_sent_is_forgotten_after_some_days(desk, commune):
    desk.post(f"/kommunen/{commune.ags}/ansprechpersonen/neu/", CONTACT | {"token": "a"})
    assert forget_sent_forms() == 0
    SentForm.objects.update(sent_at="2026-01-01T00:00Z")
    assert forget_sent_forms() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_clicks_make_one_contact_and_one_correction():
    commune = CommuneFactory()
    user = ResponsibilityFactory(district=commune.district).user

    def click(address: str, nonce: str) -> None:
        client = Client()
        client.force_login(user)
        assert client.post(address, CONTACT | {"token": nonce}).status_code == 302

    base = f"/kommunen/{commune.ags}/ansprechpersonen/"
    at_once(lambda: click(f"{base}neu/", "a"))
    contact = Contact.objects.get()
    client = Client()
    client.force_login(user)
    Contact.objects.update(phone="")
    opened = token_of(client, f"{base}{contact.pk}/")
    at_once(lambda: click(f"{base}{contact.pk}/", opened))
    assert sorted(JournalEntry.objects.values_list("kind", flat=True)) == ["contact.changed", "contact.created"]
