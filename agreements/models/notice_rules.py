"""What the database guarantees of every notice of change."""

import pgtrigger
from django.db import models
from django.db.models import Q

from agreements.models.notice_states import NoticeOrigin, NoticeStatus

NOTICE_CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(condition=Q(status__in=NoticeStatus.values), name="notice_status_valid"),
    models.CheckConstraint(condition=Q(origin__in=NoticeOrigin.values), name="notice_origin_valid"),
    models.CheckConstraint(condition=Q(new_topics=True) | Q(new_contact=True), name="notice_changes_something"),
    models.CheckConstraint(
        condition=(Q(new_contact=True) & ~Q(contact_name="") & ~Q(contact_email=""))
        | Q(new_contact=False, contact_name="", contact_email="", contact_phone=""),
        name="notice_contact_can_be_reached",
    ),
    models.CheckConstraint(
        condition=(
            Q(status="confirmed", confirmed_at__isnull=False, confirmed_by__isnull=False, file__isnull=False)
            & ~Q(confirmed_name="")
            & ~Q(confirmed_office="")
            & ~Q(confirmed_address="")
        )
        | (
            ~Q(status="confirmed")
            & Q(confirmed_at__isnull=True, confirmed_by__isnull=True, file__isnull=True)
            & Q(confirmed_name="", confirmed_office="", confirmed_address="")
        ),
        name="notice_confirmed_by_somebody",
    ),
    models.UniqueConstraint(fields=["agreement", "number"], name="notice_one_per_number"),
    models.UniqueConstraint(
        fields=["agreement"],
        condition=Q(status="open"),
        name="notice_one_open_per_agreement",
        violation_error_message="Es wartet schon eine Änderungsmitteilung zu dieser Vereinbarung auf die Kommune.",
    ),
]

NOTICE_TRIGGERS = [
    pgtrigger.Protect(
        name="recorded_stays",
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(
            "agreement",
            "terms",
            "number",
            "effective_on",
            "new_topics",
            "new_contact",
            "contact_name",
            "contact_email",
            "contact_phone",
            "origin",
            "remark",
            "content",
            "content_sha256",
            "recorded_by",
            "recorded_at",
        ),
    ),
    pgtrigger.Protect(
        name="answered_stays", operation=pgtrigger.Update, condition=pgtrigger.Condition("OLD.status <> 'open'")
    ),
    pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
]

# The list of topics is written with the notice: nothing joins it once somebody has answered.
ONLY_WHILE_OPEN = pgtrigger.Trigger(
    name="only_while_open",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("state", "TEXT")],
    func="""
        SELECT status INTO state FROM agreements_changenotice WHERE id = NEW.notice_id;
        IF state <> 'open' THEN
            RAISE EXCEPTION 'pgtrigger: Cannot insert rows into agreements_noticetopic once the notice is answered';
        END IF;
        RETURN NEW;
    """,
)
