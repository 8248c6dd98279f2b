"""The coaching pages, for the office and for a coach: empty, filled, and after refused forms."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from coaching.models import Engagement
from staff.models import User
from tests.e2e.inspector import Inspector
from tests.factories.coaching import CoachFactory, GoalFactory, SessionFactory, planned, running
from tests.factories.communes import CommuneFactory, TopicFactory

pytestmark = pytest.mark.usefixtures("live_server")

SignIn = Callable[[User], None]
LONG = "Donaudampfschifffahrtspräventionskonzept für den Bahnhofsvorplatz und die angrenzenden Grünanlagen"


@pytest.fixture
def engagement(transactional_db: None) -> Engagement:
    """Running, with goals and sessions, in a commune with a long name."""
    engagement = running(agreement__commune=CommuneFactory(name="Großbeispiel-Kleinmusterdorf am Vorlagenbach"))
    engagement.coach.competences.add(TopicFactory(name="Vandalismus"))
    GoalFactory(engagement=engagement, done_on=engagement.started_on)
    GoalFactory(engagement=engagement, text=LONG)
    SessionFactory(engagement=engagement, result=LONG)
    return engagement


def look_at(page: Page, inspector: Inspector, *paths: str) -> None:
    for path in paths:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        inspector.check(path)


def test_the_offices_pages(page: Page, inspector: Inspector, sign_in: SignIn, engagement: Engagement) -> None:
    sign_in(engagement.prepared_by)
    where, goal = engagement.get_absolute_url(), engagement.goals.first()
    assert goal is not None
    look_at(
        page,
        inspector,
        "/coaching/",
        where,
        f"{where}abschliessen/",
        f"{where}abbrechen/",
        f"{where}ziele/neu/",
        f"{where}ziele/{goal.pk}/",
        f"/coaching/neu/?vereinbarung={engagement.agreement.reference}",
        engagement.commune.get_absolute_url(),
        engagement.agreement.get_absolute_url(),
    )
    page.goto(f"{where}abbrechen/")
    page.get_by_role("button", name="Coaching abbrechen").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("breaking off without a reason")


def test_a_plan_and_its_forms(page: Page, inspector: Inspector, sign_in: SignIn, transactional_db: None) -> None:
    engagement = planned()
    sign_in(engagement.prepared_by)
    where = engagement.get_absolute_url()
    look_at(page, inspector, where, f"{where}bearbeiten/", f"{where}beginnen/")
    page.goto(f"/coaching/neu/?vereinbarung={engagement.agreement.reference}")
    page.get_by_role("button", name="Coaching speichern").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("an empty plan")


def test_a_coachs_pages(page: Page, inspector: Inspector, sign_in: SignIn, engagement: Engagement) -> None:
    sign_in(engagement.coach.user)
    where, session = engagement.get_absolute_url(), engagement.sessions.get()
    look_at(page, inspector, "/coaching/", where, f"{where}termine/{session.pk}/")
    expect(page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link")).to_have_count(1)
    page.goto(f"{where}termine/neu/")
    page.get_by_role("button", name="Termin speichern").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspector.check("an empty session")


def test_a_session_that_somebody_else_corrected_meanwhile(
    page: Page, inspector: Inspector, sign_in: SignIn, engagement: Engagement
) -> None:
    sign_in(engagement.coach.user)
    session = engagement.sessions.get()
    page.goto(f"{engagement.get_absolute_url()}termine/{session.pk}/")
    engagement.sessions.update(minutes=60, result=f"{LONG} und die Haltestellen")
    page.get_by_label("Dauer in Minuten").fill("90")
    page.get_by_role("button", name="Termin speichern").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_text("Dauer in Minuten: jetzt „60“")).to_be_visible()
    inspector.check("a session that was corrected meanwhile")
    page.get_by_role("button", name="Termin speichern").click()
    expect(page.get_by_text("Der Termin ist gespeichert.")).to_be_visible()


def test_a_coach_enters_a_session_and_ticks_a_goal(page: Page, sign_in: SignIn, engagement: Engagement) -> None:
    sign_in(engagement.coach.user)
    page.goto(engagement.get_absolute_url())
    page.get_by_role("link", name="Termin eintragen").click()
    page.get_by_label("Datum").fill(str(engagement.started_on))
    page.get_by_label("vor Ort").check()
    page.get_by_label("Dauer in Minuten").fill("360")
    page.get_by_label("Zahl der Teilnehmenden").fill("4")
    page.get_by_label("Ergebnis").fill("Schwerpunkte benannt.")
    page.get_by_role("button", name="Termin speichern").click()
    expect(page.get_by_text("1 von 6 Tagen verbraucht (8 Stunden)")).to_be_visible()
    page.get_by_role("button", name=LONG).click()
    expect(page.get_by_text("2 von 2 erreicht")).to_be_visible()


def test_an_empty_list(page: Page, inspector: Inspector, sign_in: SignIn, transactional_db: None) -> None:
    sign_in(CoachFactory().user)
    look_at(page, inspector, "/coaching/")
