"""Pages for everyone, and the pages that say what went wrong."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from asskomm.public import errors
from tests.factories.staff import UserFactory
from tests.strict_templates import page


@pytest.mark.parametrize("path", ["/impressum/", "/datenschutz/", "/barrierefreiheit/"])
def test_open_to_everyone_and_without_the_database(client: Client, path: str) -> None:
    assert "<h1>" in page(client, path)


@pytest.mark.django_db
def test_the_start_page_leads_staff_to_their_work(client: Client) -> None:
    assert "Anmelden" in page(client, "/")
    client.force_login(UserFactory())
    assert "Zu meiner Arbeit" in page(client, "/")


def test_an_unknown_address_says_what_to_do(client: Client) -> None:
    answer = client.get("/gibt-es-nicht/")
    assert answer.status_code == 404
    assert "Diese Seite gibt es nicht" in answer.content.decode()


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
    answer = errors.permission_denied(rf.get("/"), PermissionDenied("Das darf nur die Leitung."))
    assert answer.status_code == 403
    assert "Das darf nur die Leitung." in answer.content.decode()


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_last_resort_needs_nothing_of_the_portal(name: str) -> None:
    source = (settings.BASE_DIR / "templates" / name).read_text()
    assert "{%" not in source
    assert "{{" not in source


def test_a_failure_says_that_it_is_not_the_readers_fault(rf: RequestFactory) -> None:
    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Das liegt nicht an Ihnen" in answer.content.decode()
