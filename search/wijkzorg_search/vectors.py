"""Making the vectors of documents: in the worker, a few at a time. Everything may be repeated.

The numbers are made outside of any transaction, since that takes long; what is written looks first whether
the document is still there and still says the same.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from wijkzorg_home.contracts import SearchText, search_sources

from .makers import Maker, maker_now
from .models import SearchDocument, SearchState, SearchVector
from .passages import VERSION, passages_of, usual_questions
from .vectors_kept import usual_likeness

logger = logging.getLogger("wijkzorg.search")

#: So many documents are read and written at once: some seconds' work.
BATCH = 10

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Count:
    """How many documents there are, and how many of them have vectors that are right."""

    documents: int
    with_vectors: int


@dataclass(frozen=True)
class Made:
    """What stands in `SearchVector` of one page: nothing, when it could not be read."""

    numbers: bytes = b""
    usual: float = 0.0


def name_of(maker: Maker) -> str:
    """What stands in `SearchVector.maker`: another maker, or other passages, are other vectors."""
    return f"{maker.name} ({VERSION})"


def count() -> Count:
    maker = maker_now()
    documents = SearchDocument.objects.count()
    return Count(documents, documents - _wanting(maker).count() if maker else 0)


def are_missing() -> bool:
    """Whether any document waits for its vectors; never where nothing can make them."""
    maker = maker_now()
    return maker is not None and (_wanting(maker).exists() or _orphans().exists())


def make(tell: Tell | None = None, *, most: int | None = None) -> int:
    """Make the vectors that are missing or stale, and delete those of documents that are gone.

    At most `most` documents are looked at. Returns how many still wait and may be made by a next call; 0 when
    nothing could be made. What can't be made is left, with a line in the log.
    """
    maker = maker_now()
    if maker is None:
        return 0
    _orphans().delete()
    waiting = list(
        _wanting(maker)
        .order_by("source", "object_id")
        .values_list("source", "object_id", "source_hash")[:most]
    )
    total, done, written = _wanting(maker).count() if most else len(waiting), 0, 0
    for source, hashes in _batches(waiting):
        written += _write(maker, source, _made(maker, source, hashes), hashes)
        done += len(hashes)
        if tell:
            tell(done, total)
    return total - done if written else 0


def _wanting(maker: Maker) -> "QuerySet[SearchDocument]":
    right = SearchVector.objects.filter(
        source=OuterRef("source"),
        object_id=OuterRef("object_id"),
        source_hash=OuterRef("source_hash"),
        maker=name_of(maker),
    )
    return SearchDocument.objects.filter(~Exists(right))


def _orphans() -> "QuerySet[SearchVector]":
    document = SearchDocument.objects.filter(
        source=OuterRef("source"), object_id=OuterRef("object_id")
    )
    return SearchVector.objects.filter(~Exists(document))


def _made(maker: Maker, source: str, hashes: Mapping[int, str]) -> dict[int, Made]:
    """By key; what vanished meanwhile is not in it.

    A page that the maker can't read, while it reads others, gets no numbers until it changes.
    """
    found = search_sources().get(source)
    documents = SearchDocument.objects.filter(source=source, object_id__in=list(hashes))
    rows = list(documents.values_list("object_id", "language", "facts"))
    themes = {key: facts["themes"] for key, _language, facts in rows}
    texts: dict[int, SearchText] = {}
    for one in sorted({language for _key, language, _facts in rows}):
        keys = [key for key, language, _facts in rows if language == one]
        texts |= found.texts_in(one, keys) if found else {}
    made: dict[int, Made] = {}
    failed: list[int] = []
    for key, text in texts.items():
        try:
            numbers = _numbers(maker, passages_of(text, themes[key]))
            made[key] = Made(numbers, usual_likeness(numbers, _usual(maker), maker.size))
        except Exception:
            logger.exception("The vectors of %s %s could not be made.", source, key)
            failed.append(key)
    return {**made, **dict.fromkeys(failed, Made())} if made else {}


#: Maker > the vectors of what people ask in general: some seconds of work, once in a process.
_usual_of: dict[str, list[bytes]] = {}


def _usual(maker: Maker) -> list[bytes]:
    name = name_of(maker)
    if name not in _usual_of:
        _usual_of[name] = [maker.query(one) for one in usual_questions()]
    return _usual_of[name]


def _numbers(maker: Maker, passages: Sequence[str]) -> bytes:
    rows = maker.passages(passages)
    if any(len(row) != 4 * maker.size for row in rows):
        raise ValueError(f"{maker.name} makes vectors of another size than it says")
    return b"".join(rows)


def _write(maker: Maker, source: str, made: Mapping[int, Made], hashes: Mapping[int, str]) -> int:
    """How many were written. New rows, never changed ones: `vectors_kept.py` looks at the highest key."""
    with transaction.atomic():
        # Writers wait here for one another, so that a higher key is never seen before a lower one.
        SearchState.objects.filter(pk=SearchState.ONLY).update(number=F("number"))
        now = SearchDocument.objects.filter(source=source, object_id__in=list(made))
        right = [
            key
            for key, digest in now.values_list("object_id", "source_hash")
            if digest == hashes[key]
        ]
        SearchVector.objects.filter(source=source, object_id__in=right).delete()
        SearchVector.objects.bulk_create(
            SearchVector(
                source=source,
                object_id=key,
                source_hash=hashes[key],
                maker=name_of(maker),
                numbers=made[key].numbers,
                usual=made[key].usual,
            )
            for key in sorted(right)
        )
    return len(right)


def _batches(waiting: list[tuple[str, int, str]]) -> Iterator[tuple[str, dict[int, str]]]:
    """Source, and key > hash of at most BATCH of its documents."""
    for source, rows in groupby(waiting, key=lambda row: row[0]):
        hashes = {key: digest for _source, key, digest in rows}
        keys = list(hashes)
        for start in range(0, len(keys), BATCH):
            yield source, {key: hashes[key] for key in keys[start : start + BATCH]}
