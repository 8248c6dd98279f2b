"""The end of an agreement in force."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements.models import PreAgreement
from agreements.models.terms import terms_on
from agreements.transitions import ending, pre_agreement
from agreements.transitions.payloads import PaperSignatures
from core.actors import SYSTEM
from core.journal import verify_chain
from core.models import JournalEntry
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor
from tests.factories.agreements import PreAgreementFactory
from tests.factories.ready_agreements import caseworker_of, ready_draft
from tests.factories.staff import UserFactory
from tests.strict_templates import page

pytestmark = pytest.mark.django_db

SIGNED_ON = date(2021, 9, 1)


@pytest.fixture
def agreement():
    draft = ready_draft(term_from=SIGNED_ON, term_until=None)
    pre_agreement.record_paper(
        draft, actor=SYSTEM, paper=PaperSignatures(SIGNED_ON, "Bürgermeister Max Mustermann", "Petra Muster")
    )
    return draft


@pytest.fixture
def desk(client, agreement):
    client.force_login(caseworker_of(agreement.commune))
    return client


def end(client, agreement, on: date, reason: str = "Die Kommune möchte nicht mehr."):
    values = {"on": on.isoformat(), "reason": reason}
    return client.post(f"/vereinbarungen/{agreement.reference}/beenden/", values)


def test_its_page_leads_to_the_form(desk, agreement):
    address = f"/vereinbarungen/{agreement.reference}/beenden/"
    assert f'href="{address}"' in page(desk, agreement.get_absolute_url())
    assert "Letzter Tag" in page(desk, address)


@pytest.mark.parametrize("days_ago", [0, 400])
def test_it_ends_today_or_in_the_past(desk, agreement, days_ago):
    day = timezone.localdate() - timedelta(days=days_ago)
    assert end(desk, agreement, day).url == agreement.get_absolute_url()
    agreement.refresh_from_db()
    assert (agreement.status, agreement.ended_on) == ("ended", day)
    shown = page(desk, agreement.get_absolute_url())
    assert f"Vereinbarung beendet, letzter Tag {day:%d.%m.%Y}" in shown
    assert "Die Kommune möchte nicht mehr." in shown
    assert "/beenden/" not in shown
    assert JournalEntry.objects.get(kind="preagreement.end").data["to"] == "ended"


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (date.today() + timedelta(days=2), "Bitte beenden Sie die Vereinbarung an diesem Tag oder danach"),
        (SIGNED_ON - timedelta(days=1), "erst seit dem 01.09.2021 von beiden Seiten unterzeichnet"),
    ],
    ids=["future", "before it was signed"],
)
def test_another_day_is_refused_with_what_to_do(desk, agreement, day, message):
    answer = end(desk, agreement, day)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    agreement.refresh_from_db()
    assert agreement.status == "in_force"


def test_a_reason_is_needed(desk, agreement):
    assert end(desk, agreement, SIGNED_ON, reason="").status_code == 422


def test_it_ends_once(desk, agreement):
    end(desk, agreement, SIGNED_ON)
    end(desk, agreement, timezone.localdate())
    agreement.refresh_from_db()
    assert agreement.ended_on == SIGNED_ON


def test_a_draft_has_no_end(client):
    draft = ready_draft()
    client.force_login(caseworker_of(draft.commune))
    answer = client.get(f"/vereinbarungen/{draft.reference}/beenden/", follow=True)
    assert "nur eine Vereinbarung, die in Kraft ist" in answer.content.decode()


def test_another_caseworker_sees_why_not(client, agreement):
    client.force_login(UserFactory())
    assert "Vereinbarung beenden: Zuständig ist" in page(client, agreement.get_absolute_url())
    end(client, agreement, SIGNED_ON)
    agreement.refresh_from_db()
    assert agreement.status == "in_force"


def test_the_database_knows_that_an_end_comes_after_the_beginning(agreement):
    with pytest.raises(IntegrityError, match="agreement_ends_after_beginning"), transaction.atomic():
        PreAgreement.objects.filter(pk=agreement.pk).update(status="ended", ended_on=SIGNED_ON - timedelta(days=1))


def changed(agreement, name: str, on: date, **changes) -> PreAgreement:
    """What changes or ends ``agreement``, signed by both sides."""
    values = {"kind": "amendment", "status": "in_force", "signed_on": on, **changes}
    return PreAgreementFactory(
        reference=name,
        commune=agreement.commune,
        amends=agreement,
        template_version=agreement.template_version,
        **values,
    )


def test_its_amendments_end_with_it_each_with_an_entry_and_a_termination_stays(desk, agreement):
    changed(agreement, "A1", date(2022, 5, 1))
    changed(agreement, "A2", date(2023, 5, 1))
    changed(agreement, "A3", date(2023, 5, 1), status="declined", signed_on=None)
    end(desk, agreement, date(2022, 12, 31))
    rows = PreAgreement.objects.filter(amends=agreement).order_by("reference")
    assert [(row.status, row.ended_on) for row in rows] == [
        ("ended", date(2022, 12, 31)),
        ("ended", date(2023, 5, 1)),
        ("declined", None),
    ]
    entries = JournalEntry.objects.filter(kind="preagreement.end_with_agreement").order_by("seq")
    assert [entry.data["on"] for entry in entries] == ["2022-12-31", "2023-05-01"]
    assert "Mit der Vereinbarung beendet, letzter Tag 31.12.2022" in page(desk, "/vereinbarungen/A1/")
    assert verify_chain(agreement.commune_id) == 4


def test_what_was_in_force_on_a_day_before_the_end_stays_the_same(desk, agreement):
    amendment = changed(agreement, "A1", date(2022, 5, 1), term_until=date(2099, 1, 1))
    day = date(2022, 6, 1)
    before = set(PreAgreement.objects.all().in_force_on(day))
    end(desk, agreement, date(2022, 12, 31))
    assert set(PreAgreement.objects.all().in_force_on(day)) == before == {agreement}
    assert terms_on(PreAgreement.objects.get(pk=agreement.pk), day).row == amendment


def test_a_termination_by_both_sides_ends_the_amendments_and_stays_in_force(agreement):
    amendment = changed(agreement, "A1", date(2022, 5, 1))
    termination = changed(agreement, "K1", date(2022, 6, 1), kind="termination", last_day=date(2022, 12, 31))
    call_command("tick")
    for row in (agreement, amendment, termination):
        row.refresh_from_db()
    assert (agreement.status, agreement.ended_on) == ("ended", date(2022, 12, 31))
    assert (amendment.status, amendment.ended_on) == ("ended", date(2022, 12, 31))
    assert (termination.status, termination.ended_on) == ("in_force", None)


def test_amendments_of_agreements_that_ended_long_ago_are_ended_by_the_clock_once(agreement):
    """As they were before an agreement's end took its amendments along."""
    amendment = changed(agreement, "A1", date(2022, 5, 1))
    PreAgreement.objects.filter(pk=agreement.pk).update(status="ended", ended_on=date(2022, 12, 31))
    call_command("tick")
    call_command("tick")
    amendment.refresh_from_db()
    assert (amendment.status, amendment.ended_on) == ("ended", date(2022, 12, 31))
    assert JournalEntry.objects.filter(kind="preagreement.end_with_agreement", actor_kind="system").count() == 1


