"""Where there are many documents: which of them the ranker looks at for a question.

All documents are in memory without their terms (`Shelf`); who holds a term `postings.py` tells. The ranker
is the same, so nothing differs but what was never picked: documents beyond `MOST`, or that hold only those
terms of a question that tell least. Numpy is imported when it comes to that: small networks never do.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from .asking import Asking
from .corpus import Corpus, Document, Knowledge, Posting
from .places import Places
from .postings import WORTHS, Holders, Postings, found_in
from .ranking import FITS, Lift, asks_only_filters
from .reading import Reading

if TYPE_CHECKING:
    from numpy import float64, int16, int64, intp
    from numpy.typing import NDArray

#: So many documents are ranked: and as many again of those that fit the chosen filters.
MOST = 500
#: Of so many the vectors are read, where the search is by meaning too: 4 to 8 KB each.
MOST_BY_MEANING = 150
#: The terms that tell most are looked at, until they are held so many times.
AMONG = 40_000

Test = Callable[[Document], bool]


class Shelf:
    """All documents of one language, without their terms, in the order of the lists in memory elsewhere."""

    def __init__(self, documents: Iterable[tuple[int, Document]]) -> None:
        """Pairs of a primary key and its document."""
        #: Primary key > document, in order.
        self.documents = dict(sorted(documents, key=lambda one: (one[1].source, one[1].key)))

    @cached_property
    def pks(self) -> "NDArray[int64]":
        """The primary keys as they rise. What stands at a place of these is called a row."""
        import numpy

        return numpy.sort(numpy.fromiter(self.documents, dtype="i8", count=len(self.documents)))

    @cached_property
    def in_rows(self) -> list[Document]:
        return [self.documents[pk] for pk in self.pks.tolist()]

    @cached_property
    def by_title(self) -> "NDArray[intp]":
        """Of each row, its place by title."""
        named = sorted(self.documents, key=lambda pk: self.documents[pk].title.casefold())
        return self._in_rows(named)

    @cached_property
    def in_order(self) -> "NDArray[intp]":
        """Of each row, its place in `documents`."""
        return self._in_rows(list(self.documents))

    def rows_of(self, holders: Holders) -> tuple["NDArray[intp]", "NDArray[int16]"]:
        """Which rows hold a term, and its worth in those; others are in another language, or gone."""
        there, rows = found_in(self.pks, holders.pks)
        return rows, holders.worths[there]

    def _in_rows(self, pks: list[int]) -> "NDArray[intp]":
        import numpy

        return numpy.argsort(numpy.array(pks, dtype="i8"))


def pick(
    asking: Asking,
    reading: Reading,
    shelf: Shelf,
    postings: Postings,
    knowledge: Knowledge,
    places: Places,
    *,
    public: Test | None = None,
    chosen: Test | None = None,
) -> Corpus:
    """The documents that the ranker should look at, at most twice `MOST`.

    `public` leaves out what nobody may see here; `chosen` tells what fits the filters that were chosen.
    """
    import numpy

    weights = weights_of(asking, knowledge)
    held = postings.of(weights)
    rough, is_cut = _roughly(weights, held, shelf)
    lift = Lift(reading, places) if reading.filters else None
    if lift and asks_only_filters(reading, asking):
        # Nothing is asked but filters: everything that fits is an answer.
        rough[[lift.of(document) >= FITS for document in shelf.in_rows]] += WORTHS
    rows = rough.nonzero()[0]
    if public:
        rows = _only(rows, shelf, public)
    ranges = [rows, _only(rows, shelf, chosen)] if chosen else [rows]
    best = [_best(some, rough, shelf, lift) for some in ranges]
    picked = numpy.unique(numpy.concatenate(best))
    picked = picked[shelf.in_order[picked].argsort()]
    pks = shelf.pks[picked]
    corpus = Corpus(
        [shelf.in_rows[row] for row in picked.tolist()],
        knowledge,
        {term: _posting(holders, pks) for term, holders in held.items()},
    )
    first = numpy.concatenate([some[:MOST_BY_MEANING] for some in best])
    corpus.by_meaning = numpy.isin(picked, first).nonzero()[0].tolist()
    corpus.is_cut = is_cut or len(rows) > MOST
    return corpus


def weights_of(asking: Asking, knowledge: Knowledge) -> dict[str, float]:
    """Term > what holding it counts in the rough order."""
    weights: dict[str, float] = {}
    for asked in asking.words:
        for alternative in asked.alternatives:
            for term in alternative.terms:
                weight = asked.weight * alternative.worth * knowledge.idf(term)
                weights[term] = max(weights.get(term, 0.0), weight)
    for term, weight in asking.meanings.items():
        weights[term] = weights.get(term, 0.0) + weight * knowledge.idf(term)
    return weights


def _roughly(
    weights: Mapping[str, float], held: Mapping[str, Holders], shelf: Shelf
) -> tuple["NDArray[float64]", bool]:
    """Of each row, its score by the most telling terms; and whether terms were left out."""
    import numpy

    scores = numpy.zeros(len(shelf.pks))
    looked_at = 0
    for term in sorted(held, key=lambda one: (-weights[one], one)):
        holders = held[term]
        if looked_at + len(holders) > AMONG and numpy.count_nonzero(scores) >= MOST:
            return scores, True
        looked_at += len(holders)
        rows, worths = shelf.rows_of(holders)
        scores[rows] += worths * weights[term]
    return scores, False


def _only(rows: "NDArray[intp]", shelf: Shelf, test: Test) -> "NDArray[intp]":
    return rows[[test(shelf.in_rows[row]) for row in rows.tolist()]]


def _best(
    rows: "NDArray[intp]", rough: "NDArray[float64]", shelf: Shelf, lift: Lift | None
) -> "NDArray[intp]":
    """The `MOST` highest once they are lifted, highest first; by title where they are alike."""
    import numpy

    scores = rough[rows]
    if lift:
        # Whatever is not among the highest, however much it is lifted, is not looked at again.
        may = scores >= _least(scores) / lift.most
        rows = rows[may]
        scores = scores[may] * [lift.of(shelf.in_rows[row]) for row in rows.tolist()]
    high = scores >= _least(scores)
    rows, scores = rows[high], scores[high]
    return rows[numpy.lexsort((shelf.by_title[rows], -scores))][:MOST]


def _least(scores: "NDArray[float64]") -> float:
    """The lowest of the `MOST` highest."""
    import numpy

    return float(numpy.partition(scores, -MOST)[-MOST]) if len(scores) > MOST else 0.0


def _posting(holders: Holders, pks: "NDArray[int64]") -> Posting:
    """What of the documents holds a term, by their places."""
    places, worths = holders.among(pks)
    return Posting(
        array("I", places.astype("u4").tobytes()),
        array("f", (worths / WORTHS).astype("f4").tobytes()),
    )
