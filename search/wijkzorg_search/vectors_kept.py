"""The vectors of documents in memory, and what they are like to that of a question.

They are kept as whole numbers, so that a product of two is exact: the same on every machine and database, in
whatever order it is added up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import Max

from .corpus import Corpus
from .models import SearchVector

if TYPE_CHECKING:
    from numpy import float64, int16, intp
    from numpy.typing import NDArray

#: A vector of length 1 becomes one of this length, rounded to whole numbers. All sums in a product of two
#: stay below LONGEST squared, and whole numbers up to 2**24 are exact in floats of 32 bits.
SCALE, LONGEST = 4_000, 4_095
#: How much of the likeness is that of the whole text; the rest is that of its best part.
WHOLE = 0.5
#: Rows that are multiplied at once: what that takes of memory hangs on this.
STRIDE = 4_096

Key = tuple[str, int]
#: Primary key, source, key, numbers and what is usual, as in SearchVector.
Row = tuple[int, str, int, bytes | memoryview, float]
COLUMNS = ("pk", "source", "object_id", "numbers", "usual")
#: Place of a document in the corpus, and in the vectors.
Places = list[tuple[int, int]]


@dataclass
class Vectors:
    """Of some documents: of each its whole text and then its parts, in `rows` from its place in `starts`."""

    keys: dict[Key, int]
    starts: "NDArray[intp]"
    rows: "NDArray[int16]"
    #: Of each document, how like it is to what people ask in general.
    usual: "NDArray[float64]"
    #: Primary keys in SearchVector, in the order of the documents; the highest that was looked at.
    pks: list[int] = field(default_factory=list)
    last: int = 0

    def likeness(self, question: "NDArray[int16]") -> list[float]:
        """Of each document, in order: how much more like it is than to what people ask in general."""
        import numpy

        if not self.keys:
            return []
        products = numpy.empty(len(self.rows), dtype="f4")
        asked = question.astype("f4")
        for start in range(0, len(self.rows), STRIDE):
            products[start : start + STRIDE] = (
                self.rows[start : start + STRIDE].astype("f4") @ asked
            )
        ends = numpy.append(self.starts[1:], len(self.rows))
        parts = numpy.minimum(self.starts + 1, ends - 1)  # with a whole only, that is its part
        bounds = numpy.stack([parts, ends], axis=1).ravel()[:-1]
        best = numpy.maximum.reduceat(products, bounds)[::2]
        mixed = WHOLE * products[self.starts].astype("f8") + (1 - WHOLE) * best.astype("f8")
        found: list[float] = (mixed / SCALE**2 - self.usual).tolist()
        return found


def likeness_to(question: bytes, corpus: Corpus, maker: str) -> dict[int, float]:
    """Place of each document that has vectors > its likeness to the vector of a question.

    Raises ValueError for a vector that is none.
    """
    size = len(question) // 4
    asked = whole_numbers(question, size)
    if asked is None or len(asked) != 1:
        raise ValueError("no vector")
    if corpus.is_whole:
        vectors = _kept.get(maker, size)
        places = _kept.places(corpus, vectors)
    else:
        vectors = _read_some(corpus, maker, size)
        places = _places(corpus, vectors)
    if not places:
        return {}
    likeness = vectors.likeness(asked[0])
    return {number: likeness[place] for number, place in places}


def usual_likeness(numbers: bytes, questions: Sequence[bytes], size: int) -> float:
    """How like a document is to all these questions, on average; 0 when it has no vectors of this size."""
    document = _vectors([(0, "", 0, numbers, 0.0)], size)
    asked = [rows[0] for one in questions if (rows := whole_numbers(one, size)) is not None]
    found = [one for rows in asked for one in document.likeness(rows)]
    return sum(found) / len(found) if found else 0.0


def whole_numbers(numbers: bytes, size: int) -> "NDArray[int16] | None":
    """Rows of whole numbers; None when these bytes are no vectors of this size."""
    import numpy

    if not numbers or not size or len(numbers) % (4 * size):
        return None
    rows = numpy.frombuffer(numbers, dtype="<f4").reshape(-1, size) * SCALE
    if not numpy.isfinite(rows).all() or (numpy.abs(rows) > LONGEST).any():
        return None
    found: NDArray[int16] = numpy.rint(rows).astype("i2")
    if (numpy.square(found.astype("f8")).sum(axis=1) > LONGEST**2).any():
        return None
    return found


class _Kept:
    """Vectors in memory of this process, per database. Only what is new is read."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.vectors: dict[tuple[str, str, int], Vectors] = {}
        #: Corpus > for which vectors (their last key), and its places in those.
        self.found: WeakKeyDictionary[Corpus, tuple[int, Places]] = WeakKeyDictionary()

    def get(self, maker: str, size: int) -> Vectors:
        """One query when nothing changed since the last time."""
        name = (str(connection.settings_dict["NAME"]), maker, size)
        last = SearchVector.objects.aggregate(last=Max("pk"))["last"] or 0
        with self.lock:
            kept = self.vectors.get(name)
            if kept is None or kept.last != last:
                kept = _read(maker, size, last, kept)
                self.vectors = {key: one for key, one in self.vectors.items() if key[0] != name[0]}
                self.vectors[name] = kept
            return kept

    def places(self, corpus: Corpus, vectors: Vectors) -> Places:
        known = self.found.get(corpus)
        if known is None or known[0] != vectors.last:
            known = self.found[corpus] = (vectors.last, _places(corpus, vectors))
        return known[1]

    def forget(self) -> None:
        self.vectors.clear()
        self.found.clear()


