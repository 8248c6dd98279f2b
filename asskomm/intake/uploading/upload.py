"""Taking in a workbook: stored, with its row, its entry in the journal and its task, in one transaction."""

from django.db import IntegrityError

from asskomm.intake.models import Import, ImportProgress
from asskomm.intake.tasks import enqueue
from core import files, journal
from core.exports import XLSX_TYPE
from staff.actors import StaffActor

LONGEST_NAME = 200


def upload(data: bytes, name: str, *, actor: StaffActor) -> tuple[Import, bool]:
    """The import of these bytes, and whether it is new: the same file that waits already is not taken twice.

    Raises OSError when the disk is full.
    """
    blob = files.put(data, XLSX_TYPE)
    try:
        with journal.collected():
            run = Import.objects.create(
                file_name=name[:LONGEST_NAME], file=files.register(blob), uploaded_by=actor.user
            )
            ImportProgress.objects.create(run=run)
            journal.record(
                key=journal.PORTAL, kind="import.upload", subject=run, actor=actor, data={"sha256": blob.sha256}
            )
            enqueue(run)
    except IntegrityError:
        waiting = Import.objects.filter(file__sha256=blob.sha256).order_by("-pk").first()
        if waiting is None:
            raise
        return waiting, False
    return run, True
