"""Nobody acts for both sides alone: who moved the signatory's address does not countersign (signing rule 20)."""

import io
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from agreements.countersigning.countersigning import countersign as sign_for_lpr
from agreements.drafting.commune_side import choose_signatory
from agreements.models import AgreementTemplate, PreAgreement, Signature
from agreements.transitions import pre_agreement
from communes.models import OfficeHolder
from communes.models.offices import Office
from communes.office_holders.saving import change_address
from core.journal import PORTAL, verify_chain
from core.models import JournalEntry
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor
from staff.models import Role, User
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.pdf_text import page_text
from tests.agreements.test_main_path import countersign
from tests.factories.communes import OfficeHolderFactory
from tests.factories.ready_agreements import caseworker_of, issued, published_template, ready_draft
from tests.factories.staff import PASSWORD, SigningAuthorityFactory, SubstitutionFactory, UserFactory
from tests.tokens import token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

FORMER = "buergermeisterin@musterstadt.example"
OWN = "privat@anderswo.example"


@pytest.fixture
def mayor(newest_link, newest_code) -> Mayor:
    return Mayor(newest_link, newest_code)


@pytest.fixture
def head() -> User:
    user = UserFactory(role=Role.HEAD, first_name="Hanna", last_name="Vorlage", phone="0351 555 0100")
    return SigningAuthorityFactory(user=user).user


def holder_of(agreement: PreAgreement) -> OfficeHolder:
    return OfficeHolder.objects.get(commune=agreement.commune, office=Office.MAYOR)


def values_of(holder: OfficeHolder) -> dict[str, str]:
    names = ("office", "salutation", "title", "first_name", "last_name", "email", "phone", "letter_salutation")
    return {name: str(getattr(holder, name)) for name in names} | {
        "deputy_rank": "",
        "valid_from": holder.valid_from.isoformat(),
        "valid_until": "",
    }


def change_in_the_file(client, holder: OfficeHolder, **changes: str) -> None:
    """By the form of the commune's file."""
    address = reverse("office-holder", args=[holder.commune_id, holder.pk])
    answer = client.post(address, {"token": token_of(client, address), **values_of(holder), **changes})
    assert answer.status_code == 302
    holder.refresh_from_db()


def sign(mayor: Mayor, name: str = "Erika Musterfrau") -> None:
    mayor.go_to_signature()
    assert mayor.sign_typed(name).url == "/unterzeichnen/beleg/"


def in_force(agreement: PreAgreement) -> bool:
    agreement.refresh_from_db()
    return agreement.status == PreAgreement.Status.IN_FORCE


def mails_to(address: str) -> list[str]:
    return [message.body for message in mail.outbox if message.to == [address]]


def test_a_caseworker_who_takes_link_and_code_countersigns_nothing(client, mayor, head, run_tasks):
    draft = ready_draft()
    caseworker, holder = caseworker_of(draft.commune), holder_of(draft)
    client.force_login(caseworker)
    change_in_the_file(client, holder, email=OWN)
    run_tasks()
    told = mails_to(FORMER)
    assert len(told) == 1
    assert "E-Mail-Adresse" in told[0]
    assert "Bürgermeisterin" in told[0]
    assert "Hanna Vorlage, Telefon 0351 555 0100" in told[0]
    assert OWN not in told[0]

    before = client.get(draft.get_absolute_url()).content.decode()
    assert "Zuletzt geändert: wer für die Kommune unterzeichnet oder wie sie erreicht wird" in before
    assert f"E-Mail-Adresse von Bürgermeisterin Erika Musterfrau, geändert von {caseworker}" in before
    client.post(f"/vereinbarungen/{draft.reference}/senden/", {"token": draft.revision})
    sign(mayor)
    assert mails_to(OWN)

    answer = countersign(client, draft)
    assert answer.status_code == 302
    assert not in_force(draft)
    change_in_the_file(client, holder, email=FORMER)
    run_tasks()
    assert len(mails_to(OWN)) > 1
    countersign(client, draft)
    assert not in_force(draft)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "Deshalb muss eine zweite Person mit Zeichnungsbefugnis gegenzeichnen: Hanna Vorlage." in page

    client.force_login(head)
    page = client.get(f"/vereinbarungen/{draft.reference}/gegenzeichnen/").content.decode()
    assert page.count(f"E-Mail-Adresse von Bürgermeisterin Erika Musterfrau, geändert von {caseworker}") == 2
    assert countersign(client, draft).status_code == 302
    assert in_force(draft)
    assert verify_chain(draft.commune_id) > 0

    run_tasks()
    sheet = client.get(f"/vereinbarungen/{draft.reference}/nachweis.pdf").content
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        shown = " ".join(" ".join(page_text(page) for page in pdf.pages).split())
    assert "Änderungen vor der Unterzeichnung" in shown
    assert f"E-Mail-Adresse von Bürgermeisterin Erika Musterfrau, geändert von {caseworker}" in shown
    assert OWN not in shown


