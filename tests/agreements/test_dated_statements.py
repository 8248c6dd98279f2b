"""Text, page, mails, evidence and public check say the same of every day, in each state of an agreement."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from agreements.drafting.issuing import agreement_text, preview
from agreements.evidence.gathering import gather
from agreements.evidence.sheets import evidence_of
from agreements.models import DocumentVersion, PreAgreement
from agreements.models.agreement_text import AgreementText
from agreements.text.documents import agreement_html
from core import files
from tests.agreements.dated_states import STATES, Story
from tests.agreements.test_evidence import text_of
from tests.factories.ready_agreements import caseworker_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("timestamp_authority")]

MONTHS = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November"]
MONTHS.append("Dezember")
DAY = re.compile(rf"\b(\d{{1,2}})\.(?:(\d{{2}})\.|\s({'|'.join(MONTHS)})\s)(\d{{4}})\b")
WORDS_BEFORE = 700

# The words at the end of what stands before a day, and the moment that they are about: the first that fits counts.
# A sentence that is none of these needs its line here.
ABOUT = [
    (r"Fassung \d von \S+-A1", "amendment issued"),
    (r"Fassung \d von \S+-K1", "termination issued"),
    (
        r"(Fassung \d( von \S+)?|Fassung \d vom|[Aa]usgefertigt( am)?|zur Unterschrift gesendet|Link erneut senden)",
        "issued",
    ),
    (r"Nächste Erinnerung am \w\w,", "reminder"),
    (r"^seit", "countersigned"),
    (r"Der Link gilt bis|gültig bis|Frist:", "link ends"),
    (r"Link abgelaufen", "link ran out"),
    (r"(abgelehnt|Zurückgezogen) [^.]*\.|Frist zur Unterzeichnung abgelaufen|Link (benutzt|zurückgezogen)", "given up"),
    (r"Stand heute,|geprüft am", "today"),
    (r"-A1, unterzeichnet am|-A1 geändert", "amendment countersigned"),
    (r"-K1, unterzeichnet am|-K1 unterzeichnet", "termination countersigned"),
    (r"Entwurf der Änderungsvereinbarung \S+ angelegt", "amendment issued"),
    (r"Entwurf der Aufhebungsvereinbarung \S+ angelegt", "termination issued"),
    (r"[Aa]ufgehoben zum|Die Aufhebung zum|-K1 Aufhebung zum", "agreed last day"),
    (r"[Ll]etzter Tag( war der)?", "last day"),
    (r"Die Ziele sind erreicht\.", "ended"),
    (r"Unterzeichnet am:|Kommune [^·]* unterzeichnet|Von der Kommune unterzeichnet", "commune signed"),
    (
        r"Bürgermeisterin [Uu]nterzeichnet am|Zeit der Unterschrift von Erika .*",
        "commune signed",
    ),
    (r"Link geöffnet( und Code bestätigt)?", "identified"),
    (r"Link geöffnet .*|Uhr Ausgewiesen um|Uhr Zugestimmt", "commune signed"),
    (r"Unterschrift von Erika .* Gültig ab", "commune signed"),
    (r"Unterschrift von Petra .* Gültig ab|Zeit der Unterschrift von Petra .*", "countersigned"),
    (r"Sachbearbeitung Unterzeichnet am|Passworts Ausgewiesen um|Sachbearbeitung, am", "countersigned"),
    (r"erstellt und gesiegelt|[Gg]egengezeichnet.*|[Vv]on beiden Seiten unterzeichnet( am)?", "countersigned"),
    (r"Fassung \d, unterzeichnet am", "countersigned"),
    # In the chain the version's day stands between the reference and this one.
    (r"\[In Kraft ab\]", "begins|amendment countersigned|termination countersigned"),
    (r"[Ii]n Kraft (ab|seit)|[Gg]ilt (erst )?ab( dem)?|gilt vom|Laufzeit(:| ist: vom)?", "begins"),
    (r"bis( zum)?|vereinbart bis", "term ends"),
    (r"Zeitstempel \(RFC 3161\)", "commune signed|countersigned"),
]


@dataclass(frozen=True)
class Dated:
    """A day that one of the five says, with the words before it."""

    source: str
    words: str
    day: date


def dated_statements(source: str, text: str) -> Iterator[Dated]:
    """Every day in ``text`` with what is said of it: the words since the day before, at most so many letters."""
    begin = 0
    for found in DAY.finditer(text):
        number, month, name, year = found.groups()
        month_number = int(month) if month else MONTHS.index(name) + 1
        words = text[max(begin, found.start() - WORDS_BEFORE) : found.start()].strip()
        yield Dated(source, words, date(int(year), month_number, int(number)))
        begin = found.end()


def everything_said(agreement: PreAgreement) -> Iterator[Dated]:
    """By text, page, mails, evidence and public check, today."""
    office = Client()
    office.force_login(caseworker_of(agreement.commune))
    version = DocumentVersion.objects.select_related("agreement").filter(agreement=agreement, state="current").first()
    yield from _text(agreement, version)
    yield from dated_statements("page", _words(_main(office.get(agreement.get_absolute_url()))))
    for message in mail.outbox:
        of_a_change = re.search(rf"{agreement.reference}-[AK]\d", message.subject)  # it names what it changes
        if not of_a_change and re.search(rf"{agreement.reference}\b(?!-)", message.subject + message.body):
            yield from dated_statements(f"mail {message.subject}", f"{message.subject}. {message.body}")
    if version is not None:
        yield from dated_statements("check", _words(_main(Client().get(f"/pruefen/?code={version.check_code}"))))
    if version is not None and agreement.signed_on is not None:
        yield from _evidence(version)


def _text(agreement: PreAgreement, version: DocumentVersion | None) -> list[Dated]:
    """Read in the page's order, from what the PDF is set from; the PDF has no day more and none less."""
    if version is None:
        text = agreement_text(agreement, version=1, code="", issued_at=timezone.now(), draft=True)
        pdf = preview(agreement).data
    else:
        text, pdf = AgreementText.from_dict(version.content), files.read(version.issued_file)
    return _with_the_days_of("text", _words(agreement_html(text)), pdf)


