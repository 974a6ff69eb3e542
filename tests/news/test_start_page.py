"""The start page of the CMS: what waits for communications, and for nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.events.forms import add_path
from tests.factories import (
    make_event,
    make_many_events,
    make_many_news,
    make_news,
    make_report,
)
from wijkzorg_events.models import EventPage, EventReportPage
from wijkzorg_news.models import NewsPage

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today")]

AGENDA, NEWS = "agenda_work-heading", "news_work-heading"


@pytest.fixture
def start_page(cast, agenda, news_list, as_user):
    """What somebody in a role reads there."""

    def read(role="communications"):
        answer = as_user(getattr(cast, role)).get("/cms/")
        assert answer.status_code == 200
        return answer.content.decode()

    return read


def edit_path(page):
    return f"/cms/pages/{page.pk}/edit/"


def test_officer_finds_what_comes_and_the_buttons_for_something_new(start_page, agenda, news_list):
    coming = make_event(agenda, "Volgende tafel", "2027-06-03 12:00")
    item = make_news(news_list, "Er is soep")
    html = start_page()
    for words in ("Volgende tafel", "donderdag 3 juni 2027", edit_path(coming), coming.url):
        assert words in html
    for words in ("Er is soep", edit_path(item), item.url):
        assert words in html
    assert add_path(EventPage, agenda) in html
    assert add_path(NewsPage, news_list) in html


def test_officer_finds_the_wijktafel_that_has_no_report_yet(start_page, agenda):
    event = make_event(agenda, "Vorige tafel", "2027-04-09 12:00")
    assert add_path(EventReportPage, event) in start_page()
    report = make_report(event, live=False)
    html = start_page()
    assert add_path(EventReportPage, event) not in html
    assert edit_path(report) in html
    report.save_revision().publish()
    assert edit_path(report) not in start_page()


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "cancelled", "status_reason": "Ziek."},
        {"kind": "training"},
        {"live": False},
        {"start": "2026-04-09 12:00"},
        {"start": "2027-06-09 12:00"},
    ],
)
def test_no_report_is_asked_of_what_did_not_go_ahead_or_is_no_wijktafel(start_page, agenda, fields):
    event = make_event(agenda, "Andere", **{"start": "2027-04-09 12:00", **fields})
    assert add_path(EventReportPage, event) not in start_page()


def test_drafts_stand_there_with_their_newest_title_and_not_among_what_comes(
    start_page, agenda, news_list
):
    draft = make_event(agenda, "Eerste titel", live=False)
    draft.title = "Nieuwe titel"
    draft.save_revision()
    item = make_news(news_list, "Half bericht", live=False)
    html = start_page()
    assert html.count('<p class="wijkzorg-work__title">Nieuwe titel</p>') == 1
    assert edit_path(item) in html
    assert draft.url not in html


def test_a_proposal_of_a_partner_is_for_the_moderators_page(start_page, cast):
    make_event(cast.partner_a, "Soep bij ons", live=False)
    assert "Soep bij ons" not in start_page()


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("communications", {AGENDA, NEWS}),
        ("administrator", {AGENDA, NEWS}),
        ("moderator", {AGENDA}),
        ("coordinator", set()),
        ("editor_a", set()),
    ],
)
def test_everybody_finds_the_work_that_they_may_do(start_page, agenda, news_list, role, shown):
    make_event(agenda, "Geheime tafel", live=False)
    make_news(news_list, "Geheim bericht", live=False)
    html = start_page(role)
    assert {name for name in (AGENDA, NEWS) if f'id="{name}"' in html} == shown
    assert ("Geheime tafel" in html) is (AGENDA in shown)
    assert ("Geheim bericht" in html) is (NEWS in shown)


def test_start_page_asks_no_more_of_the_database_when_there_is_more(
    start_page, network, agenda, news_list
):
    counts = []
    for size in (6, 30):
        have = agenda.get_children_count()
        make_many_events(network, agenda, size - have)
        make_many_news(network, news_list, size - news_list.get_children_count())
        start_page()
        with CaptureQueriesContext(connection) as asked:
            start_page()
        counts.append(len(asked))
    assert counts[0] == counts[1]
