"""The public's side: the page with results, and suggestions while typing."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from wijkzorg_home.filters import address
from wijkzorg_home.models.pages import themes_with_addresses

from . import missed, recognised
from .finding import Question, find, show
from .forms import SearchForm, facet_links
from .knowing import index_now
from .results_page import groups, person_to_turn_to, says_nothing
from .signposting import signposts_for
from .suggesting import suggest

#: Results on one page.
PAGE_SIZE = 20
#: Themes that are offered where nothing is found.
SIX_THEMES = 6


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """GET only, so that every view of the results is an address."""
    form = SearchForm(request.GET)
    form.is_valid()
    wanted = {name: form.cleaned_data.get(name) or "" for name in form.fields}
    taken = recognised.without(request.GET)
    question = Question(
        words=wanted["q"],
        type=wanted["type"],
        theme=wanted["theme"],
        area=wanted["area"],
        kind=wanted["kind"],
        language=wanted["language"],
        without=taken,
    )
    language = get_language() or ""
    answer = find(question, page_language=language)
    missed.note(answer, request, language)
    page = Paginator(answer.hits, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = show(answer, list(page.object_list), request, language)
    places = index_now().places
    is_asked = bool(question.words)
    context = {
        "form": form,
        "results": [one.result for one in shown],
        "groups": groups(shown, places, language, asked=is_asked),
        "signposts": signposts_for(wanted["q"], language),
        "page_obj": page,
        "total": page.paginator.count,
        "is_cut": answer.is_cut and page.paginator.count > 0,
        "facets": facet_links(form, answer.facets, request),
        "active_filters": form.active_filters(request, leave_out=("q",)),
        "clear_url": request.path,
        "understood": recognised.understood(answer.reading.filters, places, taken, request),
        "taken_away": recognised.taken_away(taken, request) if is_asked else [],
        "suggestion": answer.suggestion,
        "suggestion_url": address(request, q=answer.suggestion),
        "asked": is_asked,
    }
    if not page.paginator.count:
        context |= {
            "themes": themes_with_addresses()[:SIX_THEMES],
            "navigator": person_to_turn_to(question, answer, request),
            "says_nothing": is_asked and says_nothing(answer),
        }
    return render(request, "wijkzorg_search/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """What is suggested for what was typed so far: [{"label", "url"}]."""
    found = suggest(request.GET.get("q", ""), request, get_language() or "")
    return JsonResponse([{"label": one.text, "url": one.url} for one in found], safe=False)
