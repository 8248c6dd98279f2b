"""Background tasks of the ground. The state lives in our rows; a task only gets an id."""

from django_tasks import task

from core import delivery


@task()
def deliver_message(message_id: int) -> None:
    """Send one message that is due."""
    delivery.deliver(message_id)
