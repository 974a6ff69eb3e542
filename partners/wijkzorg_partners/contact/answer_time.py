"""How fast a partner usually answers: a figure that one slow answer does not spoil. Pure.

The 80th percentile (nearest rank) of the working days of a year. What the partner let lie until the
coordinator took it over counts as longer than any answer, so that who answers only the easy ones does not
look fast.
"""

from collections.abc import Sequence
from math import ceil, inf

#: Of fewer answers nothing is told: it would be chance, and could tell who asked.
AT_LEAST = 3
SHARE = 0.8


def usual_days(answered: Sequence[int], let_lie: int = 0) -> int | None:
    """Working days within which most are answered; None when that can't be told. At least 1."""
    if len(answered) < AT_LEAST:
        return None
    days = sorted([*map(float, answered), *[inf] * let_lie])
    usual = days[ceil(SHARE * len(days)) - 1]
    return None if usual == inf else max(1, int(usual))
