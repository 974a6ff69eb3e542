"""Days on which offices work: Monday to Friday. Holidays are not known here."""

from datetime import date, timedelta


def working_days_between(first: date, last: date) -> int:
    """How many working days began after `first`, up to and including `last`: Friday to Monday is one."""
    if last <= first:
        return 0
    weeks, rest = divmod((last - first).days, 7)
    days = (first + timedelta(days=number) for number in range(1, rest + 1))
    return weeks * 5 + sum(day.weekday() < 5 for day in days)
