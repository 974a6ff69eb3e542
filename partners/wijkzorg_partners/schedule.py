"""Opening times as plain lines, and what they mean. Pure: no database, no clock of its own.

The value is that of `fields.ScheduleField`; its names are those of HSDS 3.1 schedule: `byday`, `opens_at`,
`closes_at` (see site/docs/hsds.md). Times are on the clock in Europe/Amsterdam; "24:00" is the end of a day.
What a person may type stands in `schedule_words.py`, what is read from it in `schedule_reading.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from .schedule_reading import (
    DAYS,
    LONGEST_RANGE,
    ScheduleFault,
    order_of,
    parse_schedule,
    read_schedule,
    split_schedule,
)
from .schedule_words import WORDS, Words

__all__ = [
    "DayRow",
    "OpenState",
    "ScheduleFault",
    "clock",
    "coming_exceptions",
    "format_schedule",
    "hsds_schedules",
    "name_of_day",
    "parse_schedule",
    "read_schedule",
    "split_schedule",
    "state_at",
    "together",
    "week_table",
]

ZONE = ZoneInfo("Europe/Amsterdam")
#: Far enough for "the fifth Friday of the month" after a long holiday.
LOOK_AHEAD = timedelta(days=190)
#: With so few open days, the others stand in one row.
FEW_DAYS = 3

Schedule = dict[str, Any]
Closed = Sequence[tuple[date, date | None]]
Span = tuple[str, str]


@dataclass(frozen=True)
class OpenState:
    """`until` is when what is open closes, `next_opening` when it opens again; both in local time."""

    is_open: bool
    until: datetime | None = None
    next_opening: datetime | None = None


@dataclass(frozen=True)
class DayRow:
    """One row of the week: the day or days, the times in words (none is closed), a remark."""

    label: str
    times: str
    is_today: bool = False
    note: str = ""


def words_now() -> Words:
    return WORDS.get((get_language() or "")[:2], WORDS["en"])


# --- what is open when ------------------------------------------------------------------------


def spans_on(value: Schedule, day: date) -> list[Span]:
    """When it is open on a day, as pairs of "HH:MM". A dated exception goes before the week."""
    dated = [one for one in value.get("exceptions", ()) if one["date"] == day.isoformat()]
    if dated:
        return sorted((one["opens_at"], one["closes_at"]) for one in dated if one["opens_at"])
    names = bydays_of(day)
    weekly = value.get("weekly", ())
    return sorted((one["opens_at"], one["closes_at"]) for one in weekly if one["byday"] in names)


def half_hours(value: Schedule) -> set[int]:
    """The half hours of a usual week in which it is open: Monday 0:00 is 0, Sunday 23:30 is 335.

    What is open on some Saturdays of the month counts on Saturday.
    """
    found: set[int] = set()
    for one in value.get("weekly", ()):
        day = DAYS.index(one["byday"].lstrip("-0123456789"))
        opens, closes = (_minutes(one[name]) for name in ("opens_at", "closes_at"))
        if closes <= opens:  # across midnight
            closes += 24 * 60
        found.update((day * 48 + half) % 336 for half in range(opens // 30, -(-closes // 30)))
    return found


def _minutes(clock_time: str) -> int:
    hours, minutes = clock_time.split(":")
    return int(hours) * 60 + int(minutes)


def bydays_of(day: date) -> set[str]:
    """All names of a day by RFC 5545: a Saturday is SA, and 1SA, and perhaps -1SA."""
    name = DAYS[day.weekday()]
    names = {name, f"{(day.day - 1) // 7 + 1}{name}"}
    if (day + timedelta(days=7)).month != day.month:
        names.add(f"-1{name}")
    return names


def state_at(value: Schedule, moment: datetime, closed: Closed = ()) -> OpenState:
    """Whether it is open at an aware moment, until when, and when it opens next.

    `closed` holds first and last days on which it is closed whatever the schedule says; a last day of
    None is "until further notice".
    """
    now = moment.astimezone(UTC)
    today = moment.astimezone(ZONE).date()
    until, is_open = None, False
    for opens, closes in _openings(value, today - timedelta(days=1), closed):
        if opens <= now < closes:
            is_open, until = True, closes.astimezone(ZONE)
        elif opens > now:
            return OpenState(is_open, until, opens.astimezone(ZONE))
    return OpenState(is_open, until)


def _openings(value: Schedule, first: date, closed: Closed) -> Iterator[tuple[datetime, datetime]]:
    """From a day on, in UTC, in order; what touches or overlaps is one, also across midnight.

    In UTC, since Python compares two moments of one zone by the clock, which goes back once a year.
    """
    waiting: tuple[datetime, datetime] | None = None
    for number in range(LOOK_AHEAD.days):
        day = first + timedelta(days=number)
        if _is_within(day, closed):
            continue
        for opens_at, closes_at in spans_on(value, day):
            opens, closes = moment_of(day, opens_at), moment_of(day, closes_at)
            if waiting and opens <= waiting[1]:
                waiting = (waiting[0], max(closes, waiting[1]))
                continue
            if waiting:
                yield waiting
            waiting = (opens, closes)
    if waiting:
        yield waiting


def moment_of(day: date, clock_time: str) -> datetime:
    """A day and "HH:MM" in Amsterdam, in UTC. An hour that spring leaves out is the one after it."""
    if clock_time == "24:00":
        day, clock_time = day + timedelta(days=1), "00:00"
    local = datetime.combine(day, time.fromisoformat(clock_time), ZONE)
    return local.astimezone(UTC)


def _is_within(day: date, closed: Closed) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in closed)


# --- back into words --------------------------------------------------------------------------


def format_schedule(value: Schedule) -> list[str]:
    """One line for each rule, in the active language; `parse_schedule` reads them back."""
    words = words_now()
    week, months = _by_day(value)
    lines = [
        f"{_days(group, words)}: {spans_in_words(week[group[0]], words)}" for group in _alike(week)
    ]
    lines += [
        f"{_nth_day(byday, words)}: {spans_in_words(spans, words)}"
        for byday, spans in months.items()
    ]
    lines += [
        f"{_dates(first, last, words)}: {spans_in_words(spans, words)}"
        + (f" ({note})" if note else "")
        for first, last, spans, note in dated_runs(value)
    ]
    return [_capital(line, words) for line in lines]


def _by_day(value: Schedule) -> tuple[dict[int, list[Span]], dict[str, list[Span]]]:
    """The spans of each day of the week (0 is Monday), and of each day of a month such as "1SA"."""
    week: dict[int, list[Span]] = {}
    months: dict[str, list[Span]] = {}
    for one in sorted(
        value.get("weekly", ()), key=lambda one: (order_of(one["byday"]), one["opens_at"])
    ):
        span = (one["opens_at"], one["closes_at"])
        if one["byday"] in DAYS:
            week.setdefault(DAYS.index(one["byday"]), []).append(span)
        else:
            months.setdefault(one["byday"], []).append(span)
    return week, months


def _alike(week: dict[int, list[Span]]) -> list[list[int]]:
    """Days that follow one another with the same times stand together."""
    groups: list[list[int]] = []
    for day in sorted(week):
        if groups and groups[-1][-1] == day - 1 and week[groups[-1][0]] == week[day]:
            groups[-1].append(day)
        else:
            groups.append([day])
    return groups


def _days(group: list[int], words: Words) -> str:
    first, last = words.days[group[0]], words.days[group[-1]]
    if len(group) == 1:
        return first
    return f"{first}{words.both if len(group) == 2 else words.through}{last}"


def _nth_day(byday: str, words: Words) -> str:
    day = (words.bare_days or words.days)[DAYS.index(byday[-2:])]
    return words.nth_day.format(nth=words.nth[int(byday[:-2])], day=day)


def spans_in_words(spans: Iterable[Span], words: Words | None = None) -> str:
    words = words or words_now()
    parts = [words.span.format(opens=clock(one), closes=clock(other)) for one, other in spans]
    return words.both.join(parts) or words.closed


def name_of_day(day: date) -> str:
    words = words_now()
    return _capital(words.days[day.weekday()], words)


def clock(clock_time: str) -> str:
    """ "09:30" as people write it: "9.30" in Dutch, "9:30" in English."""
    hours, minutes = clock_time.split(":")
    return f"{int(hours)}{words_now().clock}{minutes}"


def dated_runs(value: Schedule) -> list[tuple[date, date, list[Span], str]]:
    """Exceptions as first day, last day, spans and remark; equal days that follow one another are one."""
    by_day: dict[tuple[str, str], list[Span]] = {}
    for one in value.get("exceptions", ()):
        spans = by_day.setdefault((one["date"], one["note"]), [])
        if one["opens_at"]:
            spans.append((one["opens_at"], one["closes_at"]))
    runs: list[tuple[date, date, list[Span], str]] = []
    for (iso, note), spans in sorted(
        by_day.items(), key=lambda item: (item[0][1], sorted(item[1]), item[0])
    ):
        day = date.fromisoformat(iso)
        first, last, before, remark = runs[-1] if runs else (date.min, date.min, [], "")
        follows = last + timedelta(days=1) == day and (day - first).days < LONGEST_RANGE
        if follows and (before, remark) == (sorted(spans), note):
            runs[-1] = (first, day, before, remark)
        else:
            runs.append((day, day, sorted(spans), note))
    return sorted(runs, key=lambda run: (run[0], run[2], run[3]))


def _dates(first: date, last: date, words: Words) -> str:
    if first == last:
        return _date(first, words)
    return f"{_date(first, words)}{words.through}{_date(last, words)}"


def _date(day: date, words: Words) -> str:
    return f"{day.day} {words.months[day.month - 1]} {day.year}"


def _capital(text: str, words: Words) -> str:
    first = "İ" if words is WORDS["tr"] and text[0] == "i" else text[0].upper()
    return first + text[1:]


# --- the week on a page -----------------------------------------------------------------------


def week_table(value: Schedule, today: date) -> list[DayRow]:
    """The week in rows, today's with what holds today. Empty when there are no weekly times."""
    words = words_now()
    week, months = _by_day(value)
    if not week and not months:
        return []
    monthly_today = next((byday for byday in months if byday in bydays_of(today)), "")
    groups = _rows_of_week(week) if week else []
    rows = [
        _row(
            _label(group, week, words),
            week.get(group[0], []),
            today.weekday() in group and not monthly_today,
        )
        for group in groups
    ]
    rows += [
        _row(_nth_day(byday, words), spans, byday == monthly_today)
        for byday, spans in months.items()
    ]
    return [_as_today(row, value, today) if row.is_today else row for row in rows]