def test_a_colleague_from_outside_the_office_ends_no_amendment(agreement):
    amendment = changed(agreement, "A1", date(2022, 5, 1))
    for role in ("coach", "admin"):
        with pytest.raises(TransitionRefusedError):
            ending.end_with_agreement(amendment, actor=StaffActor(UserFactory(role=role)), last_day=date(2022, 12, 31))
    with pytest.raises(TransitionRefusedError, match="endet nicht mit einer anderen"):
        ending.end_with_agreement(agreement, actor=SYSTEM, last_day=date(2022, 12, 31))


def test_what_both_sides_signed_is_in_force_at_the_earliest_when_its_term_begins(desk, agreement):
    today = timezone.localdate()
    later = today + timedelta(days=40)
    until_then = f"Unterzeichnet, gilt ab {later:%d.%m.%Y}"
    assert "Unterzeichnet, gilt ab" not in page(desk, agreement.get_absolute_url())
    PreAgreement.objects.filter(pk=agreement.pk).update(term_from=later)
    agreement.refresh_from_db()
    assert not PreAgreement.objects.in_force_on(today).exists()
    assert not PreAgreement.objects.in_force_on(later - timedelta(days=1)).exists()
    assert list(PreAgreement.objects.in_force_on(later)) == [agreement]
    assert (agreement.is_in_force_on(today), agreement.is_in_force_on(later)) == (False, True)

    shown = page(desk, agreement.get_absolute_url())
    for words in (until_then, "seit 01.09.2021", "Gilt ab", "Von beiden Seiten unterzeichnet am"):
        assert words in shown
    assert "In Kraft seit" not in shown
    assert until_then in page(desk, agreement.commune.get_absolute_url())
    assert until_then in page(desk, "/kommunen/")
    assert until_then in page(desk, "/vereinbarungen/")

    assert "gilt erst ab dem" in desk.get(f"{agreement.get_absolute_url()}aendern/", follow=True).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        desk.force_login(caseworker_of(agreement.commune))  # the former session is over
        shown = page(desk, agreement.get_absolute_url())
        assert "In Kraft seit" in shown
        assert f"seit {later:%d.%m.%Y}" in shown
        assert "gilt ab" not in shown


def test_the_day_in_force_follows_what_is_saved(agreement):
    assert agreement.in_force_on == agreement.signed_on == date(2021, 9, 1)
    agreement.term_from = date(2022, 1, 1)
    agreement.save()
    assert agreement.in_force_on == date(2022, 1, 1)
    agreement.term_from = None
    agreement.save()
    assert agreement.in_force_on == date(2021, 9, 1)


def test_what_ended_before_it_began_never_was_in_force(desk, agreement):
    later = timezone.localdate() + timedelta(days=40)
    PreAgreement.objects.filter(pk=agreement.pk).update(term_from=later)
    form = {"on": timezone.localdate(), "reason": "Die Ziele haben sich geändert."}
    assert desk.post(f"{agreement.get_absolute_url()}beenden/", form).status_code == 302
    for day in (timezone.localdate(), later, later + timedelta(days=1)):
        assert not PreAgreement.objects.in_force_on(day).exists()
