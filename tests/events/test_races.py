"""Many at the same moment for the same seats; on both databases. By real HTTP: tests/load/sign_ups.py."""

import threading
from contextlib import contextmanager, nullcontext
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from tests.at_once import at_once
from tests.factories import make_event, make_user
from wijkzorg_events import registering
from wijkzorg_events.models import CalendarEntry, EventPage, Registration, SeatBook
from wijkzorg_events.registering import Applicant
from wijkzorg_home import outbox
from wijkzorg_home.models import OutgoingMail

pytestmark = [pytest.mark.slow, pytest.mark.both_databases, pytest.mark.django_db]


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """No transaction around the test: see tests/home/test_mail_at_once.py."""
    with django_db_blocker.unblock():
        yield
        OutgoingMail.objects.all().delete()
        for page in EventPage.objects.all():
            page.delete()
        CalendarEntry.objects.all().delete()  # outlives its page, as calendars do


@pytest.fixture(autouse=True)
def mail_is_sent_by_a_worker(monkeypatch):
    """And not by who signs up, as in other tests."""
    monkeypatch.setattr(outbox, "send_after_commit", lambda: None)


@pytest.fixture
def make_book():
    def make(capacity, **rules):
        event = make_event(Page.get_first_root_node(), "Wijktafel", "2037-05-21 12:00")
        return SeatBook.objects.create(event=event, is_open=True, capacity=capacity, **rules)

    return make


def signs_up(book, name):
    who = Applicant(name=name, email=f"{name}@example.org")
    return lambda: registering.register(book.pk, who)


def there_already(book, number, status):
    now = timezone.now()
    Registration.objects.bulk_create(
        Registration(
            book=book,
            name=f"{status}{n}",
            email=f"{status}{n}@example.org",
            email_key=f"{status}{n}@example.org",
            status=status,
            confirmed_at=now,
        )
        for n in range(number)
    )
    return list(book.registrations.filter(status=status).in_order())


def count(book, *states):
    return book.registrations.filter(status__in=states).count()


def mails_of_changes(book):
    keys = [f"seat:{key}" for key in book.log.values_list("pk", flat=True)]
    return OutgoingMail.objects.filter(key__in=keys).count()


# --- the lock, and what happens without it --------------------------------------------------------------


@contextmanager
def unlocked(book_id):
    """The same door without its lock, which is the row's on PostgreSQL, and the transaction on SQLite."""
    alone = nullcontext() if connection.vendor == "sqlite" else transaction.atomic(durable=True)
    with alone:
        yield SeatBook.objects.get(pk=book_id)


@pytest.fixture
def meet(monkeypatch):
    """Whoever has read waits for the other before writing; tells whether they met."""

    def wait_for(seconds):
        both, met, real = threading.Barrier(2), [], registering.settle

        def settle(*args):
            moves = real(*args)
            try:
                both.wait(seconds)
                met.append(True)
            except threading.BrokenBarrierError:
                pass
            return moves

        monkeypatch.setattr(registering, "settle", settle)
        return met

    return wait_for


def test_without_the_lock_one_place_is_given_twice(make_book, meet, monkeypatch):
    """The negative control: what the other tests of this file rest on."""
    book, met = make_book(1), meet(seconds=60)
    monkeypatch.setattr(registering, "locked", unlocked)
    assert at_once(signs_up(book, "amina"), signs_up(book, "bert")) == ["held", "held"]
    assert met
    assert count(book, "held") == 2


def test_under_the_lock_nobody_reads_before_the_other_has_written(make_book, meet):
    book, met = make_book(1), meet(seconds=0.5)
    answers = at_once(signs_up(book, "amina"), signs_up(book, "bert"))
    assert sorted(answers) == ["held", "waiting"]
    assert not met
    assert (count(book, "held"), count(book, "waiting")) == (1, 1)


# --- many -------------------------------------------------------------------------------------------------


def test_five_more_than_there_are_places_wait(make_book):
    book = make_book(5)
    answers = at_once(*[signs_up(book, f"p{n}") for n in range(10)])
    assert sorted(answers) == ["held"] * 5 + ["waiting"] * 5
    assert (count(book, "held"), count(book, "waiting")) == (5, 5)
    assert mails_of_changes(book) == book.log.count() == 10


