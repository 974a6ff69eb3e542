"""One question over everything that is public: what answers it, in which order, and how it is shown."""

import math
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from wijkzorg_home.contracts import SearchResult, SearchSource, search_sources
from wijkzorg_home.remembered import has_several_networks, source_locale

from .analysis import stem, words
from .asking import Asking, ask
from .browsing import Listed, condition, everything, facets_of, in_order
from .corpus import Corpus, Document
from .knowing import Index, index_now
from .ranking import Scored, asks_only_filters, rank
from .reading import MOST_LETTERS, Reading, Recognised, read
from .semantic import likeness_of, meant_by
from .weighing import CONCEPT

BEST, MAYBE = "best", "maybe"
#: What has less than this part of the score of the first is only perhaps an answer.
BEST_FROM = 0.5
MOST_BEST = 10
#: Among so many of the first stands an informal partner, when one has at least this part of the score.
NEAR_THE_TOP = 5
INFORMAL_FROM = 0.4
#: What has less than this part of the score of the first is no answer.
ANSWERS_FROM = 0.08
#: A concept that was meant less plainly than this part of the plainest one of a result is no reason for it.
PLAINLY_FROM = 0.6
#: A word as people type it, with the marks that belong in it.
TYPED_WORD = re.compile(r"[^\W_]+(?:['’‘´`][^\W_]+)*")


@dataclass(frozen=True)
class Question:
    """What somebody asks. Empty values ask nothing; `language` is a spoken language.

    `without` names the kinds of recognised filters that somebody took away, such as "area".
    """

    words: str = ""
    type: str = ""
    theme: str = ""
    area: str = ""
    kind: str = ""
    language: str = ""
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """One answer: its source, its document, and why it is there."""

    source: SearchSource
    document: Document
    group: str
    scored: Scored

    @property
    def pk(self) -> int:
        """The key of its page."""
        return self.document.key

    @property
    def score(self) -> float:
        return self.scored.score

    @property
    def terms(self) -> frozenset[str]:
        """The terms by which it was found."""
        return self.scored.terms


@dataclass(frozen=True)
class Shown:
    """An answer as people see it. `highlights` are the words of its title and summary that were asked for."""

    hit: Hit
    result: SearchResult
    highlights: tuple[str, ...] = ()
    #: Names of the concepts that it is about, those that were asked for most plainly first.
    concepts: tuple[str, ...] = ()
    #: What was recognised in the question, and is true of it.
    filters: tuple[Recognised, ...] = ()

    @property
    def matched(self) -> tuple[str, ...]:
        """Names of the concepts and filters that it fits."""
        return tuple(dict.fromkeys([*self.concepts, *(one.said for one in self.filters)]))


@dataclass
class Answer:
    """All hits in order, and per facet how many hits each value would leave."""

    hits: Sequence[Hit] = field(default_factory=list)
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    reading: Reading = field(default_factory=Reading)
    asking: Asking = field(default_factory=Asking)
    #: The question with its typing errors mended; "" when there were none.
    suggestion: str = ""
    #: Whether there may be more than what was ranked, so that all counts are "so many at least".
    is_cut: bool = False


#: Facet > the values that a document has in it.
FACETS: dict[str, Callable[[Document], Iterable[str]]] = {
    "type": lambda document: {document.source},
    "theme": lambda document: document.themes,
    "area": lambda document: document.around,
    "kind": lambda document: {document.kind} if document.kind else set(),
    "language": lambda document: document.languages,
}


