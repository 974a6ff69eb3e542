"""Mail and transactions, and several workers and ticks at once; on both databases."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.at_once import at_once
from tests.home.mailing import letter, put
from wijkzorg_home import outbox, periodic
from wijkzorg_home.contracts import PeriodicWork
from wijkzorg_home.models import OutgoingMail, PeriodicRun

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """In the place of pytest-django's: no transaction around the test, so that threads see each other's rows.

    Its own way for that, `transaction=True`, empties the database of what migrations put there.
    """
    with django_db_blocker.unblock():
        yield
        OutgoingMail.objects.all().delete()
        PeriodicRun.objects.all().delete()


def test_what_is_rolled_back_mails_nobody(server):
    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    outbox.deliver()
    assert server.sent == []
    assert not OutgoingMail.objects.exists()


def test_what_is_committed_goes_once_after_the_commit(server):
    with transaction.atomic():
        put()
        assert server.sent == []
    assert server.sent == ["iemand@example.org"]
    assert outbox.deliver() == 0


def test_two_threads_with_one_key_write_one_mail(server):
    def write():
        with transaction.atomic():
            return put("same")

    assert sorted(at_once(*[write] * 4)) == [False, False, False, True]
    outbox.deliver()
    assert server.sent == ["iemand@example.org"]


def test_two_threads_with_the_same_letters_write_each_once(server):
    def write():
        with transaction.atomic():
            outbox.put_many([letter(f"m{k}") for k in range(10)])

    at_once(*[write] * 3)
    outbox.deliver()
    assert sorted(server.sent) == sorted(f"m{k}@example.org" for k in range(10))


def test_two_workers_send_no_mail_twice(server):
    outbox.put_many([letter(f"m{k}") for k in range(12)])
    server.sent.clear()
    OutgoingMail.objects.update(
        state="waiting", attempts=0, next_try_at=timezone.now() - timedelta(hours=1)
    )
    sent = at_once(*[outbox.deliver] * 3)
    assert sum(sent) == 12
    assert sorted(server.sent) == sorted({f"m{k}@example.org" for k in range(12)})


def test_a_row_that_another_worker_holds_is_left_out_where_rows_are_locked(server):
    """On PostgreSQL by SKIP LOCKED; SQLite has one writer at a time, and Django leaves the words out."""
    put("held")
    OutgoingMail.objects.update(state="waiting", next_try_at=timezone.now())
    query = OutgoingMail.objects.select_for_update(skip_locked=True, of=("self",))
    if connection.vendor == "sqlite":
        with transaction.atomic():
            assert query.count() == 1
        assert "FOR UPDATE" not in str(query.query)
        return
    with transaction.atomic():
        assert query.first() is not None
        assert at_once(outbox.deliver) == [0]


def test_two_ticks_at_once_do_each_work_once(monkeypatch):
    done, told, other_tick_came = [], [], threading.Event()

    def run(now):
        done.append(1)
        other_tick_came.wait(5)
        return "did it"

    def tell(line):
        told.append(line)
        other_tick_came.set()

    work = PeriodicWork(name="a", run=run)
    monkeypatch.setattr(periodic, "collect", lambda hook: [work])
    at_once(*[lambda: periodic.do_all(timezone.now(), tell)] * 2)
    assert len(done) == 1
    assert sorted(told) == ["a: another tick is at it", "a: did it"]
