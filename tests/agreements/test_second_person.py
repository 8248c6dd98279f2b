"""Around the second person: accounts taken over, who is told, and what differs from last time (signing rule 20)."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from agreements.models import PreAgreement, Signature
from agreements.policies.signatory_changes import changes_shown
from communes.models import OfficeHolder
from communes.office_holders.saving import change_address
from staff.actors import StaffActor
from staff.models import Role, User
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.test_main_path import countersign
from tests.agreements.test_one_person_for_both_sides import OWN, holder_of, in_force, sign
from tests.factories.agreements import PreAgreementFactory
from tests.factories.ready_agreements import caseworker_of, issued, issued_with, published_template, ready_draft
from tests.factories.staff import SigningAuthorityFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]


@pytest.fixture
def mayor(newest_link, newest_code) -> Mayor:
    return Mayor(newest_link, newest_code)


@pytest.fixture
def head() -> User:
    return SigningAuthorityFactory(user=UserFactory(role=Role.HEAD)).user


def test_who_took_over_the_account_of_a_signer_countersigns_nothing(client, mayor):
    """An administrator sets a new password for the person responsible and signs in with it."""
    agreement = issued()
    caseworker = caseworker_of(agreement.commune)
    sign(mayor)
    client.force_login(UserFactory(role=Role.ADMIN))
    form = {"usable_password": "true", "password1": "Gekapert-2026-xyz", "password2": "Gekapert-2026-xyz"}
    assert client.post(reverse("admin:auth_user_password_change", args=[caseworker.pk]), form).status_code == 302
    caseworker.refresh_from_db()
    client.force_login(caseworker)
    countersign(client, agreement, password="Gekapert-2026-xyz")
    assert not in_force(agreement)
    page = client.get(agreement.get_absolute_url()).content.decode()
    assert "Der Zugang zu diesem Konto wurde am" in page
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        client.force_login(caseworker)
        countersign(client, agreement, password="Gekapert-2026-xyz")
    assert in_force(agreement)


def test_who_may_countersign_is_told_when_the_person_responsible_must_not(client, mayor, head, run_tasks):
    draft = ready_draft()
    change_address(holder_of(draft), OWN, actor=StaffActor(caseworker_of(draft.commune)))
    agreement = issued(draft)
    sign(mayor)
    run_tasks()
    subjects = [message.subject for message in mail.outbox if message.to == [head.email]]
    assert f"{agreement.reference}: unterzeichnet, wartet auf Gegenzeichnung" in subjects


def test_what_differs_from_the_last_agreement_is_shown(client, head):
    """A successor, another address and another way of the code, all older than the setting."""
    last = issued_with(code_channel="letter")
    PreAgreement.objects.filter(pk=last.pk).update(status="ended", signed_on="2021-09-01", ended_on="2024-08-31")
    Signature.objects.create(**signature_of(last))
    mayor = holder_of(last)
    OfficeHolder.objects.filter(pk=mayor.pk).update(last_name="Nachfolgerin", email="neu@musterstadt.example")
    template = published_template(code_channel="mail")
    draft = PreAgreementFactory(commune=last.commune, template_version=template)
    client.force_login(head)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert f"{last.reference} hat Erika Musterfrau unterzeichnet, hier ist es Erika Nachfolgerin" in page
    assert f"Bei {last.reference} ging der Link an eine andere E-Mail-Adresse" in page
    assert f"Bei {last.reference}: Code per Brief, hier: Code per E-Mail" in page


def signature_of(agreement: PreAgreement) -> dict[str, object]:
    version = agreement.current_version
    return {
        "version": version,
        "party": "commune",
        "name": "Erika Musterfrau",
        "office": "Bürgermeisterin",
        "method": "typed",
        "identified_by": "letter",
        "identified_at": timezone.now(),
        "signed_at": timezone.now(),
        "office_holder": holder_of(agreement),
        "certificate": b"certificate",
        "certificate_sha256": "0" * 64,
        "certificate_serial": "1",
    }


def test_a_change_between_the_last_signature_and_its_first_day_is_one_since_then(head):
    """The last agreement was signed in summer for the next year: what was changed in autumn counts as since then."""
    last = ready_draft(term_from=timezone.localdate() - timedelta(days=30))
    long_ago = timezone.now() - timedelta(days=150)
    PreAgreement.objects.filter(pk=last.pk).update(status="in_force", signed_on=long_ago.date())
    with time_machine.travel(timezone.now() - timedelta(days=90)):
        change_address(holder_of(last), OWN, actor=StaffActor(head))
    draft = PreAgreementFactory(commune=last.commune, template_version=last.template_version)
    assert [change.what for change in changes_shown(draft)] == ["E-Mail-Adresse von Bürgermeisterin Erika Musterfrau"]
