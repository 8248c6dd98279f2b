"""The office brings in what it has: a preview of every line, then all of it at once, and only once."""

from datetime import date

import pytest

from agreements.models import PreAgreement
from asskomm.intake.models import Import, ImportLine
from communes.models import Commune, Contact, Milestone, OfficeHolder, Responsibility
from core.journal import verify_chain
from core.models import JournalEntry, JournalHead
from tests.asskomm.intake.conftest import desk_of, lines, said, verdicts
from tests.factories.communes import (
    CommuneFactory,
    DistrictFactory,
    OfficeHolderFactory,
    ResponsibilityFactory,
    TopicFactory,
)
from tests.factories.facts import ContactFactory, MilestoneFactory
from tests.factories.ready_agreements import published_template
from tests.factories.staff import UserFactory
from tests.factories.workbooks import workbook

FULL = {
    "responsibilities": [{"district": "Musterkreis", "email": "petra@lpr.example", "from": date(2021, 1, 1)}],
    "office_holders": [
        {
            "ags": "14999100",
            "commune": "Großmusterstadt",
            "office": "Bürgermeisterin",
            "salutation": "Frau",
            "title": "Dr.",
            "first_name": "Erika",
            "last_name": "Musterfrau",
            "email": "erika@musterstadt.example",
            "phone": "03721 12345",
            "from": date(2022, 8, 1),
        },
        {
            "ags": 14999100,
            "office": "Stellvertretung",
            "rank": 1,
            "first_name": "Max",
            "last_name": "Mustermann",
            "from": "01.09.2022",
            "until": "31.12.2029",
        },
    ],
    "contacts": [{"ags": "14999100", "last_name": "Ordnungsmuster", "function": "Leitung Ordnungsamt"}],
    "milestones": [
        {"ags": "14999100", "kind": "Beratung", "on": date(2021, 5, 3), "note": "Az. 12"},
        {
            "ags": "14999100",
            "kind": "Kooperationsvereinbarung",
            "on": date(2021, 9, 1),
            "ended_on": date(2024, 8, 31),
            "others": "Kleinmusterdorf; 14999102",
        },
        {"ags": "14999101", "kind": "KPR konstituiert", "on": date(2020, 2, 29), "whole": "Landkreis"},
    ],
    "agreements": [
        {
            "ags": "14999100",
            "signed_on": date(2021, 9, 1),
            "term_until": date(2031, 12, 31),
            "commune_signatory": "Bürgermeisterin Dr. Erika Musterfrau",
            "lpr_signatory": "Petra Musterkraft, Sachbearbeitung",
            "place": "Aktenschrank 2",
            "topics": "Vandalismus",
        }
    ],
}


@pytest.fixture
def office(db: None) -> Commune:
    """What must be there before: communes, the caseworker's account, a template, a topic."""
    published_template()
    TopicFactory(name="Vandalismus")
    UserFactory(email="petra@lpr.example")
    CommuneFactory(ags="14999101", name="Kleinmusterdorf")
    CommuneFactory(ags="14999102", name="Musterau")
    return CommuneFactory(ags="14999100", name="Großmusterstadt")


def test_the_office_brings_in_what_it_has(desk, office):
    run = desk.upload(workbook(**FULL))
    assert (run.status, said(run)) == ("ready", [])
    assert verdicts(run) == ["new"] * 8
    assert not OfficeHolder.objects.exists(), "a preview changes nothing"
    run = desk.take_over(run)
    assert run.status == "applied"
    responsibility = Responsibility.objects.get()
    assert (responsibility.user.email, responsibility.valid_from) == ("petra@lpr.example", date(2021, 1, 1))
    mayor, deputy = OfficeHolder.objects.order_by("valid_from")
    assert (mayor.full_name, mayor.office, mayor.salutation) == ("Dr. Erika Musterfrau", "mayor", "female")
    assert (deputy.deputy_rank, deputy.salutation, deputy.valid_until) == (1, "none", date(2029, 12, 31))
    assert Contact.objects.get().function == "Leitung Ordnungsamt"
    facts = {fact.kind: fact for fact in Milestone.objects.all()}
    assert facts["advice"].note == "Az. 12"
    assert facts["cooperation_agreement"].ended_on == date(2024, 8, 31)
    assert {c.ags for c in facts["cooperation_agreement"].communes.all()} == {"14999100", "14999101", "14999102"}
    assert facts["kpr_constituted"].communes.count() == 3
    agreement = PreAgreement.objects.get()
    assert (agreement.status, agreement.in_force_on, agreement.term_from) == (
        "in_force",
        date(2021, 9, 1),
        date(2021, 9, 1),
    )
    assert agreement.reference == "LPR-2021-0001"
    assert [topic.name for topic in agreement.topics.all()] == ["Vandalismus"]


