"""The machine's side: `GET /api/v1/search` and `GET /api/v1/suggest`."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router, Schema
from pydantic import AfterValidator, Field

from wijkzorg_home.api import Problem, QueryParameters
from wijkzorg_home.contracts import search_sources
from wijkzorg_home.models import Area, Language, Theme

from . import missed
from .finding import Question, find, show
from .forms import KINDS
from .signposting import signposts_for
from .suggesting import MOST, suggest

router = Router(tags=["search"])


def _source_name(value: str) -> str:
    return _known(value, value in search_sources(), "There is no type with this name.")


def _theme_slug(value: str) -> str:
    there = not value or Theme.objects.filter(slug=value).exists()
    return _known(value, there, "There is no theme with this slug.")


def _area_code(value: str) -> str:
    there = not value or Area.objects.filter(code=value).exists()
    return _known(value, there, "There is no area with this code.")


def _language_code(value: str) -> str:
    there = not value or Language.objects.filter(code=value).exists()
    return _known(value, there, "There is no language with this code.")


def _kind(value: str) -> str:
    return _known(value, value in dict(KINDS), "The kind is formal or informal.")


def _known(value: str, there: bool, otherwise: str) -> str:
    if value and not there:
        raise ValueError(otherwise)
    return value


class SearchParameters(QueryParameters):
    """What may be asked; all of it is optional."""

    q: str = Field("", description="Words; any of them may match.")
    type: Annotated[str, AfterValidator(_source_name)] = Field(
        "", description="The kind of thing, such as `partner`."
    )
    theme: Annotated[str, AfterValidator(_theme_slug)] = Field(
        "", description="The slug of a theme."
    )
    area: Annotated[str, AfterValidator(_area_code)] = Field(
        "", description="The code of an area; finds what lies below it too."
    )
    kind: Annotated[str, AfterValidator(_kind)] = Field("", description="`formal` or `informal`.")
    language: Annotated[str, AfterValidator(_language_code)] = Field(
        "", description="A spoken language, as its ISO 639 code."
    )
    limit: int = Field(20, ge=1, le=100, description="How many results.")
    offset: int = Field(0, ge=0, le=100_000, description="How many results to skip.")


class Result(Schema):
    type: str
    id: int
    source_id: str
    title: str
    url: str
    summary: str
    note: str = Field(
        description="For people: what it is and when, and whether it does not go ahead. May be empty."
    )
    area: list[str] = Field(description="Codes of the areas.")
    themes: list[str] = Field(description="Slugs of the themes.")
    group: str = Field(description="`best`, or `maybe` for what only comes near.")
    highlights: list[str] = Field(
        description="Words of title and summary that answer the question."
    )
    matched: list[str] = Field(description="Names of the concepts and filters that it fits.")


class Filter(Schema):
    kind: str = Field(
        description="`area`, `postcode`, `language`, `kind`, `when`, `free` or `walk_in`."
    )
    value: str
    said: str = Field(description="The words of the question that say it.")


class SignpostShown(Schema):
    """Help at once for who asks in danger."""

    code: str
    title: str
    phone: str = Field(description="May be empty.")
    url: str = Field(description="May be empty.")


class SearchAnswer(Schema):
    query: str
    signposts: list[SignpostShown] = Field(
        description="To be shown above the results; the most urgent first, three at most."
    )
    count: int
    count_is_lower_bound: bool = Field(
        description="Whether there may be more than `count` says, and than the facets say: in a large"
        " network only the best hundreds are counted."
    )
    results: list[Result]
    filters: list[Filter] = Field(
        description="What was recognised in the question: it lifts what fits, and leaves out nothing."
    )
    suggestion: str = Field(
        description="The question without typing errors; empty when it has none."
    )
    facets: dict[str, dict[str, int]] = Field(description="Per facet: value > number of results.")


@router.get(
    "/search",
    response={200: SearchAnswer, 400: Problem},
    operation_id="search",
    summary="Search everything public",
)
def search(request: HttpRequest, asked: Annotated[SearchParameters, Query()]) -> Any:
    question = Question(
        words=asked.q,
        type=asked.type,
        theme=asked.theme,
        area=asked.area,
        kind=asked.kind,
        language=asked.language,
    )
    language = get_language() or ""
    answer = find(question, page_language=language)
    missed.note(answer, request, language)
    hits = answer.hits[asked.offset : asked.offset + asked.limit]
    shown = show(answer, hits, request, language)
    return {
        "query": asked.q,
        "signposts": signposts_for(asked.q, get_language() or ""),
        "count": len(answer.hits),
        "count_is_lower_bound": answer.is_cut,
        "results": [
            {
                "type": one.type,
                "id": one.id,
                "source_id": one.source_id,
                "title": one.title,
                "url": request.build_absolute_uri(one.url),
                "summary": one.summary,
                "note": one.note,
                "area": list(one.area_codes),
                "themes": list(one.themes),
                "group": found.hit.group,
                "highlights": list(found.highlights),
                "matched": list(found.matched),
            }
            for found in shown
            for one in (found.result,)
        ],
        "filters": [
            {"kind": one.kind, "value": one.value, "said": one.said}
            for one in answer.reading.filters
        ],
        "suggestion": answer.suggestion,
        "facets": answer.facets,
    }


class SuggestParameters(QueryParameters):
    """What was typed so far."""

    q: str = Field("", description="The beginning of a word, or of several; two letters at least.")
    limit: int = Field(MOST, ge=1, le=20, description="How many suggestions at most.")


class Suggested(Schema):
    text: str
    type: str = Field(
        description="A type of the search, such as `partner`, or `concept`, `theme` or `area`."
    )
    url: str = Field(description="Its page; of a concept, the search for it.")


class SuggestAnswer(Schema):
    query: str
    suggestions: list[Suggested]


@router.get(
    "/suggest",
    response={200: SuggestAnswer, 400: Problem},
    operation_id="suggest",
    summary="Suggest names while somebody types",
)
def suggestions(request: HttpRequest, asked: Annotated[SuggestParameters, Query()]) -> Any:
    found = suggest(asked.q, request, get_language() or "", asked.limit)
    return {
        "query": asked.q,
        "suggestions": [
            {"text": one.text, "type": one.type, "url": request.build_absolute_uri(one.url)}
            for one in found
        ],
    }
