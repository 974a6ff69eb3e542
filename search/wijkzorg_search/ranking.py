"""The order of the results: how well each document answers a question. The same on every database."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from .asking import Asking
from .corpus import Corpus, Document
from .places import Places
from .reading import Reading

#: How much a document is lifted that fits what was recognised.
NEAR, SPEAKS, KIND, OPEN, TRAIT, SAME_POSTCODE = 1.8, 1.5, 0.5, 0.5, 0.3, 0.3
#: By what of a document, and of a question, it is lifted.
RECOGNISED = ("areas", "postcode", "languages", "kind", "opening", "traits")
#: What is lifted by so much fits.
FITS = 1.15
#: How much of the score hangs on how many of the words a document holds.
COVERAGE = 0.4
#: What remains of what nobody confirmed, and of what is past.
UNCONFIRMED, PAST = 0.3, 0.4
#: The worth of a document by its meaning beside its words (see `semantic.py`).
BY_MEANING = 0.3
#: What holds no word of the question answers it by meaning alone when it is so many spreads above the mean,
#: and among the first so many of those. Measured: it costs nothing among the first ten.
ALONE_FROM, MOST_ALONE = 1.0, 30
#: Scores are compared to so many digits, so that the order hangs on nothing smaller.
DIGITS = 6


@dataclass
class Scored:
    """One document (its place in the corpus) with its score, and the terms by which it was found."""

    number: int
    score: float = 0.0
    #: Part of the words of the question that it holds.
    covered: float = 0.0
    terms: set[str] = field(default_factory=set)


def rank(
    asking: Asking,
    reading: Reading,
    corpus: Corpus,
    places: Places,
    *,
    now: float = 0,
    likeness: Mapping[int, float] | None = None,
) -> list[Scored]:
    """Every document that has anything to do with the question, best first; ties by title and key.

    `now` in seconds since 1970; `likeness` is the likeness of each document to the question by meaning.
    """
    scores = _by_words(asking, corpus)
    _add_meanings(asking, corpus, scores)
    if likeness:
        _fuse(scores, likeness)
    lift = Lift(reading, places)
    if asks_only_filters(reading, asking):
        # Nothing is asked but where, when or for whom: all that fits answers.
        for number, document in enumerate(corpus.documents):
            if lift.of(document) >= FITS:
                scores.setdefault(number, Scored(number)).score += 1.0
    for one in scores.values():
        document = corpus.documents[one.number]
        one.score *= (1 - COVERAGE + COVERAGE * min(one.covered, 1.0)) * lift.of(document)
        if document.stands_last:
            one.score *= UNCONFIRMED
        if document.until and document.until < now:
            one.score *= PAST
    hits = [one for one in scores.values() if one.terms or one.score > 0]
    by_title = corpus.by_title
    in_order = sorted((-round(one.score, DIGITS), by_title[one.number], one) for one in hits)
    return [one for _score, _title, one in in_order]


def _by_words(asking: Asking, corpus: Corpus) -> dict[int, Scored]:
    scores: dict[int, Scored] = {}
    total = sum(one.weight for one in asking.words) or 1.0
    for asked in asking.words:
        best: dict[int, tuple[float, str]] = {}
        for alternative in asked.alternatives:
            sums: dict[int, float] = {}
            for term in alternative.terms:
                for number, value in corpus.holding(term, alternative.worth):
                    sums[number] = sums.get(number, 0.0) + value
            for number, value in sums.items():
                if value > best.get(number, (0.0, ""))[0]:
                    best[number] = (value, alternative.terms[0])
        for number, (value, term) in best.items():
            one = scores.get(number)
            if one is None:
                one = scores[number] = Scored(number)
            one.score += value * asked.weight
            one.covered += asked.weight / total
            one.terms.add(term)
    return scores


def _add_meanings(asking: Asking, corpus: Corpus, scores: dict[int, Scored]) -> None:
    for term, weight in sorted(asking.meanings.items()):
        for number, value in corpus.holding(term, weight):
            one = scores.get(number)
            if one is None:
                one = scores[number] = Scored(number)
            one.score += value
            one.terms.add(term)


def _fuse(scores: dict[int, Scored], likeness: Mapping[int, float]) -> None:
    """Both as z-scores over all documents, and back to a scale that begins at nothing."""
    lexical = [scores[number].score if number in scores else 0.0 for number in likeness]
    l_mean, l_spread = _mean_and_spread(lexical)
    m_mean, m_spread = _mean_and_spread(list(likeness.values()))
    lowest = 0.0
    fused: dict[int, float] = {}
    for number, like in likeness.items():
        mine = scores[number].score if number in scores else 0.0
        by_words = (mine - l_mean) / l_spread if l_spread else 0.0
        by_meaning = (like - m_mean) / m_spread if m_spread else 0.0
        fused[number] = (1 - BY_MEANING) * by_words + BY_MEANING * by_meaning
        lowest = min(lowest, fused[number])
    alone = [
        number
        for number, like in likeness.items()
        if number not in scores and like >= m_mean + ALONE_FROM * m_spread and m_spread
    ]
    alone.sort(key=lambda number: (-likeness[number], number))
    for number in [*scores, *alone[:MOST_ALONE]]:
        value = fused[number]
        one = scores.setdefault(number, Scored(number))
        one.score = value - lowest
        one.covered = max(one.covered, 0.5)


def _mean_and_spread(values: list[float]) -> tuple[float, float]:
    """A spread that is a matter of rounding only is none."""
    mean = sum(values) / len(values)
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    return mean, round(spread, 9)


def asks_only_filters(reading: Reading, asking: Asking) -> bool:
    """Whether nothing is asked but where, when or for whom."""
    return bool(reading.filters) and len(asking.words) <= len(reading.taken)


class Lift:
    """How much a document fits what was recognised: 1 for not at all."""

    def __init__(self, reading: Reading, places: Places) -> None:
        self.reading = reading
        self.places = places
        self.near: dict[frozenset[str], float] = {}
        #: What of a document tells its lift: what the question says nothing of does not.
        names = [name for name in RECOGNISED if getattr(reading, name)]
        self.telling: Callable[[Document], object] = (
            attrgetter(*names) if names else lambda _document: None
        )
        #: That > the lift: many documents are alike in it.
        self.known: dict[object, float] = {}

    def of(self, document: Document) -> float:
        told = self.telling(document)
        if (lift := self.known.get(told)) is None:
            lift = self.known[told] = self._of(document)
        return lift

    @property
    def most(self) -> float:
        """No document is lifted more than this."""
        reading = self.reading
        return (
            1.0
            + NEAR * bool(reading.areas)
            + SAME_POSTCODE * 2 * bool(reading.postcode)
            + SPEAKS * bool(reading.languages)
            + KIND * bool(reading.kind)
            + OPEN * bool(reading.opening)
            + TRAIT * len(reading.traits)
        )

    def _of(self, document: Document) -> float:
        reading = self.reading
        lift = 1.0
        if reading.areas:
            if document.areas not in self.near:
                self.near[document.areas] = self.places.nearness(reading.areas, document.areas)
            lift += NEAR * self.near[document.areas]
        if reading.postcode and document.postcode[:4] == reading.postcode[:4]:
            lift += SAME_POSTCODE * (2 if document.postcode == reading.postcode else 1)
        lift += SPEAKS * bool(reading.languages & document.languages)
        lift += KIND * bool(reading.kind and document.kind == reading.kind)
        lift += OPEN * bool(reading.opening & document.opening)
        return lift + TRAIT * len(reading.traits & document.traits)
