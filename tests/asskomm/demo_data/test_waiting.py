"""The demo's agreements that wait at a commune: code by telephone, code by letter, and one that a deputy signed."""

import socket

import pytest

from agreements.drafting.drafts import default_template
from agreements.models import PreAgreement
from agreements.models.code_channels import CodeChannel
from agreements.text import standard_template
from asskomm.demo_data import accounts, made_up_communes, waiting
from tests.factories.communes import TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_keys", "demonstration")]


@pytest.fixture
def demo_so_far() -> None:
    standard_template.load()
    standard_template.load_other_channels()
    made_up_communes.load()
    accounts.load()
    TopicFactory(name="Vandalismus")


@pytest.mark.usefixtures("demo_so_far")
def test_one_waits_for_a_code_by_telephone_one_by_letter_and_one_is_signed_by_a_deputy(settings):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        free = f"http://127.0.0.1:{probe.getsockname()[1]}"
    settings.SIGNING = {**settings.SIGNING, "TSA_URL": free}
    for _ in range(2):
        waiting.load()
    waits = {row.open_invitation.code_channel: row for row in PreAgreement.objects.filter(status="issued")}
    assert set(waits) == {CodeChannel.PHONE, CodeChannel.LETTER}
    assert waits[CodeChannel.PHONE].open_invitation.office_holder.phone
    signed = PreAgreement.objects.get(status="commune_signed")
    signature = signed.current_version.signatures.get()
    assert signature.office_holder.deputy_rank == 1
    assert signature.on_behalf_reason.startswith("Urlaub des Bürgermeisters")
    assert all(row.commune.fictitious for row in PreAgreement.objects.all())


@pytest.mark.usefixtures("demo_so_far")
def test_where_no_timestamp_can_be_had_the_deputys_agreement_waits_and_nothing_else_is_missing(settings):
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        settings.SIGNING = {**settings.SIGNING, "TSA_URL": url, "TSA_TIMEOUT": 1}
        waiting.load()
    assert PreAgreement.objects.filter(status="issued").count() == 3


@pytest.mark.usefixtures("demo_so_far")
def test_the_code_by_mail_stays_what_is_offered_first():
    template = default_template()
    assert template is not None
    assert template.template.code_channel == CodeChannel.MAIL
