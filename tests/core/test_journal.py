"""The journal: append-only, chained, free text erasable."""

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core import journal
from core.actors import SYSTEM
from core.journal import ChainBrokenError
from core.models import JournalEntry, JournalHead, JournalText
from tests.factories.communes import CommuneFactory

pytestmark = pytest.mark.django_db

GUARDS = [
    "core.JournalEntry:append_only",
    *(f"core.JournalText:{name}" for name in ("never_deleted", "only_erased")),
    *(f"core.JournalHead:{name}" for name in ("never_deleted", "only_onwards")),
]


def write(key: str, count: int = 3, text: str = "") -> None:
    commune = CommuneFactory()
    for number in range(count):
        journal.record(key=key, kind="test.entry", subject=commune, actor=SYSTEM, data={"n": number}, text=text)


def forge(sql: str) -> None:
    """Change rows as somebody with full rights could, past the triggers."""
    with pgtrigger.ignore(*GUARDS), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_chain_verifies_and_counts():
    write("14521450")
    assert journal.verify_chain("14521450") == 3


@pytest.mark.parametrize("change", [{"kind": "other"}, {"data": {}}, {"actor_id": "7"}])
def test_an_entry_cannot_be_changed(change):
    write("14521450")
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        JournalEntry.objects.update(**change)


def test_an_entry_cannot_be_deleted():
    write("14521450")
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        JournalEntry.objects.all().delete()


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE core_journalentry SET kind = 'other' WHERE seq = 2",
        """UPDATE core_journalentry SET data = '{"n": 9}' WHERE seq = 1""",
        "UPDATE core_journalentry SET at = at + interval '1 second' WHERE seq = 1",
        "UPDATE core_journalentry SET actor_kind = 'staff' WHERE seq = 3",
        "DELETE FROM core_journalentry WHERE seq = 2",
        "DELETE FROM core_journalentry WHERE seq = 3",
    ],
)
def test_a_forgery_past_the_trigger_is_found(forgery):
    write("14521450")
    forge(forgery)
    with pytest.raises(ChainBrokenError, match="14521450"):
        journal.verify_chain("14521450")
    with pytest.raises(CommandError, match="14521450"):
        call_command("verify_journal")


def test_free_text_is_erased_by_law_and_the_chain_still_verifies():
    write("14521450", text="Frau Muster hat angerufen")
    JournalText.objects.update(text="", salt="")
    assert journal.verify_chain("14521450") == 3


def test_changed_free_text_is_found():
    write("14521450", text="Frau Muster hat angerufen")
    forge("UPDATE core_journaltext SET text = 'Frau Muster hat nicht angerufen'")
    with pytest.raises(ChainBrokenError):
        journal.verify_chain("14521450")


def test_nested_transactions_write_their_entries_last_in_order_of_keys():
    commune = CommuneFactory()
    with journal.collected():
        journal.record(key="b", kind="first", subject=commune, actor=SYSTEM)
        with journal.collected():
            journal.record(key="a", kind="second", subject=commune, actor=SYSTEM)
        assert not JournalEntry.objects.exists()
    assert list(JournalEntry.objects.order_by("id").values_list("key", "kind")) == [("b", "first"), ("a", "second")]


def test_a_rolled_back_transaction_leaves_no_entry():
    commune = CommuneFactory()

    def fail_after_recording() -> None:
        with journal.collected():
            journal.record(key="a", kind="first", subject=commune, actor=SYSTEM)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_recording()
    assert not JournalEntry.objects.exists()
    assert not JournalHead.objects.exists()


def test_a_text_that_lost_its_salt_to_hide_that_it_was_changed_is_found():
    write("14521450", text="Frau Muster hat angerufen")
    forge("UPDATE core_journaltext SET text = 'Frau Muster hat nicht angerufen', salt = ''")
    with pytest.raises(ChainBrokenError):
        journal.verify_chain("14521450")


def test_a_text_that_was_removed_or_put_in_later_is_found():
    write("14521450", text="Frau Muster hat angerufen")
    write("14522000")
    forge("DELETE FROM core_journaltext")
    with pytest.raises(ChainBrokenError):
        journal.verify_chain("14521450")
    invented = JournalText(entry=JournalEntry.objects.get(key="14522000", seq=1), text="Erfunden")
    invented.save()
    with pytest.raises(ChainBrokenError):
        journal.verify_chain("14522000")


def test_a_chain_whose_end_was_removed_is_found():
    write("14521450")
    forge("DELETE FROM core_journalhead")
    with pytest.raises(ChainBrokenError, match="14521450"):
        journal.verify_chain("14521450")
    with pytest.raises(CommandError, match="14521450"):
        call_command("verify_journal")


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE core_journaltext SET text = 'anders'",
        "UPDATE core_journaltext SET salt = ''",
        "DELETE FROM core_journaltext",
        "UPDATE core_journalhead SET seq = seq - 1",
        "UPDATE core_journalhead SET hash = repeat('0', 64)",
        "DELETE FROM core_journalhead",
    ],
)
def test_texts_and_ends_of_chains_are_guarded_too(forgery):
    write("14521450", text="Frau Muster hat angerufen")
    refused = pytest.raises(DatabaseError, match=r"Cannot (update|delete)")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(forgery)


def test_what_is_rolled_back_inside_leaves_no_entry_outside():
    commune = CommuneFactory()

    def fail_inside() -> None:
        with journal.collected():
            journal.record(key="a", kind="undone", subject=commune, actor=SYSTEM)
            raise RuntimeError

    with journal.collected():
        journal.record(key="a", kind="done", subject=commune, actor=SYSTEM)
        with pytest.raises(RuntimeError):
            fail_inside()
    assert [entry.kind for entry in JournalEntry.objects.all()] == ["done"]


class AnyData(TestCase):
    @given(st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=8) | st.booleans(), max_size=4))
    def test_whatever_json_holds_verifies(self, data):
        # PostgreSQL's text holds no NUL; ids and codes never have one.
        clean = {k.replace("\x00", ""): v.replace("\x00", "") if isinstance(v, str) else v for k, v in data.items()}
        commune = CommuneFactory()
        journal.record(key="x", kind="test", subject=commune, actor=SYSTEM, data=clean)
        assert journal.verify_chain("x") >= 1
