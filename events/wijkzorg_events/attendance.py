"""Who was there: the organiser notes it from the day itself until two weeks after."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from . import registering
from .models import EventPage, Registration, SeatBook
from .permissions import may_organise

Attendance, Status = Registration.Attendance, Registration.Status

#: So long after the end it can be changed.
OPEN_FOR = timedelta(days=14)


def can_be_noted(event: EventPage, now: datetime) -> bool:
    """From the beginning of the day on which it begins."""
    begins = timezone.localtime(event.start_at).replace(hour=0, minute=0, second=0, microsecond=0)
    return begins <= now <= event.end_at + OPEN_FOR


class NotTheTime(Exception):
    """It is too early or too late to note who was there."""


def note(book: SeatBook, marks: Mapping[int, str], *, by: Any, now: datetime | None = None) -> None:
    """Write down `{key of a registration: one of Attendance}` for those who sit.

    Who had not said yes, and is there, has said so by coming. Raises PermissionDenied and NotTheTime.
    """
    now = now or timezone.now()
    _must(book, by, now)
    sitting = {one.pk: one for one in book.registrations.sitting()}
    wanted = {key: mark for key, mark in marks.items() if key in sitting}
    for key, mark in wanted.items():
        if mark == Attendance.PRESENT and sitting[key].status == Status.HELD:
            _came(sitting[key], now)
    with transaction.atomic():
        for value in Attendance.values:
            keys = [key for key, mark in wanted.items() if mark == value]
            book.registrations.sitting().filter(pk__in=keys).update(attendance=value)


def everybody_was_there(book: SeatBook, *, by: Any, now: datetime | None = None) -> int:
    """All who have a place, but for those noted as absent; how many. Raises as `note`."""
    now = now or timezone.now()
    _must(book, by, now)
    unknown = book.registrations.filter(status=Status.SEATED, attendance=Attendance.UNKNOWN)
    return unknown.update(attendance=Attendance.PRESENT)


def _came(registration: Registration, now: datetime) -> None:
    try:
        registering.confirm(registration, now=now)
    except registering.Ended:
        """It ended in the meantime; then there is nobody to note it for."""


def _must(book: SeatBook, by: Any, now: datetime) -> None:
    if not may_organise(by, book.event):
        raise PermissionDenied
    if not can_be_noted(book.event, now):
        raise NotTheTime
