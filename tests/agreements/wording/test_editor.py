"""Writing an edition in the portal: nothing typed is lost, nothing wrong is taken."""

import hashlib
import re
from dataclasses import asdict

import pytest
from django.test import Client
from django.urls import reverse

from agreements.models import TemplateSection, TemplateVersion
from agreements.models.agreement_text import numbers_of
from agreements.policies.edition_content import Content, SectionContent, content_of
from agreements.text.editor.comparing import compare
from core.models import JournalEntry
from staff.models import User
from tests.agreements.test_queries import queries
from tests.factories.agreements import AgreementTemplateFactory, TemplateVersionFactory
from tests.factories.editions import administrator, begun, stored, waiting, with_words
from tests.factories.ready_agreements import published_template
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form(version: TemplateVersion, **changes: str) -> dict[str, str]:
    """What the browser sends of the edit page, with changes."""
    content = content_of(version)
    count = str(len(content.sections))
    sent = {"title": content.title, "token": str(version.revision)}
    sent |= {"abschnitt-TOTAL_FORMS": count, "abschnitt-INITIAL_FORMS": count}
    for number, section in enumerate(content.sections):
        sent |= {f"abschnitt-{number}-{name}": value for name, value in asdict(section).items()}
    return sent | changes


def address(version: TemplateVersion, page: str = "edition-edit") -> str:
    return reverse(page, args=[version.pk])


def text_of(response: object) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())  # type: ignore[attr-defined]  # of the test client's answer


def test_a_new_edition_begins_with_the_words_that_hold(admin_account):
    current = published_template()
    answer = browser(admin_account).post(reverse("edition-begin", args=[current.template_id]))
    draft = TemplateVersion.objects.get(published_at=None)
    assert answer["Location"] == address(draft)
    assert content_of(draft) == content_of(current)
    assert draft.writers == [admin_account]
    assert draft.state == "draft"
    entry = JournalEntry.objects.get(kind="templateversion.created")
    assert entry.data == {"template": current.template_id, "number": draft.number, "from": current.number}


def test_begun_twice_it_is_one_edition(admin_account):
    client, begin = browser(admin_account), reverse("edition-begin", args=[published_template().template_id])
    client.post(begin)
    again = client.post(begin)
    assert TemplateVersion.objects.filter(published_at=None).count() == 1
    assert again["Location"] == TemplateVersion.objects.get(published_at=None).get_absolute_url()


def test_a_template_without_a_text_gets_its_first_one(admin_account):
    template = AgreementTemplateFactory(name="Ganz neu")
    client = browser(admin_account)
    client.post(reverse("edition-begin", args=[template.pk]))
    draft = TemplateVersion.objects.get(template=template)
    assert client.get(address(draft)).status_code == 200
    first = {"abschnitt-TOTAL_FORMS": "1", "abschnitt-0-heading": "Zweck", "abschnitt-0-body": "Die $kommune."}
    assert client.post(address(draft), form(draft) | first).status_code == 302
    assert [(each.heading, each.body) for each in content_of(draft).sections] == [("Zweck", "Die $kommune.")]


def test_changed_words_are_saved_once_however_often_they_are_sent(admin_account):
    draft = begun(admin_account)
    sent = form(draft, **{"abschnitt-0-body": "Neu für die $kommune.\r\n\r\nZweiter Absatz."})
    client = browser(admin_account)
    assert [client.post(address(draft), sent).status_code for _ in range(2)] == [302, 302]
    assert content_of(stored(draft)).sections[0].body == "Neu für die $kommune.\n\nZweiter Absatz."
    assert stored(draft).revision == 2
    assert JournalEntry.objects.filter(kind="templateversion.changed").count() == 1


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Es unterzeichnet $komune.", "Meinten Sie $kommune?"),
        ("Es unterzeichnet $buergermeisterr.", "Den Platzhalter $buergermeisterr gibt es in dieser Vorlage nicht."),
        ("Es heißt ${kommune.", "kein vollständiger Platzhalter"),
        ("Es kostet 5 $.", "ohne Namen dahinter"),
    ],
)
def test_a_wrong_placeholder_is_refused_at_its_field(admin_account, body, told):
    draft = begun(admin_account)
    answer = browser(admin_account).post(address(draft), form(draft, **{"abschnitt-2-body": body}))
    assert answer.status_code == 422
    assert told in answer.context["sections"][2].errors["body"][0]
    source = answer.content.decode()
    assert 'href="#id_abschnitt-2-body"' in source
    assert body in source, "what was typed stays"
    assert stored(draft).revision == 1


def test_a_placeholder_in_a_heading_is_refused(admin_account):
    draft = begun(admin_account)
    wrong = {"title": "Vereinbarung mit $kommune", "abschnitt-0-heading": "Zweck der $kommune"}
    answer = browser(admin_account).post(address(draft), form(draft, **wrong))
    assert answer.status_code == 422
    assert answer.context["form"].errors["title"] == answer.context["sections"][0].errors["heading"]


