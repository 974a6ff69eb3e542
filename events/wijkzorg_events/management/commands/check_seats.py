"""`manage.py check_seats`: whether every seat is given once, by the rules; for a watchdog, each night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wijkzorg_events.seat_check import faults_of_all


class Command(BaseCommand):
    help = (
        "Looks at every coming event for more people than places, an address that stands there twice, and "
        "people who wait beside free places. Changes nothing. Ends with an error when there is any."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        faults = list(faults_of_all(timezone.now()))
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"Wrong: {len(faults)}. Nothing was changed.")
