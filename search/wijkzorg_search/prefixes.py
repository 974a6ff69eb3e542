"""Names in order, to find those in which a word begins as what was typed. No database in here."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from .analysis import words

K = TypeVar("K", int, str)


@lru_cache(maxsize=100_000)
def folded(name: str) -> tuple[str, ...]:
    """The folded words of a name. Kept: most names are the same when the index is read anew."""
    return tuple(words(name))


class Prefixes(Generic[K]):
    """Names of one kind of thing, each with its key; several names may share one."""

    def __init__(self, names: Iterable[tuple[str, K]]) -> None:
        self.begins: list[tuple[str, str, K]] = []
        self.within: list[tuple[str, str, K]] = []
        for name, key in names:
            said = folded(name)
            for at in range(len(said)):
                entry = (" ".join(said[at:]), name, key)
                (self.within if at else self.begins).append(entry)
        self.begins.sort()
        self.within.sort()

    def starting_with(self, typed: str, *, within: bool = True) -> Iterator[tuple[str, K]]:
        """Name and key, each key once: first names that begin so, then `within` those with a later word."""
        wanted = " ".join(words(typed))
        seen: set[K] = set()
        for entries in (self.begins, self.within if within else ()) if wanted else ():
            for name, key in _from(entries, wanted):
                if key not in seen:
                    seen.add(key)
                    yield name, key


def _from(entries: Sequence[tuple[str, str, K]], wanted: str) -> Iterator[tuple[str, K]]:
    for at in range(bisect_left(entries, (wanted,)), len(entries)):
        said, name, key = entries[at]
        if not said.startswith(wanted):
            return
        yield name, key