def test_every_object_has_its_entry_in_the_journal_by_the_admin_with_the_import(desk, office):
    run = desk.take_over(desk.upload(workbook(**FULL)))
    kinds = [
        "contact.created",
        "milestone.recorded",
        "officeholder.created",
        "preagreement.record_paper",
        "responsibility.handed_over",
    ]
    entries = JournalEntry.objects.filter(kind__in=kinds)
    assert entries.count() == 1 + 2 + 1 + (1 + 3 + 3) + 1
    assert {(entry.actor_id, entry.data["import"]) for entry in entries} == {(str(desk.user.pk), run.pk)}
    for head in JournalHead.objects.all():
        verify_chain(head.key)
    started = JournalEntry.objects.get(kind="import.start")
    assert (started.subject_id, started.actor_id) == (str(run.pk), str(desk.user.pk))


def test_the_same_file_again_changes_nothing(desk, office):
    data = workbook(**FULL)
    desk.take_over(desk.upload(data))
    before = JournalEntry.objects.exclude(kind__startswith="import.").count()
    again = desk.upload(data)
    assert set(verdicts(again)) == {"present"}
    assert "Alles ist schon vorhanden" in desk.page(again)
    desk.agree(again)
    desk.run_tasks()
    again.refresh_from_db()
    assert again.status == "ready"
    assert JournalEntry.objects.exclude(kind__startswith="import.").count() == before


def test_lines_and_file_are_gone_after_they_were_taken_over(desk, office):
    run = desk.take_over(desk.upload(workbook(**FULL)))
    assert not ImportLine.objects.exists()
    assert run.file is None
    assert "8 Zeilen sind seit" in desk.page(run)


def test_faulty_lines_are_left_out_on_purpose_only(desk, office):
    bad = [{"ags": "14999199", "kind": "Beratung", "on": "01.09.2021"}]
    run = desk.upload(workbook(milestones=[*FULL["milestones"][:1], *bad]))
    assert verdicts(run) == ["new", "faulty"]
    answer = desk.agree(run)
    assert answer.status_code == 422
    assert "Bitte bestätigen Sie das" in answer.content.decode()
    desk.run_tasks()
    assert not Milestone.objects.exists()
    run = desk.take_over(run, leave_out=True)
    assert (run.status, Milestone.objects.count()) == ("applied", 1)
    assert [line.verdict for line in lines(run)] == ["faulty"], "it can still be corrected"
    assert "Ausgelassene Zeilen" in desk.page(run)


def test_what_a_line_changes_is_said_and_done_and_an_empty_cell_erases_nothing(desk, office):
    OfficeHolderFactory(commune=office, first_name="Erika", last_name="Musterfrau", email="alt@x.example", phone="1")
    line = {
        "ags": office.ags,
        "office": "Bürgermeisterin",
        "first_name": "Erika",
        "last_name": "Musterfrau",
        "email": "neu@x.example",
        "from": date(2022, 8, 1),
    }
    run = desk.upload(workbook(office_holders=[line]))
    assert (verdicts(run), said(run)) == (["changed"], ["E-Mail: bisher „alt@x.example“"])
    desk.take_over(run)
    holder = OfficeHolder.objects.get()
    assert (holder.email, holder.phone, holder.salutation) == ("neu@x.example", "1", "female")
    assert JournalEntry.objects.get(kind="officeholder.changed").data["fields"] == ["email"]


def test_a_successor_may_stand_above_who_went_before(desk, office):
    OfficeHolderFactory(commune=office, first_name="Erika", last_name="Musterfrau", valid_from=date(2015, 8, 1))
    base = {"ags": office.ags, "office": "Bürgermeister"}
    run = desk.upload(
        workbook(
            office_holders=[
                {**base, "first_name": "Nora", "last_name": "Nachfolgerin", "from": date(2022, 8, 1)},
                {
                    **base,
                    "first_name": "Erika",
                    "last_name": "Musterfrau",
                    "from": date(2015, 8, 1),
                    "until": date(2022, 7, 31),
                },
            ]
        )
    )
    assert verdicts(run) == ["new", "changed"]
    assert desk.take_over(run).status == "applied"
    assert OfficeHolder.objects.on(date(2023, 1, 1)).get().last_name == "Nachfolgerin"


def test_two_mayors_at_once_are_refused_with_what_to_do(desk, office):
    OfficeHolderFactory(commune=office)
    line = {"ags": office.ags, "office": "Bürgermeister", "first_name": "Nora", "last_name": "Nachfolgerin"}
    run = desk.upload(workbook(office_holders=[{**line, "from": date(2024, 8, 1)}]))
    assert verdicts(run) == ["faulty"]
    assert "von: In dieser Zeit ist schon jemand im Amt: Erika Musterfrau, seit 01.08.2022." in said(run)[0]


