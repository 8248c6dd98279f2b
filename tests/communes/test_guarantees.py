"""Every constraint and trigger on the tables of communes, each with statements that the database refuses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps

from communes.models import Association, Attachment, Note
from tests.factories.communes import (
    CommuneFactory,
    DistrictFactory,
    OfficeHolderFactory,
    ResponsibilityFactory,
    TopicFactory,
)
from tests.factories.facts import AttachmentFactory, ContactFactory, MilestoneFactory, TaskFactory
from tests.factories.staff import UserFactory
from tests.guarantees import World, delete, frozen, guarantees_of, insert, not_refused, update

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 4)
BEFORE = DAY - timedelta(days=1)
TRACKED = ("commune", "contact", "milestone", "officeholder", "responsibility")  # pghistory keeps what they were
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    """One row of each kind, as well as it can be."""
    commune = CommuneFactory(ags="14999010", ars="149990000010", valid_from=DAY)
    colleague = UserFactory()
    rows = {
        "district": DistrictFactory(),
        "association": Association.objects.create(key="149990101", name="Musterau", kind="union"),
        "commune": commune,
        "topic": TopicFactory(),
        "mayor": OfficeHolderFactory(commune=commune, valid_from=DAY),
        "responsibility": ResponsibilityFactory(district=commune.district, valid_from=DAY),
        "contact": ContactFactory(commune=commune),
        "milestone": MilestoneFactory(communes=[commune], happened_on=DAY),
        "task": TaskFactory(commune=commune),
        "note": Note.objects.create(commune=commune, author=colleague, submission="a" * 64),
        "attachment": AttachmentFactory(commune=commune),
        "removed": AttachmentFactory(commune=commune, removed_by=colleague, removed_at=NOW),
        "colleague": colleague,
    }
    events = {f"history_of_{name}": apps.get_model("communes", f"{name}event").objects.first() for name in TRACKED}
    return {**rows, **events}


def key(row: str):
    """The row's id."""
    return lambda world: world[row].pk


TERRITORY = [
    update("district_key_has_five_digits", "district", key="1499"),
    update("district_key_has_five_digits", "district", key="1499A"),
    update("district_kind_valid", "district", kind="village"),
    update("association_key_has_nine_digits", "association", key="14999010"),
    update("association_kind_valid", "association", kind="club"),
    update("commune_ags_has_eight_digits", "commune", ars=None, valid_until=DAY, ags="1499901"),
    update("commune_ars_has_twelve_digits", "commune", ars="14999AB00010"),
    update("commune_ags_from_ars", "commune", ars="149990000020"),
    update("commune_district_from_ags", "commune", ags="14998010", ars="149980000010"),
    update("commune_without_ars_is_historical", "commune", ars=None),
    update("commune_kind_valid", "commune", kind="village"),
    update("commune_existed_forward", "commune", valid_until=BEFORE),
    insert("communes_topic_name_key", "topic"),
]

PEOPLE = [
    update("office_holder_period_ordered", "mayor", valid_until=BEFORE),
    update("office_holder_rank_iff_deputy", "mayor", deputy_rank=1),
    update("office_holder_rank_iff_deputy", "mayor", office="deputy"),
    update("office_holder_rank_iff_deputy", "mayor", office="king"),
    update("office_holder_salutation_valid", "mayor", salutation="your majesty"[:10]),
    insert("office_holder_one_mayor_at_a_time", "mayor"),
    insert("office_holder_one_mayor_at_a_time", "mayor", valid_from=BEFORE, valid_until=DAY),
    update("responsibility_period_ordered", "responsibility", valid_until=BEFORE),
    insert("responsibility_one_at_a_time", "responsibility"),
    insert("responsibility_one_at_a_time", "responsibility", valid_from=BEFORE, valid_until=DAY),
    update("contact_salutation_valid", "contact", salutation="hey"),
]

FILE = [
    update("milestone_kind_valid", "milestone", kind="party"),
    update("milestone_ends_after_it_began", "milestone", kind="coaching", ended_on=BEFORE),
    update("milestone_only_some_kinds_end", "milestone", ended_on=DAY),
    update("task_done_by_somebody", "task", done_at=NOW),
    update("task_done_by_somebody", "task", done_by_id=key("colleague")),
    update("note_kind_valid", "note", kind="fax"),
    update("note_has_no_day_of_its_own", "note", called_on=DAY),
    insert("communes_note_submission_key", "note"),
    insert("communes_attachment_submission_key", "attachment"),
    insert("attachment_kind_valid", "attachment", submission="b" * 64, kind="song"),
    insert("attachment_has_pages", "attachment", submission="b" * 64, page_count=0),
    update("attachment_removed_by_somebody", "attachment", removed_at=NOW),
    update("attachment_removed_by_somebody", "attachment", removed_by_id=key("colleague")),
    *frozen(
        "communes_attachment: frozen",
        "attachment",
        Attachment,
        but={"removed_by", "removed_at", "fictitious", "submission"},
    ),
    *frozen("communes_attachment: removed_stays_removed", "removed", Attachment),
    update("communes_attachment: removed_stays_removed", "removed", removed_at=None, removed_by_id=None),
    delete("communes_attachment: never_deleted", "attachment"),
]

HISTORY = [
    refused
    for name in TRACKED
    for refused in (
        update(f"communes_{name}event: append_only", f"history_of_{name}", pgh_label="anders"),
        delete(f"communes_{name}event: append_only", f"history_of_{name}"),
    )
]

STATEMENTS = [*TERRITORY, *PEOPLE, *FILE, *HISTORY]


def test_the_database_refuses_each_of_them(world):
    assert not_refused(STATEMENTS, world) == []


def test_every_guarantee_has_a_statement_that_breaks_it():
    # Two communes with one ARS would have one AGS, which is the key: nothing can break this one first.
    implied = {"communes_commune_ars_key"}
    assert {statement.guarantee for statement in STATEMENTS} | implied == guarantees_of("communes")
