"""Several people at the same moment: one notice is recorded, one answer counts, and nobody waits for each other."""

import pytest
from django.utils import timezone

from agreements.models import ChangeNotice, PreAgreement
from agreements.notices import steps
from agreements.notices.typed_content import Told
from agreements.transitions import ending
from communes.responsibility import staff_actor
from core.models import JournalEntry
from tests.factories.notices import NEW_CONTACT, agreement_in_force, link_hash, waiting_notice
from tests.factories.ready_agreements import caseworker_of
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_many_clicks_record_one_notice():
    agreement = agreement_in_force()
    actor = staff_actor(caseworker_of(agreement.commune), agreement.commune)
    told = Told(None, NEW_CONTACT, timezone.localdate(), "mail", "")
    refused = at_once(lambda: steps.record(PreAgreement.objects.get(), told, actor=actor), threads=4)
    assert ChangeNotice.objects.count() == 1
    assert len(refused) == 3
    assert all("wartet schon auf die Kommune" in reason for reason in refused)


def test_many_devices_confirm_once():
    notice = waiting_notice()
    token_hash = link_hash(notice)

    def confirm() -> None:
        mine = ChangeNotice.objects.get()
        steps.confirm(mine, token_hash=token_hash, shown_sha256=mine.content_sha256)

    refused = at_once(confirm, threads=4)
    assert ChangeNotice.objects.get().status == "confirmed"
    assert len(refused) == 3
    assert JournalEntry.objects.filter(kind="changenotice.confirm").count() == 1


def test_confirming_while_the_agreement_ends_leaves_one_of_both():
    notice = waiting_notice()
    token_hash = link_hash(notice)
    actor = staff_actor(caseworker_of(notice.agreement.commune), notice.agreement.commune)
    turns = iter(["confirm", "end", "confirm", "end"])

    def work() -> None:
        if next(turns) == "confirm":
            mine = ChangeNotice.objects.get()
            steps.confirm(mine, token_hash=token_hash, shown_sha256=mine.content_sha256)
        else:
            ending.end(PreAgreement.objects.get(), actor=actor, on=timezone.localdate(), reason="Beendet.")

    at_once(work, threads=4)
    assert PreAgreement.objects.get().status == "ended"
    assert ChangeNotice.objects.get().status in {"confirmed", "lapsed"}