def _rows_of_week(week: dict[int, list[Span]]) -> list[list[int]]:
    """Each day a row; a closed weekend is one row, and so are the others where few days are open."""
    if len(week) <= FEW_DAYS:
        return [*([day] for day in sorted(week)), [day for day in range(7) if day not in week]]
    if 5 not in week and 6 not in week:
        return [*([day] for day in range(5)), [5, 6]]
    return [[day] for day in range(7)]


def _label(group: list[int], week: dict[int, list[Span]], words: Words) -> str:
    if len(group) == 1:
        return words.days[group[0]]
    return words.weekend if len(week) > FEW_DAYS else words.other_days


def _row(label: str, spans: list[Span], is_today: bool) -> DayRow:
    words = words_now()
    times = spans_in_words(spans, words)
    return DayRow(_capital(label, words), _capital(times, words), is_today)


def _as_today(row: DayRow, value: Schedule, today: date) -> DayRow:
    dated = [one for one in value.get("exceptions", ()) if one["date"] == today.isoformat()]
    if not dated:
        return row
    words = words_now()
    times = _capital(spans_in_words(spans_on(value, today), words), words)
    return DayRow(row.label, times, True, next((one["note"] for one in dated if one["note"]), ""))


def coming_exceptions(value: Schedule, today: date, *, weeks: int = 8) -> list[str]:
    """The dated exceptions after today and within some weeks, in words; this year is left out."""
    words, last_day = words_now(), today + timedelta(weeks=weeks)
    lines = []
    for first, last, spans, note in dated_runs(value):
        if last <= today or first > last_day:
            continue
        first = max(first, today + timedelta(days=1))
        when = _dates(first, last, words)
        if first.year == last.year == today.year:
            when = when.replace(f" {today.year}", "")
        if first == last:
            when = f"{words.days[first.weekday()]} {when}"
        line = f"{when}: {spans_in_words(spans, words)}" + (f" ({note})" if note else "")
        lines.append(_capital(line, words))
    return lines


