"""Before signing, the mayor asks, wants a change or declines: the office learns of it once, the Verlauf keeps it."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import InternalError, transaction
from django.test import Client
from django.utils import timezone

from agreements.ceremony import ceremonies, questions
from agreements.drafting import issuing
from agreements.models import Ceremony, Invitation, PreAgreement, Question, Signature
from agreements.transitions import pre_agreement
from communes.models import OfficeHolder
from core.journal import Visibility, verify_chain
from core.models import JournalEntry, JournalText, OutgoingMessage
from core.transitions import TransitionRefusedError
from staff.actors import StaffActor
from tests.agreements.ceremony_pages import Mayor
from tests.factories.ready_agreements import caseworker_of, issued
from tests.factories.staff import SubstitutionFactory, UserFactory
from tests.races import at_once

pytestmark = pytest.mark.django_db

TEXT = "Gilt § 3 auch für die Ortsteile?\nBitte mit Beispiel."
QUOTED = "\n> Gilt § 3 auch für die Ortsteile?\n> Bitte mit Beispiel.\n"
ASK, CHANGE = "/unterzeichnen/frage/", "/unterzeichnen/aenderung/"


@pytest.fixture
def agreement() -> PreAgreement:
    return issued()


@pytest.fixture
def mayor(newest_link, newest_code, agreement) -> Mayor:
    """Has given the code."""
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    mayor.identify()
    return mayor


@pytest.fixture
def office(client, agreement) -> Client:
    """The responsible caseworker's browser."""
    client.force_login(caseworker_of(agreement.commune))
    return client


def answer_page(question: Question) -> str:
    return f"{question.agreement.get_absolute_url()}fragen/{question.pk}/"


def test_a_question_goes_to_the_caseworker_and_into_the_verlauf(mayor, office, agreement, run_tasks):
    assert mayor.say(ASK, text=TEXT).url == ASK
    assert "Ihre Frage ist angekommen" in mayor.client.get(ASK).content.decode()
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.ISSUED
    entry = JournalEntry.objects.get(kind="preagreement.question")
    assert entry.free_text.text == TEXT
    assert entry.visibility == Visibility.COMMUNE
    assert "Ortsteile" not in str(entry.data)
    run_tasks()
    assert mail.outbox[-1].to == [caseworker_of(agreement.commune).email]
    assert mail.outbox[-2].to == [Invitation.objects.get().recipient]
    assert "haben Ihre Frage" in mail.outbox[-2].body
    for message in mail.outbox[-2:]:
        assert QUOTED in message.body
    page = office.get(agreement.get_absolute_url()).content.decode()
    assert "wartet auf uns" in page
    assert "Frage beantworten" in office.get("/arbeit/").content.decode()


def test_the_answer_goes_by_mail_with_a_link_of_its_own_and_the_former_works_on(
    mayor, office, agreement, newest_link, run_tasks
):
    link = newest_link()
    mayor.say(ASK, text=TEXT)
    question = Question.objects.get()
    assert office.post(answer_page(question), {"text": "Ja, für alle Ortsteile."}).url == agreement.get_absolute_url()
    run_tasks()
    sent = mail.outbox[-1]
    assert sent.to == [Invitation.objects.get().recipient]
    assert "Ja, für alle Ortsteile." in sent.body
    assert QUOTED in sent.body
    assert newest_link() != link
    assert newest_link() in sent.body
    for path in (link, newest_link()):
        assert Client().get(path, follow=True).status_code == 200
    assert "Ja, für alle Ortsteile." in mayor.client.get(ASK).content.decode()
    assert "Frage beantworten" not in office.get("/arbeit/").content.decode()
    assert JournalEntry.objects.get(kind="preagreement.answer").free_text.text == "Ja, für alle Ortsteile."
    verify_chain(agreement.commune_id)


def test_the_mayor_who_reads_meanwhile_signs_after_the_answer(mayor, office, agreement, timestamp_authority, run_tasks):
    mayor.say(ASK, text=TEXT)
    office.post(answer_page(Question.objects.get()), {"text": "Ja."})
    run_tasks()
    assert mayor.sign_typed("Erika Musterfrau").url == "/unterzeichnen/beleg/"