def by_form(client, user, holder):
    client.force_login(user)
    change_in_the_file(client, holder, email=OWN)


def by_admin(client, user, holder):
    client.force_login(user)
    address = reverse("admin:communes_officeholder_change", args=[holder.pk])
    assert client.post(address, {**values_of(holder), "commune": holder.commune_id, "email": OWN}).status_code == 302


def by_phone_number(client, user, holder):
    client.force_login(user)
    change_in_the_file(client, holder, phone="0170 555 0199")


def by_another_name(client, user, holder):
    client.force_login(user)
    change_in_the_file(client, holder, last_name="Musterfrau-Neu")


def by_there_and_back(client, user, holder):
    client.force_login(user)
    change_in_the_file(client, holder, email=OWN)
    change_in_the_file(client, holder, email=FORMER)


def by_correction(_client, user, holder):
    change_address(holder, OWN, actor=StaffActor(user))


def by_a_successor(client, user, holder):
    """The mayor's term ends yesterday, somebody new is in office from today on."""
    client.force_login(user)
    today = timezone.localdate()
    change_in_the_file(client, holder, valid_until=(today - timedelta(days=1)).isoformat())
    address = reverse("office-holder-add", args=[holder.commune_id])
    new = {**values_of(holder), "last_name": "Nachfolgerin", "email": OWN, "valid_from": today.isoformat()}
    assert client.post(address, {"token": token_of(client, address), **new}).status_code == 302


WAYS = [by_form, by_admin, by_phone_number, by_another_name, by_there_and_back, by_correction, by_a_successor]


def name_in_office(agreement: PreAgreement) -> str:
    signatory = agreement.signatory_on(timezone.localdate())
    assert signatory is not None
    return signatory.full_name


@pytest.mark.parametrize("way", WAYS)
def test_whatever_way_the_signatory_was_changed_a_second_person_countersigns(client, mayor, head, way):
    draft = ready_draft()
    caseworker = caseworker_of(draft.commune)
    way(client, caseworker, holder_of(draft))
    agreement = issued(draft)
    sign(mayor, name_in_office(agreement))
    client.force_login(caseworker)
    countersign(client, agreement)
    assert not in_force(agreement)
    client.force_login(head)
    countersign(client, agreement)
    assert in_force(agreement)


def test_a_change_by_somebody_else_is_shown_and_stops_nobody(client, mayor, head):
    draft = ready_draft()
    change_address(holder_of(draft), OWN, actor=StaffActor(head))
    agreement = issued(draft)
    sign(mayor)
    client.force_login(caseworker_of(agreement.commune))
    page = client.get(f"/vereinbarungen/{agreement.reference}/gegenzeichnen/").content.decode()
    assert "E-Mail-Adresse von Bürgermeisterin Erika Musterfrau, geändert von Hanna Vorlage" in page
    countersign(client, agreement)
    assert in_force(agreement)


