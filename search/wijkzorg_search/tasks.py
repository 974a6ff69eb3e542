"""Background work of this app; each task may run twice. Run by `manage.py db_worker`."""

from django_tasks import task, task_backends
from django_tasks.backends.immediate import ImmediateBackend

from . import indexing, vectors
from .conf import TASK_BACKEND
from .makers import maker_now


@task(backend=TASK_BACKEND)
def refresh(source: str, keys: list[int]) -> int:
    """Write the documents of some pages anew; how many changed."""
    changed = indexing.refresh(source, keys)
    if changed:
        ask_for_vectors()
    return changed


@task(backend=TASK_BACKEND)
def rebuild() -> bool:
    """Make the whole index anew, when concepts, themes or areas changed."""
    was_needed = indexing.rebuild_if_needed()
    if was_needed:
        ask_for_vectors()
    return was_needed


@task(backend=TASK_BACKEND)
def make_vectors() -> int:
    """Make the vectors of some documents; how many still wait. Then other tasks have their turn."""
    left = vectors.make(most=vectors.BATCH)
    if left:
        ask_for_vectors()
    return left


def ask_for_vectors() -> bool:
    """Let the worker make them; whether there is one. Nobody waits within a request for a model."""
    if maker_now() is None or isinstance(task_backends[TASK_BACKEND], ImmediateBackend):
        return False
    make_vectors.enqueue()
    return True
