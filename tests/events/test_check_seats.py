"""`manage.py check_seats`: what must never be is told, and what an organiser did is not."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories import make_event, make_user
from wijkzorg_events import registering
from wijkzorg_events.models import Registration, SeatBook

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today")]


@pytest.fixture
def make_book(agenda):
    def make(**rules):
        event = make_event(agenda, "Wijktafel", "2027-05-21 12:00")
        return SeatBook.objects.create(event=event, is_open=True, **{"capacity": 2, **rules})

    return make


@pytest.fixture
def book(make_book):
    return make_book()


@pytest.fixture
def boss():
    return make_user("beheer@example.org", superuser=True)


def put(book, name, status="seated", **values):
    """A row that no action wrote."""
    now = timezone.now()
    row = {
        "email": f"{name}@example.org",
        "email_key": f"{name}@example.org",
        "confirmed_at": now,
        "confirm_by": now,
        **values,
    }
    return Registration.objects.create(book=book, name=name, status=status, **row)


def come(book, name):
    registering.register(book.pk, registering.Applicant(name=name, email=f"{name}@example.org"))
    return registering.confirm(book.registrations.get(name=name))


def told():
    """The lines of the command; none when it is content."""
    out, wrong = StringIO(), ""
    try:
        call_command("check_seats", stdout=out)
    except CommandError as error:
        wrong = str(error)
    lines = out.getvalue().splitlines()
    assert wrong == (f"Wrong: {len(lines)}. Nothing was changed." if lines else "")
    return lines


def test_what_the_actions_do_is_right(book, boss):
    people = [come(book, name) for name in ("amina", "bert", "chris")]
    registering.cancel(people[0])
    registering.add_walk_in(book, by=boss, name="Dirk")
    assert told() == []


def test_more_people_than_places_are_told_each_time_and_by_number_only(book):
    for name in ("amina", "bert", "chris"):
        put(book, name)
    line = f"event {book.event_id}, Wijktafel: 3 people have one of 2 places"
    assert told() == [line]
    assert told() == [line]


def test_guests_take_places_too(book):
    put(book, "amina", guests=["Zus", "Broer"])
    assert "3 people have one of 2 places" in told()[0]


def test_who_came_to_the_door_is_the_organisers_choice(book, boss):
    come(book, "amina")
    come(book, "bert")
    registering.add_walk_in(book, by=boss, name="Chris")
    assert told() == []


def test_fewer_places_are_the_organisers_choice_until_somebody_gets_one_after_it(book, boss):
    come(book, "amina")
    come(book, "bert")
    book.capacity = 1
    registering.set_rules(book, by=boss)
    assert told() == []
    SeatBook.objects.update(capacity=3)
    come(book, "chris")
    SeatBook.objects.update(capacity=1)
    assert "3 people have one of 1 places" in told()[0]


def test_same_address_twice_is_told_with_the_numbers(book):
    one = put(book, "amina")
    other = put(book, "Amina", email="AMINA@example.org", email_key="other")
    assert told() == [
        f"event {book.event_id}, Wijktafel: the same address stands in registrations {one.pk}, {other.pk}"
    ]


def test_who_waits_beside_a_free_place_is_told(book):
    put(book, "amina")
    waits = put(book, "bert", status="waiting")
    assert told() == [
        f"event {book.event_id}, Wijktafel: there are places for registrations that wait: {waits.pk}"
    ]
    assert registering.settle_what_is_due(timezone.now()) == 1
    assert told() == []


@pytest.mark.parametrize(
    "rules",
    [
        {"capacity": 1},
        {"kept_for_new": 1, "kept_until": timedelta(minutes=-30)},
        {"cut_off_at": timedelta(minutes=-30)},
        {"cut_off_at": timedelta(days=-1)},
    ],
    ids=["full", "kept until a moment ago", "after the cut-off", "long after the cut-off"],
)
def test_who_waits_by_the_rules_or_for_the_next_tick_is_not_told(make_book, rules):
    now = timezone.now()
    book = make_book(
        **{name: now + it if isinstance(it, timedelta) else it for name, it in rules.items()}
    )
    put(book, "amina")
    put(book, "bert", status="waiting")
    assert told() == []


def test_what_was_not_confirmed_is_left_to_the_tick(book, today):
    for name in ("amina", "bert"):
        put(book, name, status="held", confirmed_at=None)
    put(book, "chris", status="waiting")
    today.shift(timedelta(minutes=10))
    assert told() == []


@pytest.mark.parametrize("what", ["over", "cancelled"])
def test_event_that_is_over_or_cancelled_is_not_told(book, today, what):
    for name in ("amina", "bert", "chris"):
        put(book, name)
    assert told()
    if what == "over":
        today.shift(timedelta(days=30))
    else:
        book.event.status, book.event.status_reason = "cancelled", "Ziek"
        book.event.save_revision().publish()
    assert told() == []


def test_it_takes_as_many_queries_for_many_events(make_book, django_assert_num_queries):
    for number in range(2):
        put(make_book(), f"p{number}")
    with django_assert_num_queries(3):
        assert told() == []
    for number in range(4):
        put(make_book(), f"q{number}")
    with django_assert_num_queries(3):
        assert told() == []
