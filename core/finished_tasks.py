"""Tasks of the queue that are done: rows with nothing but an id and, after a failure, where in the code it was."""

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

KEPT = timedelta(days=14)  # long enough to look into a failure after a holiday


def forget_finished() -> int:
    """Delete what ended longer ago, well or not. Returns how many."""
    ended: int = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT).delete()[0]
    return ended