def test_an_end_is_added_to_a_fact_that_is_known(desk, office):
    MilestoneFactory(kind="cooperation_agreement", happened_on=date(2021, 9, 1), communes=[office])
    line = {"ags": office.ags, "kind": "Kooperationsvereinbarung", "on": date(2021, 9, 1)}
    run = desk.upload(workbook(milestones=[{**line, "ended_on": date(2023, 1, 1)}]))
    assert verdicts(run) == ["changed"]
    desk.take_over(run)
    assert Milestone.objects.get().ended_on == date(2023, 1, 1)


def test_a_fact_that_was_taken_back_does_not_come_back(desk, office):
    MilestoneFactory(happened_on=date(2021, 9, 1), communes=[office], retracted_at="2025-01-01T10:00Z")
    run = desk.upload(workbook(milestones=[{"ags": office.ags, "kind": "Beratung", "on": date(2021, 9, 1)}]))
    assert verdicts(run) == ["faulty"]
    assert "zurückgenommen" in said(run)[0]


def test_a_handover_in_the_portal_is_not_undone_by_the_old_file(desk, office):
    first, second = UserFactory(email="petra2@lpr.example"), UserFactory()
    ResponsibilityFactory(user=first, valid_from=date(2021, 1, 1), valid_until=date(2024, 12, 31))
    ResponsibilityFactory(user=second, valid_from=date(2025, 1, 1))
    line = {"district": "14999", "email": "PETRA2@lpr.example"}
    run = desk.upload(workbook(responsibilities=[{**line, "from": date(2021, 1, 1)}]))
    assert verdicts(run) == ["present"]
    run = desk.upload(workbook(responsibilities=[{**line, "from": date(2026, 1, 1)}]))
    assert verdicts(run) == ["faulty"]
    assert f"Zuständig ist schon {second}" in said(run)[0]


def test_lines_that_say_the_same_or_contradict_each_other_are_told_apart(desk, office):
    person = {"ags": office.ags, "last_name": "Ordnungsmuster", "function": "Ordnungsamt"}
    run = desk.upload(workbook(contacts=[person, dict(person), {**person, "function": "Bauamt"}]))
    assert verdicts(run) == ["new", "present", "faulty"]
    assert said(run) == [
        ": Steht schon in Zeile 2.",
        ": Zeile 2 sagt zu derselben Sache etwas anderes. Bitte lassen Sie nur eine der beiden stehen.",
    ]
    desk.take_over(run, leave_out=True)
    assert Contact.objects.count() == 1


def test_a_shared_fact_stands_in_one_line_or_in_two(desk, office):
    shared = {"kind": "Kooperationsvereinbarung", "on": date(2021, 9, 1)}
    run = desk.upload(
        workbook(
            milestones=[
                {"ags": "14999100", "others": "14999101", **shared},
                {"ags": "14999101", "others": "14999100", **shared},
            ]
        )
    )
    assert verdicts(run) == ["new", "present"]
    desk.take_over(run)
    assert Milestone.objects.count() == 1


def test_a_district_of_an_ambiguous_name_asks_which_one(desk, office):
    DistrictFactory(key="14713", name="Leipzig", kind="urban")
    DistrictFactory(key="14729", name="Leipzig", kind="rural")
    line = {"email": "petra@lpr.example", "from": date(2021, 1, 1)}
    run = desk.upload(
        workbook(
            responsibilities=[
                {**line, "district": "Leipzig"},
                {**line, "district": "Kreisfreie Stadt Leipzig"},
                {**line, "district": 14729},
            ]
        )
    )
    assert verdicts(run) == ["faulty", "new", "new"]
    assert "„Kreisfreie Stadt Leipzig“ oder „Landkreis Leipzig“" in said(run)[0]


def test_a_commune_with_another_name_than_its_key_is_refused(desk, office):
    ContactFactory(commune=office)
    line = {"ags": office.ags, "commune": "Kleinmusterdorf", "last_name": "Neu"}
    run = desk.upload(workbook(contacts=[line, {**line, "ags": "14999199", "last_name": "Alt"}]))
    assert verdicts(run) == ["faulty", "faulty"]
    assert said(run)[0] == "Kommune: Der AGS 14999100 gehört zu Stadt Großmusterstadt, hier steht „Kleinmusterdorf“."
    assert "„Kleinmusterdorf“ hat den AGS 14999101" in said(run)[1]


def test_the_same_file_twice_at_once_makes_one_import(desk, office):
    data = workbook(**FULL)
    desk.send(data)
    answer = desk.send(data)
    assert Import.objects.count() == 1
    assert answer["Location"] == Import.objects.get().get_absolute_url()


def test_a_double_click_a_second_tab_and_a_second_admin_take_over_once(desk, office, run_tasks):
    run = desk.upload(workbook(**FULL))
    second = desk_of(run_tasks)
    assert [desk.agree(run).status_code, desk.agree(run).status_code, second.agree(run).status_code] == [302] * 3
    run_tasks()
    second.agree(run)
    run_tasks()
    assert OfficeHolder.objects.count() == 2
    assert JournalEntry.objects.filter(kind="import.finish").count() == 1
