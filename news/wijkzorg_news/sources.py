"""What news offers to the rest of the site: to be found, and shown in sections."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from wijkzorg_events.models import EventPage
from wijkzorg_events.sources import public_reports
from wijkzorg_home.contracts import (
    SearchResult,
    SearchSource,
    SearchText,
    Section,
    SectionPlace,
    SectionSource,
)
from wijkzorg_home.facets import facet_rows, search_results, search_texts
from wijkzorg_home.navigation import local_page
from wijkzorg_partners.models import PartnerPage

from .listing import items_of
from .models import NewsIndexPage, NewsPage

#: Stories on the home page: one large, two beside it.
STORIES = 3


def public_news(language: str) -> Any:
    return NewsPage.objects.open_to_the_public().in_language(language)


def results(keys: Sequence[int], request: HttpRequest | None) -> list[SearchResult]:
    found = NewsPage.objects.filter(pk__in=list(keys)).with_card_facts()
    return search_results(
        "news",
        found,
        keys,
        request,
        lambda item: {"note": f"{_('News')}, {date_format(item.date, 'j F Y')}"},
    )


def texts(keys: Sequence[int]) -> dict[int, SearchText]:
    found = NewsPage.objects.filter(pk__in=list(keys)).select_related("locale")
    return search_texts(
        found.prefetch_related("areas"),
        lambda item: {"body": " ".join(item.body.stream_block.get_searchable_content(item.body))},
    )


NEWS_SOURCE = SearchSource(
    name="news",
    label=gettext_lazy("News"),
    model=NewsPage,
    public=public_news,
    facet_rows=partial(facet_rows, NewsPage),
    results=results,
    texts=texts,
    order=40,
)


def stories(place: SectionPlace) -> Section | None:
    """The newest items and reports of the network, large, on the home page."""
    if place.area or place.theme or place.page:
        return None
    index_page = local_page(NewsIndexPage)
    language = get_language() or ""
    return Section(
        heading=_("Stories from the neighbourhood"),
        layout="wijkzorg_news/includes/stories_section.html",
        items=_newest_of(public_news(language), public_reports(language), STORIES),
        more_url=(index_page.get_url(place.request) or "") if index_page else "",
        more_label=_("All stories and news"),
        feed_url=_feed_of(index_page, place, {}),
    )


def newest(place: SectionPlace) -> Section | None:
    """The newest items and reports of an area, a theme, a partner or an event."""
    if not (place.area or place.theme or place.page):
        return None
    index_page = local_page(NewsIndexPage)
    language = get_language() or ""
    items, reports = public_news(language), public_reports(language)
    asked = {}
    if place.theme is not None:
        items, reports = items.about(place.theme.slug), reports.about(place.theme.slug)
        asked["theme"] = place.theme.slug
    if place.area is not None:
        items, reports = items.in_area(place.area), reports.in_area(place.area)
        asked["area"] = place.area.code
    if isinstance(place.page, PartnerPage):
        items, reports = items.of_partner(place.page), reports.of_partner(place.page)
    elif isinstance(place.page, EventPage):
        items, reports = items.of_event(place.page), reports.none()
    elif place.page is not None:
        return None
    url = (index_page.get_url(place.request) or "") if index_page else ""
    return Section(
        heading=_("News and reports"),
        template="wijkzorg_news/includes/news_line.html",
        items=_newest_of(items, reports, place.limit),
        more_url=f"{url}?{urlencode(asked)}" if asked and url else url,
        more_label=_("All stories and news"),
        # The list has no filter by partner or event: their pages have no feed of their own.
        feed_url="" if place.page else _feed_of(index_page, place, asked),
    )


def _feed_of(index_page: NewsIndexPage | None, place: SectionPlace, asked: dict[str, str]) -> str:
    """The feed of the list with the same filters, where there is a list."""
    url = index_page.get_url(place.request) if index_page else None
    if not url:
        return ""
    return f"{url}feed/?{urlencode(asked)}" if asked else f"{url}feed/"


def _newest_of(items: Any, reports: Any, limit: int) -> list[Any]:
    rows = [
        {"key": key, "date": date, "is_report": is_report}
        for query, is_report in ((items, False), (reports, True))
        for key, date in query.order_by("-date", "-pk").values_list("pk", "date")[:limit]
    ]
    rows.sort(key=lambda row: (row["date"], row["key"]), reverse=True)
    return items_of(rows[:limit])


STORIES_AT_HOME = SectionSource(name="stories", order=20, build=stories)
NEWEST = SectionSource(name="news", order=50, build=newest)
