"""What a process keeps in memory of the index, and when it reads it anew.

One query tells whether anything changed. Then only the changed documents are read.
"""

import gc
import threading
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from django.db import connection

from wijkzorg_home.models import Area
from wijkzorg_home.remembered import source_locale

from .asking import Asking
from .candidates import Shelf, Test, pick
from .conf import IN_MEMORY
from .corpus import Corpus, Document, Knowledge
from .lexicon import Lexicon, Meaning
from .models import Concept, SearchDocument, SearchState, SearchStatistics
from .models.concepts import HELPS, lines
from .places import Place, Places
from .postings import MOST_CHANGED, Postings
from .prefixes import Prefixes
from .reading import Reading
from .stored import document_of, light_document_of
from .weighing import CONCEPT, Counts

#: From so many documents on, what is kept is left out of what Python's collector looks at.
MANY_DOCUMENTS = 2_000
#: Seconds that a question waits for the index that another one reads: what was just published is found then,
#: also when the suggestions for the same words came first.
PATIENCE = 0.3


def lexicon_now() -> Lexicon:
    """All concepts, in a fixed number of queries. The same object as long as they are the same."""
    concepts = Concept.objects.order_by("code").prefetch_related("themes", *HELPS.values())
    meanings = [
        Meaning(
            code=one.code,
            offered=lines(one.offered),
            asked=one.asked,
            themes=sorted({theme.slug for theme in one.themes.all()}),
            helps=dict(sorted(one.helps.items())),
        )
        for one in concepts
    ]
    with _lexicons.lock:
        if _lexicons.lexicon is None or list(_lexicons.lexicon.meanings.values()) != meanings:
            _lexicons.lexicon = Lexicon(meanings)
        return _lexicons.lexicon


class _Lexicons:
    """The last lexicon of this process: taking in hundreds of concepts takes half a second."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.lexicon: Lexicon | None = None


_lexicons = _Lexicons()


def counts_of() -> dict[str, Counts]:
    """Per language, how often words and terms occur."""
    return {
        one.language: Counts(one.documents, one.lengths, Counter(one.words), Counter(one.terms))
        for one in SearchStatistics.objects.order_by("language")
    }


def places_now(common: Container[str] = ()) -> Places:
    """All areas. `common` are words of the language that stand in names too."""
    areas = list(Area.objects.all())
    by_path = {area.path: area.code for area in areas}
    step = Area.steplen
    places = [
        Place(
            code=area.code,
            name=area.name,
            around=frozenset(
                by_path[area.path[:end]]
                for end in range(step, len(area.path) + 1, step)
                if area.path[:end] in by_path
            ),
            postcodes=frozenset(area.postcodes),
            latitude=area.latitude,
            longitude=area.longitude,
            other_names=tuple(lines(area.other_names)),
        )
        for area in areas
    ]
    return Places.of(places, common)


@dataclass
class Index:
    """Everything that a search needs, as it was at one state of the index."""

    state: int
    knowledge: Knowledge
    places: Places
    #: Every document by its key in the table, with the translation key that its languages share.
    #: Without its terms where there are too many to keep.
    documents: dict[int, tuple[Document, str]]
    corpora: dict[str, Corpus]
    #: Code of a concept > its name.
    names: dict[str, str]
    #: Whether all terms are here; else candidates are picked for each question, by what the database keeps.
    in_memory: bool = True
    postings: Postings = field(default_factory=Postings)
    shelves: dict[str, Shelf] = field(default_factory=dict)
    #: What is suggested, made when it is first asked for.
    _subjects: dict[str, Prefixes[str]] = field(default_factory=dict)
    _titles: dict[tuple[str, str], Prefixes[int]] = field(default_factory=dict)
    _area_names: Prefixes[str] | None = None

    def corpus_for(
        self,
        asking: Asking,
        reading: Reading,
        language: str,
        *,
        public: Test | None = None,
        chosen: Test | None = None,
    ) -> Corpus:
        """What the ranker looks at for a question in words: everything, or candidates (see `pick`)."""
        if self.in_memory:
            return self.corpus(language)
        return pick(
            asking, reading, self.shelf(language), self.postings, self.knowledge, self.places,
            public=public, chosen=chosen,
        )  # fmt: skip

    def corpus(self, language: str) -> Corpus:
        if language not in self.corpora:
            self.corpora[language] = Corpus(
                [*self.shelf(language).documents.values()], self.knowledge
            )
        return self.corpora[language]

    def shelf(self, language: str) -> Shelf:
        """Each thing once: in the language, else in the one that it was first written in."""
        if language not in self.shelves:
            source = source_locale().language_code
            known = {key for one, key in self.documents.values() if one.language == language}
            self.shelves[language] = Shelf(
                (pk, one)
                for pk, (one, key) in self.documents.items()
                if one.language == language or (one.language == source and key not in known)
            )
        return self.shelves[language]

    def subjects(self, language: str) -> Prefixes[str]:
        """The concepts that any document offers, as people ask for them in the language, and by name."""
        if language not in self._subjects:
            meanings = self.knowledge.lexicon.meanings
            offered = [code for code in meanings if self.knowledge.uses(CONCEPT + code)]
            self._subjects[language] = Prefixes(
                (said, code)
                for code in offered
                for said in (*meanings[code].asked.get(language, ()), self.names.get(code, ""))
            )
        return self._subjects[language]

    def titles(self, language: str, source: str) -> Prefixes[int]:
        """The titles of a source's documents, each with the key of its page."""
        if (language, source) not in self._titles:
            self._titles[language, source] = Prefixes(self._named(language, source))
        return self._titles[language, source]

    def _named(self, language: str, source: str) -> Iterable[tuple[str, int]]:
        documents = self.shelf(language).documents.values()
        return ((one.title, one.key) for one in documents if one.source == source)

    def area_names(self) -> Prefixes[str]:
        """The areas by all their names, each with its code."""
        if self._area_names is None:
            self._area_names = Prefixes(
                (name, place.code)
                for place in self.places.by_code.values()
                for name in (place.name, *place.other_names)
            )
        return self._area_names


