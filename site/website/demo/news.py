"""The news of the demo: the launch and the research of 2019, and made-up items of the last year."""

from typing import Any

from website.demo import pictures
from website.demo.content import Tally, read
from website.demo.events import day
from website.demo.pages import block, publish
from wijkzorg_events.models import EventPage
from wijkzorg_home.models import Area, NetworkPage, Theme
from wijkzorg_news.models import NewsEvent, NewsIndexPage, NewsPage, NewsPartner
from wijkzorg_partners.models import PartnerPage


def add_news(
    tally: Tally,
    index_page: NetworkPage,
    areas: dict[str, Area],
    themes: dict[str, Theme],
    pages: dict[str, NetworkPage],
) -> dict[str, NewsPage]:
    """Add the items that are missing; those that this run added, by their slug."""
    assert isinstance(index_page, NewsIndexPage)
    source = index_page.locale
    partners = {one.slug: one for one in PartnerPage.objects.filter(locale=source)}
    events = {one.slug: one for one in EventPage.objects.filter(locale=source)}
    known = set(index_page.get_children().values_list("slug", flat=True))
    added = {}
    for row in read("news.json"):
        there = row["slug"] in known
        tally.count("news items", added=not there)
        if there:
            continue
        item = _build(row, pages)
        item.areas = [areas[code] for code in row["areas"]]
        item.themes = [themes[slug] for slug in row["themes"]]
        item.partners = [
            NewsPartner(partner=partners[slug], sort_order=at)
            for at, slug in enumerate(row["partners"])
            if slug in partners
        ]
        item.events = [
            NewsEvent(event=events[slug], sort_order=at)
            for at, slug in enumerate(row["events"])
            if slug in events
        ]
        publish(index_page, item)
        added[row["slug"]] = item
    return added


def _build(row: dict[str, Any], pages: dict[str, NetworkPage]) -> NewsPage:
    return NewsPage(
        title=row["title"],
        slug=row["slug"],
        summary=row["summary"],
        date=day(row["date"]),
        photo=pictures.of_the_network(row["picture"]) if row["picture"] else None,
        body=[block(row["slug"], number, one, pages) for number, one in enumerate(row["body"])],
    )
