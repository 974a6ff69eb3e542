"""What is suggested while somebody types: themes, subjects as people say them, areas, and names of pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from django.http import HttpRequest
from django.utils.http import urlencode
from wagtail.models import Page

from wijkzorg_home.contracts import search_sources
from wijkzorg_home.gathering import area_urls
from wijkzorg_home.models import Area
from wijkzorg_home.models.pages import themes_with_addresses
from wijkzorg_home.navigation import search_url

from .analysis import is_stop_word
from .knowing import Index, index_now
from .prefixes import Prefixes, folded

#: Suggestions at most, and how many letters it takes to get them.
MOST = 8
FROM_LETTERS = 2
#: So many letters also find the later words in what people say about a subject.
WITHIN_FROM_LETTERS = 4
#: Pages of one source that are asked whether everybody may see them: some may be hidden by now,
#: or of another network.
ASKED = 100
CONCEPT, THEME, AREA = "concept", "theme", "area"


@dataclass(frozen=True)
class Suggestion:
    """A name, what it names (a source, "concept", "theme" or "area"), and where it leads."""

    text: str
    type: str
    url: str


def suggest(
    typed: str, request: HttpRequest, page_language: str, limit: int = MOST
) -> list[Suggestion]:
    """Names with a word that begins as what was typed, from each kind in turn.

    A fixed number of queries, whatever the number of pages. Only what everybody may see at this moment.
    """
    typed = typed[:200]
    if len("".join(folded(typed))) < FROM_LETTERS:
        return []
    index = index_now()
    kinds = [
        _themes(typed),
        _concepts(typed, index, page_language, limit),
        _areas(typed, index, request, limit),
        *_pages(typed, index, request, page_language, limit),
    ]
    in_turn = (one for row in zip_longest(*kinds) for one in row if one is not None)
    unique = {(one.text.casefold(), one.type): one for one in in_turn}
    first = list(islice(unique.values(), limit))
    return sorted(first, key=lambda one: not _begins(one.text, typed))


def _begins(name: str, typed: str) -> bool:
    return " ".join(folded(name)).startswith(" ".join(folded(typed)))


def _themes(typed: str) -> list[Suggestion]:
    themes = {theme.slug: theme for theme in themes_with_addresses() if theme.url}
    names = Prefixes(
        (name, slug) for slug, theme in themes.items() for name in (theme.everyday_name, theme.name)
    )
    return [
        Suggestion(themes[slug].everyday_name, THEME, themes[slug].url)
        for _name, slug in names.starting_with(typed)
    ]


def _concepts(typed: str, index: Index, language: str, limit: int) -> list[Suggestion]:
    """Nobody who typed "ik" is shown what others are ashamed of: a subject takes a word that tells one."""
    if all(is_stop_word(word, language) for word in folded(typed)):
        return []
    within = len(typed.strip()) >= WITHIN_FROM_LETTERS
    found = islice(index.subjects(language).starting_with(typed, within=within), limit)
    return [Suggestion(said, CONCEPT, _search_for(q=said)) for said, _code in found]


def _areas(typed: str, index: Index, request: HttpRequest, limit: int) -> list[Suggestion]:
    codes = [code for _name, code in islice(index.area_names().starting_with(typed), limit)]
    if not codes:
        return []
    urls = area_urls(request)
    areas = {area.code: area for area in Area.objects.filter(code__in=codes)}
    return [
        Suggestion(area.name, AREA, urls.get(area.pk) or _search_for(area=code))
        for code in codes
        if (area := areas.get(code))
    ]


def _search_for(**asked: str) -> str:
    return f"{search_url()}?{urlencode(asked)}"


def _pages(
    typed: str, index: Index, request: HttpRequest, language: str, limit: int
) -> Iterable[list[Suggestion]]:
    """Per source, in its order. The titles are those of now, not those of when the index was written."""
    by_source: dict[str, list[int]] = {}
    for source in search_sources().values():
        titles = index.titles(language, source.name)
        keys = [key for _title, key in islice(titles.starting_with(typed), ASKED)]
        if keys:
            still = source.public(language).filter(pk__in=keys).values_list("pk", flat=True)
            open_now = set(still)
            by_source[source.name] = [key for key in keys if key in open_now][:limit]
    wanted = list(chain.from_iterable(by_source.values()))
    pages = Page.objects.in_bulk(wanted) if wanted else {}
    return [list(_of(name, keys, pages, request)) for name, keys in by_source.items()]


def _of(
    name: str, keys: list[int], pages: dict[int, Page], request: HttpRequest
) -> Iterator[Suggestion]:
    for key in keys:
        if (page := pages.get(key)) and (url := page.get_url(request)):
            yield Suggestion(page.title, name, url)