def test_somebody_elses_newer_change_is_told_and_nothing_is_lost(admin_account, head):
    draft = begun(admin_account)
    mine = form(draft, **{"abschnitt-1-body": "Meine Themen: $themen."})
    with_words(draft, "Der Gegenstand der anderen Person.", head)
    client = browser(admin_account)
    answer = client.post(address(draft), mine)
    assert answer.status_code == 409
    said = text_of(answer)
    assert "Lena Leitmuster hat diese Angaben inzwischen geändert" in said
    assert "steht unten unter „Vom gespeicherten Stand zu Ihren Eingaben“" in said
    assert "nicht in diesem Formular" not in said, "it is in the sections, which the form shows"
    assert "Der Gegenstand der anderen Person." in said
    assert "Meine Themen: $themen." in said
    assert content_of(stored(draft)).sections[0].body == "Der Gegenstand der anderen Person."
    fresh = {"token": str(answer.context["form"]["token"].value())}
    assert client.post(address(draft), mine | fresh).status_code == 302
    assert content_of(stored(draft)).sections[1].body == "Meine Themen: $themen."


def test_what_was_typed_stays_when_the_edition_was_published_meanwhile(admin_account, head):
    version = waiting(admin_account)
    mine = form(version, **{"abschnitt-1-body": "Zu spät: $themen."})
    browser(head).post(address(version, "edition-release"), {"token": content_of(version).sha256})
    answer = browser(admin_account).post(address(version), mine)
    assert answer.status_code == 409
    assert "Zu spät: $themen." in answer.content.decode()
    assert "Diese Ausgabe ist veröffentlicht" in text_of(answer)


def test_form_and_edition_number_the_sections_as_the_agreement_prints_them(admin_account):
    draft = begun(admin_account)
    printed = [f"§ {number} {section.heading}" if number else section.heading for number, section in numbered(draft)]
    assert printed[:2] == ["Präambel", "§ 1 Gegenstand"]
    for url in (address(draft), draft.get_absolute_url()):
        said = text_of(browser(admin_account).get(url))
        assert [label for label in printed if label not in said] == []
        assert "§ 1 Präambel" not in said
    sent = form(draft, **{"abschnitt-1-body": "Die $komune."})
    assert "§ 1, Text: Den Platzhalter $komune" in text_of(browser(admin_account).post(address(draft), sent))


def numbered(version: TemplateVersion) -> list[tuple[int | None, TemplateSection]]:
    """The sections with the numbers an agreement prints."""
    sections = list(version.sections.order_by("position"))
    return list(zip(numbers_of(section.heading for section in sections), sections, strict=True))


def typed(answer: object) -> list[tuple[str, str]]:
    """The sections of the form that came back."""
    forms = answer.context["sections"]  # type: ignore[attr-defined]  # of the test client's answer
    return [(each["heading"].value(), each["body"].value()) for each in forms]


def test_sections_are_moved_with_what_was_typed_and_nothing_is_saved(admin_account):
    draft = begun(admin_account)
    sent = form(draft, **{"abschnitt-1-heading": "Halb getippt $", "schritt": "hoch-1"})
    answer = browser(admin_account).post(address(draft), sent)
    assert answer.status_code == 200
    headings = [heading for heading, _ in typed(answer)]
    assert headings[:2] == ["Halb getippt $", content_of(draft).sections[0].heading]
    assert "„Halb getippt $“ ist jetzt § 1. Gespeichert ist das noch nicht." in text_of(answer)
    assert content_of(stored(draft)) == content_of(published_template())


@pytest.mark.parametrize(
    ("step", "first_two"),
    [
        ("runter-0", (1, 0)),
        ("weg-0", (1, 2)),
        ("neu-1", (0, None)),
        ("hoch-0", (0, 1)),
        ("weg-99", (0, 1)),
        ("quer-1", (0, 1)),
    ],
)
def test_sections_are_added_and_taken_out_by_buttons(admin_account, step, first_two):
    draft = begun(admin_account)
    answer = browser(admin_account).post(address(draft), form(draft, schritt=step))
    before = [section.heading for section in content_of(draft).sections]
    assert [heading for heading, _ in typed(answer)][:2] == ["" if n is None else before[n] for n in first_two]


def test_the_moved_order_is_saved(admin_account):
    draft = begun(admin_account)
    client = browser(admin_account)
    first, second = (section.heading for section in content_of(draft).sections[:2])
    moved = typed(client.post(address(draft), form(draft, schritt="runter-0")))
    sent = form(draft)
    for number, (heading, body) in enumerate(moved):
        sent |= {f"abschnitt-{number}-heading": heading, f"abschnitt-{number}-body": body}
    client.post(address(draft), sent)
    assert [section.heading for section in content_of(stored(draft)).sections][:2] == [second, first]


def test_the_last_section_stays():
    draft = begun(administrator())
    only = Content(draft.title, content_of(draft).sections[:1])
    sent = {"abschnitt-TOTAL_FORMS": "1", "abschnitt-0-heading": only.sections[0].heading, "schritt": "weg-0"}
    answer = browser(draft.writers[0]).post(address(draft), sent)
    assert len(typed(answer)) == 1
    assert "Ein Abschnitt muss bleiben." in text_of(answer)


