"""The news: items and reports in one list, and one item."""

import re
from datetime import date

import feedparser
import pytest
from wagtail.models import PageViewRestriction

from tests.factories import (
    make_area,
    make_event,
    make_image,
    make_many_news,
    make_news,
    make_partner,
    make_report,
    make_translation,
)
from tests.news.reading import FEED, FILTERS, URL, ask, names, titles
from wijkzorg_news.models import NewsPage

pytestmark = pytest.mark.slow


@pytest.mark.both_databases
def test_items_and_reports_stand_together_newest_first_as_far_as_they_fit(client, stories):
    for query, expected in FILTERS:
        answer = ask(client, query)
        assert names(answer) == expected, query
        assert answer.context["total"] == len(expected)


def test_reports_are_told_from_items(client, stories):
    kinds = {item.title: item.is_report for item in ask(client).context["results"]}
    assert kinds["Verslag mei"] is True
    assert kinds["Drie steden"] is False


def test_years_to_choose_from_are_those_with_news(client, stories):
    years = [value for value, _label in ask(client).context["form"].fields["year"].choices]
    assert years == ["", "2026", "2025"]


@pytest.mark.parametrize("name", ["theme", "area", "year"])
def test_unknown_value_is_told_at_its_field_and_filters_nothing(client, stories, name):
    answer = ask(client, f"{name}=1899")
    assert list(answer.context["form"].errors) == [name]
    assert answer.context["total"] == 5
    html = answer.content.decode()
    assert f'href="#id_{name}' in html
    assert f'id="id_{name}' in html


def test_area_outside_the_district_is_an_unknown_value(client, network, stories):
    make_area("Elders", level="district", code="E", parent=network.town)
    assert list(ask(client, "area=E").context["form"].errors) == ["area"]


def test_each_filter_that_is_on_can_be_removed(client, stories):
    answer = ask(client, "theme=eenzaamheid&area=W&year=2025&page=1")
    removals = [one["remove_url"] for one in answer.context["active_filters"]]
    assert len(removals) == 3
    for url in removals:
        assert len(client.get(url).context["active_filters"]) == 2
        assert "page=" not in url


