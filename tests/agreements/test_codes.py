"""The second factor by telephone and by letter: passed on once, never with the link, nowhere written down (rule 3)."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from agreements.ceremony import codes
from agreements.ceremony.codes import CodeRefusedError
from agreements.models import AgreementTemplate, Ceremony, Invitation, PreAgreement, SigningCode
from agreements.transitions import pre_agreement
from communes.models import OfficeHolder
from core.journal import verify_chain
from core.models import JournalEntry, OutgoingMessage
from staff.actors import StaffActor
from staff.models import Role
from tests.agreements.ceremony_pages import Mayor
from tests.agreements.pdf_text import page_text
from tests.factories.ready_agreements import caseworker_of, issued, issued_with
from tests.factories.staff import SubstitutionFactory, UserFactory
from tests.races import at_once

pytestmark = pytest.mark.django_db

ADDRESS = "Stadt Musterstadt\nBürgermeisterin Erika Musterfrau\nMarkt 1\n08999 Musterstadt"


def issued_by(channel: str) -> PreAgreement:
    return issued_with(code_channel=channel)


@pytest.fixture
def mayor(newest_link, newest_code) -> Mayor:
    return Mayor(newest_link, newest_code)


@pytest.fixture
def by_phone(client) -> PreAgreement:
    """The code is read out; the caseworker is signed in."""
    agreement = issued_by("phone")
    client.force_login(caseworker_of(agreement.commune))
    return agreement


@pytest.fixture
def by_letter(client) -> PreAgreement:
    """The code comes by post; the caseworker is signed in."""
    agreement = issued_by("letter")
    client.force_login(caseworker_of(agreement.commune))
    return agreement


def code_page(agreement: PreAgreement) -> str:
    return f"/vereinbarungen/{agreement.reference}/code/"


def read_out(client: Client, agreement: PreAgreement) -> str:
    """Press the button and hear the code."""
    page = client.post(code_page(agreement)).content.decode()
    found = re.search(r'class="spoken-code">(\d{3}) (\d{3})<', page)
    assert found
    return found.group(1) + found.group(2)


def text_of_letter(client: Client, agreement: PreAgreement) -> str:
    answer = client.post(code_page(agreement), {"address": ADDRESS})
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 1
        with pdf.open_metadata() as metadata:
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        return page_text(pdf.pages[0])


def code_in(letter: str) -> str:
    found = re.search(r"\b[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}\b", letter)
    assert found
    return found.group()


def everything_written_down(client: Client, agreement: PreAgreement) -> str:
    """What staff, mails and the journal show afterwards."""
    pages = [agreement.get_absolute_url(), f"{agreement.get_absolute_url()}e-mails/", "/arbeit/", code_page(agreement)]
    seen = [client.get(page).content.decode() for page in pages]
    entries = [f"{entry.data} {getattr(entry, 'free_text', '')}" for entry in JournalEntry.objects.all()]
    rows = [str(row) for row in [*OutgoingMessage.objects.values(), *SigningCode.objects.values()]]
    return "\n".join([*seen, *entries, *rows, *(message.body for message in mail.outbox)])


def test_a_code_that_is_read_out_opens_the_mayors_link(client, mayor, by_phone):
    mayor.open_link()
    code = read_out(client, by_phone)
    assert mayor.give_code(code).url == "/unterzeichnen/lesen/"
    assert Ceremony.objects.get().identified_by == "phone"
    assert "Code vorlesen" in client.get(by_phone.get_absolute_url()).content.decode()


def test_a_code_that_is_read_out_is_shown_once_and_written_down_nowhere(client, mayor, by_phone, run_tasks):
    code = read_out(client, by_phone)
    run_tasks()
    found = everything_written_down(client, by_phone)
    assert code not in found
    assert f"{code[:3]} {code[3:]}" not in found
    entry = JournalEntry.objects.get(kind="preagreement.code_read_out")
    assert entry.actor_id == str(caseworker_of(by_phone.commune).pk)
    assert entry.data == {"invitation": Invitation.objects.get().pk}
    assert "no-store" in client.post(code_page(by_phone))["Cache-Control"]


def test_reading_out_another_code_kills_the_former(client, mayor, by_phone):
    mayor.open_link()
    former, newer = read_out(client, by_phone), read_out(client, by_phone)
    while former == newer:
        newer = read_out(client, by_phone)
    assert mayor.give_code(former).status_code == 422
    assert mayor.give_code(newer).status_code == 302


def test_a_code_that_was_read_out_holds_ten_minutes_and_five_tries(client, mayor, by_phone):
    mayor.open_link()
    code = read_out(client, by_phone)
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=True):
        page = mayor.give_code(code).content.decode()
        assert "er gilt zehn Minuten. Bitte lassen Sie sich am Telefon einen neuen Code vorlesen" in page
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _try in range(5):
        mayor.give_code(wrong)
    assert "fünfmal falsch" in mayor.give_code(code).content.decode()


def test_the_mayor_asks_for_a_call_and_the_office_hears_it_once(client, mayor, by_phone, run_tasks):
    page = mayor.open_link().content.decode()
    assert "Bitte rufen Sie mich an" in page
    assert OfficeHolder.objects.get().phone not in page, "who has the link does not learn the number"
    for _click in range(2):
        answer = mayor.post("/unterzeichnen/anruf/", follow=True).content.decode()
        assert "Wir rufen Sie an" in answer
    run_tasks()
    told = [message for message in mail.outbox if "bitte anrufen" in message.subject]
    assert [message.to for message in told] == [[caseworker_of(by_phone.commune).email]]
    assert "/unterzeichnen/link/" not in told[0].body
    assert "Bittet um einen Anruf" in client.get(by_phone.get_absolute_url()).content.decode()
    read_out(client, by_phone)
    assert "Bittet um einen Anruf" not in client.get(by_phone.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("channel", "hint"), [("phone", "am Telefon vorgelesen"), ("letter", "mit der Post")])
def test_no_code_goes_by_mail_where_it_comes_another_way(mayor, channel, hint):
    issued_by(channel)
    mayor.open_link()
    answer = mayor.post("/unterzeichnen/code/anfordern/")
    assert answer.status_code == 409
    assert hint in answer.content.decode()
    assert not SigningCode.objects.exists()
    assert not OutgoingMessage.objects.filter(kind="agreements.code").exists()


def test_nobody_calls_where_the_code_comes_by_mail(mayor):
    issued()
    mayor.open_link()
    answer = mayor.post("/unterzeichnen/anruf/")
    assert answer.status_code == 409
    assert Invitation.objects.get().call_requested_at is None


def test_a_letter_carries_a_code_for_two_weeks(client, mayor, by_letter):
    letter = text_of_letter(client, by_letter)
    code = code_in(letter)
    for line in ADDRESS.splitlines():
        assert line in letter
    assert "Sehr geehrte Frau Bürgermeisterin Musterfrau," in letter
    with time_machine.travel(timezone.now() + timedelta(days=13, hours=23), tick=True):
        mayor.open_link()
        assert mayor.give_code(code.lower().replace("-", " ")).url == "/unterzeichnen/lesen/"
    assert Ceremony.objects.get().identified_by == "letter"


def test_a_letter_that_lay_too_long_says_so(client, mayor, by_letter):
    code = code_in(text_of_letter(client, by_letter))
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1), tick=True):
        mayor.open_link()
        page = mayor.give_code(code).content.decode()
    assert "er gilt 14 Tage" in page
    assert "neuen Brief" in page


def test_a_letters_code_and_address_are_written_down_nowhere(client, mayor, by_letter, run_tasks):
    code = code_in(text_of_letter(client, by_letter))
    run_tasks()
    found = everything_written_down(client, by_letter)
    assert code not in found
    assert code.replace("-", "") not in found
    assert "Markt 1" not in found
    assert JournalEntry.objects.get(kind="preagreement.code_letter").data == {"invitation": Invitation.objects.get().pk}


def test_a_letter_that_cannot_be_set_leaves_the_former_code_alive(client, mayor, by_letter):
    code = code_in(text_of_letter(client, by_letter))
    refused = client.post(code_page(by_letter), {"address": ADDRESS.replace("Markt", "市場")})
    assert refused.status_code == 422
    assert "市場 1" in refused.content.decode()
    mayor.open_link()
    assert mayor.give_code(code).status_code == 302


@pytest.mark.parametrize("address", ["", "Stadt Musterstadt\nErika Musterfrau", "\n".join(["Zeile"] * 7), "x" * 61])
def test_an_address_that_does_not_fit_the_window_makes_no_code(client, by_letter, address):
    assert client.post(code_page(by_letter), {"address": address}).status_code == 422
    assert not SigningCode.objects.exists()


def test_the_mayors_page_fits_the_channel(client, mayor, by_letter):
    page = mayor.open_link().content.decode()
    assert "in dem Brief" in page
    assert 'autocapitalize="characters"' in page
    assert 'inputmode="text"' in page
    assert "Code anfordern" not in page


def test_the_mail_with_the_link_says_how_the_code_comes(by_phone, run_tasks):
    run_tasks()
    assert "am Telefon vor" in mail.outbox[-1].body
    issued_by("letter")
    run_tasks()
    assert "mit der Post" in mail.outbox[-1].body


def test_the_channel_stays_with_the_invitation_when_the_template_changes(client, mayor, by_phone):
    AgreementTemplate.objects.update(code_channel="mail")
    mayor.open_link()
    assert mayor.post("/unterzeichnen/code/anfordern/").status_code == 409
    assert mayor.give_code(read_out(client, by_phone)).status_code == 302


def test_a_substitute_reads_out_and_a_colleague_does_not(by_phone):
    responsible = caseworker_of(by_phone.commune)
    substitute = SubstitutionFactory(absent=responsible).substitute
    standing_in, other = Client(), Client()
    standing_in.force_login(substitute)
    read_out(standing_in, by_phone)
    assert JournalEntry.objects.get(kind="preagreement.code_read_out").acted_for_id == str(responsible.pk)
    other.force_login(UserFactory(role=Role.CASEWORKER))
    assert other.post(code_page(by_phone)).status_code == 302
    assert SigningCode.objects.count() == 1


def test_no_code_for_who_is_not_in_office_or_without_a_working_link(client, by_phone):
    yesterday = timezone.localdate() - timedelta(days=1)
    OfficeHolder.objects.update(valid_until=yesterday)
    answer = client.post(code_page(by_phone), follow=True)
    assert "heute nicht im Amt" in answer.content.decode()
    OfficeHolder.objects.update(valid_until=None)
    pre_agreement.withdraw(by_phone, actor=StaffActor(caseworker_of(by_phone.commune)), reason="Versehen")
    assert client.post(code_page(by_phone)).status_code == 302
    assert not SigningCode.objects.exists()


def test_a_new_link_kills_the_code_of_the_former(client, newest_link, newest_code, by_phone):
    code = read_out(client, by_phone)
    client.post(f"/vereinbarungen/{by_phone.reference}/link/")
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    assert mayor.give_code(code).status_code == 422


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_at_once_read_out_and_one_code_counts_once(mayor, by_phone):
    mayor.open_link()
    actor, made = StaffActor(caseworker_of(by_phone.commune)), list[str]()
    assert at_once(lambda: made.append(codes.read_out(by_phone, actor=actor)[0])) == []
    newest = SigningCode.objects.order_by("-pk").first()
    assert newest is not None
    counting = {code for code in made if newest.is_right(code)}
    assert len(counting) == 1
    code, ceremony = counting.pop(), Ceremony.objects.get()
    refused = at_once(lambda: codes.give_code(Ceremony.objects.get(pk=ceremony.pk), code), refusal=CodeRefusedError)
    assert len(refused) == 7
    assert all("wurde schon benutzt" in message for message in refused)
    assert JournalEntry.objects.filter(kind="preagreement.opened").count() == 1
    verify_chain(by_phone.commune_id)
