"""`manage.py tick`: everything that happens because time passes. Run it every quarter of an hour."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wijkzorg_home import periodic


class Command(BaseCommand):
    help = "Does what is due: reminders, confirmations, ends of terms, deletions. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = periodic.do_all(timezone.now(), self.stdout.write)
        if failed:
            raise CommandError(f"These failed, and will be tried again: {', '.join(failed)}")