@pytest.mark.both_databases
def test_pages_hold_twenty_and_together_everything_once(client, network, agenda, news_list):
    make_many_news(network, news_list, 44)
    make_report(make_event(agenda), "Verslag", date=date(2026, 1, 20))
    pages = [names(ask(client, f"page={number}")) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({name for page in pages for name in page}) == 45


@pytest.mark.both_databases
def test_items_of_one_day_have_one_order(client, network, news_list):
    for number in range(25):
        make_news(news_list, f"Nieuws {number}", date=date(2026, 5, 1))
    pages = [names(ask(client, f"page={number}")) for number in (1, 2)]
    assert len({name for page in pages for name in page}) == 25


def test_link_to_the_next_page_keeps_the_filters(client, network, news_list):
    make_many_news(network, news_list, 45)
    html = ask(client, "theme=geld").content.decode()
    link = re.search(r'rel="next"\s+href="([^"]+)"', html).group(1).replace("&amp;", "&")
    following = client.get(URL + link)
    assert following.context["page_obj"].number == 2
    assert [one["label"] for one in following.context["active_filters"]] == ["Ik zoek geld"]


def hide(page, how):
    if how == "private":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    if how == "unpublished":
        page.unpublish()


@pytest.mark.parametrize("how", ["draft", "private", "unpublished"])
def test_what_nobody_may_see_is_in_no_list_and_no_feed(client, network, agenda, news_list, how):
    fields = {"areas": [network.wijk], "themes": network.themes, "live": how != "draft"}
    hide(make_news(news_list, "Geheim bericht", **fields), how)
    hide(make_report(make_event(agenda), "Geheim verslag", **fields), how)
    make_news(news_list, "Open bericht", areas=[network.wijk], themes=network.themes)
    for query in ("", "theme=geld", "area=W1"):
        for url in (f"{URL}?{query}", f"{FEED}?{query}"):
            text = client.get(url).content.decode()
            assert "Geheim" not in text, url
            assert "Open bericht" in text, url
    for url in ("/", "/westkant/", "/westkant/themas/geld/", "/zoeken/?q=bericht"):
        assert "Geheim" not in client.get(url).content.decode(), url


def test_year_of_a_draft_is_not_offered(client, news_list):
    make_news(news_list, date=date(1999, 1, 1), live=False)
    assert "1999" not in dict(ask(client).context["form"].fields["year"].choices)


def test_each_item_stands_once_in_a_language_with_some_translations(client, news_list):
    translated = make_news(news_list, "Wij zijn er", date=date(2026, 5, 2))
    make_news(news_list, "Alleen Nederlands", date=date(2026, 5, 1))
    make_translation(translated, title="We are here")
    assert names(ask(client)) == ["Wij zijn er", "Alleen Nederlands"]
    answer = client.get(f"/en{URL}")
    assert names(answer) == ["We are here", "Alleen Nederlands"]
    assert titles(feedparser.parse(client.get(f"/en{FEED}").content)) == names(answer)


# The item


def test_item_names_the_partners_and_events_it_is_about(client, cast, agenda, news_list):
    event = make_event(agenda, "Wijktafel")
    item = make_news(news_list, partners=[cast.partner_a], events=[event])
    html = client.get(item.url).content.decode()
    assert f'href="{cast.partner_a.url}"' in html
    assert f'href="{event.url}"' in html


@pytest.mark.parametrize("how", ["draft", "private", "unpublished"])
def test_item_names_nobody_who_is_not_public(client, network, agenda, news_list, how):
    partner = make_partner(network.directory, "Geheime kamer", live=how != "draft")
    event = make_event(agenda, "Geheime tafel", live=how != "draft")
    hide(partner, how)
    hide(event, how)
    item = make_news(news_list, partners=[partner], events=[event])
    for url in (
        item.url,
        URL,
        FEED,
        f"/api/wagtail/v2/pages/{item.pk}/",
        "/api/wagtail/v2/pages/?type=wijkzorg_news.NewsPage&fields=*",
        "/zoeken/?q=nieuws",
    ):
        answer = client.get(url)
        assert answer.status_code == 200, url
        text = answer.content.decode()
        assert "Geheime" not in text, url
        assert "geheime-" not in text, url


@pytest.mark.usefixtures("search_follows")
def test_item_shows_on_the_pages_of_what_it_is_about(client, network, cast, agenda, news_list):
    event = make_event(agenda, "Wijktafel")
    item = make_news(
        news_list,
        "Groot nieuws",
        areas=[network.wijk],
        themes=network.themes[:1],
        partners=[cast.partner_a],
        events=[event],
    )
    link = f'href="{item.url}"'
    for url in ("/", "/westkant/", "/westkant/buurten/plasbuurt/", "/westkant/themas/eenzaamheid/", cast.partner_a.url, event.url, "/zoeken/?q=groot"):  # fmt: skip
        assert link in client.get(url).content.decode(), url
    for url in ("/westkant/buurten/molenwijk/", "/westkant/themas/geld/", cast.partner_b.url):
        assert link not in client.get(url).content.decode(), url


def test_facts_of_an_item_follow_in_its_translations(network, cast, news_list):
    item = make_news(news_list, date=date(2026, 5, 1))
    english = make_translation(item, title="News")
    item.date, item.photo = date(2026, 5, 2), make_image()
    item.areas.set([network.wijk])
    item.save_revision().publish()
    english = NewsPage.objects.get(pk=english.pk)
    assert english.title == "News"
    assert english.date == date(2026, 5, 2)
    assert english.photo == item.photo
    assert english.area_codes == ["W1"]