def together(values: Sequence[Schedule]) -> Schedule:
    """One schedule for several: open when any of them is. Exceptions of one close nothing of another."""
    if len(values) < 2:
        return values[0] if values else {}
    spans: dict[str, list[Span]] = {}
    for value in values:
        for one in value.get("weekly", ()):
            spans.setdefault(one["byday"], []).append((one["opens_at"], one["closes_at"]))
    return {
        "weekly": [
            {"byday": byday, "opens_at": opens, "closes_at": closes}
            for byday in sorted(spans, key=order_of)
            for opens, closes in _joined(sorted(spans[byday]))
        ]
    }


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for opens, closes in spans:
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return joined


# --- for an export ----------------------------------------------------------------------------


def hsds_schedules(value: Schedule) -> list[dict[str, str]]:
    """The rules as HSDS 3.1 schedules without ids: weekly and monthly ones, then a dated one per exception.

    HSDS knows no exceptions. A day with other times is a schedule that is valid on that day only; one on
    which it is closed is told in `description`, as HSDS asks for what an RRULE can't say.
    """
    rules = [
        {
            "freq": "WEEKLY" if one["byday"] in DAYS else "MONTHLY",
            "byday": one["byday"],
            "opens_at": one["opens_at"],
            "closes_at": one["closes_at"],
        }
        for one in value.get("weekly", ())
    ]
    for one in value.get("exceptions", ()):
        dated = {"valid_from": one["date"], "valid_to": one["date"], "dtstart": one["date"]}
        dated["byday"] = DAYS[date.fromisoformat(one["date"]).weekday()]
        times = {"freq": "WEEKLY", "opens_at": one["opens_at"], "closes_at": one["closes_at"]}
        remark = one["note"] or ("" if one["opens_at"] else WORDS["en"].closed)
        rules.append(
            dated | (times if one["opens_at"] else {}) | ({"description": remark} if remark else {})
        )
    return rules
