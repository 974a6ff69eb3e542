"""The order of the results: how well each document answers a question. The same on every database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from .asking import Asked, Asking
from .corpus import Corpus, Document
from .places import Places
from .reading import Reading

if TYPE_CHECKING:
    from numpy import float64, int8
    from numpy.typing import NDArray

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


@dataclass(slots=True)
class Scored:
    """One document (its place in the corpus) with its score."""

    number: int
    score: float = 0.0
    found: "Found | None" = None

    @property
    def terms(self) -> frozenset[str]:
        """The terms by which it was found."""
        return self.found.terms(self.number) if self.found else frozenset()


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
    import numpy

    found = Found(asking, corpus)
    if likeness:
        found.fuse(likeness)
    lift = Lift(reading, places)
    if asks_only_filters(reading, asking):
        # Nothing is asked but where, when or for whom: all that fits answers.
        fitting = [lift.of(document) >= FITS for document in corpus.documents]
        found.scores[fitting] += 1.0
        found.answers[fitting] = True
    numbers = found.answers.nonzero()[0]
    scores = found.scores[numbers] * (
        1 - COVERAGE + COVERAGE * numpy.minimum(found.covered[numbers], 1.0)
    )
    if reading.filters:
        scores *= [lift.of(corpus.documents[number]) for number in numbers.tolist()]
    until = corpus.until[numbers]
    scores[corpus.stands_last[numbers]] *= UNCONFIRMED
    scores[(until > 0) & (until < now)] *= PAST
    in_order = numpy.lexsort((corpus.by_title[numbers], -numpy.round(scores, DIGITS)))
    return [
        Scored(number, score, found)
        for number, score in zip(numbers[in_order].tolist(), scores[in_order].tolist(), strict=True)
        if score > 0 or found.holds[number]
    ]


class Found:
    """What a question finds by its words and concepts; each array has a place for each document."""

    def __init__(self, asking: Asking, corpus: Corpus) -> None:
        import numpy

        self.corpus = corpus
        self.meanings = sorted(asking.meanings)
        count = len(corpus.documents)
        self.scores = numpy.zeros(count)
        #: Part of the words of the question that it holds.
        self.covered = numpy.zeros(count)
        #: Whether it holds any of the terms.
        self.holds = numpy.zeros(count, dtype=bool)
        #: Each word with, for each document, the alternative that says it best there; -1 where none does.
        self.best: list[tuple[Asked, NDArray[int8]]] = []
        total = sum(one.weight for one in asking.words) or 1.0
        for asked in asking.words:
            self._add_word(asked, asked.weight / total)
        for term, weight in sorted(asking.meanings.items()):
            numbers, values = corpus.holding(term, weight)
            self.scores[numbers] += values
            self.holds[numbers] = True
        #: What answers at all: further documents may, by their meaning.
        self.answers = self.holds.copy()

    def _add_word(self, asked: Asked, share: float) -> None:
        import numpy

        values = numpy.zeros(len(self.scores))
        best = numpy.full(len(self.scores), -1, dtype="i1")
        for place, alternative in enumerate(asked.alternatives):
            said = numpy.zeros(len(self.scores))
            for term in alternative.terms:
                numbers, worths = self.corpus.holding(term, alternative.worth)
                said[numbers] += worths
            better = said > values
            values[better] = said[better]
            best[better] = place
        self.scores += values * asked.weight
        self.covered[values > 0] += share
        self.holds |= values > 0
        self.best.append((asked, best))

    def terms(self, number: int) -> frozenset[str]:
        """The terms by which one document was found: of each word, how it is said there."""
        words = {
            asked.alternatives[best[number]].terms[0]
            for asked, best in self.best
            if best[number] >= 0
        }
        return frozenset(words).union(
            term for term in self.meanings if self.corpus.holds(term, number)
        )

    def fuse(self, likeness: Mapping[int, float]) -> None:
        """Words and meaning as z-scores over all documents, and back to a scale that begins at nothing."""
        import numpy

        like = numpy.array([likeness[number] for number in range(len(self.scores))])
        mean, spread = _mean_and_spread(like)
        fused = (1 - BY_MEANING) * _z_scores(self.scores) + BY_MEANING * _z_scores(like)
        if spread:
            alone = (~self.holds & (like >= mean + ALONE_FROM * spread)).nonzero()[0]
            self.answers[alone[numpy.lexsort((alone, -like[alone]))][:MOST_ALONE]] = True
        self.scores = fused - min(0.0, float(fused.min()))
        self.covered[self.answers] = numpy.maximum(self.covered[self.answers], 0.5)


def _z_scores(values: "NDArray[float64]") -> "NDArray[float64]":
    mean, spread = _mean_and_spread(values)
    return (values - mean) / spread if spread else values * 0.0


def _mean_and_spread(values: "NDArray[float64]") -> tuple[float, float]:
    """A spread that is a matter of rounding only is none."""
    return float(values.mean()), round(float(values.std()), 9)


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
