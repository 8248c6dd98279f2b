"""The commune's side of a notice of change: links, other windows, clocks, the office, the agreement's end."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from agreements.models import ChangeNotice, PreAgreement, SentLink
from agreements.models.terms import terms_today
from agreements.notices import steps
from agreements.policies.notices import can_give_notice
from agreements.transitions import ending
from communes.models import Commune, OfficeHolder
from core.actors import SYSTEM
from core.models import JournalEntry, OutgoingMessage
from tests.agreements.ceremony_pages import settled
from tests.agreements.notices.conftest import ANSWER, REFUSE, actor_of, confirm, status
from tests.factories.communes import OfficeHolderFactory
from tests.factories.notices import agreement_in_force, confirmed_notice, later, link_hash, link_of, waiting_notice

pytestmark = pytest.mark.django_db


def test_following_the_link_stores_nothing_and_may_be_done_again_and_again(notice):
    entries, mails = JournalEntry.objects.count(), OutgoingMessage.objects.count()
    before = ChangeNotice.objects.values().get()
    scanner = Client()
    for _ in range(3):
        assert scanner.get(link_of(notice)).url == ANSWER
        assert scanner.head(link_of(notice)).status_code == 302
        assert scanner.get(ANSWER).status_code == 200
        assert scanner.get(REFUSE).status_code == 200
    assert ChangeNotice.objects.values().get() == before
    assert (JournalEntry.objects.count(), OutgoingMessage.objects.count()) == (entries, mails)


def test_the_link_is_a_hash_and_its_cookie_no_other_page_sees(notice, settings):
    browser = Client()
    answer = browser.get(link_of(notice))
    cookie = browser.cookies[f"{settings.CEREMONY_COOKIE_NAME}-mitteilung"]
    assert (cookie["path"], cookie["samesite"], bool(cookie["httponly"])) == (ANSWER, "Lax", True)
    token = link_of(notice).split("/")[-2]
    assert token not in cookie.value
    assert token not in str([*ChangeNotice.objects.values(), *SentLink.objects.values()])
    assert "no-store" in answer["Cache-Control"]
    page = browser.get(ANSWER)
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    forged = Client()
    forged.cookies[cookie.key] = f"{link_hash(notice)}:unterschrieben"
    assert forged.get(ANSWER).status_code == 404


def test_the_cookie_ends_after_two_hours_and_the_link_gives_a_new_one(mayor, notice):
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert mayor.get(ANSWER).status_code == 404
        assert mayor.get(link_of(notice), follow=True).status_code == 200


def test_a_double_click_and_a_second_device_confirm_once(mayor, notice):
    second = Client()
    second.get(link_of(notice))
    assert [confirm(browser, notice).status_code for browser in (mayor, mayor, second)] == [302, 410, 410]
    assert "die Änderung ist bestätigt" in second.get(ANSWER).content.decode()
    refused = second.post(REFUSE, {"shown": notice.content_sha256, "reason": "Doch nicht."})
    assert settled(second, refused).status_code == 410
    assert status(notice) == "confirmed"
    assert JournalEntry.objects.filter(kind="changenotice.confirm").count() == 1


def test_a_page_about_another_notice_confirms_nothing(mayor, notice):
    other = waiting_notice(agreement_in_force())
    answer = settled(mayor, mayor.post(ANSWER, {"shown": other.content_sha256}))
    assert answer.status_code == 409
    assert notice.reference in answer.content.decode()
    assert settled(mayor, mayor.post(ANSWER)).status_code == 409, "a page that shows nothing"
    assert (status(notice), status(other)) == ("open", "open")


def test_sending_again_ends_the_former_link_and_every_window(mayor, notice, desk, newest_link):
    assert desk.post(f"{notice.get_absolute_url()}link/").url == notice.get_absolute_url()
    assert confirm(mayor, notice).status_code == 410
    assert "Es gibt eine neuere E-Mail" in mayor.get(ANSWER).content.decode()
    assert Client().get(link_of(notice), follow=True).status_code == 410
    new = Client()
    new.get(newest_link())
    assert confirm(new, notice).status_code == 302
    assert status(notice) == "confirmed"
    refused = desk.post(f"{notice.get_absolute_url()}link/", follow=True)
    assert "Das geht im Stand „Bestätigt“ nicht" in refused.content.decode()


def test_of_two_mails_that_wait_only_the_newer_one_is_sent(notice, run_tasks):
    steps.resend(notice, actor=actor_of(notice.agreement))
    run_tasks()
    assert len(mail.outbox) == 1


def test_a_lost_link_is_sent_again_to_the_known_address_and_to_no_other(notice, run_tasks):
    run_tasks()
    asked = "/unterzeichnen/link-verloren/"
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        for address in ("niemand@musterstadt.example", notice.recipient):
            assert Client().post(asked, {"address": address, "reference": ""}).status_code == 302
        run_tasks()
    assert [sent.to for sent in mail.outbox] == [[notice.recipient], [notice.recipient]]
    entry = JournalEntry.objects.get(kind="changenotice.link_asked_for")
    assert entry.data == {"number": notice.number}


def test_a_mail_that_waits_while_the_link_is_sent_elsewhere_is_not_sent(notice, desk, run_tasks):
    """The first mail is still queued when the address is corrected and the link sent by somebody else."""
    OfficeHolder.objects.filter(pk=notice.holder_id).update(email="neu@musterstadt.example")
    steps.resend(notice, actor=actor_of(notice.agreement))
    run_tasks()
    assert [sent.to for sent in mail.outbox] == [["neu@musterstadt.example"]]


def test_a_link_that_is_past_its_time_confirms_nothing_and_the_clock_says_so(mayor, notice, run_tasks):
    days = notice.agreement.template_version.template.link_days
    ChangeNotice.objects.filter(pk=notice.pk).update(expires_at=timezone.now())
    assert days == 28
    assert confirm(mayor, notice).status_code == 410
    call_command("tick")
    call_command("tick")
    assert status(notice) == "expired"
    assert JournalEntry.objects.filter(kind="changenotice.expire").count() == 1
    assert "ist abgelaufen" in mayor.get(ANSWER).content.decode()
    run_tasks()
    assert "Frist zur Bestätigung" in mail.outbox[-1].subject


def test_who_is_not_in_office_any_more_confirms_nothing(mayor, notice):
    OfficeHolder.objects.filter(pk=notice.holder_id).update(valid_until=later(-1))
    OfficeHolderFactory(commune=notice.agreement.commune, valid_from=later(0), email="neu@musterstadt.example")
    assert confirm(mayor, notice).status_code == 403
    assert "nicht im Amt" in mayor.get(ANSWER).content.decode()
    steps.resend(notice, actor=actor_of(notice.agreement))
    assert notice.recipient == "neu@musterstadt.example"


@pytest.mark.parametrize("way", ["end", "end_as_agreed"])
def test_when_the_agreement_ends_there_is_nothing_to_confirm(mayor, notice, way, run_tasks):
    agreement = PreAgreement.objects.get(pk=notice.agreement_id)
    if way == "end":
        ending.end(agreement, actor=actor_of(agreement), on=timezone.localdate(), reason="Gemeinsam beendet.")
    else:
        ending.end_as_agreed(agreement, actor=SYSTEM, agreed=timezone.localdate())
    assert status(notice) == "lapsed"
    assert confirm(mayor, notice).status_code == 410
    assert "ist beendet" in mayor.get(ANSWER).content.decode()
    mail.outbox.clear()
    run_tasks()
    (told,) = [sent for sent in mail.outbox if sent.to == [notice.recipient]]
    assert told.subject.endswith(f"Änderungsmitteilung {notice.reference} ist gegenstandslos")
    assert not can_give_notice(actor_of(agreement), PreAgreement.objects.get(pk=agreement.pk))


def test_when_the_term_is_over_or_the_commune_is_gone_nothing_is_confirmed_or_told(mayor, notice):
    agreement = notice.agreement
    PreAgreement.objects.filter(pk=agreement.pk).update(term_until=later(-1))
    assert confirm(mayor, notice).status_code == 409
    PreAgreement.objects.filter(pk=agreement.pk).update(term_until=later(400))
    Commune.objects.filter(pk=agreement.commune_id).update(valid_until=later(-1))
    assert confirm(mayor, notice).status_code == 409
    assert status(notice) == "open"
    decision = can_give_notice(actor_of(agreement), PreAgreement.objects.get(pk=agreement.pk))
    assert "besteht nicht mehr" in decision.reason
    assert mayor.post(REFUSE, {"shown": notice.content_sha256, "reason": "Uns gibt es nicht mehr."}).status_code == 302


def test_what_holds_after_the_end_is_what_held_on_the_last_day(agreement):
    confirmed_notice(agreement, effective_on=later(10))
    agreement = PreAgreement.objects.get(pk=agreement.pk)
    ending.end(agreement, actor=actor_of(agreement), on=timezone.localdate(), reason="Beendet.")
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        assert terms_today(agreement).contact_name == "Olaf Ordnungsmuster"
