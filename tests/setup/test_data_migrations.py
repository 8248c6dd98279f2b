"""Migrations that carry data over, tried with rows as they were before: on a database of their own, from the past."""

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import IntegrityError
from django.utils import timezone

from core import journal
from core.actors import SystemActor
from core.implausible_rows import ImplausibleRowsError
from tests.setup.past_databases import PastDatabases

SCRATCH = f"asskomm_migrations_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"  # one for each worker

pytestmark = pytest.mark.xdist_group("scratch database")  # one worker, since there is one database
Migrate = Callable[..., Apps]


@pytest.fixture(scope="module")
def past_databases(django_db_setup: None, django_db_blocker: Any) -> Iterator[PastDatabases]:
    pasts = PastDatabases(SCRATCH)
    yield pasts
    with django_db_blocker.unblock():
        pasts.drop()


@pytest.fixture
def migrate(past_databases: PastDatabases, django_db_blocker: Any) -> Iterator[Migrate]:
    """Bring a database of its own, empty at first, to the named migrations; answers the models as they were then."""
    with django_db_blocker.unblock(), past_databases.scratch() as scratch:
        yield scratch.migrate


@pytest.mark.slow
def test_codes_names_and_resolutions_of_the_past_are_carried_over(migrate: Migrate) -> None:
    _commune(migrate(communes="0003_daily_work"))
    old = migrate(communes="0004_fill_trigrams", agreements="0003_routes")
    commune = old.get_model("communes", "Commune").objects.get()
    assert {"mus", "ust", "rau"} <= set(commune.trigrams)

    _people(old)
    invitations = [_invited(old, number) for number in (1, 2)]
    now = timezone.now()
    for number, invitation in enumerate(invitations, start=1):
        for device in range(number):
            _code(old, invitation, f"{number}{device}", now)

    new = migrate(agreements="0004_people")
    codes = new.get_model("agreements", "SigningCode").objects.order_by("code_hash")
    assert [(code.code_hash, code.invitation_id) for code in codes] == [
        ("hash 10", invitations[0].pk),
        ("hash 20", invitations[1].pk),
        ("hash 21", invitations[1].pk),
    ]

    between = migrate(agreements="0010_template_kinds")
    agreements = between.get_model("agreements", "PreAgreement").objects.order_by("reference")
    agreements.filter(reference="LPR-1").update(council_resolution="pending", council_resolution_on=date(2026, 12, 1))
    agreements.filter(reference="LPR-2").update(
        council_resolution="passed", council_resolution_on=date(2026, 5, 4), council_resolution_number="7/2026"
    )

    newest = migrate(agreements="0011_expected_resolutions")
    rows = newest.get_model("agreements", "PreAgreement").objects.order_by("reference")
    assert [(row.council_resolution_on, row.council_resolution_expected_on) for row in rows] == [
        (None, date(2026, 12, 1)),
        (date(2026, 5, 4), None),
    ]


@pytest.mark.slow
def test_a_draft_of_which_nobody_said_that_no_resolution_is_needed_becomes_undecided(migrate: Migrate) -> None:
    past = migrate(agreements="0014_names_of_references")
    _commune(past)
    _people(past)
    _agreement(past, 1, "draft")
    _agreement(past, 3, "withdrawn")
    _commune(past, "14999020")
    _resolution_in_journal(past, _agreement(past, 2, "draft", "14999020"))

    newest = migrate(agreements="0016_undecided_resolutions")
    rows = newest.get_model("agreements", "PreAgreement").objects.order_by("reference")
    assert [row.council_resolution for row in rows] == ["undecided", "not_needed", "not_needed"]