def find(question: Question, *, page_language: str) -> Answer:
    """Everything public that answers. A fixed number of queries, whatever is asked.

    Each facet is counted over what the other filters leave, so a count never promises more than a
    click on it gives: a hit that only one filter holds back still counts for the facet of that filter.
    """
    index = index_now()
    reading = read(question.words, index.places, now=_half_hour_now(), ignore=question.without)
    asking = ask(reading, index.knowledge, meant_by(subject(question.words, reading)))
    answer = Answer(reading=reading, asking=asking, suggestion=_suggestion(question.words, asking))
    sources = search_sources()
    if not index.in_memory and not words(question.words):
        _browse(question, answer, sources, page_language)
        return answer
    allowed = _of_this_network(sources, page_language)
    wanted = _wanted(question)

    def is_public(document: Document) -> bool:
        return document.source in sources and (
            not allowed or document.key in allowed[document.source]
        )

    def is_chosen(document: Document) -> bool:
        return all(value in FACETS[name](document) for name, value in wanted.items())

    corpus = index.corpus_for(
        asking,
        reading,
        page_language,
        public=is_public if allowed else None,
        chosen=is_chosen if wanted else None,
    )
    answer.is_cut = corpus.is_cut
    scored = _scored(question, reading, asking, corpus, index)
    top = scored[0].score if scored else 0.0
    if asking.words and asking.is_guess and not reading.filters:
        top = math.inf  # nothing is near it
    hits: list[Hit] = []
    #: Facet > what its filter alone holds back.
    held_back: dict[str, list[Document]] = {name: [] for name in wanted}
    for one in scored:
        document = corpus.documents[one.number]
        if not is_public(document):
            continue
        by = [name for name, value in wanted.items() if value not in FACETS[name](document)]
        if not by:
            hits.append(_hit(one, document, sources[document.source], top, len(hits)))
        elif len(by) == 1:
            held_back[by[0]].append(document)
    left = [hit.document for hit in hits]
    for name, values in FACETS.items():
        counted = map(values, chain(left, held_back.get(name, ())))
        answer.facets[name] = _most_first(Counter(chain.from_iterable(counted)))
    if words(question.words):
        hits = _informal_near_the_top(hits)
    answer.hits = hits
    return answer


def subject(asked: str, reading: Reading) -> str:
    """The question without the words that said where, when or for whom: what is looked at by its meaning."""
    if not reading.taken:
        return asked
    return " ".join(word for at, word in enumerate(reading.asked) if at not in reading.taken)


def _wanted(question: Question) -> dict[str, str]:
    return {name: value for name in FACETS if (value := getattr(question, name))}


def _browse(
    question: Question, answer: Answer, sources: dict[str, SearchSource], page_language: str
) -> None:
    """Everything that the filters leave, from the database: see `browsing.py`."""
    allowed = Q(source__in=list(sources))
    if has_several_networks():
        allowed = Q(pk=None)
        for name, source in sources.items():
            keys = source.public(page_language).values("pk")
            allowed |= Q(source=name, object_id__in=keys)
    documents = everything(page_language, source_locale().language_code, allowed)
    wanted = _wanted(question)
    answer.facets = facets_of(documents, wanted)
    for name, value in wanted.items():
        documents = documents.filter(condition(name, value))

    def hit(document: Document, place: int) -> Hit:
        return _hit(Scored(0, 1.0), document, sources[document.source], 1.0, place)

    answer.hits = Listed(in_order(documents, list(sources)), hit)


def _scored(
    question: Question, reading: Reading, asking: Asking, corpus: Corpus, index: Index
) -> list[Scored]:
    if not words(question.words):
        if reading.filters:
            return rank(asking, reading, corpus, index.places, now=time.time())
        sources = list(search_sources())
        order = {name: place for place, name in enumerate(sources)}
        numbers = sorted(
            range(len(corpus.documents)),
            key=lambda number: _by_name(corpus.documents[number], order),
        )
        return [Scored(number, 1.0) for number in numbers]
    only_filters = asks_only_filters(reading, asking)
    likeness = None
    if not only_filters:
        likeness = likeness_of(subject(question.words, reading), corpus, asking.concepts)
    scored = rank(asking, reading, corpus, index.places, now=time.time(), likeness=likeness)
    least = scored[0].score * ANSWERS_FROM if scored else 0.0
    return [one for one in scored if one.score > least]


def _by_name(document: Document, order: dict[str, int]) -> tuple[int, bool, str, int]:
    place = order.get(document.source, len(order))
    return (place, document.stands_last, document.title.casefold(), document.key)


