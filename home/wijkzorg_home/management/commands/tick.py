"""`manage.py tick`: everything that happens because time passes. Run it every quarter of an hour."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wijkzorg_home.contracts import PeriodicWork, collect

logger = logging.getLogger("wijkzorg.tick")


class Command(BaseCommand):
    help = "Does what is due: reminders, confirmations, ends of terms, deletions. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        failed = []
        for work in sorted(
            collect("register_periodic_work"), key=lambda one: (one.order, one.name)
        ):
            if not self._do(work, now):
                failed.append(work.name)
        if failed:
            raise CommandError(f"These failed, and will be tried again: {', '.join(failed)}")

    def _do(self, work: PeriodicWork, now: Any) -> bool:
        """One app's trouble must not keep the others from their work."""
        try:
            done = work.run(now)
        except Exception:
            logger.exception("tick: %s failed", work.name)
            return False
        if done:
            self.stdout.write(f"{work.name}: {done}")
        return True
