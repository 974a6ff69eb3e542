"""The measures of ranked answers, and their means over many questions. No database in here.

nDCG as in Järvelin, Kekäläinen: Cumulated gain-based evaluation of IR techniques (2002), with the gain
2^grade - 1. Grades: 2 is exactly what is asked, 1 is useful; what has no grade is neither.
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

#: So many answers people look at; among so many of the first stands what was asked for.
LOOKED_AT, AT_ONCE = 10, 3
EXACT = 2


@dataclass(frozen=True, kw_only=True)
class Score:
    """How well one question was answered. None where the question can't tell."""

    ndcg: float
    #: Part of all that fits among the first ten, and of what fits exactly.
    recall: float
    strict_recall: float | None
    #: Whether one that fits exactly is among the first three.
    hit: float | None
    nothing: float


@dataclass(frozen=True, kw_only=True)
class Grouped:
    """How well the group "best" was drawn: the part of it that fits, the part of what fits exactly in it."""

    precision: float | None
    recall: float | None


def score(grades: Mapping[str, int], ranked: Iterable[str]) -> Score:
    """`grades` are above 0, one at least; `ranked` are answers, best first. What comes again is skipped."""
    answers = list(dict.fromkeys(ranked))
    first = answers[:LOOKED_AT]
    exact = {one for one, grade in grades.items() if grade == EXACT}
    ideal = _gain(sorted(grades.values(), reverse=True)[:LOOKED_AT])
    return Score(
        ndcg=_gain([grades.get(one, 0) for one in first]) / ideal,
        recall=sum(one in grades for one in first) / min(LOOKED_AT, len(grades)),
        strict_recall=(
            sum(one in exact for one in first) / min(LOOKED_AT, len(exact)) if exact else None
        ),
        hit=float(any(one in exact for one in answers[:AT_ONCE])) if exact else None,
        nothing=float(not answers),
    )


def score_group(grades: Mapping[str, int], best: Sequence[str]) -> Grouped:
    exact = {one for one, grade in grades.items() if grade == EXACT}
    return Grouped(
        precision=sum(one in grades for one in best) / len(best) if best else None,
        recall=len(exact.intersection(best)) / len(exact) if exact else None,
    )


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def means(scores: Sequence[Score] | Sequence[Grouped]) -> dict[str, float]:
    """Measure > its mean over the questions that can tell, to three digits; 0 where none can."""
    rows = [vars(one) for one in scores]
    names = rows[0] if rows else ()
    return {name: _mean(row[name] for row in rows) for name in names}


def _mean(values: Iterable[float | None]) -> float:
    known = [value for value in values if value is not None]
    return round(mean(known), 3) if known else 0.0


def latency(milliseconds: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    ordered = sorted(milliseconds)
    return {
        "p50_ms": round(median(ordered), 1),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 1),
    }


def halves(names: Iterable[str], seed: int) -> tuple[set[str], set[str]]:
    """Two random halves, the same ones for the same seed."""
    mixed = sorted(names)
    random.Random(seed).shuffle(mixed)  # noqa: S311
    middle = len(mixed) // 2
    return set(mixed[:middle]), set(mixed[middle:])
