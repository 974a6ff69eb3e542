"""Which formal and informal partners might know each other: they work on the same themes in the same area.

Two are a pair when they share a theme, and an area of the one is an area of the other, or lies in it. The
area that they share is the larger of the two. The best pair shares the most themes; among those, the one
that shares the smallest area (the deepest in the tree) comes first. Equals keep the same order each time.

Pure: plain values in, keys out. Partners with the same themes are looked at together, so that the work
does not grow with the number of pairs but with that of the sets of themes, and it ends as soon as enough
pairs are found.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product


@dataclass(frozen=True)
class Candidate:
    """A partner: its key, kind, the keys of its themes, and the paths of its areas in the tree."""

    key: int
    is_formal: bool
    themes: frozenset[int]
    areas: frozenset[str]


@dataclass(frozen=True)
class Match:
    """Two partners that might know each other, the lower key first, and why."""

    first: int
    second: int
    themes: frozenset[int]
    area: str


Themes = frozenset[int]


class _Group:
    """The partners of one kind with the same themes: who is at home in an area, and who in it or below."""

    def __init__(self, steplen: int) -> None:
        self.steplen = steplen
        self.at_home: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.within: dict[str, list[int]] = defaultdict(list)

    def add(self, one: Candidate) -> None:
        around = set()
        for area in one.areas:
            self.at_home[len(area) // self.steplen][area].append(one.key)
            around |= {area[:end] for end in range(self.steplen, len(area) + 1, self.steplen)}
        for area in around:
            self.within[area].append(one.key)


def best_matches(
    candidates: Iterable[Candidate],
    known: Collection[tuple[int, int]],
    *,
    limit: int,
    steplen: int,
) -> list[Match]:
    """The best pairs that are not in `known` (lower key first), at most `limit`.

    `steplen` is the number of characters that a level takes in the path of an area.
    """
    groups: dict[bool, dict[Themes, _Group]] = {True: {}, False: {}}
    for one in sorted(candidates, key=lambda each: each.key):
        same = groups[one.is_formal]
        same.setdefault(one.themes, _Group(steplen)).add(one)
    return list(islice(_new(_in_order(groups), known), limit))


def _new(matches: Iterator[Match], known: Collection[tuple[int, int]]) -> Iterator[Match]:
    """Each pair once, as what it is best at."""
    seen: set[tuple[int, int]] = set()
    for match in matches:
        pair = (match.first, match.second)
        if pair not in seen and pair not in known:
            seen.add(pair)
            yield match


def _in_order(groups: dict[bool, dict[Themes, _Group]]) -> Iterator[Match]:
    """Every pair, the best first. What is not asked for is not worked out."""
    by_number: dict[int, list[tuple[Themes, _Group, _Group]]] = defaultdict(list)
    for (mine, formal), (yours, informal) in product(groups[True].items(), groups[False].items()):
        if shared := mine & yours:
            by_number[len(shared)].append((shared, formal, informal))
    for number in sorted(by_number, reverse=True):
        some = by_number[number]
        depths = {depth for _shared, *two in some for group in two for depth in group.at_home}
        for depth in sorted(depths, reverse=True):
            for shared, formal, informal in some:
                yield from _at_depth(depth, shared, formal, informal)


def _at_depth(depth: int, shared: Themes, formal: _Group, informal: _Group) -> Iterator[Match]:
    """Pairs whose shared area lies at this depth: one is at home there, the other there or below."""
    for home, other in ((formal, informal), (informal, formal)):
        for area, keys in home.at_home.get(depth, {}).items():
            for one, two in product(keys, other.within.get(area, ())):
                yield Match(min(one, two), max(one, two), shared, area)
