"""Writing the index: from public pages to documents. Everything may be repeated, and does no harm then.

A page is written after the commit that changed it. What was missed, because a worker died, `mend` finds.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import transaction
from wagtail.models import Locale

from wijkzorg_home.contracts import FacetRow, SearchSource, SearchText, search_sources
from wijkzorg_home.models import Area, Theme

from . import vectors
from .analysis import ANALYSER_VERSION, words
from .compounds import Splitter
from .knowing import counts_of, lexicon_now
from .lexicon import Lexicon
from .models import SearchDocument, SearchState, SearchStatistics
from .postings import forget_postings, forget_what_is_gone, write_postings
from .weighing import FIELDS, Counts, weigh

#: So many pages are read, analysed and written at once: the memory of a rebuild hangs on this alone.
BATCH = 500
#: Words of one field that are read at most: nobody finds a page by its ten-thousandth word.
MOST_WORDS = 2_000
#: So many documents get vectors at a tick where no worker makes them: half a minute's work.
MOST_VECTORS = 100

#: Who somebody may ask for; the kind of an event is another question.
KINDS = frozenset({"formal", "informal"})

Tell = Callable[[int, int], None]


def refresh(source_name: str, keys: Iterable[int]) -> int:
    """Write the documents of some pages anew; those of pages that are not public go. How many changed."""
    source = search_sources().get(source_name)
    wanted = sorted(set(keys))
    changed = 0
    lexicon = (
        lexicon_now() if wanted else None
    )  # takes a second in a new process: nobody waits for that
    for batch in _batches(wanted):
        with transaction.atomic():
            state = SearchState.advance()  # first: from here on other writers wait
            changed += _write(source, source_name, batch, _Bench(lexicon=lexicon), state)
    return changed


def rebuild(tell: Tell | None = None) -> int:
    """Make the whole index anew; how many documents it holds. Searches go on meanwhile.

    First all words are counted, since what a word weighs hangs on all documents; then each is weighed.
    What is published meanwhile is in the index, and missing in the counts only.
    """
    known_hash = hash_of_what_is_known()
    keys = {source: list(_public_keys(source)) for source in search_sources().values()}
    total = sum(map(len, keys.values()))
    fresh: dict[str, Counts] = {}
    for source, some in keys.items():
        for batch in _batches(some):
            for page in _read(source, batch):
                fresh.setdefault(page.language, Counts()).add(page.words)
    bench = _Bench(fresh)
    done = 0
    for source, some in keys.items():
        for batch in _batches(some):
            with transaction.atomic():
                _write(source, source.name, batch, bench, SearchState.advance(), counted=True)
            done += len(batch)
            if tell:
                tell(done, total)
    with transaction.atomic():
        SearchState.advance()
        public = {(source.name, key) for source, some in keys.items() for key in some}
        left = SearchDocument.objects.values_list("pk", "source", "object_id")
        SearchDocument.objects.filter(
            pk__in=[pk for pk, name, key in left if (name, key) not in public]
        ).delete()
        forget_what_is_gone()
        SearchStatistics.objects.exclude(language__in=fresh).delete()
        for language, counts in fresh.items():
            _save_counts(language, counts)
        SearchState.objects.filter(pk=SearchState.ONLY).update(known_hash=known_hash)
    return total


def rebuild_if_needed() -> bool:
    """Make all anew when concepts, themes or areas are others than when that was done last."""
    if SearchState.objects.filter(known_hash=hash_of_what_is_known()).exists():
        return False
    rebuild()
    return True


def hash_of_what_is_known() -> str:
    """Of all that the analysis of every document hangs on."""
    lexicon = [
        [one.code, list(one.offered), dict(one.asked), list(one.themes), dict(one.helps)]
        for one in lexicon_now().meanings.values()
    ]
    themes = list(Theme.objects.order_by("pk").values_list("slug", "name", "everyday_name"))
    areas = list(Area.objects.values_list("path", "code", "name", "other_names", "postcodes"))
    value = json.dumps([ANALYSER_VERSION, lexicon, themes, areas], sort_keys=True)
    return hashlib.sha256(value.encode()).hexdigest()


def mend(*, thorough: bool = False) -> int:
    """Find what differs between pages and index, and write it anew; how many documents it changed.

    The quick look compares which pages are public and what they are filtered by; the thorough one also
    reads every text. Vectors that are missing are made by the worker; without one some are made here.
    """
    changed = SearchDocument.objects.count() if rebuild_if_needed() else _mend(thorough=thorough)
    if vectors.are_missing():
        from .tasks import ask_for_vectors

        if not ask_for_vectors():
            vectors.make(most=MOST_VECTORS)
    return changed


def _mend(*, thorough: bool) -> int:
    changed = 0
    for source in search_sources().values():
        public = set(_public_keys(source))
        known = dict(
            SearchDocument.objects.filter(
                source=source.name, analyser_version=ANALYSER_VERSION
            ).values_list("object_id", "facts")
        )
        stale = (public - known.keys()) | (known.keys() - public)
        if thorough:
            stale |= public
        else:
            there = sorted(public & known.keys())
            rows = source.facet_rows(there) if there else {}
            stale |= {
                key
                for key in there
                if _filters_of(rows.get(key, FacetRow())) != _filters_in(known[key])
            }
        if stale:
            changed += refresh(source.name, stale)
    gone = SearchDocument.objects.exclude(source__in=search_sources())
    if gone.exists():
        with transaction.atomic():
            SearchState.advance()
            changed += gone.delete()[0]
    return changed


class _Bench:
    """What is needed to weigh documents: concepts, counts, the words that compounds are made of."""

    def __init__(
        self, counts: dict[str, Counts] | None = None, lexicon: Lexicon | None = None
    ) -> None:
        self.lexicon: Lexicon = lexicon or lexicon_now()
        self.counts = counts if counts is not None else counts_of()
        vocabulary = {*self.counts.get("nl", Counts()).words, *self.lexicon.words}
        self.vocabulary = vocabulary
        self.splitter = Splitter(vocabulary)
        self.themes = {
            (theme.locale.language_code, theme.slug): f"{theme.name} {theme.everyday_name}"
            for theme in Theme.objects.select_related("locale")
        }


class _Read:
    """One page as it was read: its words, and what it can be filtered by."""

    def __init__(
        self, key: int, language: str, translation_key: Any, text: SearchText, row: FacetRow
    ) -> None:
        self.key, self.language, self.translation_key = key, language, translation_key
        self.row, self.text = row, text
        self.words = {
            name: " ".join(words(value)[:MOST_WORDS])
            for name, value in text.fields.items()
            if name in FIELDS and value
        }

    @property
    def facts(self) -> dict[str, Any]:
        return {
            **_filters_of(self.row),
            "home": sorted(self.text.areas),
            "postcode": self.text.postcode.upper(),
            "traits": sorted(self.text.traits),
            "opening": _spans(self.text.opening),
            "until": self.text.until.timestamp() if self.text.until else 0,
        }


def _read(source: SearchSource, keys: Sequence[int]) -> list[_Read]:
    """The pages that are public, each in its own language. A fixed number of queries per language."""
    found = []
    rows = source.facet_rows(keys)
    for locale in Locale.objects.all():
        public = source.public(locale.language_code).filter(locale=locale, pk__in=list(keys))
        pages = dict(public.order_by("pk").values_list("pk", "translation_key"))
        texts = source.texts_in(locale.language_code, list(pages))
        for key, translation_key in pages.items():
            if key in texts:
                row = rows.get(key, FacetRow())
                found.append(_Read(key, locale.language_code, translation_key, texts[key], row))
    return found


def _write(
    source: SearchSource | None,
    name: str,
    keys: Sequence[int],
    bench: _Bench,
    state: int,
    *,
    counted: bool = False,
) -> int:
    """Within a transaction. `counted` says that the words stand in the counts of the bench already."""
    old = {
        one.object_id: one
        for one in SearchDocument.objects.filter(source=name, object_id__in=list(keys))
    }
    pages = _read(source, keys) if source else []
    written = []
    touched: set[str] = set()
    for page in pages:
        digest = _hash(page)
        before = old.pop(page.key, None)
        if (
            before
            and not counted
            and before.source_hash == digest
            and before.analyser_version == ANALYSER_VERSION
        ):
            continue
        counts = bench.counts.setdefault(page.language, Counts())
        if not counted:
            if before:
                counts.add(before.words, -1)
                counts.add_terms(before.weights, -1)
            counts.add(page.words)
            if page.language == "nl":
                bench.vocabulary.update(
                    word for text in page.words.values() for word in text.split()
                )
        page.words["themes"] = " ".join(
            words(
                " ".join(
                    bench.themes.get((page.language, slug), "") for slug in sorted(page.row.themes)
                )
            )
        )
        weights = weigh(
            page.words, page.language, page.row.themes, counts, bench.splitter, bench.lexicon
        )
        page.words.pop("themes")
        counts.add_terms(weights)
        touched.add(page.language)
        written.append(
            SearchDocument(
                source=name,
                object_id=page.key,
                language=page.language,
                translation_key=page.translation_key,
                title=page.text.fields["title"][:255],
                words=page.words,
                weights=weights,
                facts=page.facts,
                source_hash=digest,
                analyser_version=ANALYSER_VERSION,
                written_in=state,
            )
        )
    for one in old.values():
        if not counted:
            counts = bench.counts.setdefault(one.language, Counts())
            counts.add(one.words, -1)
            counts.add_terms(one.weights, -1)
            touched.add(one.language)
    gone = [one.pk for one in old.values()]
    SearchDocument.objects.filter(pk__in=gone).delete()
    forget_postings(gone)
    _upsert(written)
    if not counted:
        for language in touched:
            _save_counts(language, bench.counts[language])
    return len(written) + len(old)


def _upsert(documents: list[SearchDocument]) -> None:
    SearchDocument.objects.bulk_create(
        documents,
        update_conflicts=True,
        unique_fields=["source", "object_id"],
        update_fields=[
            "language", "translation_key", "title", "words", "weights", "facts",
            "source_hash", "analyser_version", "written_in",
        ],
    )  # fmt: skip
    write_postings([(one.source, one.object_id) for one in documents])


def _save_counts(language: str, counts: Counts) -> None:
    values = {
        "documents": max(counts.documents, 0),
        "lengths": counts.lengths,
        "words": dict(counts.words),
        "terms": dict(counts.terms),
    }
    SearchStatistics.objects.update_or_create(language=language, defaults=values)


def _public_keys(source: SearchSource) -> Iterator[int]:
    for locale in Locale.objects.all():
        public = source.public(locale.language_code).filter(locale=locale)
        yield from public.order_by("pk").values_list("pk", flat=True)


def _filters_of(row: FacetRow) -> dict[str, Any]:
    return {
        "kind": row.kind if row.kind in KINDS else "",
        "areas": sorted(row.areas),
        "themes": sorted(row.themes),
        "languages": sorted(row.languages),
        "stands_last": row.stands_last,
    }


def _filters_in(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: facts.get(name) for name in _filters_of(FacetRow())}


def _spans(half_hours: Iterable[int]) -> list[list[int]]:
    """[16, 17, 18, 40] > [[16, 18], [40, 40]]: shorter to keep."""
    found: list[list[int]] = []
    for one in sorted(half_hours):
        if found and found[-1][1] == one - 1:
            found[-1][1] = one
        else:
            found.append([one, one])
    return found


def _hash(page: _Read) -> str:
    value = json.dumps(
        [page.language, page.text.fields["title"], page.words, page.facts], sort_keys=True
    )
    return hashlib.sha256(value.encode()).hexdigest()


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    left = iter(keys)
    while batch := list(islice(left, BATCH)):
        yield batch
