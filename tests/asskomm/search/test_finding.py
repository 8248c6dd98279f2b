"""What a search finds: tolerant of how a name is spelt, ranked, and nothing beyond the doors of the rooms."""

import pytest
from django.test import Client

from asskomm.desk.search import words
from asskomm.desk.search.results import Results, search
from communes.daily_work.saving import take_note
from communes.models import Commune
from staff.actors import StaffActor
from staff.models import User
from tests.factories.coaching import RunningFactory, running
from tests.factories.communes import CommuneFactory, OfficeHolderFactory
from tests.factories.facts import AttachmentFactory, ContactFactory, TaskFactory
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return UserFactory()


def found(results: Results) -> dict[str, list[str]]:
    return {group.label: [hit.name for hit in group.hits] for group in results.groups}


def names(user: User, text: str, group: str = "Kommunen") -> list[str]:
    return found(search(user, text)).get(group, [])


@pytest.mark.parametrize("typed", ["Mühlau", "muehlau", "MUHLAU", "mühl", "Gemeinde Mühlau", "14999777"])
def test_communes_are_found_however_they_are_spelt(user, typed):
    CommuneFactory(name="Mühlau", kind=Commune.Kind.MUNICIPALITY, ags="14999777")
    CommuneFactory(name="Musterau")
    assert names(user, typed) == ["Gemeinde Mühlau"]


def test_sorbian_and_former_names_are_found(user):
    today = CommuneFactory(name="Weißmuster", sorbian_name="Běłe Pokazki")
    CommuneFactory(name="Altmuster", valid_until="2020-12-31", successor=today)
    assert names(user, "bele pokazki") == ["Stadt Weißmuster"]
    assert names(user, "altmuster") == ["Stadt Altmuster"]


@pytest.mark.parametrize("typed", ["Solta", "Šołta", "solta beispielfrau", "Beispielfrau Šołta"])
def test_people_are_found_without_their_marks(user, typed):
    ContactFactory(first_name="Šołta", last_name="Beispielfrau")
    assert names(user, typed, "Personen") == ["Šołta Beispielfrau"]


@pytest.mark.parametrize("typed", ["Müller-Muster", "Müller‑Muster", "Müller Muster", "muster mueller", "Müllermuster"])
def test_hyphens_and_the_order_of_words_do_not_count(user, typed):
    ContactFactory(first_name="Ida", last_name="Müller-Muster")
    assert names(user, typed, "Personen") == ["Ida Müller-Muster"]


def test_a_name_that_stands_there_is_not_taken_for_another(user):
    OfficeHolderFactory(commune=CommuneFactory(name="Beispielhain"))
    CommuneFactory(name="Musterau")
    words.learn()
    results = search(user, "Musterfrau")
    assert found(results) == {"Personen": ["Erika Musterfrau"]}
    assert results.corrections == []


@pytest.mark.parametrize(("typed", "meant"), [("Beispielhein", "beispielhain"), ("Biespielhain", "beispielhain")])
def test_a_word_that_stands_nowhere_is_looked_for_as_it_was_meant(user, typed, meant):
    CommuneFactory(name="Beispielhain")
    words.learn()
    results = search(user, typed)
    assert found(results)["Kommunen"] == ["Stadt Beispielhain"]
    assert results.corrections == [(words.search_folded(typed), meant)]
    assert found(search(user, typed, guess=False)) == {}


def test_a_name_that_was_erased_is_guessed_no_more(user):
    contact = ContactFactory(last_name="Beispielmann")
    words.learn()
    assert "beispielmann" in words.meant_by(["beispielmamm"])["beispielmamm"]
    contact.delete()
    words.forget()
    assert words.meant_by(["beispielmamm"]) == {"beispielmamm": ()}


def test_words_may_stand_in_the_row_and_in_the_name_of_its_commune(user):
    commune = CommuneFactory(name="Beispielhain")
    TaskFactory(commune=commune, title="Graffiti am Bahnhof ansehen")
    TaskFactory(commune=commune, title="Protokoll schreiben")
    TaskFactory(title="Graffiti anderswo")
    assert names(user, "beispielh graffiti", "Verlauf und Aufgaben") == ["Graffiti am Bahnhof ansehen"]
    assert names(user, "Beispielhain", "Verlauf und Aufgaben") == [], "a file is not poured out for its name"


def test_notes_are_found_by_other_forms_of_a_word_and_shown_where_it_stands(user):
    commune = CommuneFactory()
    text = "Gespräch über vieles. " * 20 + "Es brennt in leeren Häusern am Markt. " + "Und mehr. " * 30
    take_note(commune, text, kind="call", called_on=None, nonce="n", actor=StaffActor(user))
    results = search(user, "leere haus")
    (hit,) = results.groups[0].hits
    shown = "".join(piece.text for piece in hit.text)
    assert shown.startswith("… ")
    assert "leeren Häusern" in shown
    assert [piece.text for piece in hit.text if piece.marked] == ["leere", "Häus"]


