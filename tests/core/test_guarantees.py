"""Every constraint and trigger on the tables of the ground, each with statements that the database refuses."""

from datetime import UTC, datetime

import pytest

from core import journal
from core.actors import SYSTEM
from core.models import JournalEntry, JournalHead, JournalText, OutgoingMessage, StoredFile
from tests.guarantees import World, delete, frozen, guarantees_of, insert, not_refused, update

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    """One row of each kind, as well as it can be."""
    file = StoredFile.objects.create(sha256="a" * 64, size=1, media_type="application/pdf")
    with journal.collected():
        journal.record(key=journal.PORTAL, kind="test", subject=file, actor=SYSTEM, text="Ein Text.")
    return {
        "file": file,
        "entry": JournalEntry.objects.get(),
        "head": JournalHead.objects.get(),
        "text": JournalText.objects.get(),
        "mail": OutgoingMessage.objects.create(kind="test", recipient="a@lpr.example"),
    }


STATEMENTS = [
    insert("core_storedfile_sha256_key", "file"),
    insert("file_sha256_is_hex", "file", sha256="A" * 64),
    insert("file_sha256_is_hex", "file", sha256="a" * 63),
    *frozen("core_storedfile: write_once", "file", StoredFile),
    insert("core_journalentry_hash_key", "entry", seq=2),
    insert("journal_one_entry_per_number", "entry", hash="b" * 64),
    insert("journal_actor_kind", "entry", seq=2, hash="b" * 64, actor_kind="ghost"),
    insert("journal_visibility", "entry", seq=2, hash="b" * 64, visibility="press"),
    *frozen("core_journalentry: append_only", "entry", JournalEntry),
    delete("core_journalentry: append_only", "entry"),
    update("core_journalhead: only_onwards", "head", seq=0),
    update("core_journalhead: only_onwards", "head", key="14521450"),
    delete("core_journalhead: never_deleted", "head"),
    insert("core_journaltext_entry_id_key", "text"),
    update("core_journaltext: only_erased", "text", text="Ein anderer Text."),
    update("core_journaltext: only_erased", "text", salt=""),
    delete("core_journaltext: never_deleted", "text"),
    update("mail_state_valid", "mail", state="lost"),
    update("mail_sent_has_time", "mail", state="sent"),
    update("mail_sent_has_time", "mail", sent_at=NOW),
]


def test_the_database_refuses_each_of_them(world):
    assert not_refused(STATEMENTS, world) == []


def test_every_guarantee_has_a_statement_that_breaks_it():
    assert {statement.guarantee for statement in STATEMENTS} == guarantees_of("core")
