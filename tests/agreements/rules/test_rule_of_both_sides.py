"""Rule 20, the short form of it; tests/agreements/test_one_person_for_both_sides.py and others try it in depth."""

import io

import pikepdf
import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from agreements.models import PreAgreement
from communes.office_holders.saving import change_address
from staff.actors import StaffActor
from staff.models import Role, SigningAuthority, User
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.pdf_text import page_text
from tests.factories.ready_agreements import caseworker_of, issued, ready_draft
from tests.factories.staff import PASSWORD, SigningAuthorityFactory, UserFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("timestamp_authority"),
    pytest.mark.xdist_group("rules"),
]

FORMER, OWN = "buergermeisterin@musterstadt.example", "privat@anderswo.example"
CHANGED = "E-Mail-Adresse von Bürgermeisterin Erika Musterfrau, geändert von"


@pytest.fixture
def head() -> User:
    return SigningAuthorityFactory(user=UserFactory(role=Role.HEAD)).user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def countersign(user: User, agreement: PreAgreement) -> str:
    """Try to; the state afterwards."""
    version = agreement.current_version
    assert version is not None
    form = {"version": version.pk, "password": PASSWORD}
    signed_in(user).post(f"{agreement.get_absolute_url()}gegenzeichnen/", form)
    return PreAgreement.objects.get(pk=agreement.pk).status


def test_rule_20_who_moved_the_signatorys_address_is_seen_and_countersigns_nothing(
    head, newest_link, newest_code, run_tasks
):
    draft = ready_draft()
    caseworker, mayor = caseworker_of(draft.commune), Mayor(newest_link, newest_code)
    holder = draft.commune.office_holders.get()
    change_address(holder, OWN, actor=StaffActor(caseworker))
    run_tasks()
    assert [message.to for message in mail.outbox] == [[FORMER]]
    assert f"{CHANGED} {caseworker}" in text_of(signed_in(caseworker), draft.get_absolute_url())

    agreement = issued(draft)
    mayor.go_to_signature()
    assert mayor.sign_typed("Erika Musterfrau").url == "/unterzeichnen/beleg/"
    agreement.refresh_from_db()
    change_address(holder, FORMER, actor=StaffActor(caseworker))
    place = agreement.get_absolute_url()
    assert countersign(caseworker, agreement) == PreAgreement.Status.COMMUNE_SIGNED
    assert text_of(signed_in(head), f"{place}gegenzeichnen/").count(f"{CHANGED} {caseworker}") == 2
    assert countersign(head, agreement) == PreAgreement.Status.IN_FORCE

    run_tasks()
    with pikepdf.open(io.BytesIO(signed_in(head).get(f"{place}nachweis.pdf").content)) as sheet:
        shown = " ".join(" ".join(page_text(page) for page in sheet.pages).split())
    assert shown.count(f"{CHANGED} {caseworker}") == 2
    assert OWN not in shown


def test_rule_20_the_right_to_sign_counts_when_a_second_person_has_approved_it(head):
    admin, signer = UserFactory(role=Role.ADMIN), UserFactory()
    form = {"user": signer.pk, "valid_from": timezone.localdate().isoformat()}
    signed_in(admin).post("/team/zeichnungsbefugnisse/neu/", form)
    place = f"/team/zeichnungsbefugnisse/{SigningAuthority.objects.get(user=signer).pk}/freigeben/"
    for person, may_sign in ((admin, False), (signer, False), (head, True)):
        signed_in(person).post(place)
        assert User.objects.get(pk=signer.pk).may_sign_on(timezone.localdate()) is may_sign, person.role
