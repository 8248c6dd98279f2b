"""Versions side by side on the agreement's page."""

from io import BytesIO

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.drafting import issuing
from agreements.text.version_changes import Change
from agreements.transitions import pre_agreement
from staff.actors import StaffActor
from tests.factories.communes import TopicFactory
from tests.factories.ready_agreements import caseworker_of, issued
from tests.factories.staff import UserFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db


def again(agreement, **changes):
    """Withdraw, change and send ``agreement`` again, as its caseworker."""
    actor = StaffActor(caseworker_of(agreement.commune))
    pre_agreement.withdraw(agreement, actor=actor, reason="Eine Angabe fehlte.")
    pre_agreement.reopen(agreement, actor=actor)
    for name, value in changes.items():
        setattr(agreement, name, value)
    agreement.save()
    issuing.issue(agreement, actor=actor, revision=agreement.revision)


@pytest.fixture
def desk(client):
    agreement = issued()
    client.force_login(caseworker_of(agreement.commune))
    client.agreement = agreement
    return client


def test_one_version_needs_no_section(desk):
    assert "Fassungen" not in page(desk, desk.agreement.get_absolute_url())


def test_two_versions_stand_with_what_changed(desk):
    agreement = desk.agreement
    agreement.topics.add(TopicFactory(name="Zivilcourage"))
    again(agreement, contact_name="Nora Neumuster")
    shown = page(desk, agreement.get_absolute_url())
    assert shown.index("Fassung 2") < shown.index("Fassung 1</h3>")
    for part in (
        "gültige Fassung",
        "ersetzt",
        "gegenüber der vorigen Fassung",
        '<del><span class="kern-sr-only">Bisher: </span>Olaf Ordnungsmuster</del>',
        '<ins><span class="kern-sr-only">Neu: </span>Nora Neumuster</ins>',
        "Zivilcourage",
        f"von {caseworker_of(agreement.commune)}",
    ):
        assert part in shown


def test_of_a_changed_paragraph_only_the_changed_words_are_marked():
    before = "Die Vorvereinbarung gilt vom 01.01.2026 bis 31.12.2028.\nSie tritt mit der letzten Unterschrift in Kraft."
    after = before.replace("31.12.2028", "31.12.2031")
    pieces = Change("§ 6 Laufzeit", before, after, long=True).pieces
    assert [(piece.kind, piece.text.strip()) for piece in pieces[1:3]] == [
        ("gone", "31.12.2028."),
        ("new", "31.12.2031."),
    ]
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert Change("§ 6 Laufzeit", before, "Ganz anders.", long=True).pieces == []


def test_a_changed_section_is_named_by_its_number(desk):
    agreement = desk.agreement
    agreement.topics.add(TopicFactory(name="Zivilcourage"))
    again(agreement)
    assert "§ 2 Themen" in page(desk, agreement.get_absolute_url())


def test_the_same_text_sent_again_says_so(desk):
    again(desk.agreement)
    assert "ist der Wortlaut gleich" in page(desk, desk.agreement.get_absolute_url())


def test_each_version_can_be_downloaded_by_staff(client, desk):
    agreement = desk.agreement
    again(agreement, contact_name="Nora Neumuster")
    files = [desk.get(f"/vereinbarungen/{agreement.reference}/fassungen/{number}.pdf").content for number in (1, 2)]
    assert files[0] != files[1]
    for data in files:
        with pikepdf.open(BytesIO(data)) as pdf:
            assert len(pdf.pages) >= 1
    assert desk.get(f"/vereinbarungen/{agreement.reference}/fassungen/3.pdf").status_code == 404
    client.force_login(UserFactory(role="coach"))
    assert client.get(f"/vereinbarungen/{agreement.reference}/fassungen/1.pdf").status_code == 404


def test_two_versions_or_three_cost_the_same(desk):
    def cost() -> int:
        desk.get(desk.agreement.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            desk.get(desk.agreement.get_absolute_url())
        return len(captured)

    again(desk.agreement)
    two = cost()
    again(desk.agreement)
    assert cost() == two
