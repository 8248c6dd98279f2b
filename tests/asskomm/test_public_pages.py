"""Pages for everyone, and the pages that say what went wrong."""

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from django.views.defaults import server_error

from asskomm.public import errors
from core.transitions import TransitionRefusedError
from staff.models import Role
from tests.factories.staff import UserFactory
from tests.strict_templates import get, page


@pytest.mark.parametrize("address", ["/impressum/", "/datenschutz/", "/barrierefreiheit/"])
def test_open_to_everyone_and_without_the_database(client: Client, address: str) -> None:
    assert "<h1>" in page(client, address)


def test_only_a_demonstration_says_that_it_is_one(client: Client, request: pytest.FixtureRequest) -> None:
    assert "Demonstration mit erfundenen Daten" not in page(client, "/impressum/")
    request.getfixturevalue("demonstration")
    assert "Demonstration mit erfundenen Daten – rechtlich ohne Wirkung" in page(client, "/impressum/")


@pytest.mark.django_db
def test_the_start_page_leads_staff_to_their_work(client: Client) -> None:
    assert "Anmelden" in page(client, "/")
    client.force_login(UserFactory())
    assert 'href="/arbeit/">Meine Arbeit</a>' in page(client, "/")


def test_an_unknown_address_says_what_to_do(client: Client) -> None:
    answer = client.get("/gibt-es-nicht/")
    assert answer.status_code == 404
    assert "Diese Seite gibt es nicht" in answer.content.decode()


@pytest.mark.django_db
def test_error_pages_lead_staff_back_to_their_work_and_lists(client: Client) -> None:
    office, coach = UserFactory(), UserFactory(role=Role.COACH)
    for user, lists in ((office, True), (coach, False)):
        client.force_login(user)
        shown = get(client, "/gibt-es-nicht/").content.decode()
        assert 'href="/arbeit/"' in shown
        assert ('href="/kommunen/"' in shown, 'href="/vereinbarungen/"' in shown) == (lists, lists)
    refused = client.get("/team/")
    assert refused.status_code in {403, 404}
    assert "Zu meiner Arbeit" in refused.content.decode()
    stranger = Client().get("/gibt-es-nicht/").content.decode()
    assert "Zur Startseite" in stranger
    assert "/arbeit/" not in stranger


def test_a_form_that_is_no_longer_valid_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/anmelden/", {"login": "a@b.example"})
    assert answer.status_code == 403
    assert "Das Formular war nicht mehr gültig" in answer.content.decode()


def test_a_form_that_is_too_large_gets_its_own_page() -> None:
    body = b"login=" + b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    answer = Client().post("/anmelden/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "zu groß" in answer.content.decode()


def test_a_refusal_shows_its_reason(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    answer = errors.permission_denied(request, PermissionDenied("Das darf nur die Leitung."))
    assert answer.status_code == 403
    assert "Das darf nur die Leitung." in answer.content.decode()


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_last_resort_needs_nothing_of_the_portal(name: str) -> None:
    source = (settings.BASE_DIR / "templates" / name).read_text()
    assert "{%" not in source
    assert "{{" not in source


class _Refused(Exception):
    """As the driver raises it; ``pgcode`` is None when there was no server to answer."""

    def __init__(self, pgcode: str | None) -> None:
        self.pgcode = pgcode


@pytest.mark.parametrize(
    ("pgcode", "status"), [(None, 503), ("57P01", 503), ("57P03", 503), ("53300", 503), ("40P01", 500), ("53100", 500)]
)
def test_while_the_database_is_away_the_portal_says_when_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch, pgcode: str | None, status: int
) -> None:
    def away(*_args: object, **_values: object) -> None:
        raise OperationalError("no server") from _Refused(pgcode)

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", away)
    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", away)
    client.raise_request_exception = False
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    answer = client.get("/arbeit/")
    assert answer.status_code == status
    said = "Das Portal wird gerade gewartet" if status == 503 else "Das liegt nicht an Ihnen"
    assert said in answer.content.decode()
    assert answer.headers.get("Retry-After") == ("60" if status == 503 else None)


@pytest.mark.django_db
def test_an_address_that_belongs_to_a_button_says_so(client: Client) -> None:
    client.force_login(UserFactory())
    answer = client.get("/kommunen/14999010/aufgaben/1/erledigt/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Diese Adresse gehört zu einem Knopf" in answer.content.decode()


@login_not_required
def overtaken(_request: HttpRequest) -> HttpResponse:
    raise TransitionRefusedError("Die Vereinbarung ist schon unterzeichnet.")


urlpatterns = [path("ueberholt/", overtaken), path("", include("asskomm.urls"))]


@pytest.mark.urls(__name__)
def test_a_step_that_came_too_late_says_why_and_what_to_do(client: Client) -> None:
    answer = client.get("/ueberholt/")
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Die Vereinbarung ist schon unterzeichnet." in shown
    assert "laden Sie die Seite neu" in shown


def test_a_failure_says_that_it_is_not_the_readers_fault(rf: RequestFactory) -> None:
    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Das liegt nicht an Ihnen" in answer.content.decode()
    assert 'href="/arbeit/"' in answer.content.decode()


@pytest.mark.django_db
def test_an_address_with_a_nul_is_not_found_instead_of_a_fault(client: Client) -> None:
    client.force_login(UserFactory())
    for address in ("/vereinbarungen/%00/", "/vereinbarungen/neu/?kommune=%00", "/kommunen/%00/", "/pruefen/?code=%00"):
        assert client.get(address).status_code == 404
