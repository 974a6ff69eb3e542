"""Dutch compounds in their parts: "wandelgroep" is a group that walks. By words that the site itself uses.

A compound may begin with what is left of a verb without its ending: "oefenen" makes "oefenmaatje".
"""

from collections.abc import Collection
from functools import cached_property, lru_cache
from typing import Protocol

from .analysis import IRREGULAR, stem

#: Shorter words are not split, and no part is shorter than this.
SHORTEST_COMPOUND = 7
SHORTEST_PART = 3
#: What is shorter is no verb without its ending, nor told by its stem.
SHORTEST_STEM = 4
#: Letters between two parts: dorp-s-huis, kind-er-feest is left to the words themselves.
LINKS = ("", "s", "e", "n", "en")


class Splitter:
    """Splits words into two or three parts that are words of the vocabulary."""

    def __init__(self, vocabulary: Collection[str]) -> None:
        self.vocabulary = vocabulary
        self.parts_of = lru_cache(maxsize=50_000)(self._parts_of)

    def _parts_of(self, word: str) -> tuple[str, ...]:
        """The parts of a folded word, or () when it is none: ("wandel", "groep")."""
        return _split(word, self._is_used) if _may_be_split(word) else ()

    def parts_by_stem(self, word: str) -> tuple[str, ...]:
        """The same where each part may be used in another form: for what is neither known nor mended."""
        return _split(word, self._has_used_stem) if _may_be_split(word) else ()

    def _is_used(self, word: str, *, is_head: bool) -> bool:
        return word in self.vocabulary or (
            is_head and len(word) >= SHORTEST_STEM and f"{word}en" in self.vocabulary
        )

    def _has_used_stem(self, word: str, *, is_head: bool) -> bool:
        return self._is_used(word, is_head=is_head) or (
            len(word) >= SHORTEST_STEM and stem(word, "nl") in self._stems
        )

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem(word, "nl") for word in self.vocabulary)


class IsUsed(Protocol):
    """Whether the word may be a part: the first one (`is_head`), or another."""

    def __call__(self, word: str, *, is_head: bool) -> bool: ...


def _may_be_split(word: str) -> bool:
    return len(word) >= SHORTEST_COMPOUND and word.isalpha() and word not in IRREGULAR


def _split(word: str, is_used: IsUsed, most: int = 3) -> tuple[str, ...]:
    best: tuple[str, ...] = ()
    for end in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        head, rest = word[:end], word[end:]
        if _are_short(head, rest) or not is_used(head, is_head=True):
            continue
        for link in LINKS:
            tail = rest.removeprefix(link)
            if not rest.startswith(link) or len(tail) < SHORTEST_PART:
                continue
            parts: tuple[str, ...] = ()
            if is_used(tail, is_head=False) and not _are_short(tail, head):
                parts = (head, tail)
            elif most > 2 and len(tail) >= SHORTEST_COMPOUND:
                further = _split(tail, is_used, most - 1)
                parts = (head, *further) if further else ()
            if parts and _worth(parts) > _worth(best):
                best = parts
    return best


def _are_short(word: str, other: str) -> bool:
    """A short part needs a long one beside it: "taal-les", but no "moe-der"."""
    return len(word) <= SHORTEST_PART and len(other) <= SHORTEST_PART


def _worth(parts: tuple[str, ...]) -> tuple[int, int]:
    """Few parts, and the shortest of them as long as can be."""
    return (-len(parts), min(map(len, parts))) if parts else (-9, 0)