@pytest.mark.slow
def test_what_is_known_of_originals_on_paper_becomes_rows_and_goes_back(migrate: Migrate) -> None:
    """One of each kind of agreement: what stood in columns stands in rows, of none that has no paper."""
    past = migrate(agreements="0022_links_closed_at")
    _commune(past)
    _people(past)
    scan = past.get_model("core", "StoredFile").objects.create(sha256="a" * 64, size=1, media_type="application/pdf")
    signed = {"status": "in_force", "signed_on": date(2022, 9, 12)}
    by_hand = {"paper_commune_signatory": "Max Mustermann", "paper_lpr_signatory": "Petra Muster", **signed}
    _agreement(past, 1, "draft")
    _agreement(past, 2, **signed)
    _agreement(past, 3, "withdrawn", route="printed")
    ended = {"status": "ended", "ended_on": date(2023, 12, 31)}
    old = _agreement(
        past, 4, route="paper", paper_signed_on=date(2022, 9, 12), paper_source="Akte", **{**by_hand, **ended}
    )
    place = {"place_of_original": "Ordner 3", "scan": scan}
    _agreement(past, 5, route="printed", paper_signed_on=date(2022, 9, 12), **place, **by_hand)
    amended = {"status": "in_force", "signed_on": date(2022, 9, 13), "paper_signed_on": date(2022, 9, 13)}
    _agreement(past, 6, route="paper", kind="amendment", amends=old, **amended)
    before = _rows(past)

    new = migrate(agreements="0023_paper_originals_of_their_own")
    originals = new.get_model("agreements", "PaperOriginal").objects.order_by("agreement__reference")
    columns = ("agreement__reference", "commune_signatory", "lpr_signatory", "source", "place", "scan__sha256")
    assert list(originals.values_list(*columns)) == [
        ("LPR-4", "Max Mustermann", "Petra Muster", "Akte", "", None),
        ("LPR-5", "Max Mustermann", "Petra Muster", "", "Ordner 3", scan.sha256),
        ("LPR-6", "", "", "", "", None),
    ]
    kept = {name for name in before[0] if not name.startswith("paper_")} - {"place_of_original", "scan_id"}
    assert [{name: row[name] for name in kept} for row in _rows(new)] == [
        {name: row[name] for name in kept} for row in before
    ]
    another = new.get_model("agreements", "PaperOriginal").objects.create()
    assert another.pk > max(originals.exclude(pk=another.pk).values_list("pk", flat=True))
    another.delete()

    assert _rows(migrate(agreements="0022_links_closed_at")) == before


@pytest.mark.slow
def test_what_would_get_lost_of_a_paper_stops_the_migration(migrate: Migrate) -> None:
    past = migrate(agreements="0022_links_closed_at")
    _commune(past)
    _people(past)
    day = date(2022, 9, 12)
    for unlike in (
        {"status": "in_force", "route": "paper", "paper_signed_on": day, "signed_on": date(2022, 9, 13)},
        {"status": "draft", "route": "paper", "paper_signed_on": day},
        {"status": "issued", "route": "printed", "place_of_original": "Ordner 3"},
        {"status": "draft", "paper_source": "Akte"},
    ):
        row = _agreement(past, 17, **unlike)
        before = _rows(past)
        with pytest.raises(Exception, match=r"paper_signed_on und signed_on.*: LPR-17$") as refused:
            migrate(agreements="0023_paper_originals_of_their_own")
        assert type(refused.value).__name__ == "PaperDaysError"
        assert _rows(past) == before
        row.delete()


@pytest.mark.slow
def test_what_is_known_of_resolutions_becomes_rows_and_goes_back(migrate: Migrate) -> None:
    past = migrate(agreements="0023_paper_originals_of_their_own")
    _commune(past)
    _people(past)
    file = past.get_model("core", "StoredFile").objects.create(sha256="b" * 64, size=1, media_type="application/pdf")
    day, now = date(2026, 5, 4), timezone.now()
    passed = {"on": day, "number": "SR 2026/4"}
    known: list[tuple[str, dict[str, Any]]] = [
        ("undecided", {}),
        ("undecided", {"expected_on": day}),  # of an earlier portal, which had another default
        ("not_needed", {}),
        ("pending", {"expected_on": day}),
        ("passed", {**passed, "file": file, "version": 2, "confirmed_at": now}),
        ("passed", {**passed, "draft_on": day}),
    ]
    for number, (state, details) in enumerate(known, start=1):
        values = {f"council_resolution_{name}": value for name, value in details.items()}
        agreement = _agreement(past, number, "withdrawn", council_resolution=state, **values)
        journal.record(
            key="14999010",
            kind="preagreement.resolution",
            subject=agreement,
            actor=SystemActor(),
            data={"state": state, "sha256": file.sha256 if "file" in details else ""},
            text="wie besprochen",
        )
    before, told = _rows(past), _journal(past)

    new = migrate(agreements="0024_resolutions_of_their_own")
    columns = ("state", "expected_on", "passed_on", "number", "version", "draft_on", "file_id", "confirmed_at")
    rows = new.get_model("agreements", "CouncilResolution").objects.order_by("agreement__reference")
    assert list(rows.values_list("agreement__reference", *columns)) == [
        ("LPR-2", "undecided", day, None, "", None, None, None, None),
        ("LPR-3", "not_needed", None, None, "", None, None, None, None),
        ("LPR-4", "pending", day, None, "", None, None, None, None),
        ("LPR-5", "passed", None, day, "SR 2026/4", 2, None, file.pk, now),
        ("LPR-6", "passed", None, day, "SR 2026/4", None, day, None, None),
    ]
    kept = [name for name in before[0] if not name.startswith("council_resolution")]
    assert _rows(new) == [{name: row[name] for name in kept} for row in before]
    assert (_journal(new), journal.verify_chain("14999010")) == (told, len(known))

    assert _rows(migrate(agreements="0023_paper_originals_of_their_own")) == before
    assert (_journal(past), journal.verify_chain("14999010")) == (told, len(known))


