"""Why the search answers as it does, told to editors: what it understood, and what each result is worth."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkzorg_home.contracts import SearchResult

from .asking import Asking
from .finding import Answer, Hit, Question, find, show
from .knowing import Index, index_now
from .models import SearchDocument
from .weighing import CONCEPT, THEME

#: Results that are told about.
MOST = 10


#: What can be recognised > how editors call it.
KINDS = {
    "area": gettext_lazy("place"),
    "postcode": gettext_lazy("postcode"),
    "language": gettext_lazy("language"),
    "kind": gettext_lazy("formal or informal"),
    "when": gettext_lazy("time"),
    "free": gettext_lazy("free of charge"),
    "walk_in": gettext_lazy("without an appointment"),
}


@dataclass(frozen=True)
class Recognised:
    """Words of the question that were understood as a filter, and as what."""

    said: str
    kind: str


@dataclass(frozen=True)
class Fired:
    """A concept that was recognised, and the words by which; without words, the meaning of them all."""

    code: str
    name: str
    words: list[str]


@dataclass(frozen=True)
class Part:
    """What one word or concept adds to a result."""

    label: str
    points: float


@dataclass(frozen=True)
class Weighed:
    """One result with its score, what that is made of, and what it was multiplied by for all the rest."""

    result: SearchResult
    group: str
    score: float
    parts: list[Part]
    factor: float


@dataclass(frozen=True)
class Explanation:
    recognised: list[Recognised]
    fired: list[Fired]
    #: Pairs: as it was written, and as it was understood.
    mended: list[tuple[str, str]]
    results: list[Weighed]
    count: int


def explain(words: str, *, page_language: str, request: HttpRequest | None = None) -> Explanation:
    """Ask as a visitor would, and tell how the answer came about. A fixed number of queries."""
    answer = find(Question(words=words), page_language=page_language)
    index = index_now()
    shown = show(answer, answer.hits[:MOST], request, page_language)
    return Explanation(
        recognised=[
            Recognised(one.said, str(KINDS.get(one.kind, one.kind)))
            for one in answer.reading.filters
        ],
        fired=_fired(answer, index),
        mended=sorted(answer.asking.mended.items()),
        results=[_weighed(one.hit, one.result, answer.asking, index) for one in shown],
        count=len(answer.hits),
    )


def _fired(answer: Answer, index: Index) -> list[Fired]:
    knowledge = index.knowledge
    spoken = answer.asking.spoken(answer.reading.asked)
    words = {
        one.code: [spoken[at] for at in sorted(one.words)]
        for one in knowledge.lexicon.fired_by(spoken, knowledge.known)
    }
    return [
        Fired(code, index.names.get(code, code), words.get(code, []))
        for code in dict.fromkeys([*words, *answer.asking.meant])
    ]


def _weighed(hit: Hit, result: SearchResult, asking: Asking, index: Index) -> Weighed:
    weights, idf = _weights(hit), index.knowledge.idf
    parts = []
    for asked in asking.words:
        best = max(
            (
                sum(weights.get(term, 0.0) * idf(term) for term in each.terms) * each.worth
                for each in asked.alternatives
            ),
            default=0.0,
        )
        parts.append(Part(asked.word, best * asked.weight))
    for term, weight in asking.meanings.items():
        parts.append(Part(_label(term, index), weights.get(term, 0.0) * idf(term) * weight))
    counting = sorted((one for one in parts if one.points > 0), key=lambda one: -one.points)
    total = sum(one.points for one in counting)
    return Weighed(result, hit.group, hit.score, counting, hit.score / total if total else 1.0)


def _weights(hit: Hit) -> Mapping[str, float]:
    """Of a candidate they are not in memory."""
    if hit.document.weights:
        return hit.document.weights
    rows = SearchDocument.objects.filter(source=hit.source.name, object_id=hit.pk)
    found: dict[str, float] = rows.values_list("weights", flat=True).first() or {}
    return found


def _label(term: str, index: Index) -> str:
    name = term[1:]
    if term.startswith(CONCEPT):
        return _("concept: %(name)s") % {"name": index.names.get(name, name)}
    if term.startswith(THEME):
        return _("theme: %(name)s") % {"name": name}
    return term
