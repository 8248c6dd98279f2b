"""Every form about a row that is there: nobody saves over a newer change unseen, and nothing typed is lost."""

import html
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.urls import reverse

from asskomm.intake.applying.apply import OutdatedError
from core.models import JournalEntry
from core.optimistic_forms import TokenForm
from core.transitions import StaleError
from tests.architecture.floors import FLOORS
from tests.architecture.test_repository import ROOT, tracked
from tests.asskomm import portal_world
from tests.asskomm.portal_world import World
from tests.asskomm.role_addresses import ARGUMENTS
from tests.factories.communes import OfficeHolderFactory
from tests.races import at_once

STEP = "a day, a reason or a file for a step; its transition refuses what was done meanwhile"
NEW = "makes something new; a nonce, a constraint or a state keeps it from being made twice"
SIGNING = "carries the version, hash or nonce that the ledger checks (signing rules 3 and 4)"
QUESTION = "changes no row"
OWN = "one's own account, or the administration, which has Django's own history"
WITHOUT_TOKEN = {
    "agreements.ceremony.code_forms.CodeForm": STEP,
    "agreements.ceremony.code_forms.CodeLetterForm": STEP,
    "agreements.ceremony.forms.LastTapForm": SIGNING,
    "agreements.ceremony.forms.SignatureForm": SIGNING,
    "agreements.ceremony.lost_link_form.LostLinkForm": QUESTION,
    "agreements.ceremony.question_forms.OwnWordsForm": STEP,
    "agreements.ceremony.receipt_copy_form.ReceiptCopyForm": "to each address once, under the agreement's lock",
    "agreements.verification.form.HashForm": QUESTION,
    "agreements.verification.form.VerifyForm": QUESTION,
    "agreements.office.forms.AddressForm": STEP,
    "agreements.office.forms.CountersignForm": SIGNING,
    "agreements.office.forms.EndForm": STEP,
    "agreements.office.forms.ReasonForm": STEP,
    "agreements.offline.forms.OutsideSignatureForm": SIGNING,
    "agreements.offline.forms.ScanCheckForm": STEP,
    "agreements.offline.paper_form.PaperAgreementForm": NEW,
    "agreements.offline.scan_form.ScanForm": STEP,
    "agreements.text.editor.forms.SectionForm": "a part of an EditionForm, which compares all sections",
    "asskomm.intake.preview.forms.ApplyForm": "carries the number of the preview that was agreed to",
    "asskomm.intake.uploading.forms.UploadForm": NEW,
    "asskomm.reports.forms.DefinitionForm": "publishes the version after the one that was read, once",
    "asskomm.reports.forms.ScopeForm": QUESTION,
    "coaching.engagements.forms.BreakOffForm": STEP,
    "coaching.engagements.forms.DayForm": STEP,
    "communes.attachments.forms.AttachmentForm": NEW,
    "communes.attachments.forms.RemovalForm": STEP,
    "asskomm.desk.composer.correcting.CorrectionForm": NEW,
    "asskomm.desk.composer.forms.EntryForm": NEW,
    "asskomm.desk.timeline_filter.TimelineFilter": QUESTION,
    "communes.facts.forms.EndForm": STEP,
    "communes.facts.forms.MilestoneForm": NEW,
    "communes.facts.forms.RetractForm": STEP,
    "communes.handover.HandoverForm": NEW,
    "staff.admin.UserCreationForm": OWN,
    "staff.admin.UserForm": OWN,
    "staff.forms.LastDayForm": STEP,
    "staff.forms.SigningAuthorityForm": NEW,
    "staff.forms.SubstitutionForm": NEW,
    "staff.password_form.CarefulPasswordForm": OWN,
}
# A page with such a form: what it takes beside what it shows, the field that both people change, and to what.
EDITED: dict[str, tuple[dict[str, str], str, str, str]] = {
    "contact": ({}, "phone", "0351 111", "0351 222"),
    "office-holder": ({}, "phone", "0351 111", "0351 222"),
    "task": ({"due_on": "2199-01-01"}, "title", "Erst anrufen", "Erst schreiben"),
    "goal": ({}, "text", "Ein Rat tagt.", "Ein Rat ist gegründet."),
    "session": ({}, "result", "Orte besichtigt.", "Konzept besprochen."),
    "engagement-edit": ({}, "granted_days", "7", "8.25"),
    "agreement-edit": ({}, "contact_name", "Anna Erstmuster", "Berta Zweitmuster"),
    "agreement-signatory": ({"signatory": "deputy"}, "reason", "Urlaub", "Dienstreise"),
    "agreement-resolution": ({"state": "pending"}, "expected_on", "2027-03-01", "2027-04-01"),
    "edition-edit": ({}, "title", "Erste Überschrift", "Zweite Überschrift"),
}
IN_WORDS = {"7": "7,00", "2027-03-01": "01.03.2027"}


DECLARES = re.compile(r"^class \w+\(.*(?:Form|Error|Exception)", re.MULTILINE)


def subclasses(of: type) -> Iterator[type]:
    for each in of.__subclasses__():
        yield each
        yield from subclasses(each)


def own(of: type) -> dict[str, type]:
    """The subclasses that the product declares, by their dotted names; every module that may have one is loaded."""
    for path in tracked("*.py"):
        module = path.relative_to(ROOT).with_suffix("")
        ours = module.parts[0] in FLOORS and not {"migrations", "settings", "crispy_kern"} & set(module.parts)
        if ours and DECLARES.search(path.read_text()):
            import_module(".".join(module.parts))
    found = {f"{each.__module__}.{each.__qualname__}": each for each in subclasses(of)}
    return {name: each for name, each in found.items() if name.split(".")[0] in FLOORS and ".crispy_kern." not in name}


