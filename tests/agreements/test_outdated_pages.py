"""A page of the mayor's that does not say what it showed is outdated: nothing counts, nothing typed is lost."""

import pytest

from agreements.models import Ceremony, PreAgreement, Question, Signature, SignatureDraft
from tests.agreements.ceremony_pages import CHECK, PUT, Mayor
from tests.agreements.test_versions import again
from tests.factories.ready_agreements import issued

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement() -> PreAgreement:
    return issued()


@pytest.fixture
def mayor(newest_link, newest_code, agreement) -> Mayor:
    """Has given the code."""
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    mayor.identify()
    return mayor


@pytest.mark.parametrize(
    ("page", "field"), [("ablehnen/", "reason"), ("aenderung/", "text"), ("frage/", "text")], ids=["no", "wish", "ask"]
)
def test_an_answer_waits_for_a_second_click_on_the_page_as_it_is_now(mayor, agreement, page, field):
    address = f"/unterzeichnen/{page}"
    answer = mayor.post(address, {field: "Nicht so."})
    told = answer.content.decode()
    assert answer.status_code == 409
    assert "Diese Seite war veraltet" in told
    assert agreement.reference in told
    assert "Nicht so." in told
    assert not Question.objects.exists()
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.ISSUED
    assert mayor.say(address, **{field: "Nicht so."}).status_code == 302


@pytest.mark.parametrize("page", ["ablehnen/", "aenderung/", "frage/"])
def test_a_form_of_which_nothing_arrived_is_no_fault(mayor, page):
    assert mayor.post(f"/unterzeichnen/{page}").status_code == 409


def test_a_signature_that_was_drawn_for_nothing_in_particular_is_not_kept(mayor):
    answer = mayor.post(PUT, {"method": "typed", "typed_name": "Erika Muster"})
    told = answer.content.decode()
    assert answer.status_code == 409
    assert "Diese Seite war veraltet" in told
    assert "Erika Muster" in told
    assert not SignatureDraft.objects.exists()
    assert mayor.put_signature(method="typed", typed_name="Erika Muster").url == CHECK


def test_the_page_on_which_consent_was_asked_for_leads_on_and_records_nothing(mayor):
    answer = mayor.post("/unterzeichnen/lesen/", {"consent": "on", "shown": "0" * 64})
    assert answer.url == PUT
    assert Ceremony.objects.get().consented_at is None


@pytest.mark.parametrize("left_out", ["nonce", "shown"])
def test_a_signature_under_nothing_in_particular_is_none_and_costs_no_timestamp(mayor, left_out):
    answer = mayor.sign_typed("Erika Musterfrau", **{left_out: ""})
    told = answer.content.decode()
    assert answer.status_code == 409, "no timestamp authority runs: asking it would make this 503"
    assert "Diese Seite war veraltet" in told
    assert "Erika Musterfrau" in told
    assert 'href="/unterzeichnen/lesen/"' in told
    assert "checked" not in told, "nobody consents unasked"
    assert Ceremony.objects.get().consented_at is None
    assert not Signature.objects.exists()


def test_changes_are_confirmed_only_by_a_page_that_showed_them(mayor, agreement, newest_link, newest_code):
    again(agreement, contact_name="Nora Neumuster")
    newer = Mayor(newest_link, newest_code)
    newer.open_link()
    newer.identify()
    for outdated in ({}, {"shown": "0" * 64}):
        answer = newer.post("/unterzeichnen/aenderungen/", outdated)
        assert answer.status_code == 409
        assert "Nora Neumuster" in answer.content.decode()
        assert newer.client.get("/unterzeichnen/lesen/").url == "/unterzeichnen/aenderungen/"
    assert newer.confirm_changes().url == "/unterzeichnen/lesen/"