@pytest.mark.parametrize("count", ["0", "61", "1000", "x", "-1", ""])
def test_a_tampered_number_of_sections_is_refused(admin_account, count):
    draft = begun(admin_account)
    sent = form(draft, **{"abschnitt-TOTAL_FORMS": count})
    client = browser(admin_account)
    assert client.post(address(draft), sent).status_code == 422
    assert client.post(address(draft), sent | {"schritt": "neu-1"}).status_code == 200
    assert stored(draft).revision == 1


def test_a_published_edition_cannot_be_edited(admin_account):
    version = published_template()
    answer = browser(admin_account).get(address(version), follow=True)
    assert "Diese Ausgabe ist veröffentlicht und bleibt, wie sie ist." in text_of(answer)


def test_a_caseworker_reads_and_does_not_write(client):
    client.force_login(UserFactory())
    version = published_template()
    said = text_of(client.get(reverse("templates")))
    assert "Vorlagen schreiben die Administration und die Leitung." in said
    assert "Neue Ausgabe beginnen" not in said
    assert client.get(version.get_absolute_url()).status_code == 200
    before = TemplateVersion.objects.count()
    client.post(reverse("edition-begin", args=[version.template_id]))
    assert TemplateVersion.objects.count() == before


def test_the_list_says_who_wrote_and_who_released_each(admin_account, head):
    version = waiting(admin_account)
    browser(head).post(address(version, "edition-release"), {"token": content_of(version).sha256})
    said = text_of(browser(head).get(reverse("templates")))
    assert re.search(
        rf"Ausgabe {version.number} : Vorvereinbarung ASSKomm veröffentlicht gilt Anna Admin\w+ Lena Leit", said
    )
    assert "mit dem Portal ausgeliefert" in said


def test_one_template_or_many_cost_the_same(admin_account):
    client = browser(admin_account)
    begun(admin_account)
    pages = [reverse("templates"), TemplateVersion.objects.get(published_at=None).get_absolute_url()]
    few = [queries(client, page) for page in pages]
    for number in range(20):
        template = AgreementTemplateFactory(name=f"Vorlage {number}")
        TemplateVersionFactory(template=template)
        version = TemplateVersionFactory(template=template, number=2)
        version.edits.create(user=UserFactory())
    assert [queries(client, page) for page in pages] == few


@pytest.mark.parametrize("field", ["title", "abschnitt-0-heading", "abschnitt-0-body"])
@pytest.mark.parametrize("letter", ["😀", "→", "Ж", "＄"])
def test_what_no_document_can_show_is_refused_where_it_is_typed(admin_account, field, letter):
    draft = begun(admin_account)
    before = content_of(draft)
    answer = browser(admin_account).post(address(draft), form(draft, **{field: f"Zweck {letter}"}))
    assert answer.status_code == 422
    assert f"Diese Zeichen lassen sich im Dokument nicht darstellen: „{letter}“" in text_of(answer)
    assert content_of(draft) == before


def test_what_a_section_answers_is_saved_compared_and_bound_to_the_release(admin_account):
    draft = begun(admin_account)
    before = content_of(draft)
    answered = {"abschnitt-0-question": "cost", "abschnitt-0-answer": "Jede Seite zahlt selbst."}
    browser(admin_account).post(address(draft), form(draft, **answered))
    after = content_of(stored(draft))
    assert (after.sections[0].question, after.sections[0].answer) == ("cost", "Jede Seite zahlt selbst.")
    assert after.sha256 != before.sha256
    said = text_of(browser(admin_account).get(address(draft, "edition")))
    assert "Das Wichtigste, Was kostet es? Jede Seite zahlt selbst." in said
    assert [change.label for change in compare(before, after).sections[0].changes] == ["Das Wichtigste"]


def test_a_question_without_an_answer_is_refused_at_its_field(admin_account):
    draft = begun(admin_account)
    answer = browser(admin_account).post(
        address(draft), form(draft, **{"abschnitt-0-question": "cost", "abschnitt-0-answer": ""})
    )
    assert answer.status_code == 422
    assert "Bitte schreiben Sie die Antwort, oder wählen Sie keine Frage." in text_of(answer)


def test_a_text_without_answers_keeps_the_hash_it_had_before_there_were_any():
    content = Content("Titel", (SectionContent("Zweck", "Text."),))
    frozen = b'{"sections":[{"body":"Text.","heading":"Zweck"}],"title":"Titel"}'
    assert content.sha256 == hashlib.sha256(frozen).hexdigest()


def test_the_pages_of_templates_stand_under_agreements_in_the_navigation(admin_account):
    draft = begun(admin_account)
    for url in (reverse("templates"), address(draft)):
        page = browser(admin_account).get(url).content.decode()
        assert re.findall(r'<a href="([^"]+)"[^>]*aria-current="page"', page) == ["/vereinbarungen/"]
