"""The agenda as feeds for calendars: the same filters, read back and held against RFC 5545 and RFC 7986."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import quote, urlsplit

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from tests.factories import (
    dutch_time,
    make_event,
    make_many_events,
    make_partner,
    make_translation,
)
from wijkzorg_events.models import EventHost, EventPage

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today")]

FEED = "/westkant/agenda/agenda.ics"
CANCELLED = {"status": "cancelled", "status_reason": "De zaal lekt."}


@pytest.fixture(scope="module")
def standing_events(standing, standing_lists, standing_cast):
    network, agenda, cast = standing.network, standing.agenda, standing.cast
    plas, molen = network.wijk, network.other_wijk
    alone, money = network.themes
    make_event(agenda, "Tafel", "2027-05-21 12:00", areas=[plas], themes=[alone], kind="wijktafel")
    make_event(agenda, "Cursus", "2027-06-10 09:00", areas=[molen], themes=[money], kind="training")
    make_event(
        agenda, "Winter", "2027-12-01 14:00", areas=[plas], themes=[money], venue=cast.partner_b
    )
    make_event(agenda, "Geweest", "2027-02-12 12:00", areas=[plas], hosts=[cast.partner_b])
    make_event(agenda, "Lang geleden", "2027-02-10 12:00")
    make_event(agenda, "Ging niet door", "2027-04-13 12:00", **CANCELLED)
    make_event(agenda, "Ging ooit niet door", "2027-04-10 12:00", **CANCELLED)
    make_event(agenda, "Gaat niet door", "2027-05-23 12:00", **CANCELLED)
    make_event(cast.partner_a, "Soep", "2027-05-20 18:00", kind="open_table")
    make_event(agenda, "Concept", live=False)
    private = make_event(agenda, "Besloten")
    PageViewRestriction.objects.create(page=private, restriction_type="login")


@pytest.fixture
def events(standing_events, copied):
    """A dozen events on 12 May 2027."""


def feed(client, path=FEED, **headers):
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, path
    return Calendar.from_ical(answer.content)


def names(calendar):
    return [str(entry["summary"]) for entry in calendar.events]


ALL = ["Geweest", "Ging niet door", "Soep", "Tafel", "Gaat niet door", "Cursus", "Winter"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ALL),
        ("area=W", ["Geweest", "Tafel", "Cursus", "Winter"]),
        ("area=W2", ["Cursus"]),
        ("theme=geld", ["Cursus", "Winter"]),
        ("theme=geld&area=W1", ["Winter"]),
        ("kind=open_table", ["Soep"]),
        ("theme=onzin&area=nergens&kind=feest", ALL),
        ("when=past&month=2027-06&view=month&page=9", ALL),
    ],
)
def test_feed_holds_what_fits_the_filters_of_the_agenda(client, events, query, expected):
    assert names(feed(client, f"{FEED}?{query}")) == expected


def test_feed_keeps_ninety_days_and_what_was_cancelled_thirty_days_after_its_day(client, events):
    shown = {str(entry["summary"]): str(entry["status"]) for entry in feed(client).events}
    assert "Geweest" in shown
    assert "Lang geleden" not in shown
    assert shown["Ging niet door"] == shown["Gaat niet door"] == "CANCELLED"
    assert "Ging ooit niet door" not in shown


def test_feed_of_a_partner_holds_what_it_holds_hosts_and_lodges(client, cast, events):
    assert names(feed(client, f"{cast.partner_a.url}agenda.ics")) == ["Soep"]
    calendar = feed(client, f"{cast.partner_b.url}agenda.ics")
    assert names(calendar) == ["Geweest", "Winter"]
    assert str(calendar["name"]) == "Wijkzorg Westkant: Klusclub De Hamer"
    assert str(calendar["url"]).endswith(cast.partner_b.url)


def test_partner_that_is_not_public_has_no_feed(client, network):
    partner = make_partner(network.directory, "Nog niet", live=False)
    assert client.get(f"{partner.get_url()}agenda.ics").status_code == 404


@pytest.mark.parametrize("path", [FEED, f"{FEED}?theme=geld", "partner", f"/en{FEED}", "empty"])
def test_feed_is_right_by_the_rfcs(client, cast, agenda, events, path):
    make_translation(EventPage.objects.get(title="Winter"), title="Winter table")
    if path == "partner":
        path = f"{cast.partner_b.url}agenda.ics"
    if path == "empty":
        path = FEED
        EventPage.objects.all().delete()
    answer = client.get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    assert not re.search(rb"[\r\n]", b"".join(lines))
    calendar = Calendar.from_ical(answer.content)
    assert not calendar.errors
    assert str(calendar["version"]) == "2.0"
    assert str(calendar["method"]) == "PUBLISH"
    assert calendar["prodid"]
    assert str(calendar["name"]) == str(calendar["x-wr-calname"])
    assert calendar["refresh-interval"].dt == timedelta(hours=4)
    assert str(calendar["x-published-ttl"]) == "PT4H"
    assert calendar["refresh-interval"].params["VALUE"] == "DURATION"
    assert str(calendar["source"]) == f"http://testserver{path}"
    assert urlsplit(str(calendar["url"])).path.startswith(("/westkant/", "/en/westkant/"))
    zones = [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")]
    assert zones == (["Europe/Amsterdam"] if calendar.events else [])
    keys = [str(entry["uid"]) for entry in calendar.events]
    assert len(set(keys)) == len(keys)
    for entry in calendar.events:
        assert not entry.errors
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", str(entry["uid"]))
        assert isinstance(entry["sequence"], int)
        for name in ("dtstamp", "last-modified"):
            assert entry[name].dt.utcoffset() == timedelta(0)
        for name in ("dtstart", "dtend"):
            assert entry[name].params["TZID"] == "Europe/Amsterdam"
            assert entry[name].dt.tzinfo is not None
        assert entry["dtstart"].dt < entry["dtend"].dt
        assert client.get(urlsplit(str(entry["url"])).path).status_code == 200


def test_hours_stay_when_the_clock_changes(client, agenda):
    starts = ["2027-03-27 12:00", "2027-03-28 12:00", "2027-10-30 12:00", "2027-10-31 12:00"]
    for start in starts:
        make_event(agenda, start, start)
    offsets = []
    for entry, start in zip(feed(client).events, starts, strict=True):
        assert entry["dtstart"].dt == dutch_time(start)
        assert entry["dtstart"].dt.hour == 12
        offsets.append(entry["dtstart"].dt.utcoffset() / timedelta(hours=1))
    assert offsets == [1, 2, 2, 1]


def test_definition_of_the_zone_has_the_days_on_which_the_clock_changes(client, events):
    """For a program that knows no zone by name: every change between the first and the last day."""
    [zone] = feed(client).walk("VTIMEZONE")
    own = zone.to_tz()
    for entry in feed(client).events:
        wall = entry["dtstart"].dt.replace(tzinfo=None)
        assert own.utcoffset(wall) == entry["dtstart"].dt.utcoffset()


def test_moved_event_keeps_its_uid_in_the_feed_and_raises_its_sequence(client, events):
    def told():
        [entry] = [one for one in feed(client).events if one["summary"] == "Tafel"]
        return entry

    before = told()
    event = EventPage.objects.get(title="Tafel")
    event.start_at += timedelta(hours=2)
    event.end_at += timedelta(hours=2)
    event.save_revision().publish()
    after = told()
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after["dtstart"].dt - before["dtstart"].dt == timedelta(hours=2)


def test_feed_in_another_language_has_its_words_and_the_reason_of_the_source(client, events):
    for title in ("Gaat niet door", "Tafel"):
        make_translation(EventPage.objects.get(title=title), title=f"English {title}")
    calendar = feed(client, f"/en{FEED}")
    assert {"English Gaat niet door", "English Tafel", "Cursus"} <= set(names(calendar))
    [off] = [one for one in calendar.events if one["summary"] == "English Gaat niet door"]
    assert str(off["description"]).startswith("De zaal lekt.")


# Asked again


def test_feed_that_did_not_change_is_not_sent_again(client, events):
    first = client.get(FEED)
    again = client.get(FEED, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert first["Cache-Control"] == "no-cache"
    dated = client.get(FEED, headers={"If-Modified-Since": first["Last-Modified"]})
    assert dated.status_code == 304


@pytest.mark.parametrize("change", ["moved", "offline", "private"])
def test_feed_that_changed_is_sent_to_who_knows_its_etag_or_its_date(client, events, change):
    first = client.get(FEED)
    event = EventPage.objects.get(title="Tafel")
    moment = datetime.now(UTC) + timedelta(minutes=5)
    with time_machine.travel(moment, tick=False):
        if change == "moved":
            event.start_at -= timedelta(hours=2)
            event.save_revision().publish()
        if change == "offline":
            event.unpublish()
        if change == "private":
            PageViewRestriction(page=event, restriction_type="login").save(user=None)
        for known in (
            {"If-None-Match": first["ETag"]},
            {"If-Modified-Since": first["Last-Modified"]},
        ):
            assert client.get(FEED, headers=known).status_code == 200


def test_feed_that_time_changed_is_sent_to_who_knows_only_its_date(client, events):
    first = client.get(FEED)
    with time_machine.travel(dutch_time("2027-05-14 00:01"), tick=False):
        again = client.get(FEED, headers={"If-Modified-Since": first["Last-Modified"]})
    assert "Geweest" in names(Calendar.from_ical(first.content))
    assert "Geweest" not in names(Calendar.from_ical(again.content))


@pytest.mark.parametrize("path", [FEED, "partner"])
def test_feed_takes_the_same_number_of_queries_at_any_size(client, network, cast, agenda, path):
    make_translation(agenda)

    def queries():
        where = f"/en{FEED}" if path == FEED else f"{cast.partner_b.url}agenda.ics"
        client.get(where)
        with CaptureQueriesContext(connection) as asked:
            assert len(feed(client, where).events) == EventPage.objects.count()
        return len(asked)

    def more(number):
        made = make_many_events(network, agenda, number)
        keys = [event.pk for event in made]
        EventHost.objects.bulk_create(
            EventHost(event_id=key, partner=cast.partner_b, sort_order=0) for key in keys
        )
        EventPage.objects.filter(pk__in=keys[::2]).update(**CANCELLED)
        EventPage.objects.filter(pk__in=keys[::3]).update(venue=cast.partner_a, address="")

    more(3)
    few = queries()
    more(197)
    assert queries() == few
    assert few <= 35


# Where people find it


@pytest.mark.parametrize("query", ["", "theme=geld", "theme=geld&area=W1&kind=training"])
def test_agenda_tells_where_its_calendar_is_with_the_same_filters(client, events, query):
    html = client.get(f"/westkant/agenda/?{query}&when=past&view=month").content.decode()
    [link] = re.findall(r'type="text/calendar"\s+href="([^"]+)"\s+title', html)
    wanted = sorted(query.split("&")) if query else []
    path, _mark, asked = unescape(link).partition("?")
    assert path == FEED
    assert sorted(filter(None, asked.split("&"))) == wanted
    assert f'href="webcal://testserver{link}"' in html
    assert f"http://testserver{link}" in html
    assert "Google" in html


def test_page_that_gathers_events_tells_where_they_are_a_calendar(client, cast, events):
    expected = {
        "/": FEED,
        "/westkant/": f"{FEED}?area=W",
        "/westkant/themas/geld/": f"{FEED}?theme=geld&area=W",
        "/westkant/buurten/plasbuurt/": f"{FEED}?area=W1",
        cast.partner_a.url: f"{cast.partner_a.url}agenda.ics",
    }
    for path, calendar in expected.items():
        html = client.get(path).content.decode()
        found = re.findall(r'type="text/calendar"\s+href="([^"]+)"', html)
        assert calendar in map(unescape, found), path


def test_event_page_offers_to_open_it_in_calendars_elsewhere(client, agenda):
    event = make_event(
        agenda, "Thee & koek", "2027-05-21 12:00", address="Plein 2", city="Teststad"
    )
    html = unescape(client.get(event.url).content.decode())
    [google] = re.findall(r'href="(https://calendar\.google\.com/[^"]+)"', html)
    assert "dates=20270521T100000Z%2F20270521T120000Z" in google
    assert "text=Thee+%26+koek" in google
    assert "location=Plein+2%2C+Teststad" in google
    [outlook] = re.findall(r'href="(https://outlook\.live\.com/[^"]+)"', html)
    assert f"startdt={quote('2027-05-21T10:00:00Z', safe='')}" in outlook
    assert f"enddt={quote('2027-05-21T12:00:00Z', safe='')}" in outlook
    for link in (google, outlook):
        assert quote(event.url, safe="") in link


@pytest.mark.parametrize("state", [{"start": "2027-05-01 12:00"}, CANCELLED], ids=["past", "off"])
def test_event_that_is_over_or_off_is_offered_to_no_calendar(client, agenda, state):
    html = client.get(make_event(agenda, **state).url).content.decode()
    assert "calendar.google.com" not in html
