"""Strangers who guess passwords slow down themselves, never the accounts' owners; at an open desk it ends soon."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from core.models import OutgoingMessage
from core.visitors import as_network
from staff.models import WrongPasswords
from staff.sign_in import in_words
from staff.tries import counting
from staff.tries.counting import TooManyTriesError, count_try
from staff.tries.models import Counter
from tests.factories.staff import PASSWORD, UserFactory
from tests.races import at_once
from tests.staff.guessing import HOME, NEW, STRANGER, guess, guess_from_everywhere, is_in, try_password, waits

pytestmark = pytest.mark.django_db


# The attack: five wrong passwords from anywhere


def test_wrong_passwords_from_anywhere_do_not_keep_the_right_one_out_elsewhere():
    user = UserFactory()
    guess(user.email, 6)
    assert waits(try_password(user.email, PASSWORD, ip=STRANGER)), "not even the right one from there"
    assert is_in(try_password(user.email, PASSWORD, ip=HOME))


def test_who_is_signed_in_confirms_while_strangers_guess(client):
    """As countersigning does; ``test_countersigning_while_strangers_guess`` signs for real."""
    user = UserFactory()
    client.force_login(user)
    guess(user.email, 6, ip="127.0.0.1")
    answer = client.post("/anmelden/bestaetigen/", {"password": PASSWORD})
    assert is_in(answer)


def test_behind_the_productions_proxy_visitors_are_told_apart(settings):
    """The proxy appends what it saw; what a visitor sends before that moves nobody to another address."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    user = UserFactory()

    def through_proxy(password, forwarded):
        fields = {"login": user.email, "password": password}
        return Client().post("/anmelden/", fields, REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": forwarded})

    for number in range(6):
        through_proxy("geraten", f"10.0.0.{number}, {HOME}, {STRANGER}")
    assert waits(through_proxy(PASSWORD, f"{HOME}, {STRANGER}"))
    assert is_in(through_proxy(PASSWORD, HOME))


# Waiting


def test_the_waits_grow_and_say_how_long_they_are():
    user, now = UserFactory(), timezone.now()
    shown = []
    for _ in range(6):
        with time_machine.travel(now, tick=False):
            answer = guess(user.email, 6)[-1]
        text = answer.content.decode()
        wait = next(minutes for minutes in (1, 5, 15, 60) if f"in {in_words(timedelta(minutes=minutes))} " in text)
        shown.append(wait)
        now += timedelta(minutes=wait, seconds=1)
    assert shown == [1, 5, 15, 60, 60, 60]


def test_four_wrong_passwords_cost_nothing_and_the_right_one_clears_them():
    user = UserFactory()
    for _ in range(3):
        guess(user.email, 4)
        assert is_in(try_password(user.email, PASSWORD))


def test_who_waited_signs_in(client):
    user = UserFactory()
    guess(user.email, 5)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert is_in(try_password(user.email, PASSWORD))


def test_trying_on_while_waiting_makes_it_no_longer():
    user = UserFactory()
    guess(user.email, 15)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert is_in(try_password(user.email, PASSWORD))


def test_one_wrong_password_a_day_never_makes_anybody_wait():
    user = UserFactory()
    now = timezone.now()
    for day in range(8):
        with time_machine.travel(now + timedelta(days=day), tick=False):
            assert not waits(try_password(user.email, "vertippt"))


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(seconds=1), "einer Minute"),
        (timedelta(minutes=4, seconds=1), "5 Minuten"),
        (timedelta(hours=1), "60 Minuten"),
    ],
)
def test_a_wait_is_told_in_whole_minutes_and_never_too_short(wait, words):
    assert in_words(wait) == words


# Places


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_of_ipv6_the_connection_counts_and_not_the_single_address(address, network):
    assert as_network(address) == network


def test_another_address_of_the_same_connection_is_the_same_stranger():
    user = UserFactory()
    for number in range(6):
        try_password(user.email, "geraten", ip=f"2001:db8:1:2::{number + 1}")
    assert waits(try_password(user.email, PASSWORD, ip="2001:db8:1:2:ffff::1"))
    assert is_in(try_password(user.email, PASSWORD, ip="2001:db8:1:3::1"))


def test_ipv4_in_the_clothes_of_ipv6_is_not_one_visitor():
    user = UserFactory()
    for _ in range(6):
        try_password(user.email, "geraten", ip="::ffff:192.0.2.66")
    assert waits(try_password(user.email, PASSWORD, ip="192.0.2.66"))
    assert is_in(try_password(user.email, PASSWORD, ip="::ffff:192.0.2.67"))


def test_a_browser_that_signed_in_before_is_not_kept_out_by_the_same_address():
    """A stranger behind the office's own address, in the guests' wireless network say."""
    user, browser = UserFactory(), Client()
    assert is_in(try_password(user.email, PASSWORD, ip=HOME, client=browser))
    browser.post("/abmelden/")
    guess(user.email, 6, ip=HOME)
    assert waits(try_password(user.email, PASSWORD, ip=HOME))
    assert is_in(try_password(user.email, PASSWORD, ip=HOME, client=browser))


def test_the_browser_itself_makes_wait_like_any_other_place():
    user, browser = UserFactory(), Client()
    try_password(user.email, PASSWORD, client=browser)
    browser.post("/abmelden/")
    guess(user.email, 5, client=browser)
    assert waits(try_password(user.email, PASSWORD, client=browser))


