"""The public's side: the page with results, and suggestions while typing."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from wijkzorg_home.contracts import search_sources
from wijkzorg_home.models.pages import themes_with_addresses
from wijkzorg_home.searching import safe_words

from . import missed
from .finding import Question, find, show
from .forms import SearchForm, facet_links
from .signposting import signposts_for

#: Results on one page.
PAGE_SIZE = 20
#: Suggestions shown below the search field, and how many letters it takes to get them.
SUGGESTIONS = 8
SUGGEST_FROM = 2


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """GET only, so that every view of the results is an address."""
    form = SearchForm(request.GET)
    form.is_valid()
    wanted = {name: form.cleaned_data.get(name) or "" for name in form.fields}
    question = Question(
        words=wanted["q"],
        type=wanted["type"],
        theme=wanted["theme"],
        area=wanted["area"],
        kind=wanted["kind"],
        language=wanted["language"],
    )
    language = get_language() or ""
    answer = find(question, page_language=language)
    missed.note(answer, request, language)
    page = Paginator(answer.hits, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "results": [one.result for one in show(answer, list(page.object_list), request, language)],
        "signposts": signposts_for(wanted["q"], language),
        "page_obj": page,
        "total": page.paginator.count,
        "facets": facet_links(form, answer.facets, request),
        "active_filters": form.active_filters(request, leave_out=("q",)),
        "clear_url": request.path,
        "themes": themes_with_addresses()[:6] if not page.paginator.count else [],
        "asked": bool(question.words),
    }
    return render(request, "wijkzorg_search/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Names of public things that begin with, or hold, what was typed: [{"label", "url"}]."""
    text = safe_words(request.GET.get("q", "")[:200])
    found: list[dict[str, Any]] = []
    if len(text) >= SUGGEST_FROM:
        language = get_language() or ""
        for theme in themes_with_addresses():
            names = f"{theme.name} {theme.everyday_name}".lower()
            if text.lower() in names and theme.url:
                found.append({"label": theme.everyday_name, "url": theme.url})
        for source in search_sources().values():
            pages = source.public(language).filter(title__icontains=text).order_by("title", "pk")
            keys = list(pages.values_list("pk", flat=True)[:SUGGESTIONS])
            found += [{"label": one.title, "url": one.url} for one in source.results(keys, request)]
    begins_first = sorted(
        found, key=lambda one: not str(one["label"]).lower().startswith(text.lower())
    )
    return JsonResponse(begins_first[:SUGGESTIONS], safe=False)