def test_whose_hands_are_in_anothers_account_countersigns_nothing_that_it_changed(client, mayor, head):
    """An administrator sets a colleague's password, moves the address in that name and later is a caseworker."""
    draft = ready_draft()
    colleague, admin = caseworker_of(draft.commune), SigningAuthorityFactory(user=UserFactory(role=Role.ADMIN)).user
    client.force_login(admin)
    password = {"password1": "Ein-anderes-Wort-2026", "password2": "Ein-anderes-Wort-2026", "usable_password": "true"}
    assert client.post(reverse("admin:auth_user_password_change", args=[colleague.pk]), password).status_code == 302
    colleague.refresh_from_db()
    client.force_login(colleague)
    change_in_the_file(client, holder_of(draft), email=OWN)
    User.objects.filter(pk=admin.pk).update(role=Role.HEAD)
    admin.refresh_from_db()
    client.force_login(admin)
    agreement = issued(PreAgreement.objects.get(pk=draft.pk))
    sign(mayor)
    countersign(client, agreement)
    assert not in_force(agreement)
    page = client.get(agreement.get_absolute_url()).content.decode()
    assert f"Mit dem Konto von {colleague}, dessen Zugang Sie eingerichtet haben, wurde am" in page
    client.force_login(head)
    countersign(client, agreement)
    assert in_force(agreement)


@pytest.mark.parametrize(("days", "alone"), [(6, False), (8, True)])
def test_a_change_older_than_the_setting_needs_nobody_else(client, mayor, days, alone):
    draft = ready_draft()
    caseworker = caseworker_of(draft.commune)
    with time_machine.travel(timezone.now() - timedelta(days=days)):
        change_address(holder_of(draft), OWN, actor=StaffActor(caseworker))
    agreement = issued(draft)
    sign(mayor)
    client.force_login(caseworker)
    countersign(client, agreement)
    assert in_force(agreement) is alone


def test_the_number_of_days_is_a_setting(client, mayor, settings):
    settings.SIGNATORY_CHANGE_QUARANTINE_DAYS = 30
    draft = ready_draft()
    caseworker = caseworker_of(draft.commune)
    with time_machine.travel(timezone.now() - timedelta(days=20)):
        change_address(holder_of(draft), OWN, actor=StaffActor(caseworker))
    agreement = issued(draft)
    sign(mayor)
    client.force_login(caseworker)
    countersign(client, agreement)
    assert not in_force(agreement)


def test_waiting_after_the_signature_does_not_help(client, mayor):
    """What was young when the commune signed stays so."""
    draft = ready_draft()
    caseworker = caseworker_of(draft.commune)
    change_address(holder_of(draft), OWN, actor=StaffActor(caseworker))
    agreement = issued(draft)
    sign(mayor)
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        client.force_login(caseworker)
        countersign(client, agreement)
    assert not in_force(agreement)


def test_a_change_while_the_version_is_out_counts_however_long_ago(client, mayor, newest_link):
    agreement = issued()
    caseworker = caseworker_of(agreement.commune)
    newest_link()
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        change_address(holder_of(agreement), OWN, actor=StaffActor(caseworker))
        pre_agreement.resend_link(agreement, actor=StaffActor(caseworker))
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        sign(mayor)
        client.force_login(caseworker)
        countersign(client, agreement)
    assert not in_force(agreement)


def test_a_new_deputy_counts_and_so_does_whom_the_substitute_changed(client, mayor, head):
    draft = ready_draft()
    caseworker = caseworker_of(draft.commune)
    substitute = SubstitutionFactory(absent=caseworker).substitute
    SigningAuthorityFactory(user=substitute)
    client.force_login(substitute)
    address = reverse("office-holder-add", args=[draft.commune_id])
    deputy = {**values_of(holder_of(draft)), "office": "deputy", "deputy_rank": "1", "last_name": "Stellvertreterin"}
    assert client.post(address, {"token": token_of(client, address), **deputy, "email": OWN}).status_code == 302
    new = OfficeHolder.objects.get(office=Office.DEPUTY)
    actor = StaffActor(substitute, acting_for=caseworker)
    choose_signatory(draft, new, reason="Urlaub", order_reason="", actor=actor)
    draft.refresh_from_db()
    agreement = issued(draft)
    sign(mayor, new.full_name)
    countersign(client, agreement)
    assert not in_force(agreement)
    client.force_login(caseworker)
    countersign(client, agreement)
    assert in_force(agreement)


