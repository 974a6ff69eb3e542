"""From the words of a question to the signposts that it calls for. No database here.

How editors write wordings: `signpost_rules.py`, and the README. What is looked for is words, near one
another; a question is read in every language at once, since nobody in danger chooses one first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from .analysis import stem, words
from .signpost_rules import OneOf, Row, Rules, Word, Wording
from .signpost_spelling import PREFIXES, REAL_WORDS, shapes, sound
from .stop_words import STOP_WORDS

#: Words of a question that are looked at, and how many at a time: what is further apart is another matter.
MOST_WORDS, WINDOW = 240, 24
#: From how many letters a word may hold a typing error; and from how many it may be several, glued.
TYPING_ERROR_FROM, GLUED_FROM = 7, 6
#: Words remembered with what they match, per set of rules.
REMEMBERED = 20_000

#: A way in which a word is written (stem of a language, sound, or as it stands), and the word so.
Key = tuple[str, str]


class Vocabulary:
    """All words of all rules, and which of them a word of a question is."""

    def __init__(self, all_words: Iterable[Word]) -> None:
        self.keys: dict[Key, set[Word]] = {}
        self.parts: list[Word] = []
        self.long: dict[str, set[Word]] = {}
        self.languages: set[str] = set()
        self.begins: list[tuple[str, Word]] = []
        for word in all_words:
            self.languages.add(word.language)
            if word.how in ("begins", "ends", "within"):
                self.parts.append(word)
            if word.how == "begins" and len(word.text) >= TYPING_ERROR_FROM:
                self.begins.append((sound(word.text), word))
                self.long.setdefault(word.text, set()).add(word)
            if word.how in ("begins", "ends", "within"):
                continue
            for key in _keys(word.text, word.language, exact=word.how == "exact"):
                self.keys.setdefault(key, set()).add(word)
            if not word.how and len(word.text) >= TYPING_ERROR_FROM:
                self.long.setdefault(word.text, set()).add(word)
        stop_words = set().union(*STOP_WORDS.values())
        self.pieces = {key[1] for key in self.keys if key[0] == "="} | stop_words
        self.stop_words = stop_words
        self.remembered: dict[str, frozenset[Word]] = {}

    def match(self, word: str) -> frozenset[Word]:
        """Words of rules that a word of a question may be."""
        if word not in self.remembered:
            if len(self.remembered) >= REMEMBERED:
                self.remembered.clear()
            self.remembered[word] = frozenset(self._match(word))
        return self.remembered[word]

    def _match(self, word: str) -> set[Word]:
        found: set[Word] = set()
        for shape in shapes(word):
            found |= self._exactly(shape)
        if not found and len(word) >= TYPING_ERROR_FROM - 1 and word not in REAL_WORDS:
            for near, _distance, _place in process.extract(
                word,
                [one for one in self.long if one[0] == word[0]],
                scorer=DamerauLevenshtein.distance,
                score_cutoff=1,
                limit=None,
            ):
                found |= self.long[near]
        return found

    def _exactly(self, word: str) -> set[Word]:
        found: set[Word] = set()
        for language in self.languages:
            for key in _keys(word, language):
                found |= self.keys.get(key, set())
        for part in self.parts:
            place = word.find(part.text)
            fits = {
                "begins": place == 0,
                "ends": word.endswith(part.text),
                "within": place >= 0,
            }
            if fits[part.how]:
                found.add(part)
        heard = sound(word)
        found |= {part for begin, part in self.begins if heard.startswith(begin)}
        return found

    def unglued(self, word: str) -> list[str]:
        """A word of which the rules know nothing, as the known words that it may be glued from."""
        if (
            not GLUED_FROM <= len(word) <= 40
            or word in self.stop_words
            or word in REAL_WORDS
            or self.match(word)
        ):
            return [word]
        best: list[list[str] | None] = [[]] + [None] * len(word)
        for end in range(2, len(word) + 1):
            for start in range(max(0, end - 14), end - 1):
                before, piece = best[start], word[start:end]
                if before is None or piece not in self.pieces:
                    continue
                current = best[end]
                if current is None or len(before) + 1 < len(current):
                    best[end] = [*before, piece]
        found = best[-1]
        if found is None or (len(found) == 2 and found[0] in PREFIXES):
            return [word]
        return found


def _keys(word: str, language: str, *, exact: bool = False) -> set[Key]:
    """By what two words are one: how they are written, their stem, and in Dutch their sound."""
    keys = {("=", word)}
    if exact:
        return keys
    keys.add((language, stem(word, language)))
    if language == "nl" and len(word) >= 3:
        keys.add(("sound", sound(word)))
    return keys


@dataclass
class Passage:
    """Some words of a question: which words of rules stand at each place, and at it and the next together."""

    places: list[frozenset[Word]]
    pairs: list[frozenset[Word]] = field(default_factory=list)

    @cached_property
    def present(self) -> frozenset[Word]:
        return frozenset().union(*self.places, *self.pairs)

    def without(self, taken: set[int]) -> "Passage":
        nothing: frozenset[Word] = frozenset()
        return Passage(
            [nothing if at in taken else one for at, one in enumerate(self.places)],
            [nothing if {at, at + 1} & taken else one for at, one in enumerate(self.pairs)],
        )

    def find(self, row: Row) -> set[int] | None:
        """The places that a row takes, where it first stands; None when it does not."""
        if any(self.present.isdisjoint(need) for need in row.needs):
            return None
        for start in range(len(self.places)):
            for taken in self._row(row, start):
                return set(taken)
        return None

    def _row(self, row: Row, start: int, element: int = 0) -> Iterator[tuple[int, ...]]:
        for taken in self._element(row.elements[element], start):
            if element + 1 == len(row.elements):
                yield taken
                continue
            after = taken[-1] + 1
            for following in range(after, min(after + row.gap + 1, len(self.places))):
                for rest in self._row(row, following, element + 1):
                    yield (*taken, *rest)

    def _element(self, element: Word | OneOf, start: int) -> Iterator[tuple[int, ...]]:
        if isinstance(element, OneOf):
            for row in element.rows:
                if not any(self.present.isdisjoint(need) for need in row.needs):
                    yield from self._row(row, start)
        elif element in self.places[start]:
            yield (start,)
        elif start < len(self.pairs) and element in self.pairs[start]:
            yield (start, start + 1)

    def matches(self, wording: Wording) -> set[int] | None:
        taken: set[int] = set()
        for row in wording.rows:
            found = self.find(row)
            if found is None:
                return None
            taken |= found
        if any(self.find(row) is not None for row in wording.never):
            return None
        return set(range(len(self.places))) if wording.all_else else taken


class Matcher:
    """All signposts together: code > its rules, the most urgent first."""

    def __init__(self, rules: dict[str, Rules]) -> None:
        self.rules = rules
        self.vocabulary = Vocabulary({word for one in rules.values() for word in one.words()})

    def codes(self, text: str) -> list[str]:
        """The codes that a question calls for, in the order of the rules."""
        passages = list(self._passages(text))
        return [
            code
            for code, rules in self.rules.items()
            if any(_calls(rules, passage) for passage in passages)
        ]

    def _passages(self, text: str) -> Iterator[Passage]:
        typed = words(text)[:MOST_WORDS]
        parts = [part for word in typed for part in self.vocabulary.unglued(word)][:MOST_WORDS]
        step = WINDOW // 2
        for start in range(0, max(1, len(parts) - step), step):
            yield self._passage(parts[start : start + WINDOW])

    def _passage(self, parts: list[str]) -> Passage:
        places = [self.vocabulary.match(word) for word in parts]
        pairs = [self._joined(one, other) for one, other in pairwise(parts)]
        return Passage(places, pairs)

    def _joined(self, one: str, other: str) -> frozenset[Word]:
        """Long words of rules that somebody wrote as two: zelf moord."""
        joined = one + other
        return frozenset(self.vocabulary.long.get(joined, ()))


def _calls(rules: Rules, passage: Passage) -> bool:
    for wording in rules.unless:
        # Each look-alike may stand there more than once, yet no more often than there are words.
        for _time in passage.places:
            taken = passage.matches(wording)
            if not taken:
                break
            passage = passage.without(taken)
    return any(passage.matches(wording) is not None for wording in rules.wordings)
