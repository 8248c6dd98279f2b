"""The start page answers one question, without JavaScript and from a cache that nobody signed in gets into."""

import json
import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from asskomm.public.network_map.members_map import outlines
from communes.models import Commune, Milestone
from tests.factories.agreements import PreAgreementFactory
from tests.factories.communes import CommuneFactory, DistrictFactory
from tests.factories.facts import MilestoneFactory
from tests.factories.staff import UserFactory
from tests.strict_templates import get, page

pytestmark = pytest.mark.django_db
SINCE = date(2020, 11, 5)
PIRNA = "14628270"
PLACES = ("/", "/kommunen-im-netzwerk/antwort/")


@pytest.fixture
def contact(settings):
    settings.PUBLIC_CONTACT = {
        "name": "Nora Netzwerkmuster",
        "phone": "0351 555-14",
        "email": "mit@asskomm.example",
        "hours": "9 bis 15 Uhr",
    }


def pirna(**fields) -> Commune:
    district = DistrictFactory(key="14628", name="Sächsische Schweiz-Osterzgebirge", fictitious=False)
    return CommuneFactory(
        **{"ags": PIRNA, "ars": "146285229270", "name": "Pirna", "district": district, "fictitious": False, **fields}
    )


def cooperating(*communes, **fields) -> Milestone:
    kind = Milestone.Kind.COOPERATION_AGREEMENT
    return MilestoneFactory(kind=kind, happened_on=SINCE, communes=communes, **fields)


