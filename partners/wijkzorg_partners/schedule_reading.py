"""From lines that a person typed to a schedule. Pure: no database.

lines   := line*                 one rule a line; several on a line are fine too
clause  := when [":"] times      "ma-vr 9.30-12.00", "eerste zaterdag van de maand 14 tot 16 uur"
when    := days | nth days | dates
times   := closed | span ("and" span)*
span    := clock "to" clock
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from .schedule_tokens import (
    DAYS,
    Token,
    Unclear,
    clock_time,
    day_name,
    existing_date,
    such_as,
    tokens,
)

#: Days in one dated line: longer is "temporarily closed".
LONGEST_RANGE = 92
LONGEST_NOTE = 80


class ScheduleFault(ValueError):
    """A line that can't be read. `line_number` counts from one; str() names the line."""

    def __init__(self, line_number: int, message: str) -> None:
        super().__init__(line_number, message)
        self.line_number = line_number
        self.message = message

    def __str__(self) -> str:
        return _("Line %(number)d: %(message)s") % {
            "number": self.line_number,
            "message": self.message,
        }


@dataclass
class _Found:
    """All that the lines say, before it is put in order."""

    #: byday > spans; an empty span closes a day of the week.
    weekly: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    closed_days: set[str] = field(default_factory=set)
    #: date > (opens, closes, note); opens is empty on a closed day.
    dated: dict[date, list[tuple[str, str, str]]] = field(default_factory=dict)

    def value(self) -> dict[str, Any]:
        weekly = [
            {"byday": byday, "opens_at": opens, "closes_at": closes}
            for byday, spans in sorted(self.weekly.items(), key=lambda item: order_of(item[0]))
            if byday not in self.closed_days
            for opens, closes in sorted(set(spans))
        ]
        exceptions = [
            {"date": day.isoformat(), "opens_at": opens, "closes_at": closes, "note": note}
            for day, spans in sorted(self.dated.items())
            for opens, closes, note in sorted(set(spans))
        ]
        found = {"weekly": weekly, "exceptions": exceptions}
        return {name: rules for name, rules in found.items() if rules}


def order_of(byday: str) -> tuple[int, int]:
    """Weekly days first, then the first to the fifth of a month, then the last."""
    nth = int(byday[:-2] or 0)
    return (9 if nth < 0 else nth, DAYS.index(byday[-2:]))


def parse_schedule(text: str, today: date) -> dict[str, Any]:
    """The schedule that the lines tell. Raises ScheduleFault for the first line that can't be read."""
    value, faults = read_schedule(text, today)
    if faults:
        raise faults[0]
    return value


def read_schedule(text: str, today: date) -> tuple[dict[str, Any], list[ScheduleFault]]:
    """The schedule, and every line that can't be read. A date without a year is the next one."""
    found, faults = _Found(), []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            _read_line(line, today, found)
        except Unclear as unclear:
            faults.append(ScheduleFault(number, str(unclear)))
    return found.value(), faults


def split_schedule(text: str, today: date) -> tuple[dict[str, Any], str]:
    """The schedule, and the lines that are no times: those stay words ("only in the school year")."""
    value, faults = read_schedule(text, today)
    lines = text.splitlines()
    return value, "\n".join(lines[fault.line_number - 1].strip() for fault in faults)


def _read_line(line: str, today: date, found: _Found) -> None:
    rule, bracket, rest = line.partition("(")
    note = ""
    if bracket:
        note, closing, behind = rest.rpartition(")")
        if not closing or behind.strip():
            raise Unclear(_("A remark in brackets stands at the end of the line."))
        note = " ".join(note.split())
        if len(note) > LONGEST_NOTE:
            raise Unclear(
                _("The remark is too long: at most %(longest)d letters.")
                % {"longest": LONGEST_NOTE}
            )
    reader = _LineReader(list(tokens(rule)), today)
    for bydays, dates, spans in reader.clauses():
        if note and not dates:
            raise Unclear(
                _(
                    "Only a date can have a remark. Write other remarks at “about the hours, in words”."
                )
            )
        _add_weekly(found, bydays, spans)
        _add_dated(found, dates, spans, note)


