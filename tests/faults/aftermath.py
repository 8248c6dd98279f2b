"""What must be true whenever a process has died, and how the portal picks up the work."""

import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils import timezone

from agreements.models import Ceremony, DocumentVersion, Invitation, PaperScan, PreAgreement, Signature
from core import files
from core.journal import verify_chain
from core.models import JournalEntry, JournalHead, OutgoingMessage, StoredFile

Status = PreAgreement.Status
# For each status: which signatures there are, whether the half-signed and the final file are there.
SIGNED = {
    Status.DRAFT: (set(), False, False),
    Status.ISSUED: (set(), False, False),
    Status.COMMUNE_SIGNED: ({"commune"}, True, False),
    Status.IN_FORCE: ({"commune", "lpr"}, True, True),
    Status.SCANNED: (set(), False, False),
}
ON_PAPER = ({"commune", "lpr"}, False, False)
TOLD = {
    "preagreement.issue": DocumentVersion.objects.all(),
    "preagreement.sign_by_commune": Signature.objects.filter(party="commune").exclude(method="paper"),
    "preagreement.evidence": DocumentVersion.objects.filter(evidence_file__isnull=False),
    "preagreement.countersign": Signature.objects.filter(party="lpr").exclude(method="paper"),
    "preagreement.record_scan": PaperScan.objects.all(),
    "preagreement.confirm_scan": PaperScan.objects.filter(state="confirmed"),
    "preagreement.amendment_drafted": PreAgreement.objects.exclude(amends=None).exclude(route="paper"),
    "preagreement.amended": PreAgreement.objects.filter(kind="amendment", in_force_on__isnull=False),
    "preagreement.terminated": PreAgreement.objects.filter(kind="termination", in_force_on__isnull=False),
    "preagreement.end_as_agreed": PreAgreement.objects.filter(status=Status.ENDED),
}


def wait_for_the_dead() -> None:
    """Until the database server has noticed that the killed process is gone: its transaction is decided then."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'faults'")
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.01)
    raise AssertionError("a killed process still holds its connection")


def check_everything() -> None:
    """Every agreement is signed or unsigned, the journal verifies and says so, no row is without its file."""
    for agreement in PreAgreement.objects.all():
        _check_agreement(agreement)
    for head in JournalHead.objects.all():
        verify_chain(head.key)
    told = Counter(JournalEntry.objects.values_list("kind", flat=True))
    assert {kind: told[kind] for kind in TOLD} == {kind: rows.count() for kind, rows in TOLD.items()}
    for row in StoredFile.objects.all():
        assert len(files.read(row)) == row.size


def check_sweep() -> None:
    """A sweep, much later, leaves exactly the files that have a row."""
    files.sweep(timezone.now() + timedelta(hours=2))
    on_disk = {path.name for path in Path(settings.DOCUMENT_STORE).glob("??/*")}
    assert on_disk == set(StoredFile.objects.values_list("sha256", flat=True))


def let_time_pass() -> None:
    """As if the mails that a killed worker left had waited for eleven minutes."""
    for message in OutgoingMessage.objects.exclude(due_at=None):
        message.due_at -= timedelta(minutes=11)
        message.save()


def check_mails() -> None:
    """No mail is lost: nothing waits, nothing failed."""
    assert set(OutgoingMessage.objects.values_list("state", flat=True)) <= {"sent", "obsolete"}


def _check_agreement(agreement: PreAgreement) -> None:
    if agreement.route == PreAgreement.Route.PAPER:
        _check_amended(agreement)
        return
    version = agreement.current_version
    parties = set(Signature.objects.filter(version__agreement=agreement).values_list("party", flat=True))
    half, final = (version.commune_signed_file, version.final_file) if version else (None, None)
    printed = agreement.route == PreAgreement.Route.PRINTED
    wanted = ON_PAPER if printed and agreement.status == Status.IN_FORCE else SIGNED[agreement.status]
    assert (parties, half is not None, final is not None) == wanted
    assert (agreement.in_force_on is not None) == (agreement.status == Status.IN_FORCE)
    assert (version is None) == (agreement.status == Status.DRAFT)
    invitations = Invitation.objects.filter(version__agreement=agreement)
    expected = [] if version is None else ["used" if "commune" in parties else "open"]
    assert list(invitations.values_list("state", flat=True)) == expected
    signed = Ceremony.objects.filter(invitation__in=invitations, signed=True).count()
    assert signed == ("commune" in parties and not printed)


def _check_amended(agreement: PreAgreement) -> None:
    """What both sides end on a day that has come ends with the last signature; before it, it is in force."""
    terminations = agreement.amendments.filter(kind="termination", in_force_on__isnull=False)
    ended = terminations.filter(last_day__lte=F("in_force_on")).first()
    if ended is None and agreement.status == Status.ENDED:  # the clock ended it
        ended = terminations.get(last_day__lte=timezone.localdate())
    wanted = (Status.ENDED, ended.last_day) if ended else (Status.IN_FORCE, None)
    assert (agreement.status, agreement.ended_on) == wanted