def test_deputies_who_have_no_part_in_it_do_not_count(client, mayor):
    draft = ready_draft()
    caseworker = caseworker_of(draft.commune)
    deputy = OfficeHolderFactory(commune=draft.commune, office="deputy", deputy_rank=1, last_name="Stellvertreterin")
    change_address(deputy, OWN, actor=StaffActor(caseworker))
    agreement = issued(draft)
    sign(mayor)
    client.force_login(caseworker)
    countersign(client, agreement)
    assert in_force(agreement)


def test_another_way_for_the_code_is_a_change_like_any_other(client, mayor, head):
    """The head, in the administration, lets the code go by telephone, and reads it out to somebody else."""
    draft = ready_draft(template_version=published_template(code_channel="letter"))
    admin = UserFactory(role=Role.ADMIN)
    client.force_login(admin)
    template = AgreementTemplate.objects.get(pk=draft.template_version.template_id)
    form = {"name": template.name, "kind": template.kind, "signature_level": template.signature_level}
    form |= {"code_channel": "mail", "link_days": "28", "active": "on"}
    address = reverse("admin:agreements_agreementtemplate_change", args=[template.pk])
    assert client.post(address, form).status_code == 302
    entry = JournalEntry.objects.get(kind="agreementtemplate.changed")
    assert (entry.key, entry.data, entry.actor_id) == (PORTAL, {"fields": ["code_channel"]}, str(admin.pk))
    User.objects.filter(pk=admin.pk).update(role=Role.HEAD)  # whatever role the person has by then
    SigningAuthorityFactory(user=admin)
    agreement = issued(PreAgreement.objects.get(pk=draft.pk))
    sign(mayor)
    page = client.get(f"/vereinbarungen/{agreement.reference}/").content.decode()
    assert "Weg des Codes oder Art der Unterzeichnung in der Vorlage, geändert von" in page
    countersign(client, agreement)
    assert not in_force(agreement)
    client.force_login(head)
    countersign(client, agreement)
    assert in_force(agreement)


def test_judged_under_the_lock_not_by_the_page(client, mayor, monkeypatch):
    """The change comes after the page and after the first look, while the file is being signed."""
    agreement = issued()
    caseworker = caseworker_of(agreement.commune)
    sign(mayor)
    agreement.refresh_from_db()
    document = finished_but_not_recorded(agreement, caseworker, monkeypatch)
    change_address(holder_of(agreement), OWN, actor=StaffActor(caseworker))
    with pytest.raises(TransitionRefusedError, match="zweite Person"):
        pre_agreement.countersign(agreement, actor=StaffActor(caseworker), document=document)
    assert not in_force(agreement)
    assert not Signature.objects.filter(version__agreement=agreement, party="lpr").exists()


def finished_but_not_recorded(agreement, caseworker, monkeypatch):
    """The countersigned document, as it is just before its transaction."""
    caught = []
    with monkeypatch.context() as patch:
        patch.setattr(pre_agreement, "countersign", lambda _row, *, document, **_rest: caught.append(document))
        version = agreement.current_version
        sign_for_lpr(agreement, actor=StaffActor(caseworker), version_id=version.pk, identified_at=timezone.now())
    return caught[0]


def test_a_page_that_is_older_than_the_newest_change_signs_nothing(client, mayor, head):
    agreement = issued()
    sign(mayor)
    client.force_login(head)
    page = client.get(f"/vereinbarungen/{agreement.reference}/gegenzeichnen/")
    known = page.context["form"].initial["changes"]
    change_address(holder_of(agreement), OWN, actor=StaffActor(caseworker_of(agreement.commune)))
    version = agreement.current_version
    form = {"version": version.pk, "changes": known, "password": PASSWORD}
    answer = client.post(f"/vereinbarungen/{agreement.reference}/gegenzeichnen/", form)
    assert answer.status_code == 409
    assert "Inzwischen hat sich geändert, wie die Kommune erreicht wird" in answer.content.decode()
    assert not in_force(agreement)