def test_an_answer_brings_no_link_to_another_address_than_the_invitations(mayor, office, newest_link, run_tasks):
    link = newest_link()
    mayor.say(ASK, text=TEXT)
    OfficeHolder.objects.update(email="neu@musterstadt.example")
    office.post(answer_page(Question.objects.get()), {"text": "Ja."})
    run_tasks()
    assert mail.outbox[-1].to == ["neu@musterstadt.example"]
    assert "/unterzeichnen/link/" not in mail.outbox[-1].body
    assert "bitte weiter den Link aus unserer früheren E-Mail" in mail.outbox[-1].body
    assert newest_link() == link


def test_an_answer_after_the_signature_brings_no_link(mayor, office, timestamp_authority, run_tasks):
    mayor.say(ASK, text=TEXT)
    mayor.sign_typed("Erika Musterfrau")
    office.post(answer_page(Question.objects.get()), {"text": "Ja."})
    run_tasks()
    assert "Ja." in mail.outbox[-1].body
    assert "Link" not in mail.outbox[-1].body


def test_a_wish_for_another_text_is_confirmed_to_who_had_it(mayor, agreement, run_tasks):
    mayor.say(CHANGE, text=TEXT)
    run_tasks()
    assert mail.outbox[-2].to == [Invitation.objects.get().recipient]
    assert "Änderungswunsch" in mail.outbox[-2].subject
    assert QUOTED in mail.outbox[-2].body


def test_words_that_were_erased_by_law_stand_in_no_mail(mayor, run_tasks):
    mayor.say(CHANGE, text=TEXT)
    JournalText.objects.update(text="", salt="")
    run_tasks()
    assert "Änderungswunsch" in mail.outbox[-2].subject
    assert "Ortsteile" not in mail.outbox[-2].body
    assert ">" not in mail.outbox[-2].body


def test_a_question_that_is_sent_twice_is_asked_once(mayor):
    for _click in range(2):
        mayor.say(ASK, text=TEXT)
    mayor.say(ASK, text=TEXT.replace("\n", "\r\n") + "  ")
    assert Question.objects.count() == 1
    assert OutgoingMessage.objects.filter(kind="agreements.question").count() == 1
    mayor.say(ASK, text="Noch eine andere Frage")
    assert Question.objects.count() == 2


def test_an_answer_is_given_once_and_stays(mayor, office):
    mayor.say(ASK, text=TEXT)
    question = Question.objects.get()
    office.post(answer_page(question), {"text": "Ja."})
    second = office.post(answer_page(question), {"text": "Nein."}, follow=True)
    assert "schon beantwortet" in second.content.decode()
    question.refresh_from_db()
    assert question.answer == "Ja."
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        Question.objects.update(answer="Nein.")


def test_nothing_that_was_typed_is_lost(mayor, office, agreement):
    assert mayor.say(ASK, text="").status_code == 422
    too_long = mayor.say(ASK, text="Warum? " * 400)
    assert too_long.status_code == 422
    assert "Warum? Warum?" in too_long.content.decode()
    assert mayor.say(CHANGE, text=" ").status_code == 422
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.ISSUED


def test_asking_and_wishing_need_the_code(newest_link, newest_code, agreement):
    mayor = Mayor(newest_link, newest_code)
    mayor.open_link()
    for path in (ASK, CHANGE):
        assert mayor.say(path, text="Wer bin ich?").url == "/unterzeichnen/"
    assert not Question.objects.exists()


def test_a_substitute_answers_and_a_colleague_does_not(mayor, agreement):
    mayor.say(ASK, text=TEXT)
    question = Question.objects.get()
    colleague, substitute = Client(), Client()
    colleague.force_login(UserFactory())
    assert colleague.post(answer_page(question), {"text": "Nein."}).status_code == 302
    question.refresh_from_db()
    assert question.answered_at is None
    responsible = caseworker_of(agreement.commune)
    substitute.force_login(SubstitutionFactory(absent=responsible).substitute)
    substitute.post(answer_page(question), {"text": "Ja."})
    assert JournalEntry.objects.get(kind="preagreement.answer").acted_for_id == str(responsible.pk)


def test_a_question_about_a_withdrawn_agreement_waits_for_nobody(mayor, office, agreement):
    mayor.say(ASK, text=TEXT)
    pre_agreement.withdraw(agreement, actor=StaffActor(caseworker_of(agreement.commune)), reason="Versehen")
    assert not Question.objects.waiting().exists()
    assert mayor.say(ASK, text="Und jetzt?").status_code == 410