def test_every_form_has_a_token_or_says_why_not():
    bare = {name for name, form in own(forms.BaseForm).items() if not issubclass(form, TokenForm)}
    assert bare == set(WITHOUT_TOKEN), "Please make it a TokenForm, or say why it needs no token."


def test_there_is_one_exception_for_what_was_changed_meanwhile():
    words = ("Stale", "Newer", "Outdated", "Conflict")
    found = [each for name, each in own(Exception).items() if name.rpartition(".")[2].startswith(words)]
    found.remove(OutdatedError)  # of an import's preview, in the background: it makes another preview
    assert found == [StaleError]


def test_nothing_but_the_form_knows_the_fields_former_names():
    written = [
        str(path.relative_to(ROOT))
        for path in tracked("*.html", "*.js")
        if any(f"{sign}{name}{sign}" in path.read_text() for name in ("seen", "revision") for sign in ("'", '"'))
    ]
    assert written == []


class Page:
    """The page of an edited row, as the head has it open."""

    def __init__(self, world: World, name: str) -> None:
        self.more, self.field, self.first, self.second = EDITED[name]
        self.client, self.address = world.client("head"), reverse(name, kwargs=ARGUMENTS[name](world))
        if "signatory" in self.more:
            deputy = OfficeHolderFactory(commune=world.commune, office="deputy", deputy_rank=1)
            self.more = {"signatory": str(deputy.pk)}

    def opened(self) -> dict[str, Any]:
        """What a browser would send of it."""
        context = self.client.get(self.address).context
        sent = filled(context["form"])
        sections = context.get("sections")
        for form in [sections.management_form, *sections] if sections is not None else []:
            sent |= filled(form)
        return sent | self.more

    def save(self, opened: dict[str, Any], value: str, **changes: Any) -> Any:
        return self.client.post(self.address, {**opened, self.field: value, **changes})


def filled(form: forms.BaseForm) -> dict[str, Any]:
    """The fields of a form by their names in the page, without boxes that are not ticked."""
    values = {bound.html_name: bound.value() for bound in form}
    lists = {name: [getattr(each, "pk", each) for each in value] for name, value in values.items() if is_list(value)}
    return {name: value for name, value in values.items() if value not in (None, False)} | lists


def is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


@pytest.fixture
def world() -> World:
    return portal_world.build()


def test_each_form_with_a_token_is_tried():
    tried = {
        "AgreementForm", "SignatoryForm", "ResolutionForm", "EditionForm", "EngagementForm", "GoalForm", "SessionForm",
        "ContactForm", "TaskForm", "OfficeHolderForm",
        "AmendmentForm", "TerminationForm",  # by what they inherit from AgreementForm
        "NoticeForm",  # tests/agreements/notices/test_recording.py
        "OptimisticForm", "DraftPartForm", "EngagementPartForm",  # by their subclasses
    }  # fmt: skip
    assert {form.__name__ for form in own(TokenForm).values()} == tried


@pytest.mark.django_db
@pytest.mark.parametrize("name", EDITED)
def test_who_is_slower_is_told_what_holds_and_loses_nothing(world, name):
    page = Page(world, name)
    opened = page.opened()
    assert opened["token"]
    assert page.save(opened, page.first).status_code == 302
    assert page.save(opened, page.first).status_code == 302, "a second click is no conflict with oneself"
    told = page.save(opened, page.second)
    assert told.status_code == 409
    said = html.unescape(told.content.decode())
    assert "hat diese Angaben inzwischen geändert" in said
    assert f"{IN_WORDS.get(page.first, page.first)}“" in said.partition("jetzt „")[2]
    assert str(told.context["form"][page.field].value()) == page.second
    assert page.second in said
    renewed = told.context["form"]["token"].value()
    assert page.save(opened, page.second, token=renewed).status_code == 302
    assert str(page.opened()[page.field]).rstrip("0") == page.second.rstrip("0")


@pytest.mark.django_db
@pytest.mark.parametrize("name", EDITED)
def test_a_page_from_before_the_last_update_saves_and_loses_nothing_either(world, name):
    page = Page(world, name)
    opened = page.opened()
    former = "revision" if opened["token"].isdecimal() else "seen"
    opened[former] = opened.pop("token")
    assert page.save(opened, page.first).status_code == 302
    told = page.save(opened, page.second)
    assert told.status_code == 409
    assert page.second in html.unescape(told.content.decode())
    assert page.save(opened, page.second, token=told.context["form"]["token"].value()).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "0", "null", "[1]", "[" * 20_000, '{"phone": 7}', "9" * 5_000])
@pytest.mark.parametrize("name", ["contact", "agreement-edit", "agreement-signatory"])
def test_a_form_that_says_nothing_of_what_it_showed_saves_nothing(world, name, token):
    page = Page(world, name)
    opened = page.opened()
    assert page.save(opened, page.second, token=token).status_code == 409
    assert page.opened().get(page.field) == opened.get(page.field)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["engagement-edit", "agreement-edit", "agreement-signatory", "edition-edit"])
def test_eight_clicks_make_one_change_and_eight_people_lose_nothing(name):
    world = portal_world.build()
    page = Page(world, name)
    sent, before = page.opened() | {page.field: page.first}, JournalEntry.objects.count()
    world.client("head")  # signs in once, before the threads do

    def click() -> None:
        assert world.client("head").post(page.address, sent).status_code == 302

    at_once(click)
    assert JournalEntry.objects.count() == before + 1
    values, answers = iter([page.second, *(f"{number}" for number in range(20, 27))]), list[int]()
    opened = page.opened()

    def change() -> None:
        answers.append(world.client("head").post(page.address, {**opened, page.field: next(values)}).status_code)

    at_once(change)
    assert sorted(answers) == [302, *[409] * 7]