def test_who_is_not_found_with_all_words_is_found_with_most(user):
    CommuneFactory(name="Beispielhain")
    results = search(user, "Beispielhain Marktplatz")
    assert found(results)["Kommunen"] == ["Stadt Beispielhain"]
    assert "mit 1 von 2 Wörtern" in results.sentence


def test_what_fits_exactly_comes_first(user):
    for name in ("Neu Musterhain am Wald", "Musterhainichen", "Musterhain"):
        CommuneFactory(name=name)
    assert names(user, "musterhain")[0] == "Stadt Musterhain"


def test_agreements_are_found_by_reference_topic_and_commune(user):
    agreement = ready_draft()
    for typed in (agreement.reference, agreement.reference.replace("-", " "), agreement.commune.name, "vandalismus"):
        assert names(user, typed, "Vereinbarungen") == [agreement.reference], typed


def test_a_coach_finds_only_what_is_theirs():
    own, other = running(), RunningFactory()
    OfficeHolderFactory(commune=own.commune)
    AttachmentFactory(commune=own.commune, title="Coaching-Plan")
    coach = own.coach.user
    assert found(search(coach, "coaching")) == {"Coaching": [str(own)]}, "not the other one's"
    assert found(search(coach, own.commune.name)) == {"Coaching": [str(own)]}
    assert found(search(coach, "Musterfrau")) == {}
    assert search(coach, f"Notiz {own.commune.name}").actions == []
    assert found(search(coach, other.agreement.reference)) == {"Coaching": [str(own)]}, "by the words they share"


def test_actions_are_found_for_who_may_do_them(user):
    commune = ready_draft().commune
    Commune.objects.filter(pk=commune.pk).update(name="Beispielhain")
    responsible = caseworker_of(commune)
    actions = search(responsible, "aufgabe anlegen beispielhain").actions
    assert [(action.name, "".join(piece.text for piece in action.details)) for action in actions] == [
        ("Aufgabe anlegen", "Stadt Beispielhain")
    ]
    assert actions[0].address == f"/kommunen/{commune.pk}/aufgaben/neu/"
    assert search(user, "aufgabe anlegen beispielhain").actions == [], "another one is in charge"
    assert len(search(responsible, "beispielhain").actions) == 3


@pytest.mark.parametrize(
    "typed", ["", " ", "!!!", "'", "a", "\\", ":*", "&|!", "%", "x" * 5000, "der die das", "🙂", "<b>"]
)
def test_whatever_is_typed_is_answered(user, client, typed):
    client.force_login(user)
    for address in ("/suche/", "/suche/treffer/"):
        assert client.get(address, {"q": typed}).status_code == 200


def test_what_can_be_meant_only_once_opens_at_once(client: Client, user):
    client.force_login(user)
    agreement = issued()
    commune = CommuneFactory(name="Beispielhain")
    CommuneFactory(name="Beispielhainichen")
    assert client.get("/suche/", {"q": agreement.reference.lower()}).url == agreement.get_absolute_url()
    assert client.get("/suche/", {"q": commune.ags}).url == commune.get_absolute_url()
    assert client.get("/suche/", {"q": "hainichen"}).status_code == 200, "the beginning of a word is looked for"
    assert client.get("/suche/", {"q": "beispielhainichen"}).url == (
        Commune.objects.get(name="Beispielhainichen").get_absolute_url()
    )
    assert client.get("/suche/", {"q": "beispielhainichen", "alle": "1"}).status_code == 200
    page = client.get("/suche/", {"q": "beispielh"})
    assert page.status_code == 200
    assert "<mark>Beispielh</mark>ain" in page.content.decode()


def test_hits_are_escaped_and_a_constant_number_of_queries(client: Client, user, django_assert_max_num_queries):
    client.force_login(user)
    for number in range(12):
        commune = CommuneFactory(name=f"<b>Musterhain</b> {number}")
        OfficeHolderFactory(commune=commune, last_name=f"Musterhain {number}")
        TaskFactory(commune=commune, title=f"Musterhain anrufen {number}")
    with django_assert_max_num_queries(17):
        page = client.get("/suche/treffer/", {"q": "musterhain"}).content.decode()
    assert "<b>" not in page
    assert "9 weitere" in page


def test_strangers_are_asked_to_sign_in(client: Client):
    assert "/anmelden/" in client.get("/suche/treffer/", {"q": "x"}).url
