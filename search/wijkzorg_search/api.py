"""The machine's side: `GET /api/v1/search`."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router, Schema
from ninja.errors import ValidationError
from pydantic import Field

from wijkzorg_home.contracts import search_sources
from wijkzorg_home.models import Area, Language, Theme

from .finding import Question, find, show
from .forms import KINDS

router = Router(tags=["search"])

#: Characters of a question that are read; the rest is cut, since nothing is found by it.
MAX_QUESTION = 10_000


class SearchParameters(Schema):
    """What may be asked; all of it is optional."""

    q: str = Field("", description="Words; any of them may match.")
    type: str = Field("", description="The kind of thing, such as `partner`.")
    theme: str = Field("", description="The slug of a theme.")
    area: str = Field("", description="The code of an area; finds what lies below it too.")
    kind: str = Field("", description="`formal` or `informal`.")
    language: str = Field("", description="A spoken language, as its ISO 639 code.")
    limit: int = Field(20, ge=1, le=100, description="How many results.")
    offset: int = Field(0, ge=0, le=100_000, description="How many results to skip.")


class Result(Schema):
    type: str
    id: int
    source_id: str
    title: str
    url: str
    summary: str
    area: list[str] = Field(description="Codes of the areas.")
    themes: list[str] = Field(description="Slugs of the themes.")


class SearchAnswer(Schema):
    query: str
    count: int
    results: list[Result]
    facets: dict[str, dict[str, int]] = Field(description="Per facet: value > number of results.")


class Problem(Schema):
    type: str
    status: int
    title: str
    detail: str
    errors: list[dict[str, str]] = []


@router.get(
    "/search",
    response={200: SearchAnswer, 400: Problem},
    operation_id="search",
    summary="Search everything public",
)
def search(request: HttpRequest, asked: Annotated[SearchParameters, Query()]) -> Any:
    _refuse_unknown_values(request, asked)
    question = Question(
        words=asked.q[:MAX_QUESTION],
        type=asked.type,
        theme=asked.theme,
        area=asked.area,
        kind=asked.kind,
        language=asked.language,
    )
    answer = find(question, page_language=get_language() or "")
    shown = show(answer.hits[asked.offset : asked.offset + asked.limit], request)
    return {
        "query": asked.q,
        "count": len(answer.hits),
        "results": [
            {
                "type": one.type,
                "id": one.id,
                "source_id": one.source_id,
                "title": one.title,
                "url": one.url,
                "summary": one.summary,
                "area": list(one.area_codes),
                "themes": list(one.themes),
            }
            for one in shown
        ],
        "facets": answer.facets,
    }


def _refuse_unknown_values(request: HttpRequest, asked: SearchParameters) -> None:
    """All faults at once: an unknown parameter, and values that no list holds. Raises ValidationError."""
    known = {
        "type": set(search_sources()),
        "theme": set(Theme.objects.values_list("slug", flat=True)),
        "area": set(Area.objects.order_by().values_list("code", flat=True)),
        "kind": {value for value, _label in KINDS},
        "language": set(Language.objects.values_list("code", flat=True)),
    }
    faults = [
        _fault(name, "There is no parameter of this name.")
        for name in request.GET
        if name not in SearchParameters.model_fields
    ]
    faults += [
        _fault(name, f"There is no {name} with this value.")
        for name, values in known.items()
        if getattr(asked, name) and getattr(asked, name) not in values
    ]
    if faults:
        raise ValidationError(faults)


def _fault(name: str, message: str) -> dict[str, Any]:
    return {"loc": ("query", name), "msg": message}
