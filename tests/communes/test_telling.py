"""Who hears that it changed who signs for a commune, or how that person is reached (signing rule 20)."""

import pytest
from django.core import mail
from django.urls import reverse

from communes.models import OfficeHolder, Responsibility
from core.models import JournalEntry, OutgoingMessage
from staff.models import Role, User
from tests.factories.communes import CommuneFactory, OfficeHolderFactory, ResponsibilityFactory
from tests.factories.staff import SubstitutionFactory, UserFactory
from tests.tokens import token_of

pytestmark = pytest.mark.django_db

FORMER = "buergermeisterin@musterstadt.example"


@pytest.fixture
def responsibility() -> Responsibility:
    return ResponsibilityFactory(user__first_name="Sabine", user__last_name="Muster", user__phone="0351 555 0101")


@pytest.fixture
def head() -> User:
    return UserFactory(role=Role.HEAD, first_name="Hanna", last_name="Vorlage", phone="0351 555 0100")


def save(client, user: User, holder: OfficeHolder, **changes: str) -> None:
    """By the form of the commune's file; a holder without a key is a new one."""
    client.force_login(user)
    arguments = [holder.commune_id, *([holder.pk] if holder.pk else [])]
    address = reverse("office-holder" if holder.pk else "office-holder-add", args=arguments)
    names = ("office", "salutation", "title", "first_name", "last_name", "email", "phone", "letter_salutation")
    form = {name: str(getattr(holder, name)) for name in names}
    form |= {"deputy_rank": str(holder.deputy_rank or ""), "valid_from": holder.valid_from.isoformat()}
    answer = client.post(address, {"token": token_of(client, address), "valid_until": "", **form, **changes})
    assert answer.status_code == 302


def told(run_tasks) -> dict[str, str]:
    """What each address got, and nothing is left over."""
    run_tasks()
    assert not OutgoingMessage.objects.exclude(state="sent").exists()
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox)
    return {message.to[0]: message.body for message in mail.outbox}


@pytest.mark.parametrize(
    ("field", "value", "label"),
    [
        ("email", "jemand@anderswo.example", "- E-Mail-Adresse"),
        ("email", "", "- E-Mail-Adresse"),
        ("phone", "0170 555 0199", "- Telefon"),
        ("last_name", "Musterfrau-Neu", "- Nachname"),
        ("title", "Dr.", "- Titel"),
        ("valid_until", "2030-12-31", "- gültig bis"),
        ("valid_from", "2022-09-01", "- gültig ab"),
        ("office", "acting", "- Amt"),
    ],
)
def test_the_former_address_hears_what_was_changed_and_whom_to_call(
    client, responsibility, head, run_tasks, field, value, label
):
    holder = OfficeHolderFactory(commune__district=responsibility.district)
    save(client, responsibility.user, holder, **{field: value})
    body = told(run_tasks)[FORMER]
    assert label in body.splitlines()
    assert holder.commune.full_name in body
    assert body.index("Hanna Vorlage, Telefon 0351 555 0100") < body.index("Sabine Muster, Telefon 0351 555 0101")
    assert "anderswo" not in body
    assert "0170" not in body


def test_how_a_letter_begins_is_nobodys_concern(client, responsibility, run_tasks):
    holder = OfficeHolderFactory(commune__district=responsibility.district)
    save(client, responsibility.user, holder, letter_salutation="Liebe Frau Musterfrau,", salutation="none")
    assert told(run_tasks) == {}


def test_without_an_address_the_office_hears_of_it_but_not_who_did_it(client, responsibility, head, run_tasks):
    substitute = SubstitutionFactory(absent=responsibility.user).substitute
    holder = OfficeHolderFactory(commune__district=responsibility.district, email="")
    save(client, responsibility.user, holder, phone="0170 555 0199")
    heard = told(run_tasks)
    assert set(heard) == {head.email, substitute.email}
    assert "Telefon" in heard[head.email]
    assert "0170" not in heard[head.email]


def test_a_first_address_is_told_to_the_office(client, responsibility, head, run_tasks):
    holder = OfficeHolderFactory(commune__district=responsibility.district, email="")
    save(client, head, holder, email=FORMER)
    assert set(told(run_tasks)) == {responsibility.user.email}


def test_who_is_in_office_hears_of_a_new_deputy(client, responsibility, run_tasks):
    mayor = OfficeHolderFactory(commune__district=responsibility.district)
    new = OfficeHolderFactory.build(commune=mayor.commune, office="deputy", deputy_rank=1, email="neu@anderswo.example")
    save(client, responsibility.user, new)
    heard = told(run_tasks)
    assert set(heard) == {FORMER}
    assert "eine Person neu erfasst: Stellvertretende Bürgermeisterin" in heard[FORMER]


def test_the_first_person_of_a_commune_is_told_to_the_office(client, responsibility, head, run_tasks):
    new = OfficeHolderFactory.build(commune=CommuneFactory(district=responsibility.district))
    save(client, responsibility.user, new)
    assert set(told(run_tasks)) == {head.email}


def test_two_changes_before_the_mail_goes_are_two_mails_each_with_its_own(client, responsibility, run_tasks):
    holder = OfficeHolderFactory(commune__district=responsibility.district)
    save(client, responsibility.user, holder, email="jemand@anderswo.example")
    holder.refresh_from_db()
    save(client, responsibility.user, holder, phone="0170 555 0199")
    heard = told(run_tasks)
    assert "- Telefon" not in heard[FORMER]
    assert "- E-Mail-Adresse" not in heard["jemand@anderswo.example"]


def test_moved_to_another_commune_it_stands_in_both_chains(client, responsibility, run_tasks):
    admin = UserFactory(role=Role.ADMIN)
    client.force_login(admin)
    holder, other = OfficeHolderFactory(commune__district=responsibility.district), CommuneFactory()
    names = ("office", "salutation", "first_name", "last_name", "email", "phone")
    form = {name: getattr(holder, name) for name in names} | {"valid_from": "01.08.2022", "commune": other.pk}
    address = reverse("admin:communes_officeholder_change", args=[holder.pk])
    assert client.post(address, form).status_code == 302
    assert set(JournalEntry.objects.values_list("key", flat=True)) == {holder.commune_id, other.pk}
    assert holder.commune.full_name in told(run_tasks)[FORMER]
