"""Tasks with a due day on the desk: one's own, those of whom one stands in for, and the whole team's."""

from collections.abc import Mapping
from datetime import date

from communes.dossier_panels import TaskRow, task_row, whose_tasks
from communes.models import Task
from communes.models.daily_work import TaskQuerySet
from staff.models import User

SHOWN = 100


def own_tasks(user: User, today: date) -> TaskQuerySet:
    """Open tasks of ``user`` and of those ``user`` stands in for today."""
    return team_tasks(user).filter(assigned_to__in=whose_tasks(user, today))


def team_tasks(user: User) -> TaskQuerySet:
    """Open tasks of everyone, the most urgent first."""
    return Task.objects.visible_to(user).open()


def task_rows(tasks: TaskQuerySet, user: User, stood_in_for: Mapping[str, User], today: date) -> list[TaskRow]:
    """Two queries. ``stood_in_for``: by key of the district, for whom ``user`` acts there today."""
    whose = whose_tasks(user, today)
    found = tasks.select_related("commune", "assigned_to")[:SHOWN]
    return [task_row(task, whose, today, may_finish=task.commune.district_id in stood_in_for) for task in found]
