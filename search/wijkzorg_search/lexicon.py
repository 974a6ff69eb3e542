"""Concepts as the ranker uses them: which questions mean one, and which documents offer it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .analysis import is_stop_word, stem, words
from .stop_words import FILLERS, ONLY_DUTCH, SMALL_ANYWHERE

#: The language of the organisations' own words.
OFFERED_IN = "nl"
#: What a phrase of people counts in a document beside one of organisations.
ASKED_WEIGHT = 0.3


@dataclass(frozen=True)
class Meaning:
    """One concept: what people ask, per language, what organisations offer, its themes, and what helps."""

    code: str
    offered: Sequence[str] = ()
    #: Language > phrases.
    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    themes: Sequence[str] = ()
    #: Code of another concept > how much it helps who asks for this one: 3, 2 or 1.
    helps: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Firing:
    """A concept that a question means: by which of its words (places), by how much of it (0 to 1)."""

    code: str
    words: frozenset[int]
    strength: float


@dataclass(frozen=True)
class Phrase:
    """A way to say a concept: stems that must all occur, and small words that must occur as they are."""

    code: str
    stems: tuple[str, ...]
    small: frozenset[str]
    weight: float


class Lexicon:
    """All concepts, ready to be asked. The stems of a phrase may occur in any order."""

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        self.meanings = {meaning.code: meaning for meaning in meanings}
        #: Language > one stem of a phrase > phrases.
        self.phrases: dict[str, dict[str, list[Phrase]]] = {}
        #: Stem in Dutch > how many concepts use it.
        self.uses: dict[str, int] = {}
        #: Language > stem > concept > in how many of its phrases it stands.
        self.bags: dict[str, dict[str, dict[str, int]]] = {}
        #: Dutch words of the concepts: known, however rare they are in the documents.
        self.words: set[str] = set()
        #: Words of the other languages: nobody who writes "boss" meant "boos".
        self.other_words: set[str] = set()
        for meaning in self.meanings.values():
            self._take_in(meaning)

    def _take_in(self, meaning: Meaning) -> None:
        own: set[str] = set()
        for language, phrases in [(OFFERED_IN, meaning.offered), *meaning.asked.items()]:
            weight = 1.0 if phrases is meaning.offered else ASKED_WEIGHT
            for text in phrases:
                said = words(text)
                phrase = _phrase(meaning.code, said, language, weight)
                if not phrase.stems:
                    continue
                index = self.phrases.setdefault(language, {})
                index.setdefault(phrase.stems[0], []).append(phrase)
                bag = self.bags.setdefault(language, {})
                for one in phrase.stems:
                    counted = bag.setdefault(one, {})
                    counted[meaning.code] = counted.get(meaning.code, 0) + 1
                if language == OFFERED_IN:
                    own.update(phrase.stems)
                    self.words.update(said)
                else:
                    self.other_words.update(said)
        for one in own:
            self.uses[one] = self.uses.get(one, 0) + 1

    def telling(self, one: str) -> float:
        """How much a Dutch stem tells among the concepts: 1 when few use it, near 0 when most do."""
        return 1.0 - math.log(1 + self.uses.get(one, 0)) / math.log(2 + len(self.meanings))

    def speaks_of(self, word: str) -> bool:
        """Whether a Dutch word stands in any concept."""
        return word in self.words or stem(word, OFFERED_IN) in self.uses

    def fired_by(self, asked: Sequence[str], known: frozenset[str] = frozenset()) -> list[Firing]:
        """The concepts that a question means. `asked`: all its folded words, stop words too.

        `known` are words that the site itself uses, in Dutch: they are no words of another language.
        """
        is_dutch = any(word in ONLY_DUTCH for word in asked)
        spoken = frozenset(asked)
        weights = {
            place: max(self.telling(stem(word, OFFERED_IN)), 0.1)
            for place, word in enumerate(asked)
            if not is_stop_word(word, OFFERED_IN)
        }
        total = sum(weights.values()) or 1.0
        # "is" is a small word in Dutch, and in Turkish the word for work: there nothing else is Dutch.
        small = SMALL_ANYWHERE
        if not any(word in known or word in self.words for word in spoken - SMALL_ANYWHERE):
            small = frozenset()
        found: dict[str, Firing] = {}
        for language, index in self.phrases.items():
            if is_dutch and language != OFFERED_IN:
                continue
            stems: dict[str, set[int]] = {}
            own: set[str] = set()
            for place, word in enumerate(asked):
                if is_stop_word(word, language) or (language != OFFERED_IN and word in small):
                    continue
                one = stem(word, language)
                stems.setdefault(one, set()).add(place)
                if language == OFFERED_IN or (word not in known and word not in self.words):
                    own.add(one)
            for one in stems:
                for phrase in index.get(one, ()):
                    if not own.intersection(phrase.stems):
                        continue
                    if all(each in stems for each in phrase.stems) and phrase.small <= spoken:
                        places = frozenset().union(*(stems[each] for each in phrase.stems))
                        old = found.get(phrase.code)
                        both = places | (old.words if old else frozenset())
                        strength = sum(weights.get(place, 0.0) for place in both) / total
                        if language != OFFERED_IN:
                            strength = max(strength, len(both) / len(asked))
                        found[phrase.code] = Firing(phrase.code, both, min(strength, 1.0))
        return list(found.values())

    def near(self, asked: Sequence[str]) -> dict[str, float]:
        """Concepts that share words with a question without one of their phrases: code > how near (0 to 1).

        Each concept counts as one text of all its phrases; the language that fits best counts.
        """
        best: dict[str, float] = {}
        for language, bag in self.bags.items():
            stems = {
                stem(word, language)
                for word in asked
                if not is_stop_word(word, language)
                and (language == OFFERED_IN or word not in SMALL_ANYWHERE)
            }
            scores: dict[str, float] = {}
            total = 0.0
            for one in stems:
                holding = bag.get(one, {})
                telling = math.log((len(self.meanings) + 1) / (len(holding) + 0.5))
                total += telling
                for code, count in holding.items():
                    scores[code] = scores.get(code, 0.0) + telling * count / (count + 1.0)
            found = {code: score / total for code, score in scores.items()} if total else {}
            if max(found.values(), default=0.0) > max(best.values(), default=0.0):
                best = found
        return best

    def offered_by(self, spoken: Sequence[str], language: str) -> dict[str, float]:
        """The concepts of a text, given its folded words in order: code > how much of it."""
        index = self.phrases.get(language, {})
        # "bij" is no bee, and "om" no short walk.
        stems = ["" if is_stop_word(word, language) else stem(word, language) for word in spoken]
        found: dict[str, float] = {}
        for place, one in enumerate(stems):
            for phrase in index.get(one, ()):
                size = len(phrase.stems) + len(phrase.small)
                first, last = max(place - size - 1, 0), place + size + 3
                near = stems[first:last]
                if len(phrase.stems) > 1 and not all(each in near for each in phrase.stems):
                    continue
                if phrase.small and not phrase.small <= set(spoken[first:last]):
                    continue
                found[phrase.code] = found.get(phrase.code, 0.0) + phrase.weight
        return found


def _phrase(code: str, said: list[str], language: str, weight: float) -> Phrase:
    telling = [word for word in said if not is_stop_word(word, language)]
    stems = tuple(dict.fromkeys(stem(word, language) for word in telling))
    small = frozenset(said) - set(telling) - FILLERS if len(stems) < 2 else frozenset()
    return Phrase(code, stems, small, weight)
