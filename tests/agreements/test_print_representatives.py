"""Who signed a print for the commune instead of its head: two employees together, or a deputy (domain rule 12)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from agreements.evidence.gathering import gather
from agreements.models import PaperScan, PreAgreement, Signature
from agreements.office.agreement_page import agreement_page
from communes.models import OfficeHolder
from core.journal import verify_chain
from core.models import JournalEntry
from staff.actors import StaffActor
from staff.models import Role, User
from tests.agreements.test_printed_route import browser, printed_draft, upload, url
from tests.factories.communes import OfficeHolderFactory
from tests.factories.facts import ContactFactory
from tests.factories.ready_agreements import caseworker_of, issued
from tests.factories.staff import SigningAuthorityFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement() -> PreAgreement:
    with time_machine.travel(timezone.now() - timedelta(days=5), tick=True):
        return issued(printed_draft())


@pytest.fixture
def uploader(agreement: PreAgreement) -> User:
    return caseworker_of(agreement.commune)


@pytest.fixture
def colleague() -> User:
    return UserFactory(role=Role.CASEWORKER)


TWO = {
    "signed_by": "employees",
    "employee_name": "Anna Amtsmuster",
    "employee_function": "Kämmerin",
    "second_name": "Otto Ordnungsmuster",
    "second_function": "Leiter des Hauptamts",
    "reason": "Bürgermeisterin und Stellvertretungen sind erkrankt",
}


def deputy_of(agreement: PreAgreement, rank: int, name: str) -> OfficeHolder:
    deputy: OfficeHolder = OfficeHolderFactory(
        commune=agreement.commune, office="deputy", deputy_rank=rank, last_name=name, email=""
    )
    return deputy


def confirm(agreement: PreAgreement, colleague: User) -> Any:
    scan = PaperScan.objects.get(version__agreement=agreement, state="waiting")
    page = browser(colleague).get(url(agreement, "pruefen")).content.decode()
    browser(colleague).post(url(agreement, "pruefen"), {"scan": scan.pk, "finding": "confirm"})
    agreement.refresh_from_db()
    assert agreement.status == "in_force"
    return page


def test_until_it_is_confirmed_the_page_names_who_signed_by_the_scan(agreement, uploader, colleague):
    """Not who was invited, nor who is responsible."""
    SigningAuthorityFactory(user=colleague)
    upload(agreement, uploader, **TWO, lpr_signatory=colleague.pk)
    rows = agreement_page(PreAgreement.objects.get(), StaffActor(uploader))["signatories"]
    assert [row.person for row in rows] == [
        "i. V. Kämmerin Anna Amtsmuster und i. V. Leiter des Hauptamts Otto Ordnungsmuster",
        str(colleague),
    ]
    assert [row.state for row in rows] == [
        f"laut Scan unterschrieben am {timezone.localdate() - timedelta(days=days):%d.%m.%Y}, noch nicht bestätigt"
        for days in (3, 1)
    ]


def test_two_employees_sign_together_and_it_is_told_everywhere(agreement, uploader, colleague):
    """SächsGemO § 60: both with their functions and the reason, and none of them in the journal's data."""
    assert upload(agreement, uploader, **TWO).status_code == 302
    looked_at = confirm(agreement, colleague)
    both = "i. V. Kämmerin Anna Amtsmuster und i. V. Leiter des Hauptamts Otto Ordnungsmuster"
    assert both in looked_at
    assert TWO["reason"] in looked_at
    signature = Signature.objects.get(version__agreement=agreement, party="commune")
    assert (signature.office_holder, signature.signed_by) == (None, both)
    assert (signature.on_behalf, signature.on_behalf_reason) == (True, TWO["reason"])
    assert agreement.original.commune_signatory == both
    page = browser(uploader).get(agreement.get_absolute_url()).content.decode()
    assert both in page
    assert "für die Kommune zwei Bedienstete gemeinsam, i. V." in page
    assert TWO["reason"] in page
    version = agreement.current_version
    assert version is not None
    checked = strip_tags(Client().get("/pruefen/", {"code": version.check_code}).content.decode())
    both_offices = "Anna Amtsmuster i. V. Kämmerin und Otto Ordnungsmuster, i. V. Leiter des Hauptamts"
    assert both_offices in " ".join(checked.split())
    (of_commune,) = [each for each in gather(version).signers if each.party == "Kommune"]
    assert of_commune.name == "Anna Amtsmuster und Otto Ordnungsmuster"
    assert of_commune.office == "Kämmerin und i. V. Leiter des Hauptamts"
    assert of_commune.on_behalf_reason == TWO["reason"]
    entries = JournalEntry.objects.filter(kind__in=["preagreement.record_scan", "preagreement.confirm_scan"])
    assert ["muster" in str(entry.data) for entry in entries] == [False, False]
    assert verify_chain(agreement.commune_id)


