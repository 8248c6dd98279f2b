"""The demo's contacts, tasks and notes: only at made-up communes, and the second run changes nothing."""

import pytest

from asskomm.demo_data import accounts, daily_work, made_up_communes
from communes.models import Contact, Note, Task
from core.journal import verify_chain
from core.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_a_second_run_changes_nothing_and_no_real_commune_is_named():
    for _ in range(2):
        made_up_communes.load()
        accounts.load()
        daily_work.load()
    assert (Contact.objects.count(), Task.objects.count(), Note.objects.count()) == (3, 3, 2)
    assert JournalEntry.objects.filter(kind__in=["contact.created", "task.created", "note.taken"]).count() == 8
    for model in (Contact, Task, Note):
        assert not model.objects.filter(commune__fictitious=False).exists()
    assert verify_chain("14999010") > 0
