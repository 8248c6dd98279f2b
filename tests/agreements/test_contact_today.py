"""The commune deals with who is there: in its mails, on its pages, and when it writes itself."""

import pytest
from django.core import mail
from django.utils import timezone

from agreements.transitions import pre_agreement
from staff.actors import StaffActor
from tests.agreements.ceremony_pages import Mayor
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft
from tests.factories.staff import SubstitutionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]


@pytest.fixture
def draft():
    return ready_draft()


@pytest.fixture
def zoe(draft):
    """Acts today: the responsible person is away, and so is the substitute."""
    today = timezone.localdate()
    first, second = UserFactory(first_name="Volker"), UserFactory(first_name="Zoe", last_name="Zweite")
    SubstitutionFactory(absent=caseworker_of(draft.commune), substitute=first, valid_from=today)
    SubstitutionFactory(absent=first, substitute=second, valid_from=today)
    return second


def test_mails_and_pages_of_the_commune_name_who_is_there(draft, zoe, newest_link, newest_code):
    agreement = issued(draft)
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    assert "Zoe Zweite" in mail.outbox[0].body
    assert caseworker_of(draft.commune).email not in mail.outbox[0].body
    pre_agreement.withdraw(agreement, actor=StaffActor(caseworker_of(agreement.commune)), reason="Eine Angabe fehlte.")
    assert "Zoe Zweite" in mayor.client.get("/unterzeichnen/").content.decode()


def test_what_the_commune_says_goes_to_who_is_there(draft, zoe, newest_link, newest_code, run_tasks):
    agreement = issued(draft)
    mayor = Mayor(newest_link, newest_code)
    mayor.go_to_signature()
    mail.outbox.clear()
    mayor.say("/unterzeichnen/ablehnen/", reason="Der Rat hat anders entschieden.")
    run_tasks()
    agreement.refresh_from_db()
    assert agreement.status == "declined"
    assert sorted(to for message in mail.outbox for to in message.to) == sorted(
        [caseworker_of(agreement.commune).email, zoe.email, "buergermeisterin@musterstadt.example"]
    )
