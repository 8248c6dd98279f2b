"""Signs of life: the minute's work leaves one each time and asks a worker of each queue for one."""

from datetime import datetime

from django.conf import settings
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.models import Heartbeat
from core.tasks import answer_heartbeat

MINUTES_WORK = "tick"
WAITING = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def beat() -> None:
    """Called by the minute's work. A queue that has not answered yet is not asked again; answers are forgotten."""
    Heartbeat.beat(MINUTES_WORK)
    asked = DBTaskResult.objects.filter(task_path=answer_heartbeat.module_path)
    asked.exclude(status__in=WAITING).delete()
    waiting = set(asked.values_list("queue_name", flat=True))
    for queue in queues():
        if queue not in waiting:
            answer_heartbeat.using(queue_name=queue).enqueue(queue)


def queues() -> list[str]:
    """Every queue that needs a worker."""
    return list(settings.TASKS["default"]["QUEUES"])


def last_seen() -> dict[str, datetime]:
    """By name: MINUTES_WORK, and the queues. One query."""
    return dict(Heartbeat.objects.values_list("name", "at"))