def text_of(source: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", source).split())


@pytest.mark.parametrize("place", PLACES)
def test_yes_says_since_when_and_shows_it_on_the_map(client, place):
    cooperating(pirna())
    source = page(client, place, gemeinde="Pirna")
    assert "Ja, Pirna ist dabei. Zusammenarbeit seit 05.11.2020" in text_of(source)
    assert "erfunden" not in text_of(source)
    assert source.count(outlines()[PIRNA][0]) == (3 if place == "/" else 1), "area, what was asked for, the answer"
    if place == "/":
        assert "<title>Ja, Pirna ist dabei – " in source
        assert 'value="Pirna"' in source
        assert 'role="status"' in source


@pytest.mark.parametrize("place", PLACES)
def test_what_the_demo_made_up_is_called_so(client, place):
    cooperating(pirna(), fictitious=True)
    assert "seit 05.11.2020 (Demo, erfunden)" in text_of(page(client, place, gemeinde="pirna"))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.usefixtures("contact")
def test_not_yet_leads_to_a_person(client, place):
    PreAgreementFactory(commune=pirna(), status="commune_signed")
    source = page(client, place, gemeinde=PIRNA)
    assert "Pirna ist noch nicht dabei." in text_of(source)
    assert "Nora Netzwerkmuster" in source
    assert 'href="tel:035155514"' in source
    assert "unterzeichn" not in text_of(page(client, PLACES[1], gemeinde=PIRNA)), "and tells nothing of what waits"


@pytest.mark.parametrize("place", PLACES)
def test_several_are_offered_as_links_with_their_districts(client, place):
    here = pirna(name="Bernsdorf")
    there = CommuneFactory(name="Bernsdorf")
    source = page(client, place, gemeinde="bernsdorf")
    assert f'href="/?gemeinde={here.ags}"' in source
    assert f'href="/?gemeinde={there.ags}"' in source
    assert "Landkreis Sächsische Schweiz-Osterzgebirge" in source


@pytest.mark.parametrize("place", PLACES)
def test_an_error_is_asked_about_and_nothing_found_says_what_to_do(client, place):
    pirna()
    assert "Meinten Sie: Pirna" in text_of(page(client, place, gemeinde="Pirrna"))
    nothing = text_of(page(client, place, gemeinde="<b>xyzxyz"))
    assert "„&lt;b&gt;xyzxyz“ haben wir nicht gefunden. Bitte prüfen Sie die Schreibweise." in nothing
    assert "Bitte geben Sie den Namen" in text_of(page(client, place, gemeinde=""))


def test_three_ways_in_and_no_sign_in_but_in_the_head(client):
    source = page(client, "/")
    ways = re.findall(r'<h2>\s*<a href="([^"]+)">([^<]+)</a>', source)
    assert ways == [
        ("/unterzeichnen/link-verloren/", "Sie wollen unterzeichnen?"),
        ("/pruefen/", "Ist eine Vereinbarung echt?"),
        ("/mitmachen/", "Ihre Gemeinde möchte mitmachen?"),
    ]
    assert source.count('href="/anmelden/"') == 1


def test_figures_stand_once_and_none_is_nought(client):
    advised, both = CommuneFactory(fictitious=False), pirna()
    MilestoneFactory(happened_on=SINCE, communes=[advised, both])
    cooperating(both)
    figures = re.findall(r"<dt>([^<]+)</dt>\s*<dd>\s*(\d+)\s*</dd>", page(client, "/"))
    assert figures == [("Kommunen im Netzwerk", "1"), ("Beratene Kommunen", "2")]
    assert "mindestens einmal beraten" in page(client, "/"), "what a figure means stands with it"


def test_the_map_has_one_tab_stop_and_the_list_has_the_same_communes(client):
    other = CommuneFactory(ags="14612000", ars="146120000000", name="Dresden", fictitious=False, district__key="14612")
    cooperating(pirna(), other)
    source = page(client, "/")
    drawn = re.findall(
        r'class="map__area"\s+href="/\?gemeinde=(\d+)"\s+tabindex="(-?\d)"\s+aria-label="([^"]+)"', source
    )
    assert drawn == [
        ("14612000", "0", "Dresden, im Netzwerk seit 05.11.2020"),
        (PIRNA, "-1", "Pirna, im Netzwerk seit 05.11.2020"),
    ]
    listed = page(client, "/kommunen-im-netzwerk/")
    assert set(re.findall(r'href="/\?gemeinde=(\d+)"', listed)) == {"14612000", PIRNA}
    assert listed.count("seit 05.11.2020") == 2


def test_an_empty_network_says_so(client):
    assert "Noch ist keine Kommune im Netzwerk." in page(client, "/kommunen-im-netzwerk/")
    assert page(client, "/").count('class="map__area"') == 0


@pytest.mark.usefixtures("contact")
def test_who_wants_to_take_part_learns_how_and_from_whom(client):
    assert "Nora Netzwerkmuster" in page(client, "/mitmachen/")


def test_without_a_contact_in_the_settings_the_imprint_names_one(client):
    assert 'siehe <a href="/impressum/">Impressum</a>' in page(client, "/mitmachen/")
    pirna()
    assert "tel:" not in page(client, "/", gemeinde="Pirna")


def test_the_names_for_suggestions_are_those_of_the_directory(client):
    pirna()
    CommuneFactory(name="Altmusterdorf", valid_until=SINCE)
    answer = client.get("/kommunen-im-netzwerk/namen.json")
    assert json.loads(answer.content) == {"Landkreis Sächsische Schweiz-Osterzgebirge": [[PIRNA, "Pirna", ""]]}
    assert "public" in answer["Cache-Control"]


class TestCache:
    def test_a_stranger_gets_the_kept_page_without_a_query(self, django_assert_num_queries):
        first = Client().get("/")
        with django_assert_num_queries(0):
            second = Client().get("/")
        assert second.content == first.content
        assert second["Cache-Control"] == "public, max-age=60"
        assert "Cookie" in second["Vary"].split(", ")
        assert b"csrf" not in second.content
        assert not second.cookies

    def test_head_answers_as_get_does(self, django_assert_num_queries):
        full = Client().get("/")
        with django_assert_num_queries(0):
            head = Client().head("/")
        assert (head.status_code, head.content) == (200, b"")
        assert (head["Cache-Control"], "Cookie" in head["Vary"]) == (full["Cache-Control"], True)

    def test_nobody_gets_the_page_of_another(self, client):
        client.force_login(UserFactory())
        assert "Meine Arbeit" in page(client, "/")
        assert "no-store" in client.get("/")["Cache-Control"]
        stranger = page(Client(), "/")
        assert "Meine Arbeit" not in stranger
        assert "Anmelden" in stranger
        assert "Meine Arbeit" in page(client, "/"), "nor is the stranger's page theirs"

    def test_a_message_for_one_visitor_is_shown_and_kept_for_no_other(self):
        client = Client()
        client.force_login(UserFactory())
        source = client.post("/abmelden/", follow=True).content.decode()
        assert "abgemeldet" in source
        assert "abgemeldet" not in page(Client(), "/")

    def test_a_question_is_answered_now(self):
        page(Client(), "/")
        cooperating(pirna())
        assert "Ja, Pirna ist dabei" in page(Client(), "/", gemeinde="Pirna")
        assert "Ja, Pirna" not in page(Client(), "/")

    def test_a_fact_shows_after_a_minute_and_one_that_was_retracted_is_gone(self, time_machine):
        now = timezone.now()
        time_machine.move_to(now)
        commune = pirna()
        assert "Pirna, im Netzwerk" not in page(Client(), "/")
        fact = cooperating(commune)
        time_machine.move_to(now + timedelta(seconds=61))
        assert "Pirna, im Netzwerk" in page(Client(), "/")
        Milestone.objects.filter(pk=fact.pk).update(retracted_at=now)
        time_machine.move_to(now + timedelta(seconds=122))
        assert "Pirna, im Netzwerk" not in page(Client(), "/")

    def test_other_parameters_make_no_pages_of_their_own(self):
        assert Client().get("/?utm=1").content == Client().get("/").content


def test_the_number_of_queries_does_not_depend_on_the_communes(client):
    def queries(**parameters: str) -> int:
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as captured:
            get(client, "/", **parameters)
        return len(captured)

    assert settings.SESSION_COOKIE_NAME not in client.cookies
    cooperating(pirna())
    for_one, asked = queries(), queries(gemeinde="Pirna")
    communes = CommuneFactory.create_batch(200, fictitious=False)
    cooperating(*communes)
    MilestoneFactory(happened_on=SINCE, communes=communes)
    assert queries() == for_one == 7
    assert queries(gemeinde=communes[0].name) <= asked
