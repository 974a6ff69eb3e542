"""The news: items and reports in one list, its feeds, and who may write it."""

import re
from datetime import date, timedelta

import feedparser
import pytest
from wagtail.models import Page, PageViewRestriction

from tests.events.forms import add, add_path, change, newest_below, sent_by
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
from wijkzorg_news.models import NewsPage

URL = "/westkant/nieuws/"
FEED = f"{URL}feed/"
ABSENT = {302, 403, 404}


def ask(client, query=""):
    answer = client.get(f"{URL}?{query}")
    assert answer.status_code == 200
    return answer


def names(answer):
    return [item.title for item in answer.context["results"]]


def feed(client, query=""):
    answer = client.get(f"{FEED}?{query}")
    assert answer.status_code == 200
    read = feedparser.parse(answer.content)
    assert not read.bozo, read.get("bozo_exception")
    return read


def titles(read):
    return [entry.title for entry in read.entries]


@pytest.fixture
def stories(network, agenda, news_list):
    """Three items and two reports, taking turns."""
    loneliness, money = network.themes
    event = make_event(agenda, "Tafel in mei", "2026-05-21 12:00")
    other = make_event(agenda, "Tafel in maart", "2025-03-21 12:00")
    for title, day, area, theme in [
        ("De site is er", date(2026, 4, 9), network.town, money),
        ("Drie steden", date(2026, 6, 1), network.wijk, loneliness),
        ("Oud nieuws", date(2025, 1, 31), network.other_wijk, loneliness),
    ]:
        make_news(news_list, title, date=day, areas=[area], themes=[theme])
    make_report(event, "Verslag mei", date=date(2026, 5, 22), areas=[network.wijk], themes=[money])
    make_report(other, "Verslag maart", date=date(2025, 3, 22), areas=[network.gebied], themes=[loneliness])  # fmt: skip


FILTERS = [
    ("", ["Drie steden", "Verslag mei", "De site is er", "Verslag maart", "Oud nieuws"]),
    ("theme=geld", ["Verslag mei", "De site is er"]),
    ("area=W1", ["Drie steden", "Verslag mei"]),
    ("area=GW1", ["Drie steden", "Verslag mei", "Verslag maart", "Oud nieuws"]),
    ("year=2025", ["Verslag maart", "Oud nieuws"]),
    ("theme=eenzaamheid&area=W&year=2025", ["Verslag maart", "Oud nieuws"]),
    ("theme=geld&year=2025", []),
]


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


# The feed


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


# Who may write it

ACTIONS = ["save", "action-publish", "action-submit"]
WRITERS = ["communications", "administrator"]
OTHERS = ["moderator", "coordinator", "editor_a", "member", None]


def browser_of(role, cast, as_user):
    return as_user(getattr(cast, role) if role else None)


FIELDS = {"title": "Bericht", "slug": "bericht", "summary": "Een zin.", "date": "2026-05-01"}


@pytest.mark.parametrize("role", WRITERS)
def test_communications_write_and_publish_news(role, cast, as_user, client, news_list):
    browser = browser_of(role, cast, as_user)
    answer = add(browser, NewsPage, news_list, **FIELDS, **{"action-publish": "1"})
    assert answer.status_code == 302
    item = NewsPage.objects.get()
    assert item.live
    change(browser, item, title="Nieuw bericht", **{"action-publish": "1"})
    assert names(ask(client)) == ["Nieuw bericht"]
    assert client.get(item.url).status_code == 200


@pytest.fixture
def written_form(cast, as_user, news_list):
    """What the form of a new item sends, as communications see it."""
    opened = as_user(cast.communications).get(add_path(NewsPage, news_list))
    return {**sent_by(opened), **FIELDS}


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_adds_news(role, cast, as_user, news_list, written_form):
    browser = browser_of(role, cast, as_user)
    path = add_path(NewsPage, news_list)
    assert browser.get(path).status_code in ABSENT
    for action in ACTIONS:
        assert browser.post(path, {**written_form, action: "1"}).status_code in ABSENT
    assert not NewsPage.objects.exists()


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_edits_news(role, cast, as_user, news_list, written_form):
    browser = browser_of(role, cast, as_user)
    item = make_news(news_list, "Echt")
    revisions = item.revisions.count()
    path = f"/cms/pages/{item.pk}/edit/"
    for action in ACTIONS:
        browser.post(path, {**written_form, action: "1"})
    item = NewsPage.objects.get()
    assert item.title == "Echt"
    assert item.revisions.count() == revisions


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_publishes_or_takes_away_news_by_any_other_road(role, cast, as_user, news_list):
    browser = browser_of(role, cast, as_user)
    draft = make_news(news_list, "Concept", live=False)
    live = make_news(news_list, "Live")
    before = sorted(Page.objects.values_list("pk", "live", "path", "locked"))
    cms = "/cms/pages"
    for path, data in [
        (f"/cms/bulk/wagtailcore/page/publish/?id={draft.pk}&next=/cms/pages/", {}),
        (f"/cms/bulk/wagtailcore/page/unpublish/?id={live.pk}&next=/cms/pages/", {}),
        (f"/cms/bulk/wagtailcore/page/delete/?id={live.pk}&next=/cms/pages/", {"confirm": "1"}),
        (f"/cms/bulk/wagtailcore/page/move/?id={live.pk}&next=/cms/pages/", {"chooser": news_list.pk}),
        (f"/cms/bulk/wagtailcore/page/publish/?id={news_list.pk}&next=/cms/pages/", {"include_descendants": "on"}),
        (f"{cms}/{live.pk}/unpublish/", {}),
        (f"{cms}/{live.pk}/delete/", {}),
        (f"{cms}/{live.pk}/lock/", {}),
        (f"{cms}/{live.pk}/copy/", {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": news_list.pk, "publish_copies": "on"}),
        (f"{cms}/{news_list.pk}/unpublish/", {"include_descendants": "on"}),
        (f"{cms}/{news_list.pk}/delete/", {}),
        (f"{cms}/workflow/start/{draft.pk}/", {}),
    ]:  # fmt: skip
        browser.post(path, data)
    assert sorted(Page.objects.values_list("pk", "live", "path", "locked")) == before


@pytest.mark.parametrize("change_of", ["publish", "unpublish"])
def test_communications_do_the_same_by_the_same_roads(change_of, cast, as_user, news_list):
    """The control of the test above."""
    browser = as_user(cast.communications)
    item = make_news(news_list, live=change_of == "unpublish")
    browser.post(f"/cms/bulk/wagtailcore/page/{change_of}/?id={item.pk}&next=/cms/pages/", {})
    item.refresh_from_db()
    assert item.live is (change_of == "publish")


def test_item_that_is_written_has_today_as_its_date(cast, as_user, news_list):
    opened = as_user(cast.communications).get(add_path(NewsPage, news_list))
    assert abs(opened.context["form"]["date"].value() - date.today()) <= timedelta(days=1)


def test_newest_item_is_found_below_the_list(cast, as_user, news_list):
    add(as_user(cast.communications), NewsPage, news_list, **FIELDS)
    item = newest_below(news_list)
    assert item.slug == "bericht"
    assert not item.live


def test_public_reads_news(client, news_list):
    item = make_news(news_list, "Bericht")
    assert client.get(item.url).status_code == 200
    draft = make_news(news_list, "Concept", live=False)
    assert client.get(draft.get_url()).status_code == 404
