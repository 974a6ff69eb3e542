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
        areas=_set(tuple(facts["home"])),
        around=_set(tuple(facts["areas"])),
        postcode=facts["postcode"],
        themes=_set(tuple(facts["themes"])),
        languages=_set(tuple(facts["languages"])),
        traits=_set(tuple(facts["traits"])),
        opening=_half_hours(tuple((first, last) for first, last in facts["opening"])),
        stands_last=facts["stands_last"],
        until=facts["until"],
    )


def light_document_of(row: SearchDocument) -> Document:
    """Without its terms, and without reading them."""
    row.weights = {}
    return document_of(row)


#: Many stand in the same areas and are about the same: one set for all of them.
@lru_cache(maxsize=8_192)
def _set(values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(values)


#: Many are open at the same hours: one set for all of them.
@lru_cache(maxsize=4_096)
def _half_hours(spans: tuple[tuple[int, int], ...]) -> frozenset[int]:
    return frozenset(half for first, last in spans for half in range(first, last + 1))
