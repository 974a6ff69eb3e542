"""`manage.py mail_status`: whether mail leaves and ticks come, for people and for a watchdog."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Max, Min
from django.utils import timezone

from wijkzorg_home.models import OutgoingMail, PeriodicRun

#: Ticks come every quarter of an hour, and mail that is due leaves at once.
TOO_LATE = timedelta(hours=1)


class Command(BaseCommand):
    help = "Tells how mail and ticks stand. Ends with an error when mail or a tick is over an hour late."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        states = OutgoingMail.objects.order_by().values_list("state").annotate(Count("pk"))
        counted = dict(states)
        for state in OutgoingMail.State:
            self.stdout.write(f"{state.value}: {counted.get(state.value, 0)}")
        late = OutgoingMail.objects.filter(
            state=OutgoingMail.State.WAITING, next_try_at__lt=now - TOO_LATE
        ).aggregate(first=Min("next_try_at"))["first"]
        last = PeriodicRun.objects.aggregate(last=Max("finished_at"))["last"]
        self.stdout.write(f"last tick: {last.isoformat(timespec='seconds') if last else 'never'}")
        faults = []
        if late is not None:
            faults.append(f"mail waits since {late.isoformat(timespec='seconds')}")
        if last is None or last < now - TOO_LATE:
            faults.append("no tick in the last hour")
        if faults:
            raise CommandError("; ".join(faults))
