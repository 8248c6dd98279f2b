"""Background tasks of the import. The state lives in our rows; a task only gets an id."""

from django_tasks import task

from asskomm.intake.models import Import
from asskomm.intake.preview import prepare
from asskomm.intake.taking_over import take_over


@task(queue_name="long")
def work_on_import(run_id: int) -> None:
    """Do what is next: read and judge, or take over; a preview that no longer holds is made anew at once."""
    take_over(run_id)
    prepare(run_id)


def enqueue(run: Import) -> None:
    """Have somebody work on ``run``, in the caller's transaction; twice does no harm."""
    work_on_import.enqueue(run.pk)