def _add_weekly(found: _Found, bydays: list[str], spans: list[tuple[str, str]]) -> None:
    for byday in bydays:
        if not spans:
            found.closed_days.add(byday)
        there = found.weekly.setdefault(byday, [])
        there += spans
        if _overlap(there):
            raise Unclear(_("%(day)s has two times that overlap.") % {"day": day_name(byday)})


def _add_dated(found: _Found, dates: list[date], spans: list[tuple[str, str]], note: str) -> None:
    for day in dates:
        there = found.dated.setdefault(day, [])
        there += [(opens, closes, note) for opens, closes in spans] or [("", "", note)]
        opened = [(opens, closes) for opens, closes, _note in there if opens]
        closed = len(opened) < len(there)
        if _overlap(opened) or (closed and len(set(there)) > 1):
            raise Unclear(
                _("%(day)s has two times that overlap.")
                % {"day": f"{day.day}-{day.month}-{day.year}"}
            )


def _overlap(spans: list[tuple[str, str]]) -> bool:
    return any(later[0] < earlier[1] for earlier, later in pairwise(sorted(set(spans))))


# --- one line ---------------------------------------------------------------------------------


@dataclass
class _DayOfYear:
    """A date as it was typed: month and year may be missing."""

    day: int
    month: int = 0
    year: int = 0

    def exactly(self) -> date:
        return existing_date(self.year, self.month, self.day)

    def nearest(self, day: date, step: int) -> date:
        """The first time that it is this day of the year, from `day` on (step 1) or back (step -1)."""
        for number in range(9):  # 29 February is away for eight years at most
            try:
                found = date(day.year + step * number, self.month, self.day)
            except ValueError:
                continue
            if (found - day).days * step >= 0:
                return found
        raise Unclear(_("%(day)s is no date that exists.") % {"day": f"{self.day}-{self.month}"})


Clause = tuple[list[str], list[date], list[tuple[str, str]]]


