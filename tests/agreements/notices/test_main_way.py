"""A notice of change from the agreement's page to what holds: recorded, confirmed by link, in text form to both."""

import json

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from agreements.models import ChangeNotice
from agreements.models.terms import terms_on, terms_today
from core.journal import Visibility, verify_chain
from core.models import JournalEntry
from tests.agreements.ceremony_pages import settled
from tests.agreements.notices.conftest import ANSWER, REFUSE
from tests.factories.communes import TopicFactory
from tests.factories.facts import ContactFactory
from tests.factories.notices import agreement_in_force, later
from tests.factories.ready_agreements import caseworker_of
from tests.strict_templates import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def nora(agreement):
    return ContactFactory(
        commune=agreement.commune,
        salutation="female",
        first_name="Nora",
        last_name="Neumuster",
        email="praevention@musterstadt.example",
        phone="03721 555 0199",
    )


def form_of(desk, agreement, **changes):
    """What the page's form holds, with ``changes``."""
    shown = desk.get(f"{agreement.get_absolute_url()}mitteilen/").context["form"]
    values = {
        "topics": [topic.pk for topic in shown.held],
        "contact": "",
        "effective_on": timezone.localdate().isoformat(),
        "origin": "phone",
        "remark": "Anruf des Hauptamts am 30.11.2026",
        "token": shown.fields["token"].initial,
    }
    return {**values, **changes}


def send(desk, agreement, **changes):
    return desk.post(f"{agreement.get_absolute_url()}mitteilen/", form_of(desk, agreement, **changes))


def test_topics_and_contact_from_the_agreements_page_to_what_holds(desk, agreement, nora, newest_link, run_tasks):
    assert "Änderungsmitteilung erfassen" in page(desk, agreement.get_absolute_url())
    assert "Olaf Ordnungsmuster" in page(desk, f"{agreement.get_absolute_url()}mitteilen/")
    topic = TopicFactory(name="Zivilcourage")
    answer = send(desk, agreement, topics=[topic.pk], contact=nora.pk)
    notice = ChangeNotice.objects.get()
    assert answer.url == notice.get_absolute_url()
    assert notice.reference == f"{agreement.reference}-M1"
    shown = page(desk, notice.get_absolute_url())
    for part in ("Zur Bestätigung bei der Kommune", "Nora Neumuster", "Olaf Ordnungsmuster", "Zivilcourage"):
        assert part in shown
    assert "Zivilcourage" not in [topic.name for topic in terms_today(agreement).topics.all()], "not confirmed yet"

    mayor = Client()
    opened = mayor.get(newest_link(), follow=True)
    assert opened.redirect_chain == [(ANSWER, 302)]
    text = opened.content.decode()
    for part in ("Sehr geehrte Frau Bürgermeisterin", "Zivilcourage", "Nora Neumuster", "am Telefon (Anruf des"):
        assert part in text
    assert ChangeNotice.objects.get().status == "open", "looking at it changes nothing"
    assert mayor.post(ANSWER, {"shown": notice.content_sha256}).url == ANSWER
    done = mayor.get(ANSWER)
    assert (done.status_code, "die Änderung ist bestätigt" in done.content.decode()) == (410, True)

    notice.refresh_from_db()
    assert (notice.status, notice.confirmed_name) == ("confirmed", notice.holder.full_name)
    assert notice.confirmed_address == "b…@musterstadt.example"
    terms = terms_today(agreement)
    assert [topic.name for topic in terms.topics.all()] == ["Zivilcourage"]
    assert terms.contact == ("Nora Neumuster", "praevention@musterstadt.example", "03721 555 0199")
    before = terms_on(agreement, later(-1))
    assert before.contact_name == "Olaf Ordnungsmuster", "key dates before keep the truth"

    today = f"{timezone.localdate():%d.%m.%Y}"
    shown = page(desk, agreement.get_absolute_url())
    assert shown.count(f"seit {today} durch Änderungsmitteilung M1") == 2
    assert "Änderungsmitteilung M1 von der Kommune bestätigt" in shown
    shown = page(desk, agreement.commune.get_absolute_url())
    assert "Zivilcourage" in shown
    assert notice.get_absolute_url() in page(desk, f"{agreement.commune.get_absolute_url()}verlauf/")
    verify_chain(agreement.commune_id)


