"""What a typed code costs: its form is checked first, every code that holds is taken, wrong ones count for ever."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from agreements.ceremony import codes
from agreements.ceremony.codes import CodeRefusedError
from agreements.models import Ceremony, Invitation, SigningCode
from agreements.models.ceremony import WRONG_CODES
from core import dates
from core.models import JournalEntry, OutgoingMessage
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.test_codes import code_in, issued_by, text_of_letter
from tests.factories.ready_agreements import caseworker_of, issued
from tests.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def mayor(newest_link, newest_code) -> Mayor:
    """Has opened the link."""
    issued()
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    return mayor


def after(minutes: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=True)


def other_than(*codes_sent: str) -> str:
    return next(f"{number:06d}" for number in range(10) if f"{number:06d}" not in codes_sent)


@pytest.mark.parametrize("typed", ["12", "1234567", "12345a", "Code", "١٢٣٤٥٦"])
def test_what_is_no_code_costs_no_try(mayor, typed):
    mayor.request_code()
    code = mayor.newest_code()
    page = mayor.give_code(typed)
    assert page.status_code == 422
    assert "Das zählt nicht als Versuch." in page.content.decode()
    assert SigningCode.objects.get().tries == 0
    assert Invitation.objects.get().wrong_codes == 0
    assert mayor.give_code(code).status_code == 302


@pytest.mark.parametrize("form", ["{0} {1}", " {0}{1} ", "{0}-{1}", "{0}\N{NO-BREAK SPACE}{1}", "{0}\N{EN DASH}{1}"])
def test_a_code_is_taken_as_it_was_pasted(mayor, form):
    mayor.request_code()
    code = mayor.newest_code()
    assert mayor.give_code(form.format(code[:3], code[3:])).url == "/unterzeichnen/lesen/"


def test_letters_that_no_code_has_are_named(client, newest_link, newest_code):
    agreement = issued_by("letter")
    client.force_login(caseworker_of(agreement.commune))
    code = code_in(text_of_letter(client, agreement))
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    assert "I, O, 0 und 1 kommen nicht vor" in mayor.give_code("ABCDE-FGH10").content.decode()
    assert mayor.give_code(code).status_code == 302


def test_the_code_of_the_mail_before_holds_for_its_own_ten_minutes(mayor):
    mayor.request_code()
    first = mayor.newest_code()
    with after(4):
        mayor.request_code()
        mayor.newest_code()
        assert mayor.give_code(first).url == "/unterzeichnen/lesen/"
    assert SigningCode.objects.filter(used_at__isnull=False).count() == 1


def test_a_code_that_is_too_old_costs_no_try_and_names_the_mail_to_look_at(mayor):
    mayor.request_code()
    first = mayor.newest_code()
    with after(12):
        mayor.request_code()
        second = mayor.newest_code()
        sent = dates.clock(timezone.localtime(SigningCode.objects.latest("pk").sent_at))
        page = mayor.give_code(first).content.decode()
        assert f"Bitte nehmen Sie den Code aus der E-Mail von {sent} Uhr" in page
        assert not SigningCode.objects.filter(tries__gt=0).exists()
        assert mayor.give_code(second).status_code == 302


def test_right_after_asking_a_code_on_its_way_is_said_to_be_that(mayor):
    mayor.request_code()
    mayor.newest_code()
    with after(11):
        mayor.request_code()
        page = mayor.give_code("123456").content.decode()
    assert "ist noch unterwegs" in page
    assert "abgelaufen" not in page
    assert Invitation.objects.get().wrong_codes == 0


def test_the_page_says_when_and_where_the_code_was_sent(mayor):
    assert "b…@musterstadt.example" in mayor.open_link().content.decode()
    mayor.request_code()
    mayor.newest_code()
    page = mayor.open_link().content.decode()
    sent = SigningCode.objects.get().sent_at
    assert sent is not None
    assert f"<strong>{dates.clock(timezone.localtime(sent))} Uhr</strong> einen Code an" in page
    assert "b…@musterstadt.example" in page
    for part in ('inputmode="numeric"', 'autocomplete="one-time-code"', "<title>Code eingeben –"):
        assert part in page


def test_a_wrong_code_counts_against_every_one_that_holds(mayor):
    mayor.request_code()
    first = mayor.newest_code()
    with after(1):
        mayor.request_code()
        wrong = other_than(first, mayor.newest_code())
        assert "Sie haben noch 4 Versuche." in mayor.give_code(wrong).content.decode()
        assert set(SigningCode.objects.values_list("tries", flat=True)) == {1}
        for _try in range(4):
            page = mayor.give_code(wrong)
        assert "fünfmal falsch" in page.content.decode()
        assert 'role="alert"' in page.content.decode()
        assert mayor.give_code(first).status_code == 422


def test_rule_24_wrong_codes_are_counted_over_the_life_of_the_invitation(mayor):
    """Signing rule 24: asking for other codes, and waiting, brings no more tries."""
    for round_of_five in range(WRONG_CODES // 5):
        with after(90 * round_of_five):
            mayor.open_link()
            mayor.request_code()
            wrong = other_than(mayor.newest_code())
            for _try in range(5):
                page = mayor.give_code(wrong)
    told = page.content.decode()
    assert "<h1>Zu viele falsche Codes</h1>" in told
    assert "Bitte rufen Sie mich an" in told
    entries = JournalEntry.objects.filter(kind="preagreement.code_wrong")
    assert [entry.data["tries"] for entry in entries.order_by("pk")] == list(range(1, WRONG_CODES + 1))
    assert not any(wrong in str(entry.data) for entry in entries)
    with after(24 * 60):
        mayor.open_link()
        assert "<h1>Zu viele falsche Codes</h1>" in mayor.request_code().content.decode()
    assert SigningCode.objects.count() == WRONG_CODES // 5


def test_who_asked_too_often_hears_from_when_it_works_again_and_whom_to_call(mayor):
    begun = timezone.now()
    for minute in range(5):
        with time_machine.travel(begun + timedelta(minutes=minute), tick=True):
            mayor.request_code()
    with time_machine.travel(begun + timedelta(minutes=30), tick=True):
        page = mayor.open_link().content.decode()
    assert f"ab <strong>{dates.clock(timezone.localtime(begun) + timedelta(hours=1))} Uhr</strong>" in page
    assert "Bitte rufen Sie mich an" in page
    assert caseworker_of(Invitation.objects.get().version.agreement.commune).email in page


def test_a_code_whose_mail_did_not_arrive_is_not_waited_for(mayor):
    mayor.request_code()
    OutgoingMessage.objects.filter(kind="agreements.code").update(state="failed")
    page = mayor.open_link().content.decode()
    assert "Die E-Mail kam nicht an" in page
    assert "Bitte rufen Sie mich an" in page


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_windows_that_ask_at_once_send_one_code():
    issued()
    invitation = Invitation.objects.get()
    started = Ceremony.objects.create(invitation=invitation, cookie_hash="a" * 64, nonce="einmal")
    assert at_once(lambda: codes.request_code(Ceremony.objects.get(pk=started.pk)), refusal=CodeRefusedError) == []
    assert SigningCode.objects.count() == 1
    assert OutgoingMessage.objects.filter(kind="agreements.code").count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_wrong_codes_at_once_are_five_tries():
    issued()
    invitation = Invitation.objects.get()
    started = Ceremony.objects.create(invitation=invitation, cookie_hash="a" * 64, nonce="einmal")
    SigningCode.objects.create(invitation=invitation).keep("424242")
    refused = at_once(lambda: codes.give_code(Ceremony.objects.get(pk=started.pk), "000000"), refusal=CodeRefusedError)
    assert len(refused) == 8
    assert SigningCode.objects.get().tries == 5
    assert Invitation.objects.get().wrong_codes == 5