def _journal(apps: Apps) -> list[dict[str, Any]]:
    """All entries with all columns."""
    return list(apps.get_model("core", "JournalEntry").objects.order_by("key", "seq").values())


def _rows(apps: Apps) -> list[dict[str, Any]]:
    """All agreements with all columns."""
    return list(apps.get_model("agreements", "PreAgreement").objects.order_by("reference").values())


def _commune(apps: Apps, ags: str = "14999010") -> None:
    district, _made = apps.get_model("communes", "District").objects.get_or_create(
        key="14999", defaults={"name": "Musterkreis", "kind": "rural"}
    )
    apps.get_model("communes", "Commune").objects.create(
        ags=ags,
        ars=f"{ags[:5]}0010{ags[5:]}",
        name="Musterau",
        kind="town",
        district=district,
        sort_key="musterau",
        search_key="musterau",
    )


def _people(apps: Apps) -> None:
    apps.get_model("staff", "User").objects.create(
        email="petra.musterkraft@lpr.example", first_name="Petra", last_name="Musterkraft"
    )
    apps.get_model("communes", "OfficeHolder").objects.create(
        commune=apps.get_model("communes", "Commune").objects.get(),
        office="mayor",
        salutation="female",
        first_name="Erika",
        last_name="Musterfrau",
        email="rathaus@musterau.example",
        valid_from=date(2022, 8, 1),
    )
    template = apps.get_model("agreements", "AgreementTemplate").objects.create(
        name="Vorvereinbarung ASSKomm", signature_level="advanced"
    )
    apps.get_model("agreements", "TemplateVersion").objects.create(template=template, number=1, title="Vereinbarung")


def _agreement(apps: Apps, number: int, status: str, ags: str = "14999010", **values: Any) -> Any:
    return apps.get_model("agreements", "PreAgreement").objects.create(
        reference=f"LPR-{number}",
        commune=apps.get_model("communes", "Commune").objects.get(ags=ags),
        template_version=apps.get_model("agreements", "TemplateVersion").objects.get(),
        status=status,
        **values,
    )


def _resolution_in_journal(apps: Apps, agreement: Any) -> None:
    """Somebody said what is known of the council's resolution."""
    apps.get_model("core", "JournalEntry").objects.create(
        key="14999010",
        seq=1,
        prev_hash="",
        hash="1" * 64,
        kind="preagreement.resolution",
        subject_type="agreements.preagreement",
        subject_id=str(agreement.pk),
        actor_kind="system",
        at=timezone.now(),
        visibility="internal",
        data={"state": "not_needed", "sha256": ""},
    )


def _invited(apps: Apps, number: int) -> Any:
    """An agreement that was sent, with its invitation."""
    agreement = _agreement(apps, number, "issued" if number == 1 else "withdrawn")
    file = apps.get_model("core", "StoredFile").objects.create(
        sha256=f"{number:064x}", size=1, media_type="application/pdf"
    )
    version = apps.get_model("agreements", "DocumentVersion").objects.create(
        agreement=agreement,
        number=1,
        content={},
        check_code=f"{number:014d}",
        page_count=3,
        issued_at=timezone.now(),
        issued_by=apps.get_model("staff", "User").objects.get(),
        issued_file=file,
    )
    return apps.get_model("agreements", "Invitation").objects.create(
        version=version,
        office_holder=apps.get_model("communes", "OfficeHolder").objects.get(),
        recipient="rathaus@musterau.example",
        expires_at=timezone.now() + timedelta(days=28),
    )


def _code(apps: Apps, invitation: Any, name: str, now: datetime) -> None:
    """A code as it was kept then: of the device that asked for it."""
    device = apps.get_model("agreements", "Ceremony").objects.create(
        invitation=invitation, cookie_hash=name * 32, nonce="n"
    )
    apps.get_model("agreements", "SigningCode").objects.create(
        ceremony=device, code_hash=f"hash {name}", created_at=now, expires_at=now + timedelta(minutes=10)
    )


@pytest.mark.slow
def test_stored_days_of_another_age_are_named_before_anything_is_changed(migrate: Migrate) -> None:
    old = migrate(communes="0005_attachments", agreements="0014_names_of_references")
    _commune(old)
    _people(old)
    holders = old.get_model("communes", "OfficeHolder").objects
    holders.update(valid_from=date(21, 9, 1))
    named = f"communes_officeholder, id {holders.get().pk}: valid_from = 0021-09-01"
    with pytest.raises(ImplausibleRowsError, match=f"nicht plausibel.*(?s:.*){named}$"):
        migrate(communes="0006_plausible_dates")
    holders.update(valid_from=date(2021, 9, 1))
    new = migrate(communes="0006_plausible_dates", agreements="0015_plausible_dates")
    with pytest.raises(IntegrityError, match="officeholder_valid_from_plausible"):
        new.get_model("communes", "OfficeHolder").objects.update(valid_from=date(21, 9, 1))
