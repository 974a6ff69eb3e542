"""How much each term weighs in one document (BM25F), and what is counted over all of them.

Robertson, Zaragoza: The Probabilistic Relevance Framework (2009). No database in here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .analysis import is_stop_word, stem
from .compounds import Splitter
from .lexicon import OFFERED_IN, Lexicon

#: Field > how much a word weighs in it, and how much a long text counts against it (0: not at all).
FIELDS: dict[str, tuple[float, float]] = {
    "title": (3.0, 0.4),
    "asked": (3.0, 0.3),
    "themes": (0.8, 0.3),
    "summary": (2.0, 0.5),
    "body": (1.2, 0.6),
    "audience": (1.0, 0.5),
    "place": (0.7, 0.5),
    "excluded": (0.12, 0.6),
}
#: Words of these fields are no words of the trade: names of streets.
NOT_COUNTED = {"place"}
#: How soon the next mention of the same word adds little.
SATURATION = 2.0
#: What a part of a compound counts beside a word that stands by itself.
PART = 0.6
#: What stands before the code of a concept and the slug of a theme among the terms.
CONCEPT, THEME = "#", "@"

Words = Mapping[str, str]


@dataclass
class Counts:
    """What is known of all documents in one language."""

    documents: int = 0
    #: Field > [words in all documents, documents that have it].
    lengths: dict[str, list[int]] = field(default_factory=dict)
    #: Folded word > documents that hold it.
    words: Counter[str] = field(default_factory=Counter)
    #: Term > documents that hold it.
    terms: Counter[str] = field(default_factory=Counter)

    def add(self, words: Words, sign: int = 1) -> None:
        """Count the words of one document in (or out, with -1)."""
        self.documents += sign
        seen: set[str] = set()
        for name, text in words.items():
            spoken = text.split()
            if spoken:
                length = self.lengths.setdefault(name, [0, 0])
                length[0] += sign * len(spoken)
                length[1] += sign
            if name not in NOT_COUNTED:
                seen.update(spoken)
        _count(self.words, seen, sign)

    def add_terms(self, terms: Iterable[str], sign: int = 1) -> None:
        _count(self.terms, terms, sign)

    def average_length(self, name: str) -> float:
        words, documents = self.lengths.get(name, (0, 0))
        return max(words / documents, 1.0) if documents else 1.0


def _count(counter: Counter[str], seen: Iterable[str], sign: int) -> None:
    for one in seen:
        counter[one] += sign
        if counter[one] <= 0:
            del counter[one]


def weigh(
    words: Words,
    language: str,
    themes: Iterable[str],
    counts: Counts,
    splitter: Splitter,
    lexicon: Lexicon,
) -> dict[str, float]:
    """Term > its worth in the document, between 0 and 1. `words`: field > folded words, parted by spaces."""
    weights: dict[str, float] = {}
    for name, text in words.items():
        weight, against_long = FIELDS[name]
        spoken = text.split()
        each = weight / (
            1 - against_long + against_long * len(spoken) / counts.average_length(name)
        )
        for term, amount in _terms(spoken, language, splitter, lexicon):
            weights[term] = weights.get(term, 0.0) + each * amount
    for slug in themes:
        weights[THEME + slug] = 1.0
    return {term: round(weight / (SATURATION + weight), 4) for term, weight in weights.items()}


def _terms(
    spoken: list[str], language: str, splitter: Splitter, lexicon: Lexicon
) -> Iterable[tuple[str, float]]:
    stems = [stem(word, language) for word in spoken if not is_stop_word(word, language)]
    concepts = lexicon.offered_by(spoken, language)
    yield from ((one, 1.0) for one in stems)
    if language == OFFERED_IN:
        for word in spoken:
            parts = splitter.parts_of(word)
            yield from ((stem(part, language), PART) for part in parts)
            for code, amount in lexicon.offered_by(parts, language).items() if parts else ():
                concepts[code] = concepts.get(code, 0.0) + amount * PART
    yield from ((CONCEPT + code, amount) for code, amount in concepts.items())
