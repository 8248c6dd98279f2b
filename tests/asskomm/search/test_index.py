"""The table of all that can be found equals what the rooms declare, whichever way a row was changed."""

import pytest
from django.db import connection, transaction

from asskomm.desk.models import SearchEntry
from asskomm.desk.search import indexing
from communes.daily_work.saving import take_note
from communes.models import Commune, Task, Topic
from core.models import JournalText
from core.search_parts import PARTS
from staff.actors import StaffActor
from staff.models import User
from tests.factories.coaching import running
from tests.factories.communes import CommuneFactory, OfficeHolderFactory
from tests.factories.facts import AttachmentFactory, ContactFactory, TaskFactory
from tests.factories.ready_agreements import ready_draft
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db


def stored() -> set[tuple[object, ...]]:
    return set(SearchEntry.objects.values_list("kind", "object_id", "ags", "title", "day", "vector"))


def wanted() -> set[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(indexing.entries_of(part) for part in PARTS.values()))
        return set(cursor.fetchall())


def note_in(commune: Commune, text: str) -> None:
    take_note(commune, text, kind="note", called_on=None, nonce=text, actor=StaffActor(UserFactory()))


def everything() -> None:
    """One row of each kind."""
    engagement = running()
    OfficeHolderFactory(commune=engagement.commune)
    ContactFactory(commune=engagement.commune)
    TaskFactory(commune=engagement.commune)
    AttachmentFactory(commune=engagement.commune)
    ready_draft()


def test_each_part_has_entries_and_they_equal_its_document():
    everything()
    assert {kind for kind, *_ in stored()} == PARTS.keys() - {"core.journaltext"}
    assert stored() == wanted()


def test_they_follow_whatever_changes_a_row():
    everything()
    Commune.objects.update(name="Neuenmuster")
    Topic.objects.filter(pk=Topic.objects.filter(agreements__isnull=False)[:1]).update(name="Ein anderes Thema")
    User.objects.update(last_name="Musterneu")
    Task.objects.bulk_create([TaskFactory.build(commune=Commune.objects.first(), assigned_to=User.objects.first())])
    assert stored() == wanted()
    Task.objects.all()[:1].get().delete()
    Task.objects.all()._raw_delete("default")
    assert stored() == wanted()
    assert not SearchEntry.objects.filter(kind="communes.task").exists()


def test_an_entry_is_gone_with_the_transaction():
    before = stored()
    with transaction.atomic():
        CommuneFactory()
        assert stored() != before
        transaction.set_rollback(True)
    assert stored() == before


def test_what_was_erased_by_law_is_found_no_more():
    commune = CommuneFactory()
    note_in(commune, "Frau Musterfrau bittet um Rückruf")
    text = JournalText.objects.get()
    assert SearchEntry.objects.filter(kind="core.journaltext", object_id=str(text.pk)).exists()
    JournalText.objects.filter(pk=text.pk).update(text="", salt="")
    assert not SearchEntry.objects.filter(kind="core.journaltext", object_id=str(text.pk)).exists()


def test_what_is_installed_follows_what_is_declared():
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON FUNCTION search_words(text) IS 'other'")
        name = next(iter(indexing.wanted()["communes.task"])).name
        cursor.execute(f"COMMENT ON FUNCTION {name}() IS 'of a former edition'")
        for other in ("search_of_nobody", "search_of_others"):
            cursor.execute(f"CREATE FUNCTION {other}() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        cursor.execute("COMMENT ON FUNCTION search_of_nobody() IS '0123456789abcdef'")
    SearchEntry.objects.all().delete()
    TaskFactory()
    SearchEntry.objects.all().delete()
    indexing.install()
    there = indexing.in_place()
    assert {one.name: one.digest for several in indexing.wanted().values() for one in several}.items() <= there.items()
    assert ("search_of_nobody" in there, "search_of_others" in there) == (False, True), "only what it put there"
    assert {kind for kind, *_ in stored()} == {"communes.task"}, "only what differed was made once more"
