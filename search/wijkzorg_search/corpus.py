"""All documents of one language in memory, as lists of who holds which term. No database in here."""

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from .compounds import Splitter
from .lexicon import Lexicon
from .spelling import Speller
from .weighing import Counts

if TYPE_CHECKING:
    from numpy import bool_, float64, intp, uint32
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One thing that can be found, in one language, as the ranker sees it. `key` is that of its page."""

    key: int
    source: str
    language: str
    title: str
    #: Term > its worth here, between 0 and 1.
    weights: Mapping[str, float]
    kind: str = ""
    #: Codes of the areas at hand, and with all above those.
    areas: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    postcode: str = ""
    themes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    #: What else can be asked for: "free", "walk_in".
    traits: frozenset[str] = frozenset()
    #: Half hours of the week in which it is open, Monday 0:00 is 0; Dutch time.
    opening: frozenset[int] = frozenset()
    stands_last: bool = False
    #: Seconds since 1970 after which it is past; 0 for what stays.
    until: float = 0


class Knowledge:
    """What is known beside the documents themselves: concepts, the words that are used, and how often."""

    def __init__(
        self, counts: Mapping[str, Counts], lexicon: Lexicon, names: Iterable[str] = ()
    ) -> None:
        """`counts` per language; `names` are words that are right too, such as those of areas."""
        self.lexicon = lexicon
        self.languages = sorted({*counts, "nl"})
        self.documents = sum(one.documents for one in counts.values())
        self.terms = [one.terms for one in counts.values()]
        self.counts = counts.get("nl", Counts())
        self.words = self.counts.words
        self.vocabulary = {*self.words, *lexicon.words}
        self.known = frozenset(self.words)
        self.splitter = Splitter(self.vocabulary)
        spelled = {*self.vocabulary, *names}
        for other in counts.values():
            spelled.update(other.words)
        self.speller = Speller({word: self.words.get(word, 0) for word in spelled})

    def idf(self, term: str) -> float:
        """How much a term tells: much when few documents hold it."""
        holding = self.holding(term)
        return math.log(1 + (max(self.documents - holding, 0) + 0.5) / (holding + 0.5))

    def holding(self, term: str) -> int:
        """How many documents hold the term."""
        return sum(one.get(term, 0) for one in self.terms)

    def uses(self, term: str) -> bool:
        """Whether any document holds the term."""
        return any(term in one for one in self.terms)


@dataclass(slots=True)
class Posting:
    """Who holds a term (places in the corpus), and its worth there."""

    documents: "array[int]" = field(default_factory=lambda: array("I"))
    worths: "array[float]" = field(default_factory=lambda: array("f"))


class Corpus:
    """The documents among which is looked: all of a language, or the candidates for one question."""

    def __init__(
        self,
        documents: Sequence[Document],
        knowledge: Knowledge,
        postings: dict[str, Posting] | None = None,
    ) -> None:
        """With `postings` of the terms of one question, these are candidates for it."""
        self.documents = documents
        self.is_whole = postings is None
        #: Places of the documents whose meaning is looked at.
        self.by_meaning: Sequence[int] = range(len(documents))
        #: Whether there may be more answers than these.
        self.is_cut = False
        self.knowledge = knowledge
        self.postings = postings if postings is not None else _postings_of(documents)

    @cached_property
    def by_title(self) -> "NDArray[intp]":
        """Of each document, its place when all are ordered by title, then by source and key."""
        import numpy

        documents = self.documents
        in_order = sorted(
            range(len(documents)),
            key=lambda number: (
                documents[number].title.casefold(), documents[number].source, documents[number].key,
            ),
        )  # fmt: skip
        return numpy.argsort(numpy.array(in_order, dtype="intp"))

    @cached_property
    def stands_last(self) -> "NDArray[bool_]":
        """Of each document, whether nobody confirmed it."""
        import numpy

        return numpy.array([one.stands_last for one in self.documents], dtype=bool)

    @cached_property
    def until(self) -> "NDArray[float64]":
        """Of each document, the second since 1970 after which it is past; 0 for what stays."""
        import numpy

        return numpy.array([one.until for one in self.documents], dtype="f8")

    def holding(self, term: str, weight: float = 1.0) -> "tuple[NDArray[uint32], NDArray[float64]]":
        """Places of the documents that hold the term, and what it is worth in each, times a weight."""
        import numpy

        posting = self.postings.get(term) or Posting()
        if not posting.documents:
            return numpy.zeros(0, dtype="u4"), numpy.zeros(0)
        worths = numpy.frombuffer(posting.worths, dtype="f4").astype("f8")
        return (
            numpy.frombuffer(posting.documents, dtype="u4"),
            worths * (self.knowledge.idf(term) * weight),
        )

    def holds(self, term: str, number: int) -> bool:
        """Whether the document at a place holds the term."""
        documents = self.postings[term].documents if term in self.postings else ()
        at = bisect_left(documents, number)
        return at < len(documents) and documents[at] == number


def _postings_of(documents: Sequence[Document]) -> dict[str, Posting]:
    postings: dict[str, Posting] = {}
    for number, document in enumerate(documents):
        for term, worth in document.weights.items():
            posting = postings.get(term)
            if posting is None:
                posting = postings[term] = Posting()
            posting.documents.append(number)
            posting.worths.append(worth)
    return postings
