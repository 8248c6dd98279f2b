"""``kill -9`` at every named point: an agreement is signed or unsigned, and the next try works (signing rule 13)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from agreements.models import Ceremony, DocumentVersion, PreAgreement
from core import files
from core.mail import resume_stuck
from core.models import OutgoingMessage
from tests.factories.qualified import trusted_provider
from tests.faults.aftermath import check_everything, check_mails, check_sweep, let_time_pass, wait_for_the_dead
from tests.faults.amending_ways import TerminationWay, terminated_on_paper
from tests.faults.other_ways import PrintedWay, QualifiedWay
from tests.faults.points import declared, declared_on_other_routes
from tests.faults.steps_and_points import points_by_step
from tests.faults.way import ProcessDied, Way

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill-points")]

POINTS = declared()
ON_DRAFTING = ("amending.drafted", "journal.entries_written")
ON_ENDING = ("amending.recorded", "amending.agreement_ended", "journal.committed")
AMENDING = [point for point in (*ON_DRAFTING, *ON_ENDING) if point.startswith("amending.")]
NewWay = Callable[..., Way]
ON_UPLOAD = ("outside.judged", "outside.file_stored")
ON_SCAN = ("scan.file_stored", "scan.recorded", "scan.confirmed", "scan.signatures_recorded")


def kill(way: Way, step: str, point: str) -> None:
    """Take the step in a process that dies at the point, then look at what is left."""
    with pytest.raises(ProcessDied):
        way.take(step, {"X-Stop-At": point})
    wait_for_the_dead()
    check_everything()
    check_sweep()


def clock_works(way: Way) -> None:
    """What happens by itself some minutes later: the tick puts on its way again what a killed worker left."""
    let_time_pass()
    way.tick()


_passed: dict[str, list[str]] = {}


@pytest.fixture
def passed(new_way: NewWay, tmp_path: Path) -> dict[str, list[str]]:
    """Each step's points on the way online, which is walked for them once."""
    if not _passed:
        _passed.update(points_by_step(new_way(), tmp_path))
    return _passed


def test_every_point_is_on_the_way(passed: dict[str, list[str]]) -> None:
    """A declared point that nothing reaches would be a test that cannot fail."""
    assert sorted({point for points in passed.values() for point in points}) == POINTS


def test_killed_at_every_point_one_after_the_other(new_way: NewWay, passed: dict[str, list[str]]) -> None:
    """Each step dies at each of its points in turn; the next try comes one point farther, the last one through."""
    way = new_way()
    for step, points in passed.items():
        for point in points:
            kill(way, step, point)
            # Not the whole tick: it would make the evidence sheet before the worker comes to its points.
            let_time_pass()
            resume_stuck()
        way.take(step)
        check_everything()
    assert way.status() == PreAgreement.Status.IN_FORCE
    assert DocumentVersion.objects.filter(agreement=way.agreement, evidence_file__isnull=False).exists()
    check_mails()


def test_every_point_of_the_other_routes_is_named_below():
    assert declared_on_other_routes() == sorted([*ON_UPLOAD, *ON_SCAN, *AMENDING])


def kill_on(way: Way, passed: dict[str, list[str]], steps: tuple[str, ...]) -> None:
    """Walk to the steps, die at each of their points, and walk to the end."""
    way.walk(until=steps[0])
    for step in steps:
        for point in passed[step]:
            kill(way, step, point)
        way.take(step)
        check_everything()
    way.walk(after=steps[-1])
    assert way.status() == PreAgreement.Status.IN_FORCE
    check_everything()
    check_mails()


def test_killed_while_a_file_signed_outside_is_taken(new_way: NewWay, tmp_path: Path) -> None:
    with trusted_provider() as provider:
        probe, way = new_way(QualifiedWay), new_way(QualifiedWay)
        probe.provider = way.provider = provider
        passed = points_by_step(probe, tmp_path)
        points = [*ON_UPLOAD, "signature.commune.recorded"]  # the others are those of every signature
        assert set(points) < set(passed["sign"])
        kill_on(way, {"sign": points}, ("sign",))


def test_killed_while_a_scan_is_taken_and_confirmed(new_way: NewWay, tmp_path: Path) -> None:
    passed = points_by_step(new_way(PrintedWay), tmp_path)
    assert set(ON_SCAN) <= {*passed["upload_scan"], *passed["confirm_scan"]}
    kill_on(new_way(PrintedWay), passed, ("upload_scan", "confirm_scan"))


def test_killed_while_both_sides_end_an_agreement(new_way: NewWay) -> None:
    """The termination is in force and the agreement ended, or neither; signing it is as killed above."""
    way = new_way(TerminationWay)
    for point in ON_DRAFTING:
        kill(way, "draft", point)
    way.walk(until="countersign")
    for point in ON_ENDING:
        kill(way, "countersign", point)
    way.take("countersign")
    check_everything()
    way.base.refresh_from_db()
    assert (way.status(), way.base.status) == (PreAgreement.Status.IN_FORCE, PreAgreement.Status.ENDED)


def test_killed_while_the_clock_ends_an_agreement(new_way: NewWay) -> None:
    way = new_way(TerminationWay)
    terminated_on_paper(way.base, last_day=timezone.localdate() + timedelta(days=1))
    PreAgreement.objects.filter(amends=way.base).update(last_day=timezone.localdate())  # a day later
    for point in ("journal.entries_written", "journal.heads_written", "journal.committed"):
        with pytest.raises(ProcessDied):
            way.tick({"X-Stop-At": point})
        wait_for_the_dead()
        check_everything()
    way.tick()
    way.base.refresh_from_db()
    assert way.base.status == PreAgreement.Status.ENDED


def test_a_worker_killed_after_sending_sends_again_and_both_links_work(new_way: NewWay) -> None:
    """A mail may come twice, but is never lost; a link works as long as its invitation does (signing rule 18)."""
    way = new_way()
    way.walk(until="deliver_invitation")
    kill(way, "deliver_invitation", "mail.sent")
    assert len(way.links()) == 1
    assert OutgoingMessage.objects.get().state == OutgoingMessage.State.SENDING
    clock_works(way)
    way.take("deliver_invitation")
    first, last = way.links()
    for link in (first, last):
        assert way.open(link).url.endswith("/unterzeichnen/")
    assert Ceremony.objects.count() == 2
    check_mails()


def test_a_link_minted_but_never_sent_is_minted_again(new_way: NewWay) -> None:
    way = new_way()
    way.walk(until="deliver_invitation")
    kill(way, "deliver_invitation", "mail.composed")
    assert way.links() == []
    clock_works(way)
    way.take("deliver_invitation")
    assert len(way.links()) == 1
    way.walk(after="deliver_invitation")
    assert way.status() == PreAgreement.Status.IN_FORCE


def test_a_signed_file_without_row_is_left_alone_while_young_and_swept_when_old(new_way: NewWay) -> None:
    """Its row may still be on the way; an hour later nobody will write it any more."""
    way = new_way()
    way.walk(until="sign")
    with pytest.raises(ProcessDied):
        way.take("sign", {"X-Stop-At": "signature.commune.file_stored"})
    wait_for_the_dead()
    assert files.sweep() == 0
    assert files.sweep(timezone.now() + timedelta(hours=2)) == 1
    way.walk(after="put_signature")
    assert way.status() == PreAgreement.Status.IN_FORCE
    check_everything()
