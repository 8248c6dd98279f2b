"""A new version after the mayor has read the old one: old links stop, the new one leads through what changed."""

import pytest

from agreements.models import Ceremony, Signature, SignatureDraft
from tests.agreements.ceremony_pages import CHECK, PUT, Mayor
from tests.agreements.test_versions import again
from tests.factories.communes import TopicFactory
from tests.factories.ready_agreements import issued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

READ, CHANGES = "/unterzeichnen/lesen/", "/unterzeichnen/aenderungen/"


@pytest.fixture
def opened(newest_link, newest_code):
    """Version 1 is open on the mayor's device."""
    agreement = issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    agreement.mayor = mayor
    return agreement


def with_the_new_link(newest_link, newest_code) -> Mayor:
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    mayor.identify()
    return mayor


def test_the_old_device_is_told_and_the_new_link_leads_through_the_changes(opened, newest_link, newest_code):
    form = opened.mayor.ready_to_sign("Erika Musterfrau")
    opened.topics.add(TopicFactory(name="Zivilcourage"))
    again(opened, contact_name="Nora Neumuster")
    refused = opened.mayor.post("/unterzeichnen/pruefen/", form)
    assert refused.status_code == 409
    assert "Nora Neumuster" in refused.content.decode()
    assert not Signature.objects.exists()

    mayor = with_the_new_link(newest_link, newest_code)
    assert mayor.client.get(READ).url == CHANGES
    shown = mayor.client.get(CHANGES).content.decode()
    for part in ("Das hat sich geändert", "Olaf Ordnungsmuster", "Nora Neumuster", "Zivilcourage", "neuen Fassung 2"):
        assert part in shown
    assert f"Wir haben der {opened.commune.full_name} schon einmal eine Fassung" in shown
    assert mayor.confirm_changes().url == READ
    assert mayor.sign_typed("Erika Musterfrau").url == "/unterzeichnen/beleg/"


def test_nobody_signs_past_the_changes(opened, newest_link, newest_code):
    again(opened, contact_name="Nora Neumuster")
    mayor = with_the_new_link(newest_link, newest_code)
    sha256, ceremony = opened.current_version.sha256, Ceremony.objects.latest("pk")
    ink = {"method": "typed", "typed_name": "Erika Musterfrau"}
    assert mayor.post(PUT, {"shown": sha256, **ink}).url == CHANGES
    SignatureDraft.objects.create(ceremony=ceremony, typed_name="Erika Musterfrau")
    tap = {"shown": sha256, "nonce": ceremony.nonce, "consent": "on"}
    assert mayor.post(CHECK, tap).url == CHANGES
    ceremony.refresh_from_db()
    assert ceremony.consented_at is None
    assert not Signature.objects.exists()


def test_the_comparison_is_with_the_version_the_commune_knows(opened, newest_link, newest_code):
    again(opened, contact_name="Nora Neumuster")
    again(opened, contact_phone="03721 555 0777")
    shown = with_the_new_link(newest_link, newest_code).client.get(CHANGES).content.decode()
    assert "Olaf Ordnungsmuster" in shown, "version 2 was never opened"
    assert "03721 555 0777" in shown


def test_a_version_that_was_never_opened_counts_as_well(newest_link, newest_code):
    agreement = issued()
    again(agreement, contact_name="Nora Neumuster")
    assert with_the_new_link(newest_link, newest_code).client.get(READ).url == CHANGES


def test_the_same_text_again_needs_no_step(opened, newest_link, newest_code):
    again(opened)
    mayor = with_the_new_link(newest_link, newest_code)
    assert mayor.client.get(READ).status_code == 200


def test_a_second_look_is_possible_and_confirming_twice_does_no_harm(opened, newest_link, newest_code):
    again(opened, contact_name="Nora Neumuster")
    mayor = with_the_new_link(newest_link, newest_code)
    for _ in range(2):
        assert mayor.confirm_changes().url == READ
    assert CHANGES in mayor.client.get(READ).content.decode()
    assert mayor.client.get(CHANGES).status_code == 200


def test_without_a_code_the_changes_are_not_shown(opened, newest_link, newest_code):
    again(opened, contact_name="Nora Neumuster")
    stranger = Mayor(newest_link, newest_code)
    stranger.open_link()
    assert stranger.client.get(CHANGES).url == "/unterzeichnen/"


def test_every_old_link_has_a_page_of_its_own(client, opened, newest_link):
    former = newest_link()
    again(opened, contact_name="Nora Neumuster")
    answer = client.get(former, follow=True)
    assert answer.status_code == 409
    assert "Es gibt eine neue Fassung" in answer.content.decode()
    assert "Nora Neumuster" not in answer.content.decode()
