"""What the database refuses of notices of change; part of ``test_guarantees.py``."""

from datetime import date, datetime

from agreements.models import ChangeNotice, NoticeTopic, PreAgreement
from core.models import StoredFile
from tests.factories.communes import OfficeHolderFactory, TopicFactory
from tests.factories.staff import UserFactory
from tests.guarantees import World, delete, frozen, insert, update

SENT = {"status", "status_since", "holder", "recipient", "expires_at"}
CONFIRMED = {"confirmed_at", "confirmed_by", "confirmed_name", "confirmed_office", "confirmed_address", "file"}


def notices(agreement: PreAgreement, file: StoredFile, day: date, now: datetime) -> World:
    """One that waits for the commune and one that it has confirmed, each with a topic."""
    holder, topic = OfficeHolderFactory(commune=agreement.commune), TopicFactory(name="Zivilcourage")
    common = {
        "agreement": agreement,
        "terms": agreement,
        "effective_on": day,
        "new_topics": True,
        "new_contact": True,
        "contact_name": "Nora Neumuster",
        "contact_email": "nora@musterstadt.example",
        "origin": "phone",
        "content": {},
        "content_sha256": "a" * 64,
        "recorded_by": UserFactory(),
        "holder": holder,
        "recipient": holder.email,
        "expires_at": now,
    }
    waiting = ChangeNotice.objects.create(number=1, **common)
    withdrawn = ChangeNotice.objects.create(number=2, status="withdrawn", **common)
    confirmed = ChangeNotice.objects.create(
        number=3,
        status="confirmed",
        confirmed_at=now,
        confirmed_by=holder,
        confirmed_name="Erika Musterfrau",
        confirmed_office="Bürgermeisterin",
        confirmed_address="e…@musterstadt.example",
        file=file,
        **common,
    )
    return {
        "notice": waiting,
        "withdrawn notice": withdrawn,
        "confirmed notice": confirmed,
        "notice topic": NoticeTopic.objects.create(notice=waiting, topic=topic),
    }


NOTICES = [
    insert("notice_one_per_number", "withdrawn notice"),
    insert("notice_one_open_per_agreement", "notice", number=9),
    update("notice_status_valid", "notice", status="lost"),
    insert("notice_origin_valid", "withdrawn notice", number=9, origin="pigeon"),
    insert(
        "notice_changes_something",
        "withdrawn notice",
        number=9,
        new_topics=False,
        new_contact=False,
        contact_name="",
        contact_email="",
    ),
    insert("notice_contact_can_be_reached", "withdrawn notice", number=9, contact_name=""),
    insert("notice_contact_can_be_reached", "withdrawn notice", number=9, contact_email=""),
    insert("notice_contact_can_be_reached", "withdrawn notice", number=9, new_contact=False),
    update("notice_confirmed_by_somebody", "notice", status="confirmed"),
    update("notice_confirmed_by_somebody", "notice", confirmed_name="Erika Musterfrau"),
    update("notice_confirmed_by_somebody", "notice", file_id=lambda world: world["file"].pk),
    *[
        insert("notice_confirmed_by_somebody", "confirmed notice", number=9, **{column: empty})
        for column, empty in [
            ("confirmed_at", None),
            ("confirmed_by_id", None),
            ("confirmed_name", ""),
            ("confirmed_office", ""),
            ("confirmed_address", ""),
            ("file_id", None),
        ]
    ],
    *frozen("agreements_changenotice: recorded_stays", "notice", ChangeNotice, but=SENT | CONFIRMED),
    *frozen("agreements_changenotice: answered_stays", "confirmed notice", ChangeNotice),
    delete("agreements_changenotice: never_deleted", "withdrawn notice"),
    insert("notice_topic_once", "notice topic"),
    *frozen("agreements_noticetopic: never_changed", "notice topic", NoticeTopic),
    delete("agreements_noticetopic: never_changed", "notice topic"),
    insert(
        "agreements_noticetopic: only_while_open", "notice topic", notice_id=lambda world: world["confirmed notice"].pk
    ),
]
