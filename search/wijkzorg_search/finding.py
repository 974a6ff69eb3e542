"""One question over all registered sources: which match, how they are counted, which are shown."""

from collections import Counter
from dataclasses import dataclass, field

from django.http import HttpRequest

from wijkzorg_home.contracts import FacetRow, SearchResult, SearchSource, search_sources
from wijkzorg_home.searching import safe_words, search_any_word


@dataclass(frozen=True)
class Question:
    """What somebody asks. Empty values ask nothing; `language` is a spoken language."""

    words: str = ""
    type: str = ""
    theme: str = ""
    area: str = ""
    kind: str = ""
    language: str = ""


@dataclass(frozen=True)
class Hit:
    """One match: its source, its key, and the values by which it is counted and filtered."""

    source: SearchSource
    pk: int
    row: FacetRow


@dataclass(frozen=True)
class Answer:
    """All hits in order, and per facet how many hits each value would leave."""

    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


#: Facet > the values that a hit has in it.
FACETS = {
    "type": lambda hit: {hit.source.name},
    "theme": lambda hit: hit.row.themes,
    "area": lambda hit: hit.row.areas,
    "kind": lambda hit: {hit.row.kind} if hit.row.kind else set(),
    "language": lambda hit: hit.row.languages,
}


def find(question: Question, *, page_language: str) -> Answer:
    """Everything public that matches. A fixed number of queries per source.

    Each facet is counted over what the other filters leave, so a count never promises more than a
    click on it gives: a hit that only one filter holds back still counts for the facet of that filter.
    """
    wanted = {name: value for name in FACETS if (value := getattr(question, name))}
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    hits = []
    for hit in _matching(safe_words(question.words), page_language):
        held_back = [name for name, value in wanted.items() if value not in FACETS[name](hit)]
        if not held_back:
            hits.append(hit)
        if len(held_back) < 2:
            for name in held_back or FACETS:
                for value in FACETS[name](hit):
                    counts[name][value] += 1
    return Answer(hits=hits, facets={name: _most_first(count) for name, count in counts.items()})


def _most_first(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _matching(words: str, page_language: str) -> list[Hit]:
    """Without words, one source after the other. With words, the best of each, then the next of each."""
    ranked = []
    for place, source in enumerate(search_sources().values()):
        public = source.public(page_language)
        if words:
            allowed = set(public.values_list("pk", flat=True))
            keys = [pk for pk in search_any_word(source.model, words) if pk in allowed]
        else:
            keys = list(public.order_by("title", "pk").values_list("pk", flat=True))
        rows = source.facet_rows(keys)
        keys.sort(key=lambda pk: rows[pk].stands_last if pk in rows else False)
        for rank, pk in enumerate(keys):
            hit = Hit(source=source, pk=pk, row=rows.get(pk, FacetRow()))
            ranked.append((rank if words else 0, place, rank, hit))
    return [hit for *_order, hit in sorted(ranked, key=lambda one: one[:3])]


def show(hits: list[Hit], request: HttpRequest | None) -> list[SearchResult]:
    """What is shown of some hits, in their order: one page's worth at a time."""
    by_source: dict[str, list[int]] = {}
    for hit in hits:
        by_source.setdefault(hit.source.name, []).append(hit.pk)
    shown: dict[tuple[str, int], SearchResult] = {}
    for name, keys in by_source.items():
        for result in search_sources()[name].results(keys, request):
            shown[name, result.id] = result
    return [shown[key] for hit in hits if (key := (hit.source.name, hit.pk)) in shown]
