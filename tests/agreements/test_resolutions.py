"""The council's resolution: undecided, not needed, pending with a day, or passed with number, file and its subject."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from agreements.drafting.amendments import blank
from agreements.drafting.issuing import agreement_text
from agreements.models import CouncilResolution, PreAgreement
from agreements.policies.drafts import can_issue
from agreements.transitions import pre_agreement
from agreements.transitions.payloads import PaperSignatures
from core.actors import SYSTEM
from core.models import JournalEntry
from core.timeline import title_of
from staff.actors import StaffActor
from tests.core import hostile_scans as scans
from tests.factories.ready_agreements import caseworker_of, issued, published_template, ready_draft
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def draft() -> PreAgreement:
    """Of a template that demands a resolution; written a month ago."""
    draft = ready_draft(template_version=published_template(council_resolution_required=True))
    PreAgreement.objects.update(text_changed_at=timezone.now() - timedelta(days=30))
    draft.refresh_from_db()
    return draft


@pytest.fixture
def office(client, draft) -> Client:
    client.force_login(caseworker_of(draft.commune))
    return client


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("Niederschrift.png", scans.picture("PNG"), "image/png")


def save(office: Client, draft: PreAgreement, **fields):
    draft.refresh_from_db()
    form = {"token": draft.revision, **{name: value for name, value in fields.items() if value is not None}}
    answer = office.post(f"{draft.get_absolute_url()}ratsbeschluss/", form)
    draft.refresh_from_db()
    return answer


def passed(**changes):
    yesterday = timezone.localdate() - DAY
    fields = {"state": "passed", "on": yesterday, "number": "SR 2026/117", "about": "draft", "draft_on": yesterday}
    return {**fields, "file": upload(), **changes}


def send(office: Client, draft: PreAgreement) -> str:
    address = f"{draft.get_absolute_url()}senden/"
    page = office.post(address, {"token": draft.revision}, follow=True).content.decode()
    draft.refresh_from_db()
    return page


def change_contact(office: Client, draft: PreAgreement) -> None:
    form = {"token": draft.revision, "topics": [topic.pk for topic in draft.topics.all()]}
    form |= {"contact_name": "Nora Neumuster", "contact_email": draft.contact_email, "term_from": draft.term_from}
    assert office.post(f"{draft.get_absolute_url()}bearbeiten/", form).status_code == 302
    draft.refresh_from_db()


@pytest.mark.parametrize("kind", ["agreement", "amendment", "termination"])
def test_the_text_says_nothing_of_a_resolution_until_somebody_says_whether_one_is_needed(client, kind):
    """What nobody said is in no contract; not on an amendment either whose agreement names a resolution."""
    row = ready_draft() if kind == "agreement" else amending_draft(kind)
    client.force_login(caseworker_of(row.commune))
    assert "Beschluss" not in said_of_the_council(row)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Klären, ob die Vertretung der Kommune beschließen muss" in page
    assert can_issue(StaffActor(caseworker_of(row.commune)), row), "it is asked, not demanded"

    assert save(client, row, state="not_needed").status_code == 302
    assert said_of_the_council(row) == "Ein Beschluss der Vertretung der Kommune ist nicht erforderlich."
    assert "Klären, ob" not in client.get(row.get_absolute_url()).content.decode()
    [entry] = JournalEntry.objects.filter(kind="preagreement.resolution")
    assert title_of(entry) == "Ratsbeschluss: nicht erforderlich"


def amending_draft(kind: str) -> PreAgreement:
    agreement = ready_draft(resolution={"state": "passed", "passed_on": date(2026, 1, 9), "number": "SR 2026/4"})
    pre_agreement.record_paper(
        agreement, actor=SYSTEM, paper=PaperSignatures(date(2026, 2, 1), "Max Mustermann", "Petra Muster")
    )
    row = blank(agreement, PreAgreement.Kind(kind))
    row.reference, row.wording = f"{agreement.reference}-X1", "Die Kommune berichtet jährlich."
    row.last_day = timezone.localdate() + DAY if kind == "termination" else None
    row.save()
    row.topics.set(agreement.topics.all())
    return row


def said_of_the_council(row: PreAgreement) -> str:
    """What the text says; where it says nothing, the page of the text has no line for it either."""
    text = agreement_text(row, version=1, code="ABCD-EFGH-JKLM", issued_at=timezone.now(), draft=False)
    shown = render_to_string("agreements/_text.html", {"text": text, "heading": "h2"})
    assert ("Ratsbeschluss" in shown) == bool(text.council_resolution)
    return text.council_resolution


def test_a_pending_resolution_has_a_day_and_issuing_says_to_wait(office, draft):
    assert save(office, draft, state="pending").status_code == 422
    in_two_weeks = timezone.localdate() + 14 * DAY
    assert save(office, draft, state="pending", expected_on=in_two_weeks).status_code == 302
    page = send(office, draft)
    assert f"er wird für den {in_two_weeks:%d.%m.%Y} erwartet" in page
    assert draft.status == PreAgreement.Status.DRAFT
    assert f"erwartet am {in_two_weeks:%d.%m.%Y}" in page


def test_pending_days_come_in_their_order_also_those_that_are_over(office, draft):
    today = timezone.localdate()
    save(office, draft, state="pending", expected_on=today - DAY)
    assert [row.agreement for row in CouncilResolution.objects.expected_by(today)] == [draft]
    save(office, draft, state="pending", expected_on=today + 9 * DAY)
    assert list(CouncilResolution.objects.expected_by(today + 7 * DAY)) == []


def test_a_passed_resolution_is_kept_with_its_file_and_what_it_was_about(office, draft):
    assert save(office, draft, **passed()).status_code == 302
    page = office.get(draft.get_absolute_url()).content.decode()
    assert "Nr. SR 2026/117" in page
    assert f"zum Entwurf vom {timezone.localdate() - DAY:%d.%m.%Y}" in page
    file = office.get(f"{draft.get_absolute_url()}ratsbeschluss.pdf")
    assert file.content.startswith(b"%PDF-")
    assert file["Content-Disposition"].startswith("attachment")
    assert file.content != scans.picture("PNG"), "made again, never as it came"
    entry = JournalEntry.objects.get(kind="preagreement.resolution")
    assert entry.data == {"state": "passed", "sha256": draft.council_resolution.file.sha256}
    send(office, draft)
    assert draft.status == PreAgreement.Status.ISSUED


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ({"number": ""}, "Bei einem gefassten Beschluss bitte angeben"),
        ({"on": ""}, "Bei einem gefassten Beschluss bitte angeben"),
        ({"draft_on": ""}, "von wann der Entwurf war"),
        ({"file": None}, "Bitte laden Sie den Beschluss hoch"),
        ({"file": SimpleUploadedFile("a.pdf", b"MZ")}, "weder PDF noch JPEG noch PNG"),
        ({"on": "2199-01-01"}, "liegt in der Zukunft"),
        ({"on": "2026-01-01", "draft_on": "2026-02-01"}, "jünger als der Beschluss"),
        ({"about": "7"}, "gültige Auswahl"),
    ],
)
def test_what_a_passed_resolution_lacks_is_named_and_nothing_lost(office, draft, missing, message):
    answer = save(office, draft, **passed(**missing))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    assert missing.get("number") == "" or "SR 2026/117" in page
    assert draft.council_resolution.state == "undecided"


def test_another_file_takes_the_place_of_the_first_and_a_resolution_still_awaited_has_none(office, draft):
    save(office, draft, **passed())
    first = draft.council_resolution.file
    other = SimpleUploadedFile("Auszug.jpg", scans.picture("JPEG", (300, 400)), "image/jpeg")
    save(office, draft, **passed(file=other))
    assert draft.council_resolution.file not in {None, first}
    page = office.get(f"{draft.get_absolute_url()}ratsbeschluss/").content.decode()
    assert "Sie entfällt, wenn der Beschluss doch noch aussteht" in page
    save(office, draft, state="pending", expected_on=timezone.localdate() + DAY)
    assert draft.council_resolution.file is None
    assert office.get(f"{draft.get_absolute_url()}ratsbeschluss.pdf").status_code == 404


def test_the_file_stays_when_the_rest_is_corrected(office, draft):
    save(office, draft, **passed())
    file = draft.council_resolution.file
    assert save(office, draft, **passed(number="SR 2026/118", file=None)).status_code == 302
    assert (draft.council_resolution.number, draft.council_resolution.file) == ("SR 2026/118", file)
    save(office, draft, state="not_needed")
    assert draft.council_resolution.file is None
    assert office.get(f"{draft.get_absolute_url()}ratsbeschluss.pdf").status_code == 404


def test_a_draft_that_changed_after_the_council_goes_out_only_when_confirmed(office, draft):
    save(office, draft, **passed())
    change_contact(office, draft)
    page = send(office, draft)
    assert draft.status == PreAgreement.Status.DRAFT
    assert f"Der Beschluss betrifft den Entwurf vom {timezone.localdate() - DAY:%d.%m.%Y}" in page
    confirm = f"{draft.get_absolute_url()}ratsbeschluss/gilt/"
    stale = office.post(confirm, {"token": draft.revision - 1}, follow=True).content.decode()
    assert "inzwischen an anderer Stelle geändert" in stale
    office.post(confirm, {"token": draft.revision})
    assert "nichts zu bestätigen" in office.post(confirm, {"token": draft.revision}, follow=True).content.decode()
    assert JournalEntry.objects.filter(kind="preagreement.resolution_confirmed").count() == 1
    draft.refresh_from_db()
    send(office, draft)
    assert draft.status == PreAgreement.Status.ISSUED


def test_a_confirmation_is_not_taken_back_unseen(office, draft):
    save(office, draft, **passed())
    change_contact(office, draft)
    opened = draft.revision
    office.post(f"{draft.get_absolute_url()}ratsbeschluss/gilt/", {"token": opened})
    answer = save(office, draft, **passed(number="SR 2026/118", file=None), token=opened)
    assert answer.status_code == 409
    assert draft.council_resolution.number == "SR 2026/117"
    assert draft.council_resolution.confirmed_at is not None


def test_a_confirmation_does_not_outlive_the_next_change(office, draft):
    save(office, draft, **passed())
    change_contact(office, draft)
    office.post(f"{draft.get_absolute_url()}ratsbeschluss/gilt/", {"token": draft.revision})
    PreAgreement.objects.update(text_changed_at=timezone.now())
    draft.refresh_from_db()
    assert "Der Beschluss betrifft" in send(office, draft)


def test_a_resolution_on_a_version_names_it_and_shows_what_the_council_did_not_see(client):
    agreement = issued(ready_draft())
    office, actor = client, StaffActor(caseworker_of(agreement.commune))
    office.force_login(actor.user)
    pre_agreement.withdraw(agreement, actor=actor, reason="Der Rat soll erst beschließen.")
    pre_agreement.reopen(agreement, actor=actor)
    assert save(office, agreement, **passed(about="1", draft_on="")).status_code == 302
    assert agreement.council_resolution.version == 1
    assert "zu Fassung 1" in office.get(agreement.get_absolute_url()).content.decode()
    change_contact(office, agreement)
    today = timezone.localdate()
    page = office.get(f"{agreement.get_absolute_url()}ratsbeschluss/").content.decode()
    assert f"Der Beschluss betrifft Fassung 1 vom {today:%d.%m.%Y}" in page
    assert "Was der Rat nicht gesehen hat" in page
    assert "Nora Neumuster" in page
    assert "Der Beschluss betrifft Fassung 1" in send(office, agreement)


def test_a_stale_page_overwrites_nothing(office, draft):
    save(office, draft, **passed())
    stale = save(office, draft, state="not_needed", token=1)
    assert stale.status_code == 409
    assert draft.council_resolution.state == "passed"


@pytest.mark.parametrize("state", ["pending", "not_needed", "passed"])
def test_a_second_click_is_no_conflict_whatever_else_was_typed_or_uploaded(office, draft, state):
    day = timezone.localdate()
    sent = {"token": draft.revision, "state": state, "expected_on": day + DAY, "number": "SR 1", "about": "draft"}
    sent |= {"on": day - DAY, "draft_on": day - DAY}
    for _click in range(2):
        assert office.post(f"{draft.get_absolute_url()}ratsbeschluss/", {**sent, "file": upload()}).status_code == 302
    assert JournalEntry.objects.filter(kind="preagreement.resolution").count() == 1


def test_only_who_handles_the_commune_records_and_the_office_reads(office, draft):
    save(office, draft, **passed())
    colleague, coach = Client(), Client()
    colleague.force_login(UserFactory())
    coach.force_login(UserFactory(role="coach"))
    assert save(colleague, draft, state="not_needed").status_code == 302
    assert draft.council_resolution.state == "passed"
    file = f"{draft.get_absolute_url()}ratsbeschluss.pdf"
    assert colleague.get(file).status_code == 200
    assert coach.get(file).status_code == 404


def test_the_database_keeps_details_to_passed_resolutions(draft):
    CouncilResolution.objects.create(agreement=draft)
    for wrong in (
        {"state": "maybe"},
        {"state": "pending", "version": 1},
        {"state": "passed", "version": 1, "draft_on": "2026-01-01"},
    ):
        with pytest.raises(IntegrityError, match="agreement_resolution"), transaction.atomic():
            CouncilResolution.objects.filter(agreement=draft).update(**wrong)
