"""Eight clicks at once on what must happen once: recording a paper agreement, sending a mail again, ending."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from agreements.mails import correct_and_resend
from agreements.models import Invitation, PreAgreement
from agreements.results import PaperSignatures
from core.actors import SYSTEM
from core.journal import verify_chain
from core.models import JournalEntry, OutgoingMessage
from staff.actors import StaffActor
from tests.agreements.test_paper import record
from tests.agreements.test_races import THREADS
from tests.factories.communes import CommuneFactory, ResponsibilityFactory
from tests.factories.ready_agreements import caseworker_of, issued, published_template, ready_draft
from tests.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_eight_clicks_record_one_agreement():
    commune = CommuneFactory()
    ResponsibilityFactory(district=commune.district)
    published_template()
    answers: list[str] = []

    def click() -> None:
        client = Client()
        client.force_login(caseworker_of(commune))
        answers.append(record(client, commune).url)

    at_once(click)
    agreement = PreAgreement.objects.get()
    assert answers == [agreement.get_absolute_url()] * THREADS
    assert agreement.reference == "LPR-2021-0001"
    assert verify_chain(commune.ags) == 1


def test_eight_clicks_send_one_new_link():
    agreement = issued()
    message = OutgoingMessage.objects.get()
    OutgoingMessage.objects.update(state=OutgoingMessage.State.FAILED)
    actor = StaffActor(caseworker_of(agreement.commune))
    refused = at_once(
        lambda: correct_and_resend(
            PreAgreement.objects.get(pk=agreement.pk), message.pk, "rathaus@musterstadt.example", actor=actor
        )
    )
    assert len(refused) == THREADS - 1
    assert Invitation.objects.count() == 2
    assert JournalEntry.objects.filter(kind="preagreement.mail_corrected").count() == 1
    verify_chain(agreement.commune_id)


def test_eight_clicks_end_once():
    draft = ready_draft()
    draft.record_paper(actor=SYSTEM, paper=PaperSignatures(date(2021, 9, 1), "Max Mustermann", "Petra Muster"))
    actor = StaffActor(caseworker_of(draft.commune))
    refused = at_once(
        lambda: PreAgreement.objects.get(pk=draft.pk).end(actor=actor, on=timezone.localdate(), reason="Ende")
    )
    assert len(refused) == THREADS - 1
    assert JournalEntry.objects.filter(kind="preagreement.end").count() == 1
