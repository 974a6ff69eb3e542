"""Make the next one of an event, or a series by a rule: real events of their own, as drafts."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Page

from tests.factories import (
    dutch_time,
    make_event,
    make_image,
    make_language,
    make_translation,
    make_user,
)
from wijkzorg_events.models import EventPage
from wijkzorg_events.repeating import make_next
from wijkzorg_events.series import MOST, Rule, TooMany, hours_on, nth_of

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today")]

DUTCH = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def event(network, agenda, cast):
    """On the third Friday of May."""
    event = make_event(
        agenda,
        "Wijktafel",
        "2027-05-21 12:00",
        venue=cast.partner_a,
        online_url="https://example.org/mee",
        hosts=[cast.partner_b],
        programme=[("Inloop", ""), ("Over schulden", "Iemand van de gemeente")],
        areas=[network.wijk],
        themes=network.themes[:1],
        photo=make_image("Zaal"),
        audience="Wie hier werkt",
        accessibility="Geen drempel",
        description="<p>We praten.</p>",
    )
    event.languages.set([make_language()])
    event.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


@pytest.fixture
def officer(cast, as_user):
    return as_user(cast.communications)


def at(event):
    return f"/cms/events/{event.pk}/next/"


def asked(**changes):
    return {"rhythm": "month", "nth": "2", "weekday": "1", "times": "3", "until": ""} | changes


def made_after(event):
    """The chain of events that follow on one, in order."""
    found = []
    while (event := EventPage.objects.filter(previous_event=event).first()) is not None:
        found.append(event)
    return found


def days_shown(answer):
    return [row["starts"].astimezone(DUTCH).date() for row in answer.context["rows"]]


# Rules


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule(1, nth=2, times=3), ["2027-06-08", "2027-07-13", "2027-08-10"]),
        (Rule(4, nth=-1, times=2), ["2027-05-28", "2027-06-25"]),
        (Rule(0, nth=1, every=2, times=2), ["2027-07-05", "2027-09-06"]),
        (Rule(2, times=2), ["2027-05-19", "2027-05-26"]),
        (Rule(3, every=2, until=date(2027, 6, 10)), ["2027-05-13", "2027-05-27", "2027-06-10"]),
        (Rule(3, nth=2, until=date(2027, 6, 9)), ["2027-05-13"]),
        (Rule(3, nth=2, until=date(2027, 5, 12)), []),
    ],
)
def test_rule_gives_the_dates_that_a_person_counts_on_a_calendar(rule, expected):
    assert [str(day) for day in rule.dates(after=date(2027, 5, 12))] == expected


def test_rule_never_leaves_out_a_month():
    days = Rule(4, nth=-1, times=MOST).dates(after=date(2027, 5, 12))
    assert len({(day.year, day.month) for day in days}) == MOST
    assert all((day + timedelta(days=7)).month != day.month for day in days)


def test_rule_with_too_many_dates_gives_none():
    with pytest.raises(TooMany):
        Rule(2, until=date(2028, 5, 12)).dates(after=date(2027, 5, 12))


@pytest.mark.parametrize(("day", "nth"), [(1, 1), (7, 1), (8, 2), (28, 4), (29, -1), (31, -1)])
def test_fifth_of_a_month_is_the_last(day, nth):
    assert nth_of(date(2027, 5, day)) == nth


@pytest.mark.parametrize(
    ("first", "day"),
    [("2027-03-25 19:30", date(2027, 4, 1)), ("2027-10-28 19:30", date(2027, 11, 4))],
)
def test_hour_stays_when_the_clock_changes(first, day):
    starts = dutch_time(first)
    new_start, new_end = hours_on(day, starts, starts + timedelta(hours=5))
    assert new_start == dutch_time(f"{day} 19:30")
    assert new_end == dutch_time(f"{day + timedelta(days=1)} 00:30")
    assert new_start.utcoffset() != starts.utcoffset() or new_start - starts != timedelta(days=7)


# The next one


def test_officer_makes_the_next_one_filled_from_this_one(event, officer, network, cast):
    shown = officer.get(at(event))
    assert days_shown(shown) == [date(2027, 6, 18)]
    form = shown.context["form"]
    answer = officer.post(at(event), {bound.name: bound.value() for bound in form})
    [following] = made_after(event)
    assert answer["Location"] == f"/cms/pages/{following.pk}/edit/"
    assert officer.get(answer["Location"]).status_code == 200
    assert not following.live
    assert following.owner == cast.communications
    assert following.slug != event.slug
    for page in (following, following.get_latest_revision_as_object()):
        assert page.start_at == dutch_time("2027-06-18 12:00")
        assert page.end_at == dutch_time("2027-06-18 14:00")
        for name in ("title", "kind", "venue", "online_url", "photo", "audience", "accessibility"):
            assert getattr(page, name) == getattr(event, name), name
        assert [host.partner for host in page.hosts.all()] == [cast.partner_b]
        assert list(page.areas.all()) == [network.wijk]
        assert page.theme_slugs == ["eenzaamheid"]
        assert page.language_codes == ["tr"]
        parts = [(part.title, part.speaker) for part in page.programme.all()]
        assert parts == [("Inloop", ""), ("Over schulden", "")]


def test_next_one_goes_ahead_whatever_became_of_this_one(agenda, officer):
    event = make_event(
        agenda,
        status="rescheduled",
        status_reason="De zaal lekt.",
        previous_start_at=dutch_time("2027-05-20 12:00"),
    )
    officer.post(at(event), asked(times="1"))
    [following] = made_after(event)
    assert (following.status, following.status_reason, following.previous_start_at) == (
        "scheduled",
        "",
        None,
    )


def test_next_one_of_a_draft_is_filled_from_the_newest_draft(agenda, officer):
    event = make_event(agenda, "Concept", live=False)
    event.title, event.audience = "Nieuwe naam", "Iedereen"
    event.save_revision()
    officer.post(at(event), asked(times="1"))
    [following] = made_after(event)
    assert (following.title, following.audience) == ("Nieuwe naam", "Iedereen")


# A series


def test_dates_are_shown_first_and_nothing_is_made(event, officer):
    before = Page.objects.count()
    shown = officer.get(at(event), asked())
    assert days_shown(shown) == [date(2027, 6, 8), date(2027, 7, 13), date(2027, 8, 10)]
    assert "dinsdag 8 juni 2027" in shown.content.decode()
    assert Page.objects.count() == before


def test_series_is_a_chain_of_events_of_their_own_at_the_same_hour(event, officer, agenda):
    answer = officer.post(at(event), asked(rhythm="month", nth="-1", weekday="6", times="8"))
    assert answer["Location"] == f"/cms/pages/{agenda.pk}/"
    made = made_after(event)
    assert len(made) == 8
    assert {one.starts.hour for one in made} == {12}
    assert {one.starts.utcoffset() for one in made} == {timedelta(hours=1), timedelta(hours=2)}
    assert [one.starts.weekday() for one in made] == [6] * 8
    assert len({one.translation_key for one in made}) == 8
    assert not any(one.live for one in made)


def test_date_that_is_there_already_is_told_and_not_made_again(event, officer):
    officer.post(at(event), asked(times="1"))
    shown = officer.get(at(event), asked(times="2"))
    assert [row["there"] is not None for row in shown.context["rows"]] == [True, False]
    assert "Die is er al" in shown.content.decode()
    told = officer.post(at(event), asked(times="2"), follow=True).content.decode()
    assert "Er was er al één" in told
    assert officer.post(at(event), asked(times="2")).status_code == 200
    starts = EventPage.objects.filter(title="Wijktafel").values_list("start_at", flat=True)
    assert sorted(starts) == [
        event.start_at,
        dutch_time("2027-06-08 12:00"),
        dutch_time("2027-07-13 12:00"),
    ]


def test_series_of_an_event_that_was_begins_after_today(agenda, officer):
    event = make_event(agenda, "Oud", "2026-01-15 12:00")
    assert days_shown(officer.get(at(event), asked(times="1"))) == [date(2027, 6, 8)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"times": "25"}, "times"),
        ({"times": "0"}, "times"),
        ({"times": ""}, "times"),
        ({"until": "2027-09-01"}, "times"),
        ({"times": "", "until": "2040-01-01"}, "until"),
        ({"times": "", "until": "2027-05-22"}, "until"),
        ({"times": "", "until": "9999-12-31"}, "until"),
        ({"nth": "5"}, "nth"),
        ({"weekday": "7"}, "weekday"),
        ({"rhythm": "day"}, "rhythm"),
    ],
)
def test_rule_that_can_not_be_is_told_at_its_field_and_makes_nothing(
    event, officer, changes, field
):
    before = Page.objects.count()
    answer = officer.post(at(event), asked(**changes))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert Page.objects.count() == before


def test_what_can_not_be_copied_is_told_and_makes_nothing(event, officer):
    event.photo.description = ""
    event.photo.save()
    before = Page.objects.count()
    answer = officer.post(at(event), asked())
    assert answer.status_code == 200
    assert Page.objects.count() == before
    assert list(answer.context["messages"])


# Who may


def test_partners_editor_makes_the_next_one_of_the_own_event_as_a_draft(cast, agenda, as_user):
    event = make_event(cast.partner_a, "Soep", "2027-05-20 18:00", kind="open_table")
    as_user(cast.editor_a).post(at(event), asked(rhythm="week", weekday="3", times="2"))
    made = made_after(event)
    assert [one.starts.date() for one in made] == [date(2027, 5, 27), date(2027, 6, 3)]
    assert all(one.own_partner == cast.partner_a and not one.live for one in made)


@pytest.mark.parametrize("who", ["editor_b", "coordinator", "nobody"])
def test_others_make_nothing(cast, agenda, as_user, who):
    event = make_event(cast.partner_a, "Soep", "2027-05-20 18:00", kind="open_table")
    user = make_user("niemand@example.org") if who == "nobody" else getattr(cast, who)
    browser = as_user(user)
    assert browser.get(at(event)).status_code in {302, 403, 404}
    browser.post(at(event), asked())
    assert made_after(event) == []
    with pytest.raises(PermissionDenied):
        make_next(event, [date(2027, 6, 8)], by=user)


def test_partners_editor_makes_nothing_in_the_agenda(cast, event, as_user):
    as_user(cast.editor_a).post(at(event), asked())
    assert made_after(event) == []


def test_translation_is_not_repeated(event, officer):
    english = make_translation(event, title="Table")
    assert officer.post(at(english), asked()).status_code in {302, 403}
    assert made_after(english) == []


def test_button_stands_at_the_event_and_on_the_officers_start_page(event, officer, cast, as_user):
    assert at(event) in officer.get(f"/cms/pages/{event.pk}/edit/").content.decode()
    assert at(event) in officer.get("/cms/").content.decode()
    own = make_event(cast.partner_a, "Soep", "2027-05-20 18:00", kind="open_table")
    assert at(own) in as_user(cast.editor_a).get(f"/cms/pages/{own.pk}/edit/").content.decode()
    officer.post(at(event), asked(times="1"))
    assert at(event) not in officer.get("/cms/").content.decode()


def test_moments_are_aware(event):
    starts, ends = hours_on(date(2027, 6, 8), event.start_at, event.end_at)
    assert isinstance(starts, datetime)
    assert starts.utcoffset() == ends.utcoffset() == timedelta(hours=2)
