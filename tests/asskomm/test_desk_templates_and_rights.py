"""Meine Arbeit: what waits for a second person, and what communes were asked to confirm."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import ChangeNotice
from agreements.text.editor import releasing
from staff.actors import StaffActor
from staff.models import Role, User
from tests.factories.editions import administrator, waiting
from tests.factories.notices import waiting_notice
from tests.factories.ready_agreements import caseworker_of
from tests.factories.staff import UserFactory, WaitingAuthorityFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db


def said(user: User, query: str = "") -> str:
    client = Client()
    client.force_login(user)
    return " ".join(re.sub(r"<[^>]+>", " ", page(client, f"/arbeit/{query}")).split())


def test_head_and_administration_see_a_text_that_waits_but_not_who_wrote_it():
    writer = administrator()
    version = waiting(writer)
    for other in (UserFactory(role=Role.HEAD), administrator()):
        assert f"Vorlage lesen und freigeben : {version} : {version}, seit" in said(other)
    assert "freigeben" not in said(writer)
    assert "fertigstellen" not in said(writer)
    assert "freigeben" not in said(UserFactory(role=Role.CASEWORKER))


def test_who_wrote_a_draft_or_got_it_back_finds_it():
    writer, head = administrator(), UserFactory(role=Role.HEAD)
    version = waiting(writer)
    releasing.give_back(version, reason="Bitte § 2 kürzen.", actor=StaffActor(head))
    assert f"Entwurf der Vorlage fertigstellen : {version} : {version}" in said(writer)
    assert "fertigstellen" not in said(head)


def test_a_right_to_sign_waits_for_neither_who_granted_it_nor_whose_it_is():
    authority = WaitingAuthorityFactory(user__role=Role.HEAD)
    assert f"Zeichnungsbefugnis freigeben : {authority} : {authority}, seit 01.01.2020" in said(administrator())
    for party in (authority.granted_by, authority.user):
        assert "Zeichnungsbefugnis freigeben" not in said(party)


def test_a_notice_that_a_commune_has_not_confirmed_stands_among_what_waits_for_others():
    notice = waiting_notice()
    owner = caseworker_of(notice.agreement.commune)
    assert "Wartet auf andere (1)" in said(owner)
    assert f"{notice.reference} : {notice.agreement.commune.name}, seit" in said(owner, "?sicht=wartet")
    assert notice.reference not in said(UserFactory(), "?sicht=wartet")


@pytest.mark.parametrize(("state", "words"), [("refused", "Nicht bestätigt"), ("expired", "Frist abgelaufen")])
def test_a_notice_that_came_to_nothing_is_cleared_up_until_another_one_follows(state, words):
    notice = waiting_notice()
    owner = caseworker_of(notice.agreement.commune)
    ChangeNotice.objects.filter(pk=notice.pk).update(status=state)
    assert f"Änderungsmitteilung klären ({words})" in said(owner)
    waiting_notice(notice.agreement)
    assert "klären" not in said(owner)


def test_the_number_of_queries_does_not_grow_with_what_waits():
    head, client = UserFactory(role=Role.HEAD), Client()
    client.force_login(head)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(client, "/arbeit/")
        return len(seen)

    waiting(administrator())
    WaitingAuthorityFactory()
    page(client, "/arbeit/")
    before = queries()
    for _ in range(3):
        WaitingAuthorityFactory()
    assert queries() == before