def test_both_sides_get_the_wording_in_text_form_with_its_pdf(desk, agreement, nora, newest_link, run_tasks):
    send(desk, agreement, contact=nora.pk)
    notice = ChangeNotice.objects.get()
    mayor = Client()
    mayor.get(newest_link())
    mayor.post(ANSWER, {"shown": notice.content_sha256})
    mail.outbox.clear()
    run_tasks()
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(
        [notice.recipient, caseworker_of(agreement.commune).email]
    )
    notice.refresh_from_db()
    for sent in mail.outbox:
        for part in ("Nora Neumuster", "bisher Olaf Ordnungsmuster", notice.content_sha256, "in Textform"):
            assert part in sent.body
        (attached,) = sent.attachments
        assert attached[0] == f"{notice.reference}.pdf"
        assert attached[1].startswith(b"%PDF-1.7")
    assert desk.get(f"{notice.get_absolute_url().rstrip('/')}.pdf").content == attached[1]


def test_the_journal_tells_each_step_and_no_name(desk, agreement, nora, newest_link):
    send(desk, agreement, contact=nora.pk)
    notice = ChangeNotice.objects.get()
    mayor = Client()
    mayor.get(newest_link())
    mayor.post(ANSWER, {"shown": notice.content_sha256})
    entries = list(JournalEntry.objects.filter(subject_type="agreements.changenotice").order_by("pk"))
    assert [entry.kind for entry in entries] == ["changenotice.record", "changenotice.confirm"]
    assert [entry.actor_kind for entry in entries] == ["staff", "signatory"]
    assert entries[1].visibility == Visibility.COMMUNE
    notice.refresh_from_db()
    assert notice.file is not None
    assert entries[1].data["file"] == notice.file.sha256
    told = json.dumps([entry.data for entry in entries])
    assert not any(part in told for part in ("Nora", "Olaf", "@", "03721", "Hauptamt"))


def test_the_commune_says_what_is_wrong_and_the_office_is_told(desk, agreement, nora, newest_link, run_tasks):
    send(desk, agreement, contact=nora.pk)
    notice = ChangeNotice.objects.get()
    mayor = Client()
    mayor.get(newest_link())
    empty = mayor.post(REFUSE, {"shown": notice.content_sha256, "reason": " "})
    assert settled(mayor, empty).status_code == 422
    outdated = settled(mayor, mayor.post(REFUSE, {"reason": "Sie heißt anders."}))
    assert outdated.status_code == 409, "a page that shows nothing"
    assert "Sie heißt anders." in outdated.content.decode()
    answer = mayor.post(REFUSE, {"shown": notice.content_sha256, "reason": "Sie heißt anders."})
    assert answer.url == ANSWER
    assert "Ihre Antwort ist angekommen" in mayor.get(ANSWER).content.decode()
    notice.refresh_from_db()
    assert (notice.status, notice.file) == ("refused", None)
    assert terms_today(agreement).contact_name == "Olaf Ordnungsmuster"
    mail.outbox.clear()
    run_tasks()
    told = sorted(address for sent in mail.outbox for address in sent.to)
    assert told == sorted([caseworker_of(agreement.commune).email, "buergermeisterin@musterstadt.example"])
    assert "Sie heißt anders." in page(desk, notice.get_absolute_url())
    assert "Sie heißt anders." in page(desk, agreement.get_absolute_url())
    assert send(desk, agreement, contact=nora.pk).status_code == 302, "it can be told again"
    assert ChangeNotice.objects.count() == 2


def test_a_caseworker_takes_it_back(desk, agreement, nora, newest_link, run_tasks):
    send(desk, agreement, contact=nora.pk)
    notice = ChangeNotice.objects.get()
    mayor = Client()
    mayor.get(newest_link())
    url = f"{notice.get_absolute_url()}zurueckziehen/"
    assert desk.post(url, {"reason": ""}).status_code == 422
    assert desk.post(url, {"reason": "Doch nicht."}).url == notice.get_absolute_url()
    late = settled(mayor, mayor.post(ANSWER, {"shown": notice.content_sha256}))
    assert (late.status_code, "wurde zurückgezogen" in late.content.decode()) == (410, True)
    mail.outbox.clear()
    run_tasks()
    assert [sent.to for sent in mail.outbox] == [[notice.recipient]]
    assert desk.post(url, {"reason": "Noch einmal."}).status_code == 409
    assert JournalEntry.objects.filter(kind="changenotice.withdraw").count() == 1


def test_before_the_agreement_begins_it_can_be_told_for_its_first_day(desk, client):
    first = later(30)
    agreement = agreement_in_force(term_from=first)
    client.force_login(caseworker_of(agreement.commune))
    contact = ContactFactory(commune=agreement.commune, last_name="Neumuster", email="neu@musterstadt.example")
    early = send(client, agreement, contact=contact.pk)
    assert early.status_code == 422
    assert f"gilt erst ab dem {first:%d.%m.%Y}" in early.content.decode()
    assert send(client, agreement, contact=contact.pk, effective_on=first.isoformat()).status_code == 302
