"""The whole Verlauf of a commune, page by page, and whether its chain holds."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.daily_work.saving import take_note
from core import journal
from core.models import JournalHead
from staff.actors import StaffActor
from tests.factories.communes import CommuneFactory
from tests.factories.ready_agreements import caseworker_of, issued
from tests.factories.staff import UserFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return CommuneFactory(name="Musterau")


@pytest.fixture
def desk(client):
    client.user = UserFactory()
    client.force_login(client.user)
    return client


def happened(commune, times: int) -> None:
    actor = StaffActor(UserFactory())
    with journal.collected():
        for number in range(times):
            text = f"Notiz {number:03}"
            journal.record(key=commune.ags, kind="note.taken", subject=commune, actor=actor, text=text)


def address(commune) -> str:
    return f"/kommunen/{commune.ags}/verlauf/"


def test_what_the_file_leaves_out_stands_here(desk, commune):
    happened(commune, 130)
    assert "Notiz 000" not in page(desk, commune.get_absolute_url())
    assert "Ganzer Verlauf" in page(desk, commune.get_absolute_url())
    first, second = page(desk, address(commune)), page(desk, address(commune), page="2")
    assert ("Notiz 129" in first, "Notiz 029" in first, "Notiz 029" in second, "Notiz 000" in second) == (
        True,
        False,
        True,
        True,
    )
    assert "130 Einträge, keiner nachträglich geändert, keiner fehlt" in first


def test_an_entry_about_an_agreement_names_it(client):
    agreement = issued()
    client.force_login(caseworker_of(agreement.commune))
    link = f'href="{agreement.get_absolute_url()}">{agreement.reference}</a>'
    timeline = page(client, address(agreement.commune))
    assert timeline.count(link) == timeline.count("timeline__meta") > 0
    assert link in page(client, agreement.commune.get_absolute_url()).split('id="verlauf"')[1]


def test_a_chain_that_lost_its_end_is_told(desk, commune):
    happened(commune, 2)
    JournalHead.objects.filter(key=commune.ags).update(seq=3)
    shown = page(desk, address(commune))
    assert "Kette unterbrochen" in shown
    assert "Bitte wenden Sie sich an die Administration" in shown


def test_a_commune_without_history_says_so(desk, commune):
    assert "Noch nichts geschehen." in page(desk, address(commune))


def test_more_entries_take_no_more_queries(desk, commune):
    happened(commune, 2)
    page(desk, address(commune))
    with CaptureQueriesContext(connection) as few:
        page(desk, address(commune))
    happened(commune, 90)
    with CaptureQueriesContext(connection) as many:
        page(desk, address(commune))
    assert len(many) == len(few)


@pytest.fixture
def written(desk, commune):
    """A note, a call and a letter, an old call by a colleague."""
    for number, (kind, text) in enumerate([("note", "Graffiti"), ("call", "Wegen Müll gerufen"), ("letter", "Muell")]):
        take_note(commune, text, kind=kind, called_on=None, nonce=str(number), actor=StaffActor(desk.user))
    with time_machine.travel(datetime(2026, 1, 5, 23, 30, tzinfo=UTC)):  # the 6th in Saxony
        take_note(commune, "Alt", kind="call", called_on=None, nonce="x", actor=StaffActor(UserFactory()))
    return commune


@pytest.mark.parametrize(
    ("asked", "texts"),
    [
        ({}, {"Graffiti", "Wegen Müll gerufen", "Muell", "Alt"}),
        ({"art": "gespraeche"}, {"Wegen Müll gerufen", "Alt"}),
        ({"art": "post"}, {"Muell"}),
        ({"q": "mull"}, {"Wegen Müll gerufen", "Muell"}),
        ({"q": "mull", "art": "post"}, {"Muell"}),
        ({"von": "2026-01-06", "bis": "2026-01-06"}, {"Alt"}),
        ({"bis": "2026-01-05"}, set()),
        ({"art": "unsinn", "person": "x", "von": "gestern"}, {"Graffiti", "Wegen Müll gerufen", "Muell", "Alt"}),
    ],
)
def test_the_timeline_is_narrowed_by_its_address(desk, written, asked, texts):
    page = desk.get(f"/kommunen/{written.pk}/verlauf/", asked)
    assert page.status_code == 200
    assert {entry.text for entry in page.context["entries"]} == texts


def test_kinds_are_counted_and_lead_on_with_what_is_asked(desk, written):
    page = desk.get(f"/kommunen/{written.pk}/verlauf/", {"q": "müll"})
    kinds = [(kind.label, kind.count, kind.address) for kind in page.context["kinds"]]
    assert kinds == [
        ("Alle", 2, "?q=m%C3%BCll"),
        ("Gespräche", 1, "?q=m%C3%BCll&art=gespraeche"),
        ("Post", 1, "?q=m%C3%BCll&art=post"),
    ]
    only = desk.get(f"/kommunen/{written.pk}/verlauf/", {"person": desk.user.pk})
    assert len(only.context["entries"]) == 3
