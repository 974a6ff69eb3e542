"""Background work of this app; each task may run twice. Run by `manage.py db_worker`."""

from django_tasks import task

from . import indexing
from .conf import TASK_BACKEND


@task(backend=TASK_BACKEND)
def refresh(source: str, keys: list[int]) -> int:
    """Write the documents of some pages anew; how many changed."""
    return indexing.refresh(source, keys)


@task(backend=TASK_BACKEND)
def rebuild() -> bool:
    """Make the whole index anew, when concepts, themes or areas changed."""
    return indexing.rebuild_if_needed()
