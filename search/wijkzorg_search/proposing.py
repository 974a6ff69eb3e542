"""To which concept a word that nobody knew may belong: by its spelling, its parts and its stem."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from .analysis import is_stop_word, stem, words
from .compounds import Splitter
from .lexicon import OFFERED_IN, Lexicon

#: So many concepts are proposed for a word.
MOST = 3
#: Words that are less alike (of 100) have nothing to do with one another.
ALIKE_FROM = 78
#: What each further word of a concept adds that is alike too.
ALSO = 1.0
#: What the same stem, and a part of a compound count beside it.
SAME_STEM, PART = 100.0, 85.0
#: A word has so many letters at least to be looked for at the beginning or end of another.
LONG_ENOUGH = 5


class Proposer:
    """All words of all concepts, made once for a whole list of missed words."""

    def __init__(self, lexicon: Lexicon, splitter: Splitter) -> None:
        self.splitter = splitter
        self.codes_of: dict[str, set[str]] = {}
        self.by_stem: dict[str, set[str]] = {}
        for code, meaning in lexicon.meanings.items():
            for language, phrases in [(OFFERED_IN, meaning.offered), *meaning.asked.items()]:
                for word in _telling(phrases, language):
                    self.codes_of.setdefault(word, set()).add(code)
                    self.by_stem.setdefault(stem(word, language), set()).add(code)
        self.vocabulary = sorted(self.codes_of)

    def nearest(self, word: str, language: str) -> list[str]:
        """Codes of the concepts that are nearest to a folded word, the nearest first."""
        found: dict[str, float] = {}
        for code in self.by_stem.get(stem(word, language), ()):
            found[code] = SAME_STEM
        alike = process.extract(
            word, self.vocabulary, scorer=fuzz.ratio, score_cutoff=ALIKE_FROM, limit=10
        )
        for other, score, _place in alike:
            # People mistake the first letter least.
            for code in self.codes_of[other] if other[0] == word[0] else ():
                found[code] = max(found.get(code, 0.0), score) + ALSO
        for part in self.splitter.parts_of(word) or self._ends(word):
            codes = self.by_stem.get(stem(part, OFFERED_IN), ())
            for code in codes:
                found[code] = found.get(code, 0.0) + PART / len(codes)
        return sorted(found, key=lambda code: (-found[code], code))[:MOST]

    def _ends(self, word: str) -> list[str]:
        """The known words with which an unknown one begins and ends."""
        lengths = range(len(word) - 1, LONG_ENOUGH - 1, -1)
        begins = next((word[:size] for size in lengths if word[:size] in self.codes_of), "")
        ends = next((word[-size:] for size in lengths if word[-size:] in self.codes_of), "")
        return list(filter(None, dict.fromkeys([begins, ends])))


def _telling(phrases: Iterable[str], language: str) -> set[str]:
    spoken = (word for phrase in phrases for word in words(phrase))
    return {word for word in spoken if len(word) > 2 and not is_stop_word(word, language)}
