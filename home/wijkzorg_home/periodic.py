"""Everything that happens because time passes, each piece by one tick at a time."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from .contracts import PeriodicWork, collect
from .models import PeriodicRun

logger = logging.getLogger("wijkzorg.tick")

#: A tick that was killed leaves its work to another after this time. No work takes as long.
LEASE = timedelta(hours=1)


def do_all(now: datetime, tell: Callable[[str], None]) -> list[str]:
    """Do what all apps registered, and `tell` a line about each that did something.

    Gives the names of those that failed: one app's trouble must not keep the others from their work.
    """
    works = sorted(collect("register_periodic_work"), key=lambda work: (work.order, work.name))
    return [work.name for work in works if not _do(work, now, tell)]


def _do(work: PeriodicWork, now: datetime, tell: Callable[[str], None]) -> bool:
    with _only_one(work.name) as run:
        if run is None:
            tell(f"{work.name}: another tick is at it")
            return True
        try:
            run.outcome = work.run(now)[:300]
        except Exception:
            logger.exception("tick: %s failed", work.name)
            run.outcome = "failed"
            return False
        if run.outcome:
            tell(f"{work.name}: {run.outcome}")
    return True


@contextmanager
def _only_one(name: str) -> Iterator[PeriodicRun | None]:
    """The row of a piece of work while it is ours; None when another tick has it.

    One conditional UPDATE, so that it holds on every database. A start far in the future comes from a
    clock that was wrong, and holds nobody back.
    """
    run, _made = PeriodicRun.objects.get_or_create(name=name)
    moment = timezone.now()
    too_early, too_late = Q(started_at__lt=moment - LEASE), Q(started_at__gt=moment + LEASE)
    free = Q(started_at=None) | too_early | too_late
    if not PeriodicRun.objects.filter(free, pk=run.pk).update(started_at=moment):
        yield None
        return
    try:
        yield run
    finally:
        # Only if it is still ours: a tick that came after our lease keeps its own.
        PeriodicRun.objects.filter(pk=run.pk, started_at=moment).update(
            started_at=None, finished_at=timezone.now(), outcome=run.outcome
        )