def test_a_wish_brings_the_draft_back_with_the_wish_in_sight(mayor, office, agreement, run_tasks):
    wish = "In § 4 bitte den Bauhof nennen."
    answer = mayor.say(CHANGE, text=wish, follow=True)
    assert answer.status_code == 410
    assert "Ihr Änderungswunsch ist angekommen" in answer.content.decode()
    agreement.refresh_from_db()
    assert agreement.status == PreAgreement.Status.DRAFT
    assert Invitation.objects.get().state == Invitation.State.CHANGE
    entry = JournalEntry.objects.get(kind="preagreement.request_change")
    assert (entry.free_text.text, entry.visibility) == (wish, Visibility.COMMUNE)
    run_tasks()
    assert mail.outbox[-1].to == [caseworker_of(agreement.commune).email]
    page = office.get(agreement.get_absolute_url()).content.decode()
    assert page.count(wish) == 2, "above the draft and in the Verlauf"
    assert "Entwurf bearbeiten" in page
    assert "Änderungswunsch der Kommune prüfen" in office.get("/arbeit/").content.decode()


def test_a_wish_that_is_sent_twice_counts_once(mayor, agreement):
    for _click in range(2):
        answer = mayor.say(CHANGE, text="Bitte § 4 ändern.", follow=True)
        assert "Ihr Änderungswunsch ist angekommen" in answer.content.decode()
    assert JournalEntry.objects.filter(kind="preagreement.request_change").count() == 1


def test_after_a_wish_the_old_version_is_not_signed_any_more(mayor, agreement):
    mayor.say(CHANGE, text="Bitte § 4 ändern.")
    assert mayor.client.get("/unterzeichnen/unterschrift/").status_code == 410
    assert not Signature.objects.exists()


def test_after_a_wish_the_new_version_says_what_changed(mayor, office, agreement, newest_link, newest_code):
    mayor.say(CHANGE, text="Bitte eine andere Ansprechperson.")
    PreAgreement.objects.update(contact_name="Nora Neumuster")
    agreement.refresh_from_db()
    issuing.issue(agreement, actor=StaffActor(caseworker_of(agreement.commune)), revision=agreement.revision)
    page = mayor.client.get("/unterzeichnen/")
    assert page.status_code == 409
    assert "Nora Neumuster" in page.content.decode()
    assert "Bitte eine andere Ansprechperson." not in office.get("/arbeit/").content.decode()
    second = Mayor(newest_link, newest_code)
    assert second.open_link().status_code == 200


def test_a_declined_link_says_so_also_after_the_draft_is_open_again(mayor, agreement):
    mayor.say("/unterzeichnen/ablehnen/", reason="Der Rat ist dagegen.")
    agreement.refresh_from_db()
    pre_agreement.reopen(agreement, actor=StaffActor(caseworker_of(agreement.commune)))
    assert "Ihre Ablehnung ist angekommen" in mayor.client.get("/unterzeichnen/").content.decode()


def test_asking_after_the_link_has_expired_is_refused(mayor, agreement):
    Invitation.objects.update(expires_at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=True):
        assert mayor.say(ASK, text=TEXT).status_code == 410
    with pytest.raises(TransitionRefusedError, match="abgelaufen"):
        questions.ask(Ceremony.objects.get(), TEXT)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_at_once_ask_one_question_and_send_back_once(mayor, agreement):
    ceremony = Ceremony.objects.get()
    assert at_once(lambda: questions.ask(Ceremony.objects.get(pk=ceremony.pk), TEXT)) == []
    assert Question.objects.count() == 1
    actor, question = StaffActor(caseworker_of(agreement.commune)), Question.objects.get()
    assert len(at_once(lambda: questions.answer(question, "Ja.", actor=actor))) == 7
    assert OutgoingMessage.objects.filter(kind="agreements.answer").count() == 1
    refused = at_once(lambda: ceremonies.request_change(Ceremony.objects.get(pk=ceremony.pk), "Bitte ändern."))
    assert len(refused) == 7
    assert JournalEntry.objects.filter(kind="preagreement.request_change").count() == 1
    verify_chain(agreement.commune_id)
