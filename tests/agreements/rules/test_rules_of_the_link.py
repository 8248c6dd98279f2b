"""Signing rules 1, 2 and 9, clause by clause: what scanners, caches, other sessions and the curious get."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from agreements.models import Ceremony, Invitation, PreAgreement, SigningCode
from agreements.urls import urlpatterns
from core import files
from core.models import JournalEntry, OutgoingMessage
from tests.agreements.ceremony_pages import Mayor
from tests.factories.ready_agreements import caseworker_of, issued, issued_with

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("timestamp_authority"),
    pytest.mark.xdist_group("rules"),
]

ROUTES = [str(each.pattern) for each in urlpatterns]
ADDRESSES = [f"/{route}" for route in ROUTES if route.startswith("unterzeichnen/") and "<" not in route]
DOORS_OF_STAFF = [route for route in ROUTES if route.startswith("vereinbarungen/") and route.endswith((".pdf", ".zip"))]
OF_OTHERS = re.compile(
    r'<(?:script|link|img|iframe|object|embed|source|form)\b[^>]*\b(?:src|href|data|srcset|action)=["\']?(?:https?:)?//'
)
OWN_SOURCES = {"'none'", "'self'", "data:"}


@pytest.fixture
def agreement() -> PreAgreement:
    """Sent to the mayor."""
    return issued()


@pytest.fixture
def mayor(agreement, newest_link, newest_code) -> Mayor:
    return Mayor(newest_link, newest_code)


class Recorder(Client):
    """Remembers every answer it got."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Any] = []

    def request(self, **request: Any) -> Any:
        self.answers.append(super().request(**request))
        return self.answers[-1]


def what_counts() -> list[object]:
    """Everything about the agreement but the ceremonies that a link's follower gets."""
    models = (PreAgreement, Invitation, SigningCode, JournalEntry, OutgoingMessage)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_rule_01_a_scanner_that_follows_everything_changes_nothing_that_counts(mayor):
    link = mayor.newest_link()
    before = what_counts()
    scanner = Client()
    for path in (link, *ADDRESSES, link):
        scanner.head(path, follow=True)
        scanner.get(path, follow=True)
    assert what_counts() == before


def test_rule_01_looking_at_a_page_agrees_to_nothing(mayor):
    mayor.open_link()
    mayor.identify()
    before = [*what_counts(), Ceremony.objects.values().get()]
    for path in ADDRESSES:
        mayor.client.get(path)
    assert [*what_counts(), Ceremony.objects.values().get()] == before


def test_rule_01_opened_is_what_the_first_accepted_code_says_and_once(mayor, newest_link, newest_code):
    link, opened = newest_link(), JournalEntry.objects.filter(kind="preagreement.opened")
    mayor.open_link(link)
    mayor.request_code()
    wrong = f"{(int(newest_code()) + 1) % 1_000_000:06d}"
    mayor.give_code(wrong)
    assert not opened.exists()
    second = Mayor(newest_link, newest_code)
    second.open_link(link)
    for each in (mayor, second):
        each.identify()
        assert opened.count() == 1


def test_rule_01_the_cookie_is_the_ceremonys_alone_and_travels_encrypted(mayor, settings):
    settings.SESSION_COOKIE_SECURE = True
    settings.CEREMONY_COOKIE_NAME = "__Secure-unterzeichnung"  # as in production
    browser = Client()
    cookie = browser.get(mayor.newest_link()).cookies["__Secure-unterzeichnung"]
    assert browser.get("/unterzeichnen/").status_code == 200
    assert (cookie["path"], cookie["samesite"], cookie["domain"]) == ("/unterzeichnen/", "Lax", "")
    assert cookie["httponly"]
    assert cookie["secure"]


def test_rule_01_link_and_staff_sign_in_leave_each_other_alone(mayor, agreement, client):
    client.force_login(caseworker_of(agreement.commune))
    assert client.get(mayor.newest_link(), follow=True).status_code == 200
    assert client.get("/arbeit/").status_code == 200, "still signed in"
    client.post("/abmelden/")
    assert client.get("/arbeit/").status_code == 302, "signed out"
    assert client.get("/unterzeichnen/").status_code == 200, "still invited"


@pytest.mark.parametrize(("changes", "days"), [({}, 28), ({"link_days": 7}, 7)])
def test_rule_01_a_link_holds_as_long_as_its_template_says(changes, days):
    issued_with(**changes)
    invitation = Invitation.objects.get()
    assert abs(invitation.expires_at - invitation.created_at - timedelta(days=days)) < timedelta(minutes=1)


def test_rule_02_no_answer_of_the_ceremony_is_stored_or_asks_another_server(mayor):
    recorder = mayor.client = Recorder()
    mayor.open_link("/unterzeichnen/link/gibt-es-nicht/")
    mayor.go_to_signature()
    mayor.post("/unterzeichnen/link-verloren/", {"address": "niemand@musterstadt.example"})
    for moment in ("before", "after"):
        for path in ADDRESSES:
            mayor.client.get(path)
        if moment == "before":
            mayor.sign_typed("Erika Musterfrau")
    shown = [answer for answer in recorder.answers if answer.status_code != 405]  # that one shows nothing
    assert {200, 302, 404} <= {answer.status_code for answer in shown}
    for answer in shown:
        path = answer.request["PATH_INFO"]
        assert "no-store" in answer["Cache-Control"], path
        assert answer["Referrer-Policy"] == "same-origin", path
        assert _sources(answer["Content-Security-Policy"]) <= OWN_SOURCES, path
        assert not OF_OTHERS.search(answer.content.decode("latin-1")), path


def test_rule_09_no_door_and_no_mail_gives_out_the_half_signed_file(mayor, agreement, client, run_tasks):
    mayor.go_to_signature()
    mayor.sign_typed("Erika Musterfrau")
    version = agreement.current_version
    assert version is not None
    half = files.read(version.commune_signed_file)
    client.force_login(caseworker_of(agreement.commune))
    places = {"<str:reference>": agreement.reference, "<int:number>": "1", "<int:pk>": "1"}
    doors = [re.sub("<.*?>", lambda part: places[part[0]], f"/{route}") for route in DOORS_OF_STAFF]
    answers = [client.get(path) for path in doors]
    answers += [mayor.client.get(path) for path in ADDRESSES]
    answers += [client.get("/pruefen/", {"code": version.check_code})]
    bodies = [b"".join(answer.streaming_content) if answer.streaming else answer.content for answer in answers]
    run_tasks()
    assert len(doors) >= 6
    assert not [answer.request["PATH_INFO"] for answer, body in zip(answers, bodies, strict=True) if half in body]
    assert not [answer for answer in answers if answer["Content-Type"] == "application/zip"]
    assert not [message.subject for message in mail.outbox if message.attachments]


def _sources(policy: str) -> set[str]:
    directives = [part.split() for part in policy.split(";") if part.strip()]
    return {source for _, *sources in directives for source in sources}
