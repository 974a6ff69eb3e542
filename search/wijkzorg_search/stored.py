"""From a row of the index to a document as the ranker sees it."""

from functools import lru_cache
from typing import Any

from .corpus import Document
from .models import SearchDocument


def document_of(row: SearchDocument) -> Document:
    facts: dict[str, Any] = row.facts
    return Document(
        key=row.object_id,
        source=row.source,
        language=row.language,
        title=row.title,
        weights=row.weights,
        kind=facts["kind"],
        areas=frozenset(facts["home"]),
        around=frozenset(facts["areas"]),
        postcode=facts["postcode"],
        themes=frozenset(facts["themes"]),
        languages=frozenset(facts["languages"]),
        traits=frozenset(facts["traits"]),
        opening=_half_hours(tuple((first, last) for first, last in facts["opening"])),
        stands_last=facts["stands_last"],
        until=facts["until"],
    )


#: Many are open at the same hours: one set for all of them.
@lru_cache(maxsize=4_096)
def _half_hours(spans: tuple[tuple[int, int], ...]) -> frozenset[int]:
    return frozenset(half for first, last in spans for half in range(first, last + 1))
