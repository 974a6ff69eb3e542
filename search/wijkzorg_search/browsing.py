"""Lists without a question in words, where documents are not in memory: the database filters and counts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar, overload

from django.db import connection
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Collate, Lower

from .corpus import Document
from .models import SearchDocument
from .stored import light_document_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

T = TypeVar("T")

#: Facet > where its values stand among the facts; they are a list there.
IN_LISTS = {"theme": "themes", "area": "areas", "language": "languages"}
FACETS = ("type", "theme", "area", "kind", "language")


def condition(name: str, value: str) -> Q:
    """What a document must be to stay when this facet has this value."""
    if name == "type":
        return Q(source=value)
    if name == "kind":
        return Q(facts__contains={"kind": value})
    return Q(facts__contains={IN_LISTS[name]: [value]})


def everything(language: str, source_language: str, allowed: Q) -> "QuerySet[SearchDocument]":
    """Each thing once: in the language, else in the one that it was first written in."""
    here = SearchDocument.objects.filter(
        translation_key=OuterRef("translation_key"), language=language
    )
    elsewhere = Q(language=source_language) & ~Exists(here)
    once = Q(language=language) if language == source_language else Q(language=language) | elsewhere
    return SearchDocument.objects.filter(once & allowed)


def in_order(
    documents: "QuerySet[SearchDocument]", sources: Sequence[str]
) -> "QuerySet[SearchDocument]":
    """By source as those are registered, what nobody confirmed behind the others, then by name."""
    places = [When(source=name, then=Value(place)) for place, name in enumerate(sources)]
    return documents.order_by(
        Case(*places, default=Value(len(sources))),
        KT("facts__stands_last"),
        Collate(Lower("title"), "C"),
        "object_id",
    )


def facets_of(
    documents: "QuerySet[SearchDocument]", wanted: Mapping[str, str]
) -> dict[str, dict[str, int]]:
    """Each facet counted over what the other filters leave: value > documents, most first."""
    found: dict[str, dict[str, int]] = {}
    for name in FACETS:
        left = documents
        for other, value in wanted.items():
            if other != name:
                left = left.filter(condition(other, value))
        found[name] = _counts(name, left)
    return found


def _counts(name: str, documents: "QuerySet[SearchDocument]") -> dict[str, int]:
    column = {
        "type": "source",
        "kind": "facts->>'kind'",
    }.get(name, f"jsonb_array_elements_text(facts->'{IN_LISTS.get(name, '')}')")
    inner, values = documents.order_by().values("source", "facts").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT value, count(*) FROM (SELECT {column} AS value FROM ({inner}) AS one) AS each
                WHERE value <> '' GROUP BY value ORDER BY 2 DESC, value COLLATE "C" """,  # noqa: S608
            values,
        )
        return dict(cursor.fetchall())


class Listed(Sequence[T]):
    """A list that reads from the database what is looked at. `make` gets a document and its place."""

    def __init__(
        self, documents: "QuerySet[SearchDocument]", make: Callable[[Document, int], T]
    ) -> None:
        self.documents, self.make = documents, make
        self.length: int | None = None

    def __len__(self) -> int:
        if self.length is None:
            self.length = self.documents.order_by().count()
        return self.length

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> list[T]: ...

    def __getitem__(self, at: int | slice) -> T | list[T]:
        if isinstance(at, int):
            (one,) = self[at : at + 1]
            return one
        start, stop, _step = at.indices(len(self))
        rows = self.documents.defer("words", "weights")[start : max(stop, start)]
        return [
            self.make(light_document_of(row), start + number) for number, row in enumerate(rows)
        ]

    def __iter__(self) -> Iterator[T]:
        return iter(self[:])
