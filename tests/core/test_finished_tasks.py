"""Done tasks go after a while; what waits stays however old it is."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.tasks import deliver_message

pytestmark = pytest.mark.django_db


def task(status: TaskResultStatus, days: int) -> DBTaskResult:
    result = deliver_message.enqueue(0)
    at = timezone.now() - timedelta(days=days)
    DBTaskResult.objects.filter(pk=result.id).update(status=status, enqueued_at=at, started_at=at, finished_at=at)
    return DBTaskResult.objects.get(pk=result.id)


def test_what_ended_long_ago_goes_with_the_minutes_work():
    for status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED):
        task(status, days=15)
    kept = [task(TaskResultStatus.SUCCESSFUL, days=13), task(TaskResultStatus.FAILED, days=13)]
    waiting = task(TaskResultStatus.READY, days=400)
    DBTaskResult.objects.filter(pk=waiting.pk).update(finished_at=None)
    call_command("tick")
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) >= {waiting.pk, *(each.pk for each in kept)}
    assert DBTaskResult.objects.filter(enqueued_at__lt=timezone.now() - timedelta(days=14)).count() == 1
