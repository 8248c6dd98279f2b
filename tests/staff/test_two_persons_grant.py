"""The right to sign is granted by two persons, and everybody in the office hears of it (signing rule 20)."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.journal import PORTAL, verify_chain
from core.models import JournalEntry
from staff.models import Role, SigningAuthority, User
from tests.factories.communes import ResponsibilityFactory
from tests.factories.staff import (
    SigningAuthorityFactory,
    UserFactory,
    WaitingAuthorityFactory,
)
from tests.strict_templates import page

pytestmark = pytest.mark.django_db

PASSWORD = "Neues-Kennwort-2026-x"


@pytest.fixture
def admin() -> User:
    return UserFactory(role=Role.ADMIN, first_name="Arno", last_name="Adminmuster")


@pytest.fixture
def head() -> User:
    return UserFactory(role=Role.HEAD, first_name="Hanna", last_name="Vorlage")


@pytest.fixture
def caseworker() -> User:
    return ResponsibilityFactory(user__first_name="Sabine", user__last_name="Muster").user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(by: User, address: str, **form: object) -> str:
    """Send the form; what the page says then."""
    return signed_in(by).post(address, form, follow=True).content.decode()


def grant(by: User, to: User) -> SigningAuthority:
    post(by, "/team/zeichnungsbefugnisse/neu/", user=to.pk, valid_from=timezone.localdate())
    return SigningAuthority.objects.get(user=to)


def decide(by: User, row: SigningAuthority, how: str = "freigeben") -> str:
    return post(by, f"/team/zeichnungsbefugnisse/{row.pk}/{how}/")


def account(by: User, email: str, role: Role) -> User:
    """Made in the administration."""
    form = {"email": email, "first_name": "Nele", "last_name": "Neu", "role": role}
    form |= {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    form |= {f"signing_authorities-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    assert signed_in(by).post(reverse("admin:staff_user_add"), form).status_code == 302
    return User.objects.get(email=email)


def may_sign(user: User) -> bool:
    return user.may_sign_on(timezone.localdate())


def told() -> dict[str, list[str]]:
    """The subjects of all mails, by who got them."""
    found: dict[str, list[str]] = {}
    for message in mail.outbox:
        found.setdefault(message.to[0], []).append(message.subject)
    return found


def test_an_administrator_alone_makes_nobody_sign(admin, head, caseworker, run_tasks):
    """An account of the own making, the right to sign for it, a second account to approve it: nothing helps."""
    signer = account(admin, "neu@lpr.example", Role.CASEWORKER)
    accomplice = account(admin, "zweit@lpr.example", Role.HEAD)
    row = grant(admin, signer)
    assert not may_sign(signer)
    assert "Sie haben diese Zeichnungsbefugnis selbst erteilt" in decide(admin, row)
    assert "niemand selbst frei" in decide_as_grantee(row, signer)
    assert "von einer anderen Person angelegt oder geändert" in decide(accomplice, row)
    assert not may_sign(signer)
    run_tasks()
    everyone = told()
    for person in (head, caseworker):
        assert "Zeichnungsbefugnis für Nele Neu: bitte prüfen" in everyone[person.email]
    assert everyone[head.email].count("Neues Konto im ASSKomm-Portal: Nele Neu") == 2

    decide(head, row)
    assert may_sign(signer)
    run_tasks()
    assert "Zeichnungsbefugnis für Nele Neu freigegeben" in told()[signer.email]
    kinds = list(JournalEntry.objects.filter(key=PORTAL).order_by("seq").values_list("kind", flat=True))
    assert kinds == ["user.created", "user.created", "signingauthority.entered", "signingauthority.confirmed"]
    assert verify_chain(PORTAL) == 4


def decide_as_grantee(row: SigningAuthority, signer: User) -> str:
    """The administrator gives the signer the role that approves."""
    User.objects.filter(pk=signer.pk).update(role=Role.HEAD)
    said = decide(signer, row)
    User.objects.filter(pk=signer.pk).update(role=Role.CASEWORKER)
    return said


def test_who_grants_reads_that_it_is_not_valid_yet(admin, caseworker):
    said = post(admin, "/team/zeichnungsbefugnisse/neu/", user=caseworker.pk, valid_from=timezone.localdate())
    assert "Gültig wird die Zeichnungsbefugnis, wenn eine zweite Person sie freigibt." in said


def test_what_waits_is_shown_with_what_each_may_do(admin, head, caseworker):
    grant(admin, caseworker)
    for person, button in ((head, True), (admin, False), (caseworker, False)):
        shown = page(signed_in(person), "/team/")
        assert "Warten auf Freigabe" in shown
        assert ("Freigeben<span" in shown) is button
    assert "Sie haben diese Zeichnungsbefugnis selbst erteilt" in page(signed_in(admin), "/team/")
    assert "(wartet auf Freigabe)" in page(signed_in(caseworker), "/konto/")
    decide(head, SigningAuthority.objects.get())
    shown = page(signed_in(caseworker), "/team/")
    assert "Warten auf Freigabe" not in shown
    assert "erteilt von Arno Adminmuster, freigegeben von Hanna Vorlage" in shown


def test_a_right_from_before_says_so(head):
    SigningAuthorityFactory()
    assert "vor Einführung der Freigabe erteilt" in page(signed_in(head), "/team/")


def test_what_is_declined_is_gone_and_told(admin, head, caseworker, run_tasks):
    row = grant(admin, caseworker)
    decide(head, row, "ablehnen")
    assert not SigningAuthority.objects.exists()
    assert JournalEntry.objects.order_by("-pk").first().kind == "signingauthority.declined"
    run_tasks()
    assert told()[caseworker.email] == ["Zeichnungsbefugnis für Sabine Muster nicht freigegeben"]


def test_what_counts_is_neither_approved_again_nor_declined(admin, head, caseworker):
    row = grant(admin, caseworker)
    decide(head, row)
    assert "schon freigegeben" in decide(UserFactory(role=Role.HEAD), row)
    assert "schon freigegeben" in decide(head, row, "ablehnen")
    assert may_sign(caseworker)
    assert JournalEntry.objects.filter(kind="signingauthority.confirmed").count() == 1


def test_what_waits_is_not_ended(admin, head, caseworker):
    row = grant(admin, caseworker)
    assert "wartet noch auf die Freigabe" in post(head, f"/team/zeichnungsbefugnisse/{row.pk}/beenden/")


def test_caseworkers_decide_nothing(caseworker):
    row = WaitingAuthorityFactory()
    for how in ("freigeben", "ablehnen"):
        assert "Das können nur die Leitung und die Administration" in decide(caseworker, row, how)
    assert SigningAuthority.objects.filter(confirmed_at__isnull=True).exists()


@pytest.mark.parametrize("what", ["password", "email", "role"])
def test_an_account_taken_over_neither_grants_nor_approves(admin, head, caseworker, what):
    other = UserFactory(role=Role.ADMIN)
    row = grant(other, caseworker)
    if what == "password":
        address = reverse("admin:auth_user_password_change", args=[head.pk])
        form = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    else:
        address = reverse("admin:staff_user_change", args=[head.pk])
        names = ("email", "first_name", "last_name", "phone", "role")
        new = {"email": "uebernommen@lpr.example"} if what == "email" else {"role": Role.ADMIN}
        form = {name: getattr(head, name) for name in names} | {"is_active": "on"} | new
        form |= {f"signing_authorities-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    assert signed_in(admin).post(address, form).status_code == 302
    head.refresh_from_db()
    assert "von einer anderen Person angelegt oder geändert" in decide(head, row)
    assert "von einer anderen Person angelegt oder geändert" in page(signed_in(head), "/team/")
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        decide(head, row)
        assert may_sign(caseworker)


def test_on_the_first_day_two_persons_make_their_own_account_on_the_server(caseworker, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    for number, name in enumerate(("Arno", "Anna")):
        options = {"email": f"admin{number}@lpr.example", "first_name": name, "last_name": "Adminmuster"}
        call_command("createsuperuser", interactive=False, verbosity=0, **options)
    first, second = User.objects.filter(role=Role.ADMIN).order_by("email")
    decide(second, grant(first, caseworker))
    assert may_sign(caseworker)
