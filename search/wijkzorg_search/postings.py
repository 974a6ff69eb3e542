"""Which document holds which term, kept by PostgreSQL where there are too many documents for memory.

Here alone stands SQL that only PostgreSQL knows. What was asked for stays in memory within bounds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from .models import SearchDocument, SearchPosting

if TYPE_CHECKING:
    from numpy import int16, int64, intp
    from numpy.typing import NDArray

#: So many times that a document holds a term stay in memory: 10 bytes each.
MOST_KEPT = 3_000_000
#: More changed documents than this, and what was kept is read anew.
MOST_CHANGED = 100
#: PostgreSQL takes no longer terms.
LONGEST_TERM = 2_000
#: What a worth is multiplied by in the table: all of them are rounded to so many digits.
WORTHS = 10_000

DOCUMENTS, POSTINGS = SearchDocument._meta.db_table, SearchPosting._meta.db_table


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


@dataclass(frozen=True, slots=True, eq=False)
class Holders:
    """Who holds one term: primary keys of documents in order, and its worth in each."""

    pks: "NDArray[int64]"
    worths: "NDArray[int16]"

    @classmethod
    def of(cls, worths: Mapping[int, int]) -> "Holders":
        """From primary keys with the worth in each; what is worth nothing does not hold it."""
        import numpy

        held = sorted((pk, worth) for pk, worth in worths.items() if worth)
        return cls(
            numpy.array([pk for pk, _worth in held], dtype="i8"),
            numpy.array([worth for _pk, worth in held], dtype="i2"),
        )

    def __len__(self) -> int:
        return len(self.pks)

    def among(self, pks: "NDArray[int64]") -> tuple["NDArray[intp]", "NDArray[int16]"]:
        """Which of these keys hold it (their places here), and its worth in those."""
        holding, at = found_in(self.pks, pks)
        return holding, self.worths[at]

    def after(self, changed: Mapping[int, int]) -> "Holders":
        """The same with other worths of some documents."""
        both = dict(zip(self.pks.tolist(), self.worths.tolist(), strict=True))
        return Holders.of({**both, **changed})


def found_in(
    rising: "NDArray[int64]", keys: "NDArray[int64]"
) -> tuple["NDArray[intp]", "NDArray[intp]"]:
    """The places among `keys` of those that are in `rising` too, and their places in that."""
    at = rising.searchsorted(keys)
    at[at == len(rising)] = 0
    there = (rising[at] == keys).nonzero()[0] if len(rising) else at[:0]
    return there, at[there]


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
            read = dict.fromkeys(missing, Holders.of({})) | _read(missing)
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
        pks = Holders.of(dict.fromkeys(changed, 1)).pks
        kept = {}
        for term, holders in list(self.kept.items()):
            before, _worths = holders.among(pks)
            if len(before) or any(term in weights for weights in changed.values()):
                holders = holders.after(
                    {pk: round(one.get(term, 0) * WORTHS) for pk, one in changed.items()}
                )
            kept[term] = holders
        return Postings(kept)


def _read(terms: Sequence[str]) -> dict[str, Holders]:
    """By numbers as PostgreSQL sends them: the highest byte first."""
    import numpy

    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT term, string_agg(int8send(document), ''), string_agg(int2send(worth), '')
                FROM (SELECT term, document, worth FROM {POSTINGS}
                      WHERE term = ANY(%s) ORDER BY term, document) AS held
                GROUP BY term""",  # noqa: S608
            [list(terms)],
        )
        return {
            term: Holders(
                numpy.frombuffer(pks, dtype=">i8").astype("i8"),
                numpy.frombuffer(worths, dtype=">i2").astype("i2"),
            )
            for term, pks, worths in cursor.fetchall()
        }
