"""Background tasks of the ground. The state lives in our rows; a task only gets an id."""

from django_tasks import task

from core import delivery
from core.models import Heartbeat


@task()
def deliver_message(message_id: int) -> None:
    """Send one message that is due."""
    delivery.deliver(message_id)


@task()
def answer_heartbeat(queue: str) -> None:
    """Leave a sign of life: a worker serves this queue."""
    Heartbeat.beat(queue)
