"""Background tasks of the import. The state lives in our rows; a task only gets an id."""

from django_tasks import task

from asskomm.intake.applying.apply import apply_import
from asskomm.intake.models import Import
from asskomm.intake.preview.prepare import prepare


@task(queue_name="long")
def work_on_import(run_id: int) -> None:
    """Do what is next: read and validate, or apply; a preview that no longer holds is made again at once."""
    apply_import(run_id)
    prepare(run_id)


def enqueue(run: Import) -> None:
    """Have somebody work on ``run``, in the caller's transaction; twice does no harm."""
    work_on_import.enqueue(run.pk)
