"""The feed of the news: the list with the same filters, as Atom."""

import re
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from html import unescape

import feedparser
import pytest
import time_machine
from wagtail.models import PageViewRestriction

from tests.factories import (
    make_many_news,
    make_news,
    make_translation,
)
from tests.news.reading import FEED, FILTERS, URL, ask, feed, names, titles
from wijkzorg_news.models import NewsPage

pytestmark = pytest.mark.slow


def test_feed_holds_what_the_list_with_the_same_filters_shows(client, stories):
    for query, expected in FILTERS:
        assert titles(feed(client, query)) == expected, query


def test_feed_says_what_a_reader_of_feeds_needs(client, stories):
    answer = client.get(FEED)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    read = feedparser.parse(answer.content)
    assert read.version == "atom10"
    assert read.feed.title
    assert read.feed.id
    assert read.feed.updated_parsed
    assert read.feed.author == "Wijkzorg Westkant"
    links = {link.rel: link.href for link in read.feed.links}
    assert links["self"].endswith(FEED)
    assert links["alternate"].endswith(URL)
    for entry in read.entries:
        assert entry.updated_parsed
        assert entry.published_parsed
        assert entry.summary
        assert client.get(entry.link.replace("http://localhost", "")).status_code == 200


def test_entries_have_their_own_day_and_themes(client, stories):
    entry = feed(client).entries[0]
    assert entry.published_parsed[:3] == (2026, 6, 1)
    assert [tag.term for tag in entry.tags] == ["eenzaamheid"]


def test_entries_have_an_id_of_their_own_that_stays(client, stories):
    before = {entry.title: entry.id for entry in feed(client).entries}
    assert len(set(before.values())) == 5
    item = NewsPage.objects.get(title="Drie steden")
    item.title, item.slug, item.date = "Vier steden", "vier-steden", date(2026, 6, 2)
    item.save_revision().publish()
    after = {entry.title: entry.id for entry in feed(client).entries}
    assert after["Vier steden"] == before["Drie steden"]
    assert after["Verslag mei"] == before["Verslag mei"]


def test_translation_is_an_entry_of_its_own(client, news_list):
    make_translation(make_news(news_list), title="News")
    [dutch] = feed(client).entries
    [english] = feedparser.parse(client.get(f"/en{FEED}").content).entries
    assert dutch.id != english.id


def test_feed_of_each_choice_has_its_own_id_and_name(client, stories):
    feeds = [feed(client, query).feed for query in ("", "theme=geld", "area=W1", "year=2025")]
    assert len({one.id for one in feeds}) == 4
    assert len({one.title for one in feeds}) == 4
    assert "Ik zoek geld" in feeds[1].title


def test_feed_holds_the_newest_twenty(client, network, news_list):
    make_many_news(network, news_list, 25)
    read = feed(client)
    assert titles(read) == names(ask(client))
    assert len(read.entries) == 20


def test_feed_that_did_not_change_is_not_sent_again(client, stories):
    first = client.get(FEED)
    again = client.get(FEED, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert first["Last-Modified"]


def later_than(answer):
    """Nothing is dated more finely than a second in HTTP; what happens now happens after the answer."""
    return parsedate_to_datetime(answer["Last-Modified"]) + timedelta(seconds=5)


def test_feed_is_not_sent_again_to_a_reader_that_knows_only_dates(client, stories):
    first = client.get(FEED)
    again = client.get(FEED, headers={"If-Modified-Since": first["Last-Modified"]})
    assert again.status_code == 304
    assert again["Last-Modified"] == first["Last-Modified"]


@pytest.mark.parametrize("change", ["published", "offline", "deleted", "private"])
def test_reader_that_knows_only_dates_is_sent_every_change(change, client, stories):
    first = client.get(FEED)
    item = NewsPage.objects.get(title="Oud nieuws")
    with time_machine.travel(later_than(first), tick=False):
        if change == "published":
            item.summary = "Nog ouder."
            item.save_revision().publish()
        if change == "offline":
            item.unpublish()
        if change == "deleted":
            item.delete()
        if change == "private":
            restriction = PageViewRestriction(page=item, restriction_type="login")
            restriction.save(user=None)
    again = client.get(FEED, headers={"If-Modified-Since": first["Last-Modified"]})
    assert again.status_code == 200


def test_feed_that_did_change_is_sent(client, news_list, stories):
    first = client.get(FEED)
    item = NewsPage.objects.get(title="Drie steden")
    item.summary = "Nu met een vierde."
    item.save_revision().publish()
    again = client.get(FEED, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert "Nu met een vierde." in again.content.decode()


def test_feed_from_which_an_item_went_is_sent(client, stories):
    """Its newest date did not change, or went back: only the ETag tells."""
    first = client.get(FEED)
    NewsPage.objects.get(title="Oud nieuws").unpublish()
    again = client.get(
        FEED,
        headers={"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]},
    )
    assert again.status_code == 200


@pytest.mark.parametrize("query", ["", "theme=geld", "theme=geld&area=W1&year=2026"])
def test_page_tells_where_its_feed_is_with_the_same_filters(client, stories, query):
    answer = ask(client, f"{query}&page=1")
    [link] = re.findall(r'<link\s+rel="alternate"\s+type="application/atom\+xml"\s+href="([^"]+)"', answer.content.decode())  # fmt: skip
    found = feedparser.parse(client.get(link.replace("&amp;", "&")).content)
    assert titles(found) == names(answer)
    assert "page=" not in link


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/", ""),
        ("/westkant/", "area=W"),
        ("/westkant/themas/geld/", "theme=geld&area=W"),
        ("/westkant/buurten/plasbuurt/", "area=W1"),
    ],
)
def test_page_that_gathers_news_tells_where_the_same_is_a_feed(client, stories, path, query):
    html = client.get(path).content.decode()
    (link,) = re.findall(r'type="application/atom\+xml"\s+href="([^"]+)"', html)
    shown = {title for title in dict(FILTERS)[""] if title in html}
    link = unescape(link)
    assert link == (f"{FEED}?{query}" if query else FEED)
    assert shown <= set(titles(feedparser.parse(client.get(link).content)))
    assert shown


def test_feed_with_an_unknown_value_is_the_feed_without_it(client, stories):
    assert len(feed(client, "theme=onzin").entries) == 5


def test_empty_feed_is_a_feed(client, news_list):
    read = feed(client)
    assert read.entries == []
    assert read.feed.updated_parsed


def test_text_of_an_item_is_not_markup_in_the_feed(client, news_list):
    make_news(news_list, "</title><b>dik</b> & co", slug="dik", summary="<script>alert(1)</script>")
    [entry] = feed(client).entries
    assert "dik" in entry.title
    assert b"<script>" not in client.get(FEED).content
