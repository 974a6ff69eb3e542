"""Who may write news: communications and the administrator, and nobody else."""

from datetime import date, timedelta

import pytest
from wagtail.models import Page

from tests.events.forms import add, add_path, change, newest_below, sent_by
from tests.factories import make_image, make_news
from tests.news.reading import ask, names
from wijkzorg_news.models import NewsPage

pytestmark = pytest.mark.slow

ABSENT = {302, 403, 404}


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


def test_photo_of_which_nobody_told_what_is_to_be_seen_is_refused_at_its_field(
    cast, as_user, news_list
):
    photo = make_image()
    type(photo).objects.update(description="")
    browser = as_user(cast.communications)
    sent = {**FIELDS, "photo": photo.pk, "action-publish": "1"}
    answer = add(browser, NewsPage, news_list, **sent)
    assert list(answer.context["form"].errors) == ["photo"]
    assert not NewsPage.objects.exists()
    type(photo).objects.update(description="Een lange tafel")
    assert add(browser, NewsPage, news_list, **sent).status_code == 302


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