def test_without_a_waiting_list_five_more_are_refused(make_book):
    book = make_book(5, has_waiting_list=False)
    people = [signs_up(book, f"p{n}") for n in range(10)]
    answers = at_once(*people, refusals=registering.NotOpen)
    assert [str(one) for one in answers].count("held") == 5
    assert [str(one) for one in answers].count("full") == 5
    assert book.registrations.count() == count(book, "held") == 5


def test_thirty_cancel_beside_thirty_who_sign_up(make_book):
    book = make_book(38)
    seated = there_already(book, 38, "seated")
    waiting = there_already(book, 35, "waiting")

    def three(number):
        def leave_and_come():
            for n in range(3 * number, 3 * number + 3):
                registering.cancel(seated[n])
                signs_up(book, f"new{n}")()

        return leave_and_come

    at_once(*[three(number) for number in range(10)])
    assert (count(book, "held", "seated"), count(book, "waiting")) == (38, 35)
    promoted = list(book.log.filter(code="promoted").values_list("registration", flat=True))
    assert sorted(promoted) == [one.pk for one in waiting[:30]]
    assert mails_of_changes(book) == book.log.count() == 90


def test_double_click_is_one_registration_with_one_answer(make_book):
    book = make_book(3)
    assert at_once(*[signs_up(book, "amina")] * 4) == ["held"] * 4
    assert book.registrations.count() == book.log.count() == 1
    kinds = OutgoingMail.objects.order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["registration-again", "registration-confirm"]


def test_places_added_at_the_same_moment_are_all_given(make_book):
    book = make_book(1)
    there_already(book, 1, "seated")
    waiting = there_already(book, 3, "waiting")
    boss = make_user("beheer@example.org", superuser=True)

    def more_places():
        book.capacity = 3
        registering.set_rules(book, by=boss)

    at_once(more_places, *[signs_up(book, f"p{n}") for n in range(4)])
    boss.delete()
    assert (count(book, "held", "seated"), count(book, "waiting")) == (3, 5)
    promoted = book.log.filter(code="promoted").values_list("registration", flat=True)
    assert list(promoted) == [one.pk for one in waiting[:2]]


def test_who_confirms_while_the_tick_gives_it_back_is_seated_or_ended(make_book):
    book = make_book(1)
    signs_up(book, "amina")()
    held = book.registrations.get()
    late = held.confirm_by

    def confirms():
        return registering.confirm(held, now=late - timezone.timedelta(seconds=1)).status

    def tick():
        registering.settle_what_is_due(late)

    answer, _nothing = at_once(confirms, tick, refusals=registering.Ended)
    held.refresh_from_db()
    came = (str(answer), held.status)
    assert came in {("seated", "seated"), ("", "expired")}


# --- a wait that is too long ------------------------------------------------------------------------------


@pytest.fixture
def impatient(monkeypatch):
    """Waits for a fifth of a second: this setting is PostgreSQL's, and that of the connection is SQLite's."""
    monkeypatch.setattr(registering, "WAIT_AT_MOST", timedelta(milliseconds=200))
    _wait_on_sqlite(200)
    yield
    _wait_on_sqlite(30_000)


def _wait_on_sqlite(milliseconds):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")


@contextmanager
def somebody_else_holds(book):
    taken, done = threading.Event(), threading.Event()

    def hold():
        with registering.locked(book.pk):
            taken.set()
            done.wait(60)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    assert taken.wait(60)
    try:
        yield
    finally:
        done.set()
        other.join()


def test_who_waits_too_long_is_told_so_and_can_try_again(make_book, impatient):
    book = make_book(1)
    with somebody_else_holds(book), pytest.raises(registering.Busy):
        signs_up(book, "amina")()
    assert count(book, "held", "waiting") == 0
    assert signs_up(book, "amina")() == "held"


def test_tick_leaves_what_is_busy_for_the_next_time(make_book, impatient):
    book = make_book(1)
    with somebody_else_holds(book):
        assert registering.settle_books([book.pk], timezone.now()) == 0