def test_the_copy_goes_to_both_employees_where_their_addresses_are_known(agreement, uploader, colleague, run_tasks):
    for first, last in (("Anna", "Amtsmuster"), ("Nora", "Nebenan")):
        email = f"{first.lower()}@musterstadt.example"
        ContactFactory(commune=agreement.commune, first_name=first, last_name=last, email=email)
    PreAgreement.objects.filter(pk=agreement.pk).update(contact_name="Otto Ordnungsmuster")
    upload(agreement, uploader, **TWO)
    confirm(agreement, colleague)
    run_tasks()
    told = {message.to[0] for message in mail.outbox if message.attachments}
    of_commune = {"anna@musterstadt.example", agreement.contact_email, "buergermeisterin@musterstadt.example"}
    assert told == {*of_commune, uploader.email, caseworker_of(agreement.commune).email}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"second_name": ""}, "Name und Funktion beider Personen"),
        ({"reason": ""}, "warum zwei Bedienstete unterschrieben haben"),
    ],
)
def test_two_employees_need_names_functions_and_a_reason(agreement, uploader, changes, message):
    answer = upload(agreement, uploader, **{**TWO, **changes})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not PaperScan.objects.exists()


def test_a_deputy_may_have_signed_what_names_the_mayor_for_a_reason(agreement, uploader, colleague):
    first = deputy_of(agreement, 1, "Erstmuster")
    refused = upload(agreement, uploader, commune_signatory=first.pk)
    assert "warum die Stellvertretung unterschrieben hat" in refused.content.decode()
    assert upload(agreement, uploader, commune_signatory=first.pk, reason="Urlaub").status_code == 302
    confirm(agreement, colleague)
    signature = Signature.objects.get(version__agreement=agreement, party="commune")
    assert (signature.office_holder, signature.on_behalf_reason) == (first, "Urlaub")


def test_the_second_deputy_signs_only_if_the_first_cannot(agreement, uploader, colleague):
    first, second = deputy_of(agreement, 1, "Erstmuster"), deputy_of(agreement, 2, "Zweitmuster")
    refused = upload(agreement, uploader, commune_signatory=second.pk, reason="Urlaub")
    assert f"Zuerst vertritt {first}." in refused.content.decode()
    reasons = {"reason": "Urlaub", "order_reason": "erkrankt"}
    assert upload(agreement, uploader, commune_signatory=second.pk, **reasons).status_code == 302
    confirm(agreement, colleague)
    signature = Signature.objects.get(version__agreement=agreement, party="commune")
    assert signature.on_behalf_reason == "Urlaub; vorrangige Stellvertretung verhindert: erkrankt"


def test_a_reason_without_anybody_acting_for_somebody_counts_for_nothing(agreement, uploader, colleague):
    upload(agreement, uploader, reason="Aus Versehen ausgefüllt", employee_name="Anna Amtsmuster")
    confirm(agreement, colleague)
    signature = Signature.objects.get(version__agreement=agreement, party="commune")
    assert (signature.on_behalf, signature.second_name) == (False, "")
