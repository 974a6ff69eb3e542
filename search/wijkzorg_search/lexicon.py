"""Concepts as the ranker uses them: which questions mean one, and which documents offer it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .analysis import is_stop_word, stem, words

#: The language of the organisations' own words.
OFFERED_IN = "nl"


@dataclass(frozen=True)
class Meaning:
    """One concept: what people ask, per language, what organisations offer, and where it belongs."""

    code: str
    offered: Sequence[str] = ()
    #: Language > phrases.
    asked: dict[str, Sequence[str]] = field(default_factory=dict)
    themes: Sequence[str] = ()
    related: Sequence[str] = ()


@dataclass(frozen=True)
class Firing:
    """A concept that a question means, by which of its words."""

    code: str
    words: frozenset[int]
    language: str


class Lexicon:
    """All concepts, ready to be asked. Phrases are sets of stems: all must occur, in any order."""

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        self.meanings = {meaning.code: meaning for meaning in meanings}
        #: Language > one stem of a phrase > (all its stems, code).
        self.phrases: dict[str, dict[str, list[tuple[frozenset[str], str]]]] = {}
        #: The same for what documents say, in the language of the documents, with its weight.
        self.offers: dict[str, dict[str, list[tuple[tuple[str, ...], str, float]]]] = {}
        #: Dutch words of the concepts: known, however rare they are in the documents.
        self.words: set[str] = set()
        for meaning in self.meanings.values():
            self._take_in(meaning)

    def _take_in(self, meaning: Meaning) -> None:
        for language, phrases in [(OFFERED_IN, meaning.offered), *meaning.asked.items()]:
            for phrase in phrases:
                stems = phrase_stems(phrase, language)
                if not stems:
                    continue
                index = self.phrases.setdefault(language, {})
                for one in set(stems):
                    index.setdefault(one, []).append((frozenset(stems), meaning.code))
                weight = 1.0 if phrases is meaning.offered else 0.5
                offers = self.offers.setdefault(language, {})
                offers.setdefault(stems[0], []).append((stems, meaning.code, weight))
                if language == OFFERED_IN:
                    self.words.update(words(phrase))

    def fired_by(self, asked: Sequence[str], known: frozenset[str] = frozenset()) -> list[Firing]:
        """The concepts that a question means. `asked`: its folded words.

        `known` are words that the site itself uses, in Dutch: they are no words of another language.
        """
        found: dict[str, Firing] = {}
        for language, index in self.phrases.items():
            stems: dict[str, set[int]] = {}
            for place, word in enumerate(asked):
                if not is_stop_word(word, language) and (
                    language == OFFERED_IN or word not in known
                ):
                    stems.setdefault(stem(word, language), set()).add(place)
            for one in stems:
                for needed, code in index.get(one, ()):
                    if needed <= stems.keys():
                        places = frozenset().union(*(stems[each] for each in needed))
                        old = found.get(code)
                        if old is None or len(places | old.words) > len(old.words):
                            both = places | (old.words if old else frozenset())
                            found[code] = Firing(code, both, language)
        return list(found.values())

    def offered_by(self, stems: Sequence[str], language: str) -> dict[str, float]:
        """The concepts of a text, given the stems of its words in order: code > how much of it."""
        offers = self.offers.get(language, {})
        found: dict[str, float] = {}
        for place, one in enumerate(stems):
            for phrase, code, weight in offers.get(one, ()):
                window = stems[place : place + len(phrase) + 2]
                if len(phrase) == 1 or all(each in window for each in phrase):
                    found[code] = found.get(code, 0.0) + weight
        return found


def phrase_stems(phrase: str, language: str) -> tuple[str, ...]:
    return tuple(stem(word, language) for word in words(phrase) if not is_stop_word(word, language))
