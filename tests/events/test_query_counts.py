"""No page with events or news asks the database more when there are more: the same at 20 and at 400."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    dutch_time,
    make_event,
    make_many_events,
    make_many_news,
    make_partner,
    make_report,
)
from wijkzorg_events.models import EventHost, EventPage
from wijkzorg_news.models import NewsEvent, NewsPartner

pytestmark = pytest.mark.slow


SIZES = (20, 400)
#: What is not paged, each row of a page shows.
FEW = (3, 20)
PAGES = {
    "agenda": "/westkant/agenda/",
    "agenda with filters": "/westkant/agenda/?theme=geld&area=W&kind=training",
    "agenda by month": "/westkant/agenda/?view=month&month=2027-06",
    "event": "/westkant/agenda/tafel-2/",
    "calendar file": "/westkant/agenda/tafel-2/ics/",
    "news": "/westkant/nieuws/",
    "news with filters": "/westkant/nieuws/?theme=geld&area=W&year=2026",
    "feed": "/westkant/nieuws/feed/",
    "news item": "/westkant/nieuws/nieuws-2/",
    "partner": "/westkant/partners/buurtkamer-de-kade/",
    "district": "/westkant/",
    "area": "/westkant/buurten/plasbuurt/",
    "theme": "/westkant/themas/geld/",
    "home": "/",
    "search": "/zoeken/?q=gesprek",
    "search API": "/api/v1/search?type=event",
}
API = {
    "events": "/api/wagtail/v2/pages/?type=wijkzorg_events.EventPage&fields=*",
    "news": "/api/wagtail/v2/pages/?type=wijkzorg_news.NewsPage&fields=*",
}


def queries(client, url):
    # The first request makes renditions and fills caches, as it does on a site.
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def grow(network, agenda, news_list, partner, size):
    """Every event is at the partner and held by it, and every item tells about it."""
    events = make_many_events(network, agenda, size - agenda.get_children_count())
    EventPage.objects.update(venue=partner, start_at=dutch_time("2027-06-10 12:00"), end_at=dutch_time("2027-06-10 14:00"))  # fmt: skip
    EventHost.objects.bulk_create(EventHost(event=event, partner=partner) for event in events)
    items = make_many_news(network, news_list, size - news_list.get_children_count())
    NewsPartner.objects.bulk_create(NewsPartner(item=item, partner=partner) for item in items)
    NewsEvent.objects.bulk_create(NewsEvent(item=item, event=events[0]) for item in items)


def test_no_page_asks_more_of_the_database_when_there_is_more(
    client, network, agenda, news_list, today
):
    counts = count(client, network, agenda, news_list, PAGES, SIZES)
    print("\n".join(f"{name:22} {numbers[0]}" for name, numbers in counts.items()))
    assert {name: numbers for name, numbers in counts.items() if len(set(numbers)) > 1} == {}


def test_wagtail_api_asks_no_more_for_more(client, network, agenda, news_list, today):
    counts = count(client, network, agenda, news_list, API, FEW)
    assert {name: numbers for name, numbers in counts.items() if len(set(numbers)) > 1} == {}


def count(client, network, agenda, news_list, pages, sizes):
    """{page: how many queries at each size}."""
    partner = make_partner(network.directory, areas=[network.wijk])
    past = make_event(partner, "Eerste tafel", "2027-04-09 12:00")
    make_report(past, areas=[network.wijk], themes=network.themes)
    counts = {name: [] for name in pages}
    for size in sizes:
        grow(network, agenda, news_list, partner, size)
        for name, url in pages.items():
            counts[name].append(queries(client, url))
    return counts
