"""Dutch compounds in their parts: "wandelgroep" is a group that walks. By words that the site itself uses."""

from collections.abc import Container
from functools import lru_cache

from .analysis import IRREGULAR

#: Shorter words are not split, and no part is shorter than this.
SHORTEST_COMPOUND = 7
SHORTEST_PART = 3
#: Letters between two parts: dorp-s-huis, kind-er-feest is left to the words themselves.
LINKS = ("", "s", "e", "n", "en")


class Splitter:
    """Splits words into two or three parts that are words of the vocabulary."""

    def __init__(self, vocabulary: Container[str]) -> None:
        self.vocabulary = vocabulary
        self.parts_of = lru_cache(maxsize=50_000)(self._parts_of)

    def _parts_of(self, word: str) -> tuple[str, ...]:
        """The parts of a folded word, or () when it is none: ("wandel", "groep")."""
        if len(word) < SHORTEST_COMPOUND or not word.isalpha() or word in IRREGULAR:
            return ()
        return self._split(word, 3)

    def _split(self, word: str, most: int) -> tuple[str, ...]:
        best: tuple[str, ...] = ()
        for end in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            head, rest = word[:end], word[end:]
            if not self._is_part(head, rest):
                continue
            for link in LINKS:
                if not rest.startswith(link):
                    continue
                tail = rest[len(link) :]
                if len(tail) < SHORTEST_PART:
                    continue
                parts: tuple[str, ...] = ()
                if self._is_part(tail, head):
                    parts = (head, tail)
                elif most > 2 and len(tail) >= SHORTEST_COMPOUND:
                    further = self._split(tail, most - 1)
                    parts = (head, *further) if further else ()
                if parts and _worth(parts) > _worth(best):
                    best = parts
        return best

    def _is_part(self, word: str, other: str) -> bool:
        """A short part needs a long one beside it: "taal-les", but no "moe-der"."""
        return word in self.vocabulary and (len(word) > 3 or len(other) > 3)


def _worth(parts: tuple[str, ...]) -> tuple[int, int]:
    """Few parts, and the shortest of them as long as can be."""
    return (-len(parts), min(map(len, parts))) if parts else (-9, 0)
