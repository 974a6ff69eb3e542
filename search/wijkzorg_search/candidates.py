"""Where there are many documents: which of them the ranker looks at for a question.

All documents are in memory without their terms (`Shelf`). Who holds a term PostgreSQL keeps, in the table
of `SearchPosting`; what was asked for stays in memory within bounds (`Postings`). Here alone stands SQL that
only PostgreSQL knows. The ranker is the same, so nothing differs but what was never picked: documents beyond
`MOST`, or that hold only those terms of a question that tell least.
"""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Any

from django.db import connection

from .asking import Asking
from .corpus import Corpus, Document, Knowledge, Posting
from .models import SearchDocument, SearchPosting
from .places import Places
from .ranking import FITS, Lift, asks_only_filters
from .reading import Reading

#: So many documents are ranked: and as many again of those that fit the chosen filters.
MOST = 500
#: Of so many the vectors are read, where the search is by meaning too: 4 to 8 KB each.
MOST_BY_MEANING = 150
#: The terms that tell most are looked at, until they are held so many times.
AMONG = 40_000
#: So many times that a document holds a term stay in memory: 10 bytes each.
MOST_KEPT = 3_000_000
#: More changed documents than this, and what was kept is read anew.
MOST_CHANGED = 100
#: PostgreSQL takes no longer terms.
LONGEST_TERM = 2_000
#: What a worth is multiplied by in the table: all of them are rounded to so many digits.
WORTHS = 10_000

DOCUMENTS, POSTINGS = SearchDocument._meta.db_table, SearchPosting._meta.db_table
Test = Callable[[Document], bool]


def write_postings(keys: Sequence[tuple[str, int]]) -> None:
    """Write who holds which term anew for some documents; `keys` are sources with keys of pages."""
    if connection.vendor != "postgresql" or not keys:
        return
    these = f"SELECT id FROM {DOCUMENTS} WHERE (source, object_id) IN (SELECT * FROM unnest(%s::text[], %s::bigint[]))"  # noqa: S608, E501
    values: list[Any] = [[source for source, _key in keys], [key for _source, key in keys]]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {POSTINGS} WHERE document IN ({these})", values)  # noqa: S608
        cursor.execute(
            f"""INSERT INTO {POSTINGS} (document, term, worth)
                SELECT id, key, round(value::numeric * {WORTHS})
                FROM {DOCUMENTS}, jsonb_each_text(weights)
                WHERE id IN ({these}) AND octet_length(key) BETWEEN 1 AND {LONGEST_TERM}""",  # noqa: S608
            values,
        )


def forget_postings(pks: Sequence[int]) -> None:
    """Delete what is kept of documents that go."""
    if connection.vendor == "postgresql" and pks:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {POSTINGS} WHERE document = ANY(%s)", [list(pks)])  # noqa: S608


def forget_what_is_gone() -> None:
    """Delete what is kept of documents that are in the table no more."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {POSTINGS} WHERE document NOT IN (SELECT id FROM {DOCUMENTS})"  # noqa: S608
            )


def usable(terms: Iterable[str]) -> list[str]:
    return [
        term for term in terms if term and len(term.encode()) <= LONGEST_TERM and "\0" not in term
    ]


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds one term: primary keys of documents in order, and its worth in each."""

    pks: "array[int]" = field(default_factory=lambda: array("q"))
    worths: "array[int]" = field(default_factory=lambda: array("h"))

    def __len__(self) -> int:
        return len(self.pks)

    def worth(self, pk: int) -> int:
        """0 in what does not hold it."""
        at = bisect_left(self.pks, pk)
        return self.worths[at] if at < len(self.pks) and self.pks[at] == pk else 0

    def after(self, changed: Mapping[int, int]) -> "Holders":
        """The same with other worths of some documents."""
        both = {**dict(zip(self.pks, self.worths, strict=True)), **changed}
        held = sorted((pk, worth) for pk, worth in both.items() if worth)
        return Holders(array("q", [pk for pk, _ in held]), array("h", [one for _, one in held]))


class Postings:
    """Who holds the terms that were asked for lately, at one state of the index."""

    def __init__(self, kept: dict[str, Holders] | None = None) -> None:
        self.kept = kept or {}
        self.size = sum(map(len, self.kept.values()))

    def of(self, terms: Iterable[str]) -> dict[str, Holders]:
        """Who holds each term; one query, and none when all of them were asked for before."""
        wanted = usable(terms)
        found = {term: holders for term in wanted if (holders := self.kept.get(term)) is not None}
        missing = [term for term in wanted if term not in found]
        if missing:
            read = dict.fromkeys(missing, Holders()) | _read(missing)
            self._keep(read)
            found |= read
        return found

    def _keep(self, read: dict[str, Holders]) -> None:
        self.size += sum(map(len, read.values()))
        if self.size > MOST_KEPT:
            # Another thread may look for them meanwhile: it reads those anew that it misses.
            self.kept = {}
            self.size = sum(map(len, read.values()))
        self.kept |= read

    def after(self, changed: Mapping[int, Mapping[str, float]]) -> "Postings":
        """The same with some documents as they are now, by their primary keys with their weights."""
        if len(changed) > MOST_CHANGED:
            return Postings()
        kept = {}
        for term, holders in list(self.kept.items()):
            now = {
                pk: round(weights[term] * WORTHS) if term in weights else 0
                for pk, weights in changed.items()
                if term in weights or holders.worth(pk)
            }
            kept[term] = holders.after(now) if now else holders
        return Postings(kept)


