"""The agenda: what is coming and what has been, filtered, as a list and by month, in Dutch time."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests.events.forms import add
from tests.factories import (
    dutch_time,
    make_area,
    make_event,
    make_many_events,
    make_news,
    make_partner,
    make_report,
    make_translation,
)
from wijkzorg_events.models import EventMeeting, EventPage

pytestmark = pytest.mark.slow

URL = "/westkant/agenda/"


def ask(client, query=""):
    answer = client.get(f"{URL}?{query}")
    assert answer.status_code == 200
    return answer


def names(answer):
    return [event.title for event in answer.context["results"]]


def by_day(answer):
    """{date: titles} of the squares of a month that hold something."""
    days = [day for week in answer.context["weeks"] for day in week]
    return {
        day.date.isoformat(): [event.title for event in day.events] for day in days if day.events
    }


@pytest.fixture(scope="module")
def standing_events(standing, standing_lists):
    network, agenda = standing.network, standing.agenda
    loneliness, money = network.themes
    for title, start, kind, area, theme in [
        ("Lang geleden", "2027-03-02 12:00", "wijktafel", network.wijk, loneliness),
        ("Vorige maand", "2027-04-20 12:00", "training", network.other_wijk, money),
        ("Nu bezig", "2027-05-12 11:00", "open_table", network.wijk, money),
        ("Over een week", "2027-05-19 12:00", "wijktafel", network.gebied, loneliness),
        ("Over een maand", "2027-06-09 12:00", "training", network.wijk, loneliness),
        ("In de hele stad", "2027-07-01 12:00", "other", network.town, money),
    ]:
        make_event(agenda, title, start, kind=kind, areas=[area], themes=[theme])


@pytest.fixture
def events(standing_events, copied, today):
    """Two that have been, one that goes on now, and three that come."""


def test_coming_events_stand_nearest_first_and_begin_with_what_goes_on_now(client, events):
    assert names(ask(client)) == ["Nu bezig", "Over een week", "Over een maand", "In de hele stad"]


def test_past_events_stand_newest_first(client, events):
    assert names(ask(client, "when=past")) == ["Vorige maand", "Lang geleden"]


def test_event_is_past_as_soon_as_it_has_ended(client, events, today):
    today.shift(3601)
    assert "Nu bezig" not in names(ask(client))
    assert names(ask(client, "when=past"))[0] == "Nu bezig"


FILTERS = [
    ("theme=geld", ["Nu bezig", "In de hele stad"]),
    ("area=W1", ["Nu bezig", "Over een maand"]),
    ("area=GW1", ["Nu bezig", "Over een week", "Over een maand"]),
    ("kind=training", ["Over een maand"]),
    ("kind=training&when=past", ["Vorige maand"]),
    ("month=2027-06", ["Over een maand"]),
    ("month=2027-03", ["Lang geleden"]),
    ("theme=eenzaamheid&area=W1&kind=training&month=2027-06", ["Over een maand"]),
    ("theme=geld&kind=training", []),
]


def test_filters_together_leave_what_fits_all_of_them(client, events):
    for query, expected in FILTERS:
        answer = ask(client, query)
        assert names(answer) == expected, query
        assert answer.context["total"] == len(expected)


@pytest.mark.parametrize("name", ["theme", "area", "kind", "month"])
def test_unknown_value_is_told_at_its_field_and_filters_nothing(client, events, name):
    for view in ("", "view=month&"):
        wrong = ask(client, f"{view}{name}=onzin")
        assert list(wrong.context["form"].errors) == [name]
        assert wrong.context["total"] == ask(client, view).context["total"] > 0
        html = wrong.content.decode()
        assert f'href="#id_{name}' in html
        assert f'id="id_{name}' in html


def test_month_that_is_none_is_told_at_its_field(client, events):
    for month in ("2027-13", "2027", "0000-01", "99999-01", "2027-05-01", "-1-05"):
        for view in ("", "&view=month"):
            answer = ask(client, f"month={month}{view}")
            assert answer.context["total"] > 0, month
            assert list(answer.context["form"].errors) == ["month"]


@pytest.mark.parametrize("name", ["when", "view"])
def test_unknown_view_shows_the_list_of_what_is_coming(client, events, name):
    assert names(ask(client, f"{name}=onzin"))[0] == "Nu bezig"


def test_other_filters_keep_working_beside_an_unknown_value(client, events):
    assert names(ask(client, "theme=onzin&kind=training")) == ["Over een maand"]


def test_area_outside_the_district_is_an_unknown_value(client, network, events):
    make_area("Elders", level="district", code="E", parent=network.town)
    assert list(ask(client, "area=E").context["form"].errors) == ["area"]


def test_each_filter_that_is_on_can_be_removed(client, events):
    answer = ask(client, "theme=eenzaamheid&area=W1&kind=training&month=2027-06&page=1")
    removals = [one["remove_url"] for one in answer.context["active_filters"]]
    assert len(removals) == 4
    for url in removals:
        assert "page=" not in url
        assert len(client.get(url).context["active_filters"]) == 3
        assert url.replace("&", "&amp;") in answer.content.decode()


def test_month_that_is_chosen_is_told_in_words(client, events):
    [chosen] = ask(client, "month=2027-06").context["active_filters"]
    assert chosen["label"] == "juni 2027"


def test_pages_hold_twenty_and_together_everything_once(client, network, agenda):
    make_many_events(network, agenda, 45)
    pages = [names(ask(client, f"page={number}")) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({name for page in pages for name in page}) == 45


def test_link_to_the_next_page_keeps_the_filters(client, network, agenda):
    make_many_events(network, agenda, 45)
    html = ask(client, "kind=wijktafel").content.decode()
    link = re.search(r'rel="next"\s+href="([^"]+)"', html).group(1).replace("&amp;", "&")
    following = client.get(URL + link)
    assert following.context["page_obj"].number == 2
    assert following.context["total"] == 23


def test_month_view_puts_events_on_the_day_they_begin(client, events):
    answer = ask(client, "view=month")
    assert str(answer.context["month"]) == "2027-05"
    assert by_day(answer) == {"2027-05-12": ["Nu bezig"], "2027-05-19": ["Over een week"]}


def test_month_view_filters_too(client, events):
    assert by_day(ask(client, "view=month&kind=wijktafel")) == {"2027-05-19": ["Over een week"]}


def test_weeks_run_from_monday_to_sunday_and_today_is_marked(client, events):
    weeks = ask(client, "view=month").context["weeks"]
    assert all([day.date.weekday() for day in week] == list(range(7)) for week in weeks)
    days = [day for week in weeks for day in week]
    assert [day.date.isoformat() for day in days if day.is_today] == ["2027-05-12"]
    assert len([day for day in days if day.in_month]) == 31


@pytest.mark.parametrize(
    ("month", "before", "after"),
    [("2027-05", "2027-04", "2027-06"), ("2027-12", "2027-11", "2028-01")],
)
def test_links_to_the_months_beside_keep_the_filters(client, events, month, before, after):
    answer = ask(client, f"view=month&kind=training&month={month}")
    for name, expected in (("month_before", before), ("month_after", after)):
        url = answer.context[name]["url"]
        assert url.replace("&", "&amp;") in answer.content.decode()
        beside = client.get(url)
        assert str(beside.context["month"]) == expected
        assert beside.context["form"].wanted()["kind"] == "training"


@pytest.mark.parametrize("month", ["2199-12", "1901-01"])
def test_links_at_the_edge_of_the_calendar_lead_somewhere(client, events, month):
    answer = ask(client, f"view=month&month={month}")
    for name in ("month_before", "month_after"):
        assert client.get(answer.context[name]["url"]).status_code == 200


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("2027-05-01 00:30", "2027-05-01"),
        ("2027-05-31 23:30", "2027-05-31"),
        ("2027-03-28 00:30", "2027-03-28"),
        ("2027-03-28 14:00", "2027-03-28"),
        ("2026-10-25 00:30", "2026-10-25"),
        ("2026-10-25 23:30", "2026-10-25"),
        ("2026-11-01 00:15", "2026-11-01"),
    ],
)
def test_event_belongs_to_its_day_and_month_in_dutch_time(client, agenda, today, start, day):
    make_event(agenda, "Rond een grens", start, hours=1)
    month = day[:7]
    assert by_day(ask(client, f"view=month&month={month}")) == {day: ["Rond een grens"]}
    assert names(ask(client, f"month={month}")) == ["Rond een grens"]
    number = int(month[:4]) * 12 + int(month[5:]) - 1
    for beside in (number - 1, number + 1):
        text = f"{beside // 12}-{beside % 12 + 1:02}"
        assert ask(client, f"view=month&month={text}").context["total"] == 0
        assert names(ask(client, f"month={text}")) == []


@pytest.mark.parametrize(
    ("start", "utc"),
    [
        ("2027-03-27 14:00", "13:00"),
        ("2027-03-28 14:00", "12:00"),
        ("2026-10-24 14:00", "12:00"),
        ("2026-10-25 14:00", "13:00"),
    ],
)
def test_hour_is_told_in_dutch_time_on_both_sides_of_the_clock_change(client, agenda, start, utc):
    event = make_event(agenda, "Klokwissel", start)
    assert f"{event.start_at:%H:%M}" == utc
    for url in (f"{URL}?month={start[:7]}", f"{URL}?view=month&month={start[:7]}", event.url):
        html = client.get(url).content.decode()
        assert re.search(r"14[:.]00", html), url
        assert not re.search(rf"{utc[:2]}[:.]00\s+tot", html), url


@pytest.fixture
def officer(cast, as_user):
    return as_user(cast.communications)


def test_hour_that_the_officer_types_is_dutch_time(officer, agenda):
    answer = add(
        officer,
        EventPage,
        agenda,
        title="Na de klok",
        slug="na-de-klok",
        summary="Een zin.",
        start_at="2027-03-28 14:00",
        end_at="2027-03-28 16:00",
    )
    assert answer.status_code == 302
    event = EventPage.objects.get(slug="na-de-klok")
    assert event.start_at.isoformat() == "2027-03-28T12:00:00+00:00"


def test_hour_that_the_clock_skips_is_refused_at_its_field(officer, agenda):
    answer = add(
        officer,
        EventPage,
        agenda,
        title="Nooit",
        slug="nooit",
        summary="Een zin.",
        start_at="2027-03-28 02:30",
        end_at="2027-03-28 16:00",
    )
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["start_at"]
    assert not EventPage.objects.filter(slug="nooit").exists()


@pytest.mark.parametrize(
    "query", ["", "when=past", "view=month", "month=2027-05", "kind=wijktafel"]
)
def test_drafts_private_and_unpublished_events_stand_in_no_view(
    client, network, agenda, today, query
):
    for day in ("05-11", "05-20"):
        start = f"2027-{day} 12:00"
        make_event(agenda, f"Geheim concept {day}", start, live=False)
        private = make_event(agenda, f"Geheim besloten {day}", start)
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        make_event(agenda, f"Geheim weg {day}", start).unpublish()
        make_event(agenda, f"Open {day}", start)
    html = ask(client, query).content.decode()
    assert "Geheim" not in html
    assert "Open" in html


def test_event_below_a_partner_stands_in_the_agenda(client, network, agenda, today):
    make_event(make_partner(network.directory), "Open tafel", "2027-05-20 18:00")
    assert names(ask(client)) == ["Open tafel"]


def test_event_below_a_partner_that_is_taken_offline_is_gone(client, network, agenda, today):
    """Wagtail unpublishes the page only; what stands below a hidden profile must not stay in lists."""
    partner = make_partner(network.directory)
    event = make_event(partner, "Open tafel", "2027-05-20 18:00")
    PageViewRestriction.objects.create(page=partner, restriction_type="login")
    assert names(ask(client)) == []
    assert client.get(event.url).status_code != 200


def test_draft_text_of_a_live_event_is_not_shown(client, agenda, today):
    event = make_event(agenda, "Wijktafel", "2027-05-20 12:00")
    event.title = "Met harmonica"
    event.save_revision()
    assert "harmonica" not in ask(client).content.decode()


def test_each_event_stands_once_in_a_language_with_some_translations(client, agenda, today):
    translated = make_event(agenda, "Wijktafel", "2027-05-20 12:00")
    make_event(agenda, "Alleen Nederlands", "2027-05-21 12:00")
    make_translation(translated, title="Neighbourhood table")
    assert names(ask(client)) == ["Wijktafel", "Alleen Nederlands"]
    for query in ("", "?view=month", "?month=2027-05"):
        answer = client.get(f"/en{URL}{query}")
        assert answer.status_code == 200
        squares = by_day(answer).values() if "view" in query else [names(answer)]
        shown = [title for square in squares for title in square]
        assert shown == ["Neighbourhood table", "Alleen Nederlands"]


def test_cancelled_and_moved_events_stay_in_every_view_with_their_reason(client, agenda, today):
    make_event(
        agenda, "Afgelast", "2027-05-20 12:00", status="cancelled", status_reason="De zaal lekt."
    )
    for query in ("", "month=2027-05"):
        html = ask(client, query).content.decode()
        assert "Afgelast" in html
        assert "De zaal lekt." in html
        assert re.search(r'class="event off"', html)
    assert by_day(ask(client, "view=month")) == {"2027-05-20": ["Afgelast"]}


def test_empty_agenda_offers_what_has_been_and_the_telephone(client, agenda, today):
    html = ask(client).content.decode()
    assert f'href="{URL}?when=past"' in html
    assert "020 000 00 01" in html


@pytest.mark.usefixtures("search_follows")
def test_cancelling_shows_wherever_the_event_is_named(
    client, network, cast, agenda, news_list, today
):
    """The officer publishes it once; each place that names the event says so there, and no poster invites."""
    before = make_event(agenda, "Eerste tafel", "2027-04-09 12:00")
    event = make_event(
        agenda,
        "Kantklostafel",
        "2027-05-13 12:00",
        areas=[network.wijk],
        themes=network.themes[:1],
        hosts=[cast.partner_b],
        previous_event=before,
    )
    report = make_report(before, next_event=event)
    item = make_news(news_list, "Bericht", events=[event])
    places = [
        URL,
        f"{URL}?view=month&month=2027-05",
        "/westkant/",
        "/westkant/buurten/plasbuurt/",
        "/westkant/themas/eenzaamheid/",
        cast.partner_b.url,
        "/zoeken/?q=kantklostafel",
        event.url,
        before.url,
        report.url,
        item.url,
    ]

    def told(url):
        html = client.get(url).content.decode()
        assert "Kantklostafel" in html, url
        main = html.partition("<main")[2].partition("</main>")[0]
        return "Gaat niet door" in main

    assert [url for url in places if told(url)] == []
    assert "Kantklostafel" in client.get("/").content.decode()
    event.status, event.status_reason = "cancelled", "De klosser is ziek."
    event.save_revision().publish()
    assert [url for url in places if not told(url)] == []
    assert "Kantklostafel" not in client.get("/").content.decode()
    [found] = client.get("/api/v1/search?q=kantklostafel&type=event").json()["results"]
    assert "Gaat niet door" in found["note"]


# A series


DAYS = ["2027-05-05", "2027-05-26", "2027-06-16"]


def make_series(agenda, title="Leren samenwerken", days=DAYS, hour="10"):
    event = make_event(agenda, title, f"{days[0]} {hour}:00")
    for order, day in enumerate(days):
        event.meetings.add(
            EventMeeting(
                start_at=dutch_time(f"{day} {hour}:00"),
                end_at=dutch_time(f"{day} {hour}:30"),
                sort_order=order,
            )
        )
    event.save_revision().publish()
    return event


@pytest.fixture
def series(agenda, today):
    return make_series(agenda)


def test_series_stands_on_each_of_its_days_in_the_month(client, events, series):
    answer = ask(client, "view=month&month=2027-05")
    assert by_day(answer) == {
        "2027-05-05": ["Leren samenwerken"],
        "2027-05-12": ["Nu bezig"],
        "2027-05-19": ["Over een week"],
        "2027-05-26": ["Leren samenwerken"],
    }
    assert answer.context["total"] == 3
    entries = [entry for week in answer.context["weeks"] for day in week for entry in day.entries]
    told = [entry.on.starts.isoformat()[:16] for entry in entries if entry.event == series]
    assert told == ["2027-05-05T10:00", "2027-05-26T10:00"]
    assert "16 juni" not in answer.content.decode()
    june = by_day(ask(client, "view=month&month=2027-06"))
    assert june["2027-06-16"] == ["Leren samenwerken"]


def test_series_stands_in_the_list_where_its_next_day_does(client, events, series, today):
    assert names(ask(client))[:3] == ["Nu bezig", "Over een week", "Leren samenwerken"]
    assert "Dag 2 van 3" in ask(client).content.decode()
    today.move_to(dutch_time("2027-05-27 12:00"))
    assert names(ask(client))[:2] == ["Over een maand", "Leren samenwerken"]
    assert "Dag 3 van 3" in ask(client).content.decode()


def test_series_is_coming_until_its_last_day_is_over(client, series, today):
    today.move_to(dutch_time("2027-06-16 10:29"))
    assert names(ask(client)) == ["Leren samenwerken"]
    today.move_to(dutch_time("2027-06-16 10:31"))
    assert names(ask(client)) == []
    assert names(ask(client, "when=past")) == ["Leren samenwerken"]


def test_each_month_of_a_series_can_be_chosen_and_shows_its_day_there(client, events, series):
    answer = ask(client, "month=2027-06")
    assert names(answer) == ["Over een maand", "Leren samenwerken"]
    assert "Dag 3 van 3" in answer.content.decode()
    assert "2027-06" in dict(answer.context["form"].fields["month"].choices)


def test_agenda_asks_no_more_for_many_series(client, agenda, series):
    def queries(query):
        ask(client, query)
        with CaptureQueriesContext(connection) as asked:
            ask(client, query)
        return len(asked)

    views = ("", "view=month&month=2027-06", "month=2027-06")
    few = [queries(view) for view in views]
    for number in range(6):
        make_series(agenda, f"Reeks {number}", [*DAYS, "2027-06-23"], hour=f"{11 + number}")
    assert [queries(view) for view in views] == few