def test_the_cookie_of_a_known_browser_opens_nothing_and_knows_its_own_accounts_only():
    user, other, browser = UserFactory(), UserFactory(), Client()
    answer = try_password(user.email, PASSWORD, client=browser)
    cookie = answer.cookies["bekanntes-geraet"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/anmelden/", True, "Lax")
    assert user.email not in cookie.value
    guess(other.email, 6)
    stranger = Client()
    stranger.cookies["bekanntes-geraet"] = cookie.value
    assert waits(try_password(other.email, PASSWORD, client=stranger))
    assert stranger.get("/arbeit/").status_code == 302, "nobody is signed in by it"


@pytest.mark.parametrize("forged", ["", "unsinn", "WyJ4IixbXV0:1:2", "a" * 5000, "\x00"])
def test_a_forged_cookie_is_no_cookie(forged):
    user, stranger = UserFactory(), Client()
    stranger.cookies["bekanntes-geraet"] = forged
    guess(user.email, 5, client=stranger)
    assert waits(try_password(user.email, PASSWORD))


# Guessing from many addresses, and at many accounts


def test_guessing_from_everywhere_is_slowed_down_and_the_owner_notices_nothing():
    user, browser = UserFactory(), Client()
    try_password(user.email, PASSWORD, ip=HOME, client=browser)
    browser.post("/abmelden/")
    answers = guess_from_everywhere(user.email, 22)
    assert [waits(answer) for answer in answers] == [False] * 20 + [True] * 2
    assert waits(try_password(user.email, PASSWORD, ip="203.0.99.1")), "not from where nobody signed in before"
    assert is_in(try_password(user.email, PASSWORD, ip=HOME)), "from the address of before, in a fresh browser"
    assert is_in(try_password(user.email, PASSWORD, ip="203.0.99.2", client=browser)), "with the known browser, away"


def test_the_owner_at_a_new_place_has_a_way_in_by_mail_while_strangers_guess(run_tasks):
    user, browser = UserFactory(), Client()
    guess_from_everywhere(user.email, 21)
    assert waits(try_password(user.email, PASSWORD, ip=HOME, client=browser))
    browser.post("/passwort-vergessen/", {"email": user.email}, REMOTE_ADDR=HOME)
    run_tasks()
    link = next(line for line in mail.outbox[-1].body.split() if "/passwort-vergessen/neu/" in line)
    form = browser.get(link.removeprefix("http://testserver"), follow=True, REMOTE_ADDR=HOME)
    browser.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW}, REMOTE_ADDR=HOME)
    guess_from_everywhere(user.email, 21)
    assert is_in(try_password(user.email, NEW, ip=HOME, client=browser))


@pytest.fixture
def no_other_limit(settings):
    """Without the number of requests a minute that an address may send at all."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": None}


@pytest.mark.usefixtures("no_other_limit")
def test_one_password_is_not_tried_at_everybodys():
    user = UserFactory()
    answers = [try_password(f"niemand{number}@lpr.example", "Sommer2026!") for number in range(30)]
    assert not any(waits(answer) for answer in answers)
    assert waits(try_password(user.email, "Sommer2026!"))
    assert is_in(try_password(user.email, PASSWORD, ip=HOME))


@pytest.mark.usefixtures("no_other_limit")
def test_an_office_does_not_wait_for_somebody_who_guesses_behind_its_address():
    user = UserFactory()
    try_password(user.email, PASSWORD, ip=HOME)
    for number in range(31):
        try_password(f"niemand{number}@lpr.example", "Sommer2026!", ip=HOME)
    assert is_in(try_password(user.email, PASSWORD, ip=HOME)), "in a fresh browser"


@pytest.mark.usefixtures("no_other_limit")
def test_an_account_of_the_own_buys_no_more_tries_at_the_others():
    mine = UserFactory()
    for number in range(30):
        try_password(f"niemand{number}@lpr.example", "Sommer2026!")
        if number % 10 == 0:
            assert is_in(try_password(mine.email, PASSWORD))
    assert waits(try_password("noch-niemand@lpr.example", "Sommer2026!"))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_eight_tries_at_once_five_reach_the_password():
    keys = [counting.Key(Counter.PAIR, "a" * 64, "b" * 64), counting.Key(Counter.NETWORK, place="b" * 64)]
    assert len(at_once(lambda: count_try(keys), refusal=TooManyTriesError)) == 3
    assert WrongPasswords.objects.get(counter=Counter.PAIR).failures == 5


# Nobody learns which accounts there are


def without_token(answer):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())


def test_an_unknown_account_gets_the_same_answers_and_leaves_the_same():
    known = UserFactory().email
    unknown = known.replace("person", "niemand")
    for _ in range(7):
        pages = []
        for address, ip in ((known, "192.0.2.1"), (unknown, "192.0.2.2")):
            answer = try_password(address, "geraten", ip=ip)
            pages.append((answer.status_code, without_token(answer).replace(address, "")))
        assert pages[0] == pages[1]
    rows = WrongPasswords.objects.filter(counter=Counter.PAIR).values("failures", "tell_owner")
    assert list(rows) == [{"failures": 5, "tell_owner": True}] * 2
    assert OutgoingMessage.objects.count() == 0, "the mail is the minute's work"


def test_what_was_typed_is_kept_nowhere(caplog):
    guess("aus-versehen-das-passwort@lpr.example", 6)
    told = [record for record in caplog.messages if "wrong passwords" in record]
    assert told == [f"Too many wrong passwords from {STRANGER}: pair waits"]
    kept = str(list(WrongPasswords.objects.values_list("account", "place")))
    assert "lpr.example" not in kept
    assert STRANGER not in kept