def _read(terms: Sequence[str]) -> dict[str, Holders]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT term, string_agg(int8send(document), ''), string_agg(int2send(worth), '')
                FROM (SELECT term, document, worth FROM {POSTINGS}
                      WHERE term = ANY(%s) ORDER BY term, document) AS held
                GROUP BY term""",  # noqa: S608
            [list(terms)],
        )
        return {
            term: Holders(_numbers("q", pks), _numbers("h", worths))
            for term, pks, worths in cursor.fetchall()
        }


def _numbers(kind: str, sent: bytes) -> "array[int]":
    """Numbers as PostgreSQL sends them: the highest byte first."""
    found = array(kind)
    found.frombytes(sent)
    if sys.byteorder == "little":
        found.byteswap()
    return found


class Shelf:
    """All documents of one language, without their terms, in the order of the lists in memory elsewhere."""

    def __init__(self, documents: Iterable[tuple[int, Document]]) -> None:
        """Pairs of a primary key and its document."""
        #: Primary key > document, in order.
        self.documents = dict(sorted(documents, key=lambda one: (one[1].source, one[1].key)))
        named = sorted(self.documents, key=lambda pk: self.documents[pk].title.casefold())
        #: Primary key > its place by title.
        self.by_title = {pk: place for place, pk in enumerate(named)}
        self.places = {pk: place for place, pk in enumerate(self.documents)}


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
    weights = weights_of(asking, knowledge)
    held = postings.of(weights)
    rough, is_cut = _roughly(weights, held, shelf)
    lift = Lift(reading, places) if reading.filters else None
    if lift and asks_only_filters(reading, asking):
        _add_what_fits(rough, shelf, lift)
    if public:
        rough = _only(rough, shelf, public)
    ranges = [rough, _only(rough, shelf, chosen)] if chosen else [rough]
    best = [_best(some, shelf, lift) for some in ranges]
    first = {pk for some in best for pk in some[:MOST_BY_MEANING]}
    picked = sorted({pk for some in best for pk in some}, key=shelf.places.__getitem__)
    place_of = {pk: place for place, pk in enumerate(picked)}
    corpus = Corpus(
        [shelf.documents[pk] for pk in picked],
        knowledge,
        {term: _posting(holders, picked, place_of) for term, holders in held.items()},
    )
    corpus.by_meaning = [place for place, pk in enumerate(picked) if pk in first]
    corpus.is_cut = is_cut or len(rough) > MOST
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
) -> tuple[dict[int, float], bool]:
    """Key of each document that holds a telling term > its score; and whether terms were left out."""
    scores: dict[int, float] = {}
    looked_at, is_cut = 0, False
    for term in sorted(held, key=lambda one: (-weights[one], one)):
        holders = held[term]
        if looked_at + len(holders) > AMONG and len(scores) >= MOST:
            is_cut = True
            break
        looked_at += len(holders)
        weight = weights[term]
        for pk, worth in zip(holders.pks, holders.worths, strict=True):
            scores[pk] = scores.get(pk, 0.0) + worth * weight
    for pk in scores.keys() - shelf.documents.keys():
        del scores[pk]  # it stands in another language, or is gone
    return scores, is_cut


def _add_what_fits(rough: dict[int, float], shelf: Shelf, lift: Lift) -> None:
    """Where nothing is asked but filters, everything that fits is an answer."""
    for pk, document in shelf.documents.items():
        if lift.of(document) >= FITS:
            rough[pk] = rough.get(pk, 0.0) + WORTHS


def _only(rough: Mapping[int, float], shelf: Shelf, test: Test) -> dict[int, float]:
    return {pk: score for pk, score in rough.items() if test(shelf.documents[pk])}


def _best(rough: Mapping[int, float], shelf: Shelf, lift: Lift | None) -> list[int]:
    """The `MOST` highest once they are lifted, highest first; by title where they are alike."""
    if lift:
        # Whatever is not among the highest, however much it is lifted, is not looked at again.
        least = _least(rough.values()) / lift.most
        rough = {
            pk: score * lift.of(shelf.documents[pk])
            for pk, score in rough.items()
            if score >= least
        }
    least = _least(rough.values())
    best = [pk for pk, score in rough.items() if score >= least]
    return sorted(best, key=lambda pk: (-rough[pk], shelf.by_title[pk]))[:MOST]


def _least(scores: Collection[float]) -> float:
    """The lowest of the `MOST` highest."""
    return nlargest(MOST, scores)[-1] if len(scores) > MOST else 0.0


def _posting(holders: Holders, picked: Sequence[int], place_of: Mapping[int, int]) -> Posting:
    """What of the holders was picked, by its place among that: whichever of both is less is gone through."""
    pks, end = holders.pks, len(holders)
    found = []
    if end < 4 * len(picked):
        found = sorted((place_of[pk], at) for at, pk in enumerate(pks) if pk in place_of)
    else:
        # As in `Holders.worth`, without a call for each.
        for place, pk in enumerate(picked):
            at = bisect_left(pks, pk)
            if at < end and pks[at] == pk:
                found.append((place, at))
    return Posting(
        array("I", [place for place, _at in found]),
        array("f", [holders.worths[at] / WORTHS for _place, at in found]),
    )
