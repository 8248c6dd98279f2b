"""What happens every minute: imports whose worker is gone go on, and personal data is forgotten in time."""

from datetime import datetime, timedelta

from django.db.models import ProtectedError
from django.utils import timezone

from asskomm.intake import transitions
from asskomm.intake.models import KEPT_DAYS, Import, ImportLine, ImportProgress
from asskomm.intake.tasks import enqueue
from core.actors import SYSTEM
from core.exports import XLSX_TYPE
from core.models import StoredFile
from core.transitions import TransitionRefusedError

QUIET = timedelta(minutes=2)  # without a sign of work
WORKING = (Import.Status.READING, Import.Status.APPLYING)
WAITING = (Import.Status.READY, Import.Status.FAILED)


def resume_stuck(now: datetime | None = None) -> int:
    """Enqueue again what was left by a killed worker. Returns how many; one that is worked on does nothing."""
    quiet_since = (now or timezone.now()) - QUIET
    stuck = list(Import.objects.filter(status__in=WORKING, progress__seen_at__lt=quiet_since))
    ImportProgress.objects.filter(run__in=stuck).update(seen_at=timezone.now())
    for run in stuck:
        enqueue(run)
    return len(stuck)


def forget_old(now: datetime | None = None) -> int:
    """Discard what nobody decided on and delete lines that were left out, after 30 days. Returns how many imports."""
    limit = (now or timezone.now()) - timedelta(days=KEPT_DAYS)
    forgotten = 0
    for run in Import.objects.filter(status__in=WAITING, status_since__lt=limit):
        try:
            transitions.discard(run, actor=SYSTEM)
        except TransitionRefusedError:
            continue  # somebody decided at this very moment
        forgotten += 1
    lines = ImportLine.objects.filter(run__status=Import.Status.APPLIED, run__status_since__lt=limit)
    forgotten += lines.order_by().values("run").distinct().count()
    lines.delete()
    _release_files()
    return forgotten


def _release_files() -> None:
    """Workbooks that no import needs lose their row; the sweep takes their bytes."""
    needed = Import.objects.filter(file__isnull=False).values("file")
    for file in StoredFile.objects.filter(media_type=XLSX_TYPE).exclude(pk__in=needed):
        try:
            file.delete()
        except ProtectedError:
            continue