class _Kept:
    """The index in memory of this process, per database: tests and the benchmark have one of their own."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.by_database: dict[str, Index] = {}

    def get(self) -> Index:
        state = SearchState.current()
        name = str(connection.settings_dict["NAME"])
        known = self.by_database.get(name)
        if known is not None and known.state == state:
            return known
        # One reads it anew; who comes meanwhile waits a moment, and then gets what was there before.
        if not self.lock.acquire(timeout=-1 if known is None else PATIENCE) and known is not None:
            return known
        try:
            known = self.by_database.get(name)
            if known is None or known.state != state:
                fresh = _read(state, known)
                _settle(fresh, list(known.shelves) if known else [])
                known = self.by_database[name] = fresh
            return known
        finally:
            self.lock.release()

    def forget(self) -> None:
        self.by_database.clear()


def _settle(index: Index, languages: Iterable[str]) -> None:
    """Make what the next questions need in the languages that were asked for, so that none waits for it.

    The collector of Python would go through all that stays here, now and then: 0.3 s at 50,000 documents.
    """
    for language in languages:
        if index.in_memory:
            index.corpus(language)
        else:
            index.shelf(language)
    if len(index.documents) >= MANY_DOCUMENTS:
        gc.unfreeze()
        gc.collect()
        gc.freeze()


kept = _Kept()


def index_now() -> Index:
    """The index as it is: one query when nothing changed since the last time."""
    return kept.get()


def forget() -> None:
    """Read all anew the next time. For tests that take back what they wrote."""
    kept.forget()


def _read(state: int, old: Index | None) -> Index:
    lexicon = lexicon_now()
    places = places_now(lexicon.words)
    knowledge = Knowledge(counts_of(), lexicon, places.words())
    names = dict(Concept.objects.values_list("code", "name"))
    in_memory = connection.vendor != "postgresql" or knowledge.documents <= IN_MEMORY
    rows = SearchDocument.objects.order_by("pk").defer("words")
    documents: dict[int, tuple[Document, str]] = {}
    postings = Postings()
    if old is not None and old.in_memory == in_memory and old.state < state:
        there = set(rows.values_list("pk", flat=True))
        documents = {pk: pair for pk, pair in old.documents.items() if pk in there}
        rows = rows.filter(written_in__gt=old.state)
        if not in_memory:
            changed = rows.values_list("pk", "weights")[: MOST_CHANGED + 1]
            postings = old.postings.after(dict(changed))
    if not in_memory:
        rows = rows.defer("words", "weights")
    for one in rows.iterator(chunk_size=500):
        document = document_of(one) if in_memory else light_document_of(one)
        documents[one.pk] = (document, str(one.translation_key))
    places.learn_postcodes((one.postcode, one.areas) for one, _key in documents.values())
    return Index(state, knowledge, places, documents, {}, names, in_memory, postings)
