"""The dates of a series, worked out once in the editor: every date becomes an event of its own.

Days and hours are those of a clock in the Netherlands, so an evening stays the same evening when the clock
changes. No database inside.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dateutil import rrule
from django.utils import timezone

#: As many are made at once, so that a slip of the hand fills no agenda.
MOST = 24
DAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
#: "the last", in the words of dateutil.
LAST = -1


class TooMany(ValueError):
    """A rule that gives more dates than are made at once."""


@dataclass(frozen=True)
class Rule:
    """Every so many weeks or, with `nth`, every so many months on the nth such day (-1 is the last).

    `weekday` counts from Monday, 0. It ends after `times` dates, or with `until`, which is still in it.
    """

    weekday: int
    every: int = 1
    nth: int | None = None
    times: int | None = None
    until: date | None = None

    def dates(self, after: date) -> list[date]:
        """The dates of the rule that come after a day. Raises TooMany."""
        first = after + timedelta(days=1)
        begin = first.replace(day=1) if self.nth else first
        options: dict[str, Any] = {"interval": self.every, "dtstart": _at_midnight(begin)}
        if self.nth:
            rule = rrule.rrule(rrule.MONTHLY, byweekday=DAYS[self.weekday](self.nth), **options)
        else:
            rule = rrule.rrule(rrule.WEEKLY, byweekday=DAYS[self.weekday], **options)
        found: list[date] = []
        for moment in rule.xafter(_at_midnight(first), inc=True):
            day = moment.date()
            if self.until is not None and day > self.until:
                break
            if self.times is not None and len(found) == self.times:
                break
            if len(found) == MOST:
                raise TooMany
            found.append(day)
        return found


def _at_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def nth_of(day: date) -> int:
    """Which one of its weekday a day is in its month; the fifth is the last, since few months have one."""
    nth = (day.day - 1) // 7 + 1
    return LAST if nth == 5 else nth


def hours_on(day: date, starts: datetime, ends: datetime) -> tuple[datetime, datetime]:
    """The same hours on another day, by the clock on the wall. Times in and out are aware."""
    local_start, local_end = timezone.localtime(starts), timezone.localtime(ends)
    shift = day - local_start.date()
    return _shifted(local_start, shift), _shifted(local_end, shift)


def _shifted(moment: datetime, by: timedelta) -> datetime:
    return timezone.make_aware(moment.replace(tzinfo=None) + by)
