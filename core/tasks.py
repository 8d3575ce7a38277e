"""Background work of the ground: delivering the outbox."""

from django_tasks import task

from core import clock, mail


@task()
def deliver_outbox() -> int:
    """Send what is due."""
    return mail.deliver_due(at=clock.now())
