"""Background work of imports; each task may run twice. Run by `manage.py db_worker`."""

from django_tasks import task

from wijkzorg_home.conf import TASK_BACKEND

from . import runs


@task(backend=TASK_BACKEND)
def work_on_import(pk: int) -> None:
    """Check or import: see runs.work."""
    runs.work(pk)