def _evidence(version: DocumentVersion) -> Iterator[Dated]:
    """Of the table of events the words stand behind the day, so they are compared as data."""
    now = gather(version)
    kinds = [entry.kind for entry in now.entries]
    sheet = replace(now, entries=now.entries[: kinds.index("preagreement.countersign") + 1])  # as when it was made
    without_days = {"created": "", "qr": {"size": 1, "path": ""}, "seal_field": "siegel"}
    page = _words(render_to_string("pdf/evidence.html", {"sheet": sheet, **without_days}))
    head, table = page.split("Was geschah")
    said = _with_the_days_of("evidence", page, files.read(evidence_of(version)))
    assert len(list(dated_statements("evidence", table))) == len(sheet.entries)
    yield from said[: len(list(dated_statements("evidence", head)))]
    for entry in sheet.entries:
        yield Dated("evidence", entry.sentence, timezone.localdate(entry.at))


def _with_the_days_of(source: str, words: str, pdf: bytes) -> list[Dated]:
    said = list(dated_statements(source, words))
    assert sorted(each.day for each in said) == sorted(each.day for each in dated_statements(source, text_of(pdf)))
    return said


def _main(answer: HttpResponse) -> str:
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def _words(page: str) -> str:
    """In the order of the page; a cell of the chain comes with the name of its column."""
    body = page[page.index("<body") :] if "<body" in page else page
    named = body.replace('<td data-label="In Kraft ab">', " [In Kraft ab] ")
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", named)).split())


@pytest.fixture
def story(newest_link: Any, newest_code: Any, run_tasks: Any) -> Story:
    return Story(newest_link, newest_code, run_tasks)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_every_day_that_is_said_is_the_one_that_is_known(state, story):
    pk = state(story).pk
    with story.on(story.today, "today"):
        said = list(everything_said(PreAgreement.objects.get(pk=pk)))
    story.moments.setdefault("issued", story.moments["today"])  # a draft is dated by the day on which it is shown
    wrong = [f"{each.source}: …{each.words[-80:]} {each.day}" for each in said if not _fits(each, story)]
    assert wrong == [], story.moments
    assert len({each.source.split()[0] for each in said}) == _how_many_speak(story)


def _fits(each: Dated, story: Story) -> bool:
    about = next((name for words, name in ABOUT if re.search(rf"(?:{words})$", each.words, re.DOTALL)), "")
    return each.day in {story.moments.get(name) for name in about.split("|")}


def _how_many_speak(story: Story) -> int:
    """Text and page, once it was sent the mails and the check, once it was signed the evidence."""
    return 2 + 2 * ("link ends" in story.moments) + ("countersigned" in story.moments)
