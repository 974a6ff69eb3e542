"""By what pages with areas and themes can be filtered, and how they are shown, for search sources."""

from collections.abc import Callable, Iterable, Sequence
from html import unescape
from typing import Any

from django.http import HttpRequest
from django.utils.html import strip_tags

from .contracts import FacetRow, SearchResult, SearchText
from .models import Area, GatheredPage, Theme


def facet_rows(model: type[GatheredPage], keys: Iterable[int]) -> dict[int, FacetRow]:
    """For primary keys of one page type, in at most five queries for any number of them.

    A type has `kind` and `languages` only if it has fields of those names.
    """
    keys = set(keys)
    names = {field.name for field in model._meta.get_fields()}
    kinds = dict(model.objects.values_list("pk", "kind")) if "kind" in names else {}
    areas = _pairs(model, "areas", "area_id", keys)
    themes = _pairs(model, "themes", "theme__slug", keys)
    languages = _pairs(model, "languages", "language__code", keys) if "languages" in names else {}
    above = _codes_with_all_above()
    return {
        key: FacetRow(
            kind=kinds.get(key, ""),
            areas=frozenset().union(
                *(above.get(int(area), frozenset()) for area in areas.get(key, ()))
            ),
            themes=frozenset(str(slug) for slug in themes.get(key, ())),
            languages=frozenset(str(code) for code in languages.get(key, ())),
        )
        for key in keys
    }


def _pairs(
    model: type[GatheredPage], relation: str, value: str, keys: set[int]
) -> dict[int, set[Any]]:
    field: Any = model._meta.get_field(relation)
    found: dict[int, set[Any]] = {}
    rows = getattr(model, relation).through.objects.values_list(field.m2m_column_name(), value)
    for key, one in rows:
        if key in keys:
            found.setdefault(key, set()).add(one)
    return found


def _codes_with_all_above() -> dict[int, frozenset[str]]:
    """For each area: its code and those of all areas that it lies in."""
    areas = list(Area.objects.values_list("pk", "path", "code"))
    by_path = {path: code for _pk, path, code in areas}
    step = Area.steplen
    return {
        pk: frozenset(
            by_path[path[:end]] for end in range(step, len(path) + 1, step) if path[:end] in by_path
        )
        for pk, path, _code in areas
    }


def search_texts(
    pages: Iterable[Any], more: Callable[[Any], dict[str, Any]]
) -> dict[int, SearchText]:
    """What each page says to the search; `more` gives what a type adds, texts and facts."""
    found = {}
    for page in pages:
        added = more(page)
        facts = {name: added.pop(name) for name in SEARCH_FACTS & added.keys()}
        fields = {
            "title": page.title,
            "summary": page.summary,
            "place": " ".join(page.area_names),
            **added,
        }
        found[page.pk] = SearchText(fields=fields, areas=frozenset(page.area_codes), **facts)
    return found


#: What of SearchText is no text.
SEARCH_FACTS = frozenset({"postcode", "traits", "opening", "until"})


def plain(html: str) -> str:
    """The words of rich text."""
    return unescape(strip_tags(html.replace("<", " <")))


def search_results(
    name: str,
    pages: Iterable[Any],
    keys: Sequence[int],
    request: HttpRequest | None,
    more: Callable[[Any], dict[str, Any]],
) -> list[SearchResult]:
    """The pages, fetched with their card facts, in the order of the keys; `more` adds what a type has."""
    by_key = {page.pk: page for page in pages}
    theme_names = {theme.slug: theme.everyday_name for theme in Theme.objects.in_language()}
    return [
        SearchResult(
            type=name,
            id=page.pk,
            title=page.title,
            url=page.get_url(request) or "",
            summary=page.summary,
            area_codes=page.area_codes,
            area_names=page.area_names,
            themes=page.theme_slugs,
            theme_names=[theme_names[slug] for slug in page.theme_slugs if slug in theme_names],
            **{"source_id": "", **more(page)},
        )
        for key in keys
        if (page := by_key.get(key))
    ]