def _hit(one: Scored, document: Document, source: SearchSource, top: float, place: int) -> Hit:
    is_best = one.score >= top * BEST_FROM and place < MOST_BEST
    group = BEST if is_best else MAYBE
    return Hit(source, document, group, one)


def _informal_near_the_top(hits: list[Hit]) -> list[Hit]:
    """People look at the first few only, and informal partners write fewer words about themselves."""
    first, rest = hits[:NEAR_THE_TOP], hits[NEAR_THE_TOP:]
    if not rest or any(hit.document.kind == "informal" for hit in first):
        return hits
    for hit in rest:
        if hit.document.kind == "informal":
            if hit.score < first[0].score * INFORMAL_FROM:
                break
            moved = replace(hit, group=first[-1].group)
            return [*first[:-1], moved, first[-1], *(one for one in rest if one is not hit)]
    return hits


def _suggestion(asked: str, asking: Asking) -> str:
    """The question as it was typed, with the words in it that were mended."""
    if not asking.mended:
        return ""
    return TYPED_WORD.sub(lambda found: _mended(found.group(), asking), asked[:MOST_LETTERS])


def _mended(typed: str, asking: Asking) -> str:
    return asking.mended.get("".join(words(typed)), typed)


def _of_this_network(sources: dict[str, SearchSource], page_language: str) -> dict[str, set[int]]:
    """Where one installation serves several networks, the pages of this one by source; else {}."""
    if not has_several_networks():
        return {}
    return {
        name: set(source.public(page_language).values_list("pk", flat=True))
        for name, source in sources.items()
    }


def _half_hour_now() -> int:
    now = timezone.localtime()
    return now.weekday() * 48 + now.hour * 2 + now.minute // 30


def _most_first(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def show(
    answer: Answer, hits: Sequence[Hit], request: HttpRequest | None, page_language: str
) -> list[Shown]:
    """What is shown of some hits, in their order: one page's worth at a time.

    Each page is asked again whether everybody may see it, so what was hidden since the index was written
    is never shown.
    """
    by_source: dict[str, list[int]] = {}
    for hit in hits:
        by_source.setdefault(hit.source.name, []).append(hit.pk)
    results: dict[tuple[str, int], SearchResult] = {}
    for name, keys in by_source.items():
        source = search_sources()[name]
        open_keys = source.public(page_language).filter(pk__in=keys).values_list("pk", flat=True)
        still = set(open_keys)
        for one in source.results([key for key in keys if key in still], request):
            results[name, one.id] = one
    names = index_now().names
    return [
        Shown(
            hit,
            result,
            _highlights(hit, result),
            _concepts(hit, answer.asking, names),
            tuple(
                one for one in answer.reading.filters if _fits(one, hit.document, answer.reading)
            ),
        )
        for hit in hits
        if (result := results.get((hit.source.name, hit.pk)))
    ]


def _highlights(hit: Hit, result: SearchResult) -> tuple[str, ...]:
    language = hit.document.language
    found = (
        word
        for word in f"{result.title} {result.summary}".split()
        if any(stem(one, language) in hit.terms for one in words(word))
    )
    return tuple(dict.fromkeys(word.strip(".,;:!?()\"'“”‘’") for word in found))


def _concepts(hit: Hit, asking: Asking, names: dict[str, str]) -> tuple[str, ...]:
    meant = [term for term in hit.terms if term.startswith(CONCEPT) and term[1:] in names]
    worth = {term: asking.meanings.get(term, 0.0) for term in meant}
    plain = max(worth.values(), default=0.0) * PLAINLY_FROM
    meant.sort(key=lambda term: (-worth[term], term))
    return tuple(names[term[1:]] for term in meant if worth[term] >= plain)


def _fits(one: Recognised, document: Document, reading: Reading) -> bool:
    if one.kind == "area":
        return not document.around.isdisjoint(one.value.split())
    if one.kind == "postcode":
        return document.postcode[:4] == reading.postcode[:4]
    if one.kind == "language":
        return one.value in document.languages
    if one.kind == "kind":
        return document.kind == one.value
    if one.kind == "when":
        return bool(reading.opening & document.opening)
    return one.kind in document.traits