class _LineReader:
    """Reads the tokens of one line from left to right."""

    def __init__(self, found: list[Token], today: date) -> None:
        self._tokens = found
        self.today = today
        self.at = 0

    def clauses(self) -> Iterator[Clause]:
        while self.at < len(self._tokens):
            bydays, dates = self._when()
            yield bydays, dates, self._times()
            self._skip("and")

    def _kind(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self._tokens[place][0] if place < len(self._tokens) else ""

    def _take(self) -> Any:
        self.at += 1
        return self._tokens[self.at - 1][1]

    def _skip(self, *kinds: str) -> None:
        while self._kind() in kinds:
            self.at += 1

    def _when(self) -> tuple[list[str], list[date]]:
        nth: list[int] = []
        while self._kind() == "nth":
            nth.append(self._take())
            if self._kind() == "and" and self._kind(1) == "nth":
                self.at += 1
        if nth and self._kind() != "month":
            days = self._days()
            return [f"{number}{DAYS[day]}" for number in nth for day in days], []
        if nth:
            self.at -= 1
            self._tokens[self.at] = ("number", nth[-1])  # "1st January"
        weekday = None
        if self._kind() == "days" and self._starts_date(1):
            weekday = self._take()
        if self._starts_date():
            dates = self._dates()
            if weekday and len(dates) == 1 and dates[0].weekday() not in weekday:
                day = day_name(DAYS[dates[0].weekday()])
                raise Unclear(_("That day is a %(day)s.") % {"day": day})
            return [], dates
        return [DAYS[day] for day in self._days()], []

    def _days(self) -> list[int]:
        days: list[int] = []
        while self._kind() == "days" and not (days and self._starts_date(1)):
            group = self._take()
            if self._kind() == "range" and self._kind(1) == "days":
                self.at += 1
                last = self._take()
                if len(group) > 1 or len(last) > 1:
                    raise such_as(_("Which days do you mean?"))
                group = [(group[0] + more) % 7 for more in range((last[0] - group[0]) % 7 + 1)]
            days += group
            if self._kind() == "and" and self._kind(1) == "days":
                self.at += 1
        if not days:
            raise such_as(_("Begin with a day."))
        return sorted(set(days))

    # dates

    def _starts_date(self, ahead: int = 0, *, month_at_once: bool = False) -> bool:
        if self._kind(ahead) in {"date", "month"}:
            return True
        while self._kind(ahead) in {"number", "range", "and"}:
            if self._kind(ahead) == "number" and self._kind(ahead + 1) == "month":
                return True
            if month_at_once:
                return False
            ahead += 1
        return False

    def _dates(self) -> list[date]:
        groups: list[list[_DayOfYear]] = [[self._day_of_year()]]
        while self._kind() in {"and", "range"}:
            whole = bool(groups[-1][-1].month)
            if not self._starts_date(1, month_at_once=whole):
                break
            is_range = self._kind() == "range"
            self.at += 1
            one = self._day_of_year()
            if is_range and len(groups[-1]) == 1:
                groups[-1].append(one)
            else:
                groups.append([one])
        return self._resolved(groups)

    def _day_of_year(self) -> _DayOfYear:
        if self._kind() == "date":
            day = self._take()
            return _DayOfYear(day.day, day.month, day.year)
        one = _DayOfYear(0)
        if self._kind() == "month":
            one.month = self._take()
            if self._kind() not in {"number", "nth"}:
                raise such_as(_("Which day of the month?"))
            one.day = self._take()
        else:
            one.day = self._take()
            if self._kind() == "month":
                one.month = self._take()
        comma = 1 if self._kind() == "and" else 0
        if one.month and self._kind(comma) == "number" and self._tokens[self.at + comma][1] >= 1000:
            self.at += comma
            one.year = self._take()
        return one

    def _resolved(self, groups: list[list[_DayOfYear]]) -> list[date]:
        """With the month and year that a person leaves out: "24, 25 en 26 december"."""
        month = 0
        for one in reversed([one for group in groups for one in group]):
            one.month = month = one.month or month
        dates: list[date] = []
        for group in groups:
            first, last = group[0], group[-1]
            if last.year:
                end = last.exactly()
            else:
                end = last.nearest(first.exactly() if first.year else self.today, 1)
            start = first.exactly() if first.year else first.nearest(end, -1)
            length = (end - start).days
            if not 0 <= length < LONGEST_RANGE:
                raise Unclear(
                    _("At most %(days)d days fit in one line, the first one first.")
                    % {"days": LONGEST_RANGE}
                )
            dates += [start + timedelta(days=more) for more in range(length + 1)]
        return dates

    # times

    def _times(self) -> list[tuple[str, str]]:
        self._skip("and")
        if self._kind() == "closed":
            self.at += 1
            return []
        spans = [self._span()]
        while self._kind() == "and" and self._kind(1) in {"time", "number"}:
            self.at += 1
            if self._starts_date(month_at_once=True):
                break
            spans.append(self._span())
        return spans

    def _span(self) -> tuple[str, str]:
        opens = self._clock()
        if self._kind() != "range":
            raise such_as(_("From when until when?"))
        self.at += 1
        closes = self._clock()
        if closes == "00:00":
            closes = "24:00"
        if opens >= closes:
            raise Unclear(
                _(
                    "The end must be later than the beginning. "
                    "Open past midnight? Write a line for each of the two days."
                )
            )
        return opens, closes

    def _clock(self) -> str:
        if self._kind() not in {"time", "number"}:
            raise such_as(_("From when until when?"))
        found = self._take()
        return found if isinstance(found, str) else clock_time(str(found))
