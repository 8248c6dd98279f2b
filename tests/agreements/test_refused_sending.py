"""What stands in the way of sending an agreement is said at the desk, and nothing is sent."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agreements.models import PreAgreement
from agreements.policies.drafts import can_prepare
from communes.models import OfficeHolder
from core.models import OutgoingMessage
from staff.actors import StaffActor
from tests.factories.agreements import PreAgreementFactory
from tests.factories.communes import CommuneFactory, OfficeHolderFactory, ResponsibilityFactory
from tests.factories.ready_agreements import caseworker_of, issued, published_template, ready_draft
from tests.factories.staff import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]


def send(client: Client, draft: PreAgreement) -> str:
    """Press "Zur Unterschrift senden" as the responsible caseworker; answers the page that follows."""
    client.force_login(caseworker_of(draft.commune))
    answer = client.post(f"/vereinbarungen/{draft.reference}/senden/", {"token": draft.revision}, follow=True)
    draft.refresh_from_db()
    return answer.content.decode()


def test_an_empty_draft_names_what_is_missing(client):
    draft = PreAgreementFactory(template_version=published_template())
    ResponsibilityFactory(district=draft.commune.district)
    client.force_login(caseworker_of(draft.commune))
    page = client.get(f"/vereinbarungen/{draft.reference}/").content.decode()
    assert "Was fehlt noch?" in page
    for sentence in ("niemand im Amt erfasst", "Themen der Zusammenarbeit", "Ansprechperson", "Beginn der Laufzeit"):
        assert sentence in page
    assert "disabled" in page


def test_a_commune_without_a_mayor_in_office_gets_nothing_sent(client):
    draft = ready_draft()
    OfficeHolder.objects.filter(commune=draft.commune).update(valid_until=timezone.localdate() - timedelta(days=1))
    assert "niemand im Amt erfasst" in send(client, draft)
    assert draft.status == PreAgreement.Status.DRAFT
    assert not OutgoingMessage.objects.exists()


def test_a_mayor_without_an_address_gets_nothing_sent(client):
    draft = ready_draft()
    OfficeHolder.objects.filter(commune=draft.commune).update(email="")
    assert "fehlt die E-Mail-Adresse" in send(client, draft)
    assert draft.status == PreAgreement.Status.DRAFT


@pytest.mark.parametrize("sent", ["", "zwei", "²", "-1", "9" * 5000])
@pytest.mark.parametrize("step", ["senden", "ratsbeschluss/gilt"])
def test_a_click_that_names_no_draft_is_answered_like_a_stale_one(client, step, sent):
    draft = ready_draft()
    client.force_login(caseworker_of(draft.commune))
    address = f"/vereinbarungen/{draft.reference}/{step}/"
    stale, wrong = (client.post(address, {"token": value}, follow=True) for value in ("99", sent))
    told = [[str(message) for message in answer.context["messages"]] for answer in (stale, wrong)]
    assert told[0] == told[1] != []
    draft.refresh_from_db()
    assert draft.status == PreAgreement.Status.DRAFT


def test_a_template_can_demand_a_passed_resolution(client):
    draft = ready_draft(template_version=published_template(council_resolution_required=True))
    assert "verlangt einen gefassten Ratsbeschluss" in send(client, draft)
    assert draft.status == PreAgreement.Status.DRAFT


def test_a_draft_changed_since_the_preview_is_not_sent(client):
    draft = ready_draft()
    client.force_login(caseworker_of(draft.commune))
    answer = client.post(f"/vereinbarungen/{draft.reference}/senden/", {"token": 99}, follow=True)
    assert "inzwischen geändert" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == PreAgreement.Status.DRAFT


def test_sending_twice_sends_once(client):
    draft = ready_draft()
    send(client, draft)
    assert "geht im Stand" in send(client, draft)
    assert OutgoingMessage.objects.filter(kind="agreements.invitation").count() == 1


def test_a_caseworker_of_another_district_reads_but_does_not_send(client):
    draft = ready_draft()
    stranger = UserFactory()
    client.force_login(stranger)
    assert client.get(f"/vereinbarungen/{draft.reference}/").status_code == 200
    answer = client.post(f"/vereinbarungen/{draft.reference}/senden/", {"token": 1}, follow=True)
    assert "Zuständig ist" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == PreAgreement.Status.DRAFT


def test_a_coach_does_not_find_agreements(client):
    draft = ready_draft()
    client.force_login(UserFactory(role="coach"))
    assert client.get(f"/vereinbarungen/{draft.reference}/").status_code == 404
    assert client.get("/vereinbarungen/neu/?kommune=" + draft.commune_id).status_code == 404


def test_one_open_agreement_per_commune(client):
    draft = ready_draft()
    caseworker = caseworker_of(draft.commune)
    assert not can_prepare(StaffActor(caseworker), draft.commune)
    client.force_login(caseworker)
    answer = client.post(f"/vereinbarungen/neu/?kommune={draft.commune_id}", {}, follow=True)
    assert draft.reference in answer.content.decode()
    assert PreAgreement.objects.count() == 1


def test_a_stale_edit_is_kept_in_the_form(client):
    draft = ready_draft()
    client.force_login(caseworker_of(draft.commune))
    form = {"token": 1, "contact_name": "Erste Änderung", "council_resolution": "not_needed"}
    assert client.post(f"/vereinbarungen/{draft.reference}/bearbeiten/", form).status_code == 302
    second = client.post(f"/vereinbarungen/{draft.reference}/bearbeiten/", {**form, "contact_name": "Zweite Änderung"})
    assert second.status_code == 409
    assert "Zweite Änderung" in second.content.decode()
    draft.refresh_from_db()
    assert draft.contact_name == "Erste Änderung"


def test_an_old_commune_gets_no_agreement():
    commune = CommuneFactory(valid_until=timezone.localdate() - timedelta(days=400))
    ResponsibilityFactory(district=commune.district)
    OfficeHolderFactory(commune=commune)
    decision = can_prepare(StaffActor(caseworker_of(commune)), commune)
    assert "besteht nicht mehr" in decision.reason


def test_after_a_change_of_name_the_page_says_that_the_text_must_be_sent_again(client):
    agreement = issued()
    OfficeHolder.objects.update(last_name="Neuname")
    client.force_login(caseworker_of(agreement.commune))
    assert "Name seitdem geändert" in client.get(agreement.get_absolute_url()).content.decode()
