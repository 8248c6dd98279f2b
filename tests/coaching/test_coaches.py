"""A coach signs in, sees own engagements, enters sessions, ticks goals, and sees nothing else (domain rule 18)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import journal
from core.models import JournalEntry
from staff.actors import StaffActor
from staff.models import Role
from tests.factories.coaching import (
    CoachFactory,
    GoalFactory,
    RunningFactory,
    SessionFactory,
    planned,
    running,
    session_values,
)
from tests.factories.staff import PASSWORD, UserFactory
from tests.strict_templates import page
from tests.tokens import token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def engagement():
    return running()


@pytest.fixture
def coach(client, engagement):
    client.force_login(engagement.coach.user)
    return client


def test_after_sign_in_a_coach_lands_on_coaching_and_nothing_else_is_offered(client, engagement):
    answer = client.post("/anmelden/", {"login": engagement.coach.user.email, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/coaching/"
    source = answer.content.decode()
    for address in ("/kommunen/", "/vereinbarungen/", "/verwaltung/", "/team/"):
        assert f'href="{address}' not in source
    assert f'href="/coaching/{engagement.pk}/"' in source


def test_a_coach_sees_the_own_engagements_only(coach, engagement):
    foreign = RunningFactory()
    source = page(coach, "/coaching/")
    assert engagement.commune.name in source
    assert foreign.commune.name not in source
    assert foreign.commune.name not in page(coach, "/coaching/", q=foreign.commune.name).replace(
        f'value="{foreign.commune.name}"', ""
    )
    exported = b"".join(coach.get("/coaching/?als=csv").streaming_content).decode()
    assert engagement.commune.name in exported
    assert foreign.commune.name not in exported


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "bearbeiten/",
        "beginnen/",
        "abschliessen/",
        "abbrechen/",
        "ziele/neu/",
        "ziele/{goal}/",
        "ziele/{goal}/erreicht/",
        "termine/neu/",
        "termine/{session}/",
    ],
)
def test_foreign_engagements_are_not_found(coach, rest):
    foreign = RunningFactory()
    goal, session = GoalFactory(engagement=foreign), SessionFactory(engagement=foreign)
    address = foreign.get_absolute_url() + rest.format(goal=goal.pk, session=session.pk)
    assert coach.post(address, session_values(done="1", text="Anders.")).status_code == (404 if rest else 405)
    assert coach.get(address).status_code == (405 if rest.endswith("erreicht/") else 404)
    goal.refresh_from_db()
    assert goal.done_on is None
    assert foreign.sessions.count() == 1


def test_foreign_goals_and_sessions_are_not_found_under_an_own_engagement(coach, engagement):
    goal, session = GoalFactory(), SessionFactory()
    where = engagement.get_absolute_url()
    assert coach.post(f"{where}ziele/{goal.pk}/erreicht/", {"done": "1"}).status_code == 404
    assert coach.post(f"{where}termine/{session.pk}/", session_values()).status_code == 404


def test_a_coach_who_guesses_addresses_finds_nothing(coach, engagement):
    agreement, commune = engagement.agreement, engagement.commune
    for address in (
        agreement.get_absolute_url(),
        f"{agreement.get_absolute_url()}bearbeiten/",
        f"{agreement.get_absolute_url()}vorschau.pdf",
        f"{agreement.get_absolute_url()}fassung.pdf",
        f"{agreement.get_absolute_url()}unterzeichnet.pdf",
        commune.get_absolute_url(),
        f"{commune.get_absolute_url()}amtspersonen/neu/",
        f"/vereinbarungen/neu/?kommune={commune.ags}",
        f"/coaching/neu/?vereinbarung={agreement.reference}",
        "/coaching/neu/",
        "/verwaltung/",
    ):
        assert coach.get(address).status_code == 404, address
    for address in ("/kommunen/", "/vereinbarungen/"):
        answer = coach.get(address)
        assert commune.name not in answer.content.decode()
    assert coach.get("/arbeit/")["Location"] == "/coaching/"


def test_the_page_shows_a_coach_nothing_internal(coach, engagement):
    office = StaffActor(engagement.prepared_by)
    for visibility, text in (("internal", "Nur für das Haus"), ("commune", "Für alle Beteiligten")):
        journal.record(
            key=engagement.journal_key,
            kind="engagement.change",
            subject=engagement,
            actor=office,
            text=text,
            visibility=visibility,
        )
    journal.record(
        key=engagement.journal_key, kind="officeholder.changed", subject=engagement.commune, actor=office, text="Akte"
    )
    source = page(coach, engagement.get_absolute_url())
    assert "Für alle Beteiligten" in source
    assert "Nur für das Haus" not in source
    assert ">Akte<" not in source
    assert 'href="/kommunen/' not in source
    assert 'href="/vereinbarungen/' not in source
    assert "Haushaltsvorbehalt" in source
    coach.force_login(engagement.prepared_by)
    assert "Nur für das Haus" in page(coach, engagement.get_absolute_url())


def test_a_coach_enters_a_session_and_corrects_it(coach, engagement):
    where = engagement.get_absolute_url()
    assert "0 von 6 Tagen verbraucht" in page(coach, f"{where}termine/neu/")
    coach.post(f"{where}termine/neu/", session_values())
    session = engagement.sessions.get()
    assert (session.minutes, session.participants, session.entered_by) == (90, 7, engagement.coach.user)
    assert page(coach, f"{where}termine/{session.pk}/")
    corrected = session_values(minutes=480, token=token_of(coach, f"{where}termine/{session.pk}/"))
    coach.post(f"{where}termine/{session.pk}/", corrected)
    source = page(coach, where)
    assert "1 von 6 Tagen verbraucht (8 Stunden); es bleiben 5 Tage (40 Stunden)." in source
    assert 'max="2880"' in source
    assert 'value="480"' in source
    entries = JournalEntry.objects.filter(key=engagement.journal_key).order_by("pk")
    assert [(entry.kind, entry.visibility) for entry in entries] == [
        ("engagement.session_entered", "commune"),
        ("engagement.session_changed", "commune"),
    ]
    assert journal.verify_chain(engagement.journal_key) == 2


def test_more_than_granted_is_refused_and_what_was_typed_stays(coach, engagement):
    SessionFactory(engagement=engagement, minutes=960)
    SessionFactory(engagement=engagement, minutes=960)
    answer = coach.post(f"{engagement.get_absolute_url()}termine/neu/", session_values(minutes=961 - 1))
    assert answer.status_code == 302
    answer = coach.post(f"{engagement.get_absolute_url()}termine/neu/", session_values(minutes=15))
    assert answer.status_code == 422
    source = answer.content.decode()
    assert "Bewilligt sind 6 Tage, es bleiben 0 Minuten; dieser Termin dauert 15 Minuten." in source
    assert "Orte besichtigt." in source
    assert engagement.sessions.count() == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"date": (timezone.localdate() + timedelta(days=2)).isoformat()}, "Das Datum liegt in der Zukunft."),
        ({"date": (timezone.localdate() - timedelta(days=51)).isoformat()}, "Das Coaching begann erst am"),
        ({"minutes": 0}, "zwischen 1 und 960 Minuten"),
        ({"minutes": 961}, "zwischen 1 und 960 Minuten"),
        ({"participants": 0}, "mindestens eine Person"),
        ({"result": ""}, "Bitte füllen Sie dieses Feld aus"),
        ({"form": "letter"}, "letter"),
    ],
)
def test_a_session_that_cannot_have_been_is_refused_with_a_sentence(coach, engagement, changes, said):
    answer = coach.post(f"{engagement.get_absolute_url()}termine/neu/", session_values(**changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert engagement.sessions.count() == 0


def test_a_coach_ticks_goals_and_does_not_set_them(coach, engagement):
    goal = GoalFactory(engagement=engagement)
    where = engagement.get_absolute_url()
    tick = f"{where}ziele/{goal.pk}/erreicht/"
    for _ in range(2):
        assert coach.post(tick, {"done": "1"})["Location"] == f"{where}#ziele"
    goal.refresh_from_db()
    assert goal.done_on == timezone.localdate()
    assert "1 von 1 erreicht" in page(coach, where)
    coach.post(tick, {"done": "0"})
    goal.refresh_from_db()
    assert goal.done_on is None
    kinds = JournalEntry.objects.filter(key=engagement.journal_key).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["engagement.goal_done", "engagement.goal_reopened"]
    for address in ("ziele/neu/", f"ziele/{goal.pk}/"):
        coach.post(f"{where}{address}", {"text": "Etwas anderes."})
    assert [each.text for each in engagement.goals.all()] == [goal.text]
    assert "Ziel hinzufügen" not in page(coach, where)


def test_a_coach_does_not_start_complete_or_break_off(coach, engagement):
    where, today = engagement.get_absolute_url(), timezone.localdate().isoformat()
    for action in ("bearbeiten/", "beginnen/", "abschliessen/", "abbrechen/"):
        answer = coach.post(f"{where}{action}", {"on": today, "reason": "Nein."})
        assert answer["Location"] == where
        assert f'href="{where}{action}"' not in page(coach, where)
    engagement.refresh_from_db()
    assert engagement.status == "running"


@pytest.mark.parametrize("status", ["planned", "completed", "broken_off"])
def test_only_a_running_engagement_takes_sessions_and_ticks(client, status):
    today = timezone.localdate()
    days = {
        "planned": {},
        "completed": {"started_on": today, "ended_on": today},
        "broken_off": {"ended_on": today},
    }[status]
    engagement = planned(status=status, **days)
    goal = GoalFactory(engagement=engagement)
    client.force_login(engagement.coach.user)
    where = engagement.get_absolute_url()
    assert "Termin eintragen" not in page(client, where)
    answer = client.post(f"{where}termine/neu/", session_values(), follow=True)
    assert "solange das Coaching läuft" in answer.content.decode()
    client.post(f"{where}ziele/{goal.pk}/erreicht/", {"done": "1"})
    goal.refresh_from_db()
    assert goal.done_on is None
    assert engagement.sessions.count() == 0


def test_a_coach_without_engagements_is_told_what_will_stand_there(client):
    client.force_login(CoachFactory().user)
    assert "Sobald der Landespräventionsrat ein Coaching mit Ihnen plant" in page(client, "/coaching/")
    client.force_login(UserFactory(role=Role.COACH))
    assert "Noch kein Coaching" in page(client, "/coaching/")
