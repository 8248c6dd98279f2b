"""Eight clicks at once on what must happen once: recording a paper agreement, sending a mail again, ending."""

import itertools
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from agreements.mails.overview import correct_and_resend
from agreements.models import Invitation, PreAgreement
from agreements.office.clock import end_as_agreed
from agreements.transitions import ending, pre_agreement
from agreements.transitions.payloads import PaperSignatures
from core.actors import SYSTEM
from core.journal import verify_chain
from core.models import JournalEntry, OutgoingMessage
from staff.actors import StaffActor
from tests.agreements.test_paper import record
from tests.agreements.test_races import THREADS
from tests.factories.agreements import PreAgreementFactory
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
    pre_agreement.record_paper(
        draft, actor=SYSTEM, paper=PaperSignatures(date(2021, 9, 1), "Max Mustermann", "Petra Muster")
    )
    actor = StaffActor(caseworker_of(draft.commune))
    refused = at_once(
        lambda: ending.end(PreAgreement.objects.get(pk=draft.pk), actor=actor, on=timezone.localdate(), reason="Ende")
    )
    assert len(refused) == THREADS - 1
    assert JournalEntry.objects.filter(kind="preagreement.end").count() == 1


def test_eight_ticks_and_a_one_sided_end_make_one_end():
    """The agreed last day has come: the clock and a caseworker end the agreement in the same moment."""
    draft = ready_draft()
    pre_agreement.record_paper(
        draft, actor=SYSTEM, paper=PaperSignatures(date(2021, 9, 1), "Max Mustermann", "Petra Muster")
    )
    PreAgreementFactory(
        commune=draft.commune,
        kind="termination",
        amends=draft,
        status="in_force",
        signed_on=date(2022, 1, 1),
        last_day=timezone.localdate(),
    )
    actor = StaffActor(caseworker_of(draft.commune))
    turns = itertools.count()
    by_clock: list[int] = []

    def work() -> None:
        if next(turns) % 2:
            ending.end(PreAgreement.objects.get(pk=draft.pk), actor=actor, on=timezone.localdate(), reason="Ende")
        else:
            by_clock.append(end_as_agreed())

    refused = at_once(work)
    ended = JournalEntry.objects.filter(kind__in=["preagreement.end", "preagreement.end_as_agreed"]).values_list("kind")
    assert ended.count() == 1
    one_sided = ended.get() == ("preagreement.end",)
    assert len(refused) == (3 if one_sided else 4), "of the clock nobody hears that it was late"
    assert sum(by_clock) == (0 if one_sided else 1)
    draft.refresh_from_db()
    assert (draft.status, draft.ended_on) == ("ended", timezone.localdate())
    verify_chain(draft.commune_id)


def test_two_ticks_end_as_agreed_once():
    agreement = PreAgreementFactory(status="in_force", signed_on=date(2021, 9, 1))
    PreAgreementFactory(
        commune=agreement.commune,
        kind="termination",
        amends=agreement,
        status="in_force",
        signed_on=date(2022, 1, 1),
        last_day=timezone.localdate(),
    )
    ended: list[int] = []
    assert at_once(lambda: ended.append(end_as_agreed()), threads=2) == []
    assert sorted(ended) == [0, 1]
    assert JournalEntry.objects.filter(kind="preagreement.end_as_agreed").count() == 1
