"""Looks for what must never be: the belt beside the braces of the lock. Reads only, and names nobody."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Prefetch

from .models import Registration, SeatBook, SeatLogEntry
from .registering import email_key
from .seating import SITTING, State, settle

Code = SeatLogEntry.Code

#: Places that time makes free are given by the tick, every quarter of an hour.
TICKS_TAKE_AT_MOST = timedelta(hours=1)
#: Lines of the log that give somebody a place, by the rules and not by an organiser.
GIVEN = frozenset({Code.HELD, Code.SEATED, Code.PROMOTED})


def faults_of_all(now: datetime) -> Iterator[str]:
    """A line for each fault of each event that is still to come and not cancelled. Three queries."""
    books = SeatBook.objects.filter(event__end_at__gt=now).select_related("event").order_by("pk")
    active = Registration.objects.active().in_order()
    log = SeatLogEntry.objects.filter(code__in=[Code.SETTINGS, *GIVEN]).order_by("pk")
    for book in books.prefetch_related(
        Prefetch("registrations", active, "there"), Prefetch("log", log, "given")
    ):
        if not book.event.is_cancelled:
            for fault in faults_of(book, book.there, book.given, now):
                yield f"event {book.event_id}, {book.event.title}: {fault}"


def faults_of(
    book: SeatBook, there: list[Registration], log: list[SeatLogEntry], now: datetime
) -> list[str]:
    """What is wrong with one event; `there` are its active registrations, in order."""
    return [*_too_many(book, there, log), *_twice(there), *_waits_in_vain(book, there, now)]


def _too_many(book: SeatBook, there: list[Registration], log: list[SeatLogEntry]) -> Iterator[str]:
    """More people than places. An organiser may let people in at the door, and lower the number of places:
    that unseats nobody, but from then on nobody gets a place until there is room again."""
    by_rule = [one for one in there if _sits(one) and one.source != Registration.Source.WALK_IN]
    taken = sum(one.size for one in by_rule)
    if book.capacity is None or taken <= book.capacity:
        return
    lowered = max((entry.pk for entry in log if _lowers(entry)), default=None)
    sitting = {one.pk for one in by_rule}
    since = [entry for entry in log if entry.code in GIVEN and entry.registration_id in sitting]
    if lowered is None or any(entry.pk > lowered for entry in since):
        yield f"{taken} people have one of {book.capacity} places"


def _sits(registration: Registration) -> bool:
    return State(registration.status) in SITTING


def _lowers(entry: SeatLogEntry) -> bool:
    if entry.code != Code.SETTINGS:
        return False
    before, after = entry.values.get("before"), entry.values.get("capacity")
    return after is not None and (before is None or before > after)


def _twice(there: list[Registration]) -> Iterator[str]:
    """The same address; the constraint compares what stands in `email_key`."""
    numbers = Counter(email_key(one.email) for one in there if one.email)
    doubles = [one.pk for one in there if numbers[email_key(one.email)] > 1]
    if doubles:
        yield f"the same address stands in registrations {', '.join(map(str, doubles))}"


def _waits_in_vain(book: SeatBook, there: list[Registration], now: datetime) -> Iterator[str]:
    """Who would have a place by the rules, an hour ago and now; what the next tick gives is left to it."""
    parties = [replace(one.as_party, confirm_by=None) for one in there]
    seated = [
        {move.key for move in settle(book.rules, parties, moment) if move.before is State.WAITING}
        for moment in (now - TICKS_TAKE_AT_MOST, now)
    ]
    keys = sorted(seated[0] & seated[1])
    if keys:
        yield f"there are places for registrations that wait: {', '.join(map(str, keys))}"
