"""Recording and correcting people in offices."""

import pytest

from communes.models import OfficeHolder
from core.journal import verify_chain
from core.models import JournalEntry
from staff.models import Role, User
from tests.factories.communes import OfficeHolderFactory
from tests.factories.staff import UserFactory
from tests.strict_templates import page
from tests.tokens import token_of

pytestmark = pytest.mark.django_db

FIELDS = {
    "office": "mayor",
    "deputy_rank": "",
    "salutation": "female",
    "title": "",
    "first_name": "Erika",
    "last_name": "Musterfrau",
    "email": "rathaus@musterau.example",
    "phone": "",
    "letter_salutation": "",
    "valid_from": "2022-08-01",
    "valid_until": "",
}


def post(client, address: str, **changes: str):
    return client.post(address, {"token": token_of(client, address)} | FIELDS | changes)


def test_a_missing_mail_address_is_corrected_and_stands_in_the_journal(desk, commune, responsible):
    holder = OfficeHolderFactory(commune=commune, email="", phone="")
    response = post(desk, f"/kommunen/{commune.ags}/amtspersonen/{holder.pk}/")
    assert (response.status_code, response.url) == (302, f"/kommunen/{commune.ags}/")
    holder.refresh_from_db()
    assert holder.email == "rathaus@musterau.example"
    entry = JournalEntry.objects.get()
    assert (entry.key, entry.kind, entry.actor_id) == (commune.ags, "officeholder.changed", str(responsible.pk))
    assert entry.data == {"fields": ["email"]}
    assert verify_chain(commune.ags) == 1


def test_the_journal_holds_no_name_and_no_address(desk, commune):
    holder = OfficeHolderFactory(commune=commune, email="")
    post(desk, f"/kommunen/{commune.ags}/amtspersonen/{holder.pk}/", last_name="Beispielfrau")
    written = str(JournalEntry.objects.values().get())
    assert "Beispielfrau" not in written
    assert "@" not in written


def test_saving_without_a_change_writes_nothing(desk, commune):
    holder = OfficeHolderFactory(commune=commune, email=FIELDS["email"], phone="")
    assert post(desk, f"/kommunen/{commune.ags}/amtspersonen/{holder.pk}/").status_code == 302
    assert not JournalEntry.objects.exists()


def test_a_person_is_added(desk, commune):
    assert post(desk, f"/kommunen/{commune.ags}/amtspersonen/neu/").status_code == 302
    holder = OfficeHolder.objects.get()
    assert (holder.commune, holder.full_name) == (commune, "Erika Musterfrau")
    assert JournalEntry.objects.get().kind == "officeholder.created"


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"email": "rathaus@"}, "E-Mail-Adresse"),
        ({"valid_until": "2020-01-01"}, "Das Ende liegt vor dem Beginn"),
        ({"office": "deputy"}, "an welcher Stelle diese Person vertritt"),
        ({"last_name": ""}, "Bitte füllen Sie dieses Feld aus"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence_and_kept_in_the_form(desk, commune, changes, complaint):
    response = post(desk, f"/kommunen/{commune.ags}/amtspersonen/neu/", **changes)
    assert response.status_code == 422
    source = response.content.decode()
    assert complaint in source
    assert 'value="Erika"' in source
    assert not OfficeHolder.objects.exists()


def test_a_second_mayor_at_the_same_time_is_refused(desk, commune):
    OfficeHolderFactory(commune=commune)
    response = post(desk, f"/kommunen/{commune.ags}/amtspersonen/neu/", first_name="Jens")
    assert "In dieser Zeit ist schon jemand im Amt." in response.content.decode()
    assert OfficeHolder.objects.count() == 1


def test_the_days_of_a_term_are_filled_in_as_the_browser_wants_them(desk, commune):
    holder = OfficeHolderFactory(commune=commune)
    assert 'value="2022-08-01"' in page(desk, f"/kommunen/{commune.ags}/amtspersonen/{holder.pk}/")


@pytest.mark.parametrize(("role", "allowed"), [(Role.CASEWORKER, False), (Role.HEAD, True), (Role.ADMIN, True)])
def test_who_may_change_a_commune_for_which_somebody_else_is_responsible(client, commune, responsible, role, allowed):
    holder = OfficeHolderFactory(commune=commune, email="")
    client.force_login(UserFactory(role=role))
    post(client, f"/kommunen/{commune.ags}/amtspersonen/{holder.pk}/")
    holder.refresh_from_db()
    assert bool(holder.email) is allowed


def test_a_coach_finds_no_form(client, commune):
    holder = OfficeHolderFactory(commune=commune)
    client.force_login(UserFactory(role=Role.COACH))
    assert client.get(f"/kommunen/{commune.ags}/amtspersonen/{holder.pk}/").status_code == 404


def test_a_person_of_another_commune_is_not_found(desk, commune):
    stranger = OfficeHolderFactory()
    assert desk.get(f"/kommunen/{commune.ags}/amtspersonen/{stranger.pk}/").status_code == 404


def test_a_name_is_one_line_whatever_was_sent():
    """The text of the evidence package shows commands on lines of their own; a name must not look like one."""
    holder = OfficeHolder(title="Dr.\n", first_name="Erika\r\n\n    rm -rf ~", last_name="Musterfrau\u2028")
    assert holder.full_name == "Dr. Erika rm -rf ~ Musterfrau"
    assert User(first_name="Petra\nBcc:", last_name=" Muster\x0b").full_name == "Petra Bcc: Muster"