_kept = _Kept()


def forget() -> None:
    """Read all anew the next time. For tests that take back what they wrote."""
    _kept.forget()


def _places(corpus: Corpus, vectors: Vectors) -> Places:
    return [
        (number, place)
        for number, document in enumerate(corpus.documents)
        if (place := vectors.keys.get((document.source, document.key))) is not None
    ]


def _read(maker: str, size: int, last: int, old: Vectors | None) -> Vectors:
    """What is there up to the key `last`; of what was there before, the rows are taken over."""
    import numpy

    mine = SearchVector.objects.filter(maker=maker, pk__lte=last).order_by("pk")
    there = {pk: (source, key) for pk, source, key in mine.values_list("pk", "source", "object_id")}
    fresh = mine.filter(pk__gt=old.last if old else 0)
    rows = fresh.values_list(*COLUMNS).iterator(chunk_size=500)
    new = _vectors(rows, size)
    new.last = last
    if old is None or not old.pks:
        return new
    ends = numpy.append(old.starts[1:], len(old.rows))
    lengths = ends - old.starts
    stays = numpy.array([pk in there for pk in old.pks])
    kept = [pk for pk in old.pks if pk in there]
    pks = [*kept, *new.pks]
    all_lengths = numpy.concatenate([lengths[stays], numpy.diff([*new.starts, len(new.rows)])])
    return Vectors(
        keys={there[pk]: place for place, pk in enumerate(pks)},
        starts=_starts(all_lengths.tolist()),
        rows=numpy.concatenate([old.rows[numpy.repeat(stays, lengths)], new.rows]),
        usual=numpy.concatenate([old.usual[stays], new.usual]),
        pks=pks,
        last=last,
    )


def _read_some(corpus: Corpus, maker: str, size: int) -> Vectors:
    """Those of candidates, a query for each source."""
    by_source: dict[str, list[int]] = {}
    for number in corpus.by_meaning:
        document = corpus.documents[number]
        by_source.setdefault(document.source, []).append(document.key)
    rows: list[Row] = []
    for source, keys in sorted(by_source.items()):
        some = SearchVector.objects.filter(maker=maker, source=source, object_id__in=keys)
        rows += some.order_by("pk").values_list(*COLUMNS)
    return _vectors(rows, size)


def _vectors(rows: Iterable[Row], size: int) -> Vectors:
    """What is no vector of this size is left out: its document counts as one without."""
    import numpy

    keys: dict[Key, int] = {}
    pks: list[int] = []
    usual: list[float] = []
    blocks = []
    for pk, source, key, numbers, like in rows:
        block = whole_numbers(bytes(numbers), size)
        if block is not None:
            keys[source, key] = len(pks)
            pks.append(pk)
            usual.append(like)
            blocks.append(block)
    empty = numpy.empty((0, size), dtype="i2")
    return Vectors(
        keys=keys,
        starts=_starts([len(block) for block in blocks]),
        rows=numpy.concatenate([empty, *blocks]),
        usual=numpy.array(usual),
        pks=pks,
    )


def _starts(lengths: Sequence[int]) -> "NDArray[intp]":
    import numpy

    return numpy.cumsum([0, *lengths])[:-1]
