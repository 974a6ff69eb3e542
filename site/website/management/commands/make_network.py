"""`manage.py make_network`: a network of any size, made up, to measure with. Safe to repeat."""

import resource
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone, translation
from wagtail.models import Locale, Page

from website.benchmark.running import LANGUAGE, set_up
from website.made_up.content import (
    MARK,
    Made,
    World,
    make_event,
    make_partner,
    slug_of,
    translation_key,
)
from website.made_up.writing import add_batch
from website.settings import environment
from wijkzorg_events.models import AgendaPage, EventPage
from wijkzorg_home.models import Area, Language, Theme
from wijkzorg_partners.models import PartnerIndexPage, PartnerPage
from wijkzorg_search import indexing

#: Memory hangs on this, and not on the number of pages.
BATCH = 500


class Command(BaseCommand):
    help = (
        "Adds made-up partners and events, the same ones for the same seed, up to the given numbers."
        " Only on a site without a real network."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partners", type=int, default=500, metavar="N")
        parser.add_argument("--events", type=int, default=100, metavar="M")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument(
            "--force", action="store_true", help="also beside a real network, or in production"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        partners, events, seed = options["partners"], options["events"], options["seed"]
        if partners < 0 or events < 0:
            raise CommandError("--partners and --events can't be below 0.")
        if not options["force"]:
            _refuse_a_real_network()
        begun = time.perf_counter()
        with translation.override(LANGUAGE):
            set_up(agenda=True)
            directory, agenda, world = _directory(), _agenda(), _world()
            now = timezone.localtime()
            added = self._add(
                "partner", directory, partners, seed, lambda n: make_partner(n, seed, world)
            )
            added += self._add(
                "event", agenda, events, seed, lambda n: make_event(n, seed, world, now)
            )
            if connection.vendor == "postgresql":
                # As autovacuum does in time; until then PostgreSQL plans for an empty table.
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
        wrote = time.perf_counter() - begun
        if added:
            self.stdout.write(f"{added} pages in {wrote:.0f} s: {added / wrote:.0f} a second.")
        count = indexing.rebuild(self._tell)
        seconds = time.perf_counter() - begun - wrote
        self.stdout.write(f"The index holds {count} documents, written in {seconds:.0f} s.")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.stdout.write(f"Memory at most: {peak:.0f} MB.")

    def _add(
        self, what: str, parent: Page, total: int, seed: int, make: Callable[[int], Made]
    ) -> int:
        """Those of the numbers 1 to `total` that are not there yet; how many those were."""
        there = set(
            Page.objects.child_of(parent)
            .filter(slug__startswith=f"{MARK}-{what}-")
            .values_list("slug", flat=True)
        )
        missing = (n for n in range(1, total + 1) if slug_of(what, n) not in there)
        added = 0
        for numbers in _batches(missing):
            batch = []
            for number in numbers:
                made = make(number)
                made.page.translation_key = translation_key(what, number, seed)
                batch.append(made)
            add_batch(parent, batch)
            added += len(batch)
            self.stdout.write(f"{what}s: {added} added")
        return added

    def _tell(self, done: int, total: int) -> None:
        self.stdout.write(f"index: {done} of {total}")


def _refuse_a_real_network() -> None:
    """What somebody wrote is never drowned in what is made up. Raises CommandError."""
    if environment.is_production:
        raise CommandError("This is a production site. With --force it is done all the same.")
    real = PartnerPage.objects.exclude(source_id__startswith=f"{MARK}-").count()
    real += EventPage.objects.exclude(slug__startswith=f"{MARK}-").count()
    if real:
        raise CommandError(
            f"This site holds {real} partners and events that this command did not make."
            " Use an empty database (another WIJKZORG_DATA_DIR or DATABASE_URL), or --force."
        )


def _directory() -> PartnerIndexPage:
    found = PartnerIndexPage.objects.filter(locale=Locale.get_default()).order_by("path").first()
    if found is None:
        raise CommandError("There is no page that lists the partners: make that page first.")
    return found


def _agenda() -> AgendaPage:
    found = AgendaPage.objects.filter(locale=Locale.get_default()).order_by("path").first()
    if found is None:
        raise CommandError("There is no agenda: make that page first.")
    return found


def _world() -> World:
    leaves = [area for area in Area.objects.order_by("path") if area.is_leaf()]
    themes = list(Theme.objects.filter(locale=Locale.get_default()).order_by("slug"))
    if not leaves or not themes:
        raise CommandError("The network needs areas and themes first.")
    town = Area.objects.filter(level=Area.Level.TOWN).order_by("path").first()
    languages = {one.code: one for one in Language.objects.all()}
    return World(leaves, themes, languages, city=town.name if town else "")


def _batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    left = iter(numbers)
    while batch := list(islice(left, BATCH)):
        yield batch
