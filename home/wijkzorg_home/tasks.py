"""Background work of this app; each task may run twice. Run by `manage.py db_worker`."""

from django_tasks import task

from . import outbox
from .conf import TASK_BACKEND


@task(backend=TASK_BACKEND)
def deliver_mail() -> int:
    """Send all mail that is due; how many went."""
    return outbox.deliver()
