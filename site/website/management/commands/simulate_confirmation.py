"""`manage.py simulate_confirmation`: does a network of this size stay true with these people?

It never touches the site's own database: everything happens in one that is made in memory and thrown away.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.test.utils import override_settings

from website.simulation import Outcome, Simulation

FIRST_DAY = datetime(2027, 1, 4, 8, tzinfo=UTC)
#: What the network promises: so many of the listed profiles were confirmed within their interval.
PROMISE = 0.85


class Command(BaseCommand):
    help = "Simulates years of confirming in a database in memory, and prints how true the network stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partners", type=int, default=500)
        parser.add_argument("--years", type=float, default=5)
        parser.add_argument(
            "--seed", type=int, default=1, help="The same seed gives the same years."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            import time_machine
        except ImportError as error:
            raise CommandError(
                "Moving the clock needs time-machine: pip install wijkzorg[dev]"
            ) from error
        logging.disable(logging.INFO)
        begun = time.perf_counter()
        with throw_away_database(), time_machine.travel(FIRST_DAY, tick=False) as clock:
            outcome = Simulation(
                partners=options["partners"],
                years=options["years"],
                seed=options["seed"],
                shift=clock.shift,
            ).run()
        self._print(outcome, time.perf_counter() - begun)
        if outcome.confirmed_share < PROMISE:
            raise CommandError(f"fewer than {PROMISE:.0%} were confirmed within their interval")

    def _print(self, outcome: Outcome, seconds: float) -> None:
        self.stdout.write(
            f"{outcome.partners} partners, {outcome.years:g} years\n"
            f"listed profiles confirmed within their interval: {outcome.confirmed_share:.1%} on average, "
            f"{outcome.lowest_share:.1%} in the worst week\n"
            f"listed profiles whose hours were confirmed within theirs: {outcome.hours_share:.1%}\n"
            f"mails per partner and year: {outcome.mails_per_partner_and_year:.1f}"
        )
        per = outcome.partners * outcome.years
        for kind, number in outcome.mails.most_common():
            self.stdout.write(f"  {kind}: {number} ({number / per:.2f} per partner and year)")
        self.stdout.write(f"calls: {outcome.calls}")
        self.stdout.write(f"confirmations: {_listed(outcome.confirmations)}")
        self.stdout.write(f"stages at the end: {_listed(outcome.stages)}")
        self.stdout.write(f"run time: {timedelta(seconds=round(seconds))}")


def _listed(counts: Any) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.most_common())


@contextmanager
def throw_away_database() -> Iterator[None]:
    """Lead the connection to an empty database in memory, and back again. Raises CommandError."""
    if connection.vendor != "sqlite":
        raise CommandError("This runs on SQLite in memory: leave DATABASE_URL out.")
    own = connection.settings_dict
    connection.close()
    connection.settings_dict = {**own, "NAME": ":memory:"}
    ContentType.objects.clear_cache()
    nowhere = "django.core.mail.backends.dummy.EmailBackend"
    immediate = {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    tasks = dict.fromkeys(settings.TASKS, immediate)
    try:
        with override_settings(WIJKZORG_HOME_MAIL_TRANSPORT=nowhere, TASKS=tasks):
            call_command("migrate", verbosity=0, interactive=False)
            yield
    finally:
        connection.settings_dict = own
        connection.close()
        ContentType.objects.clear_cache()
