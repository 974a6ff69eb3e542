"""`manage.py tick`: each piece of work by one tick at a time, and one app's trouble is its own."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from wijkzorg_home import periodic
from wijkzorg_home.contracts import PeriodicWork
from wijkzorg_home.models import PeriodicRun, StandardPage


@pytest.fixture
def works(monkeypatch):
    """The registered work of this test, and nothing else."""
    registered = []
    monkeypatch.setattr(periodic, "collect", lambda hook: registered)
    return registered


def work(name, run, order=100):
    return PeriodicWork(name=name, run=run, order=order)


@pytest.mark.django_db
def test_works_are_done_in_their_order_and_told(works, capsys):
    works += [
        work("b", lambda now: "did b"),
        work("a", lambda now: ""),
        work("c", lambda now: "did c", 1),
    ]
    call_command("tick")
    assert capsys.readouterr().out.split("\n") == ["c: did c", "b: did b", ""]
    assert PeriodicRun.objects.get(name="b").outcome == "did b"


@pytest.mark.django_db
def test_one_that_fails_keeps_the_others_from_nothing_and_is_told(works, capsys, caplog):
    def fails(now):
        raise ValueError("no")

    works += [work("a", fails, 1), work("b", lambda now: "did b")]
    with caplog.at_level(logging.CRITICAL), pytest.raises(CommandError, match="a"):
        call_command("tick")
    assert "b: did b" in capsys.readouterr().out
    assert PeriodicRun.objects.get(name="a").started_at is None


@pytest.mark.django_db
def test_what_another_tick_is_at_is_left_to_it(works, capsys):
    done = []
    works.append(work("a", lambda now: done.append(1) or "did a"))
    PeriodicRun.objects.create(name="a", started_at=timezone.now())
    call_command("tick")
    assert done == []
    assert "another tick is at it" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize("started", [timedelta(hours=-2), timedelta(days=2000)])
def test_what_a_killed_tick_or_a_wrong_clock_left_is_taken_up(works, clock, started):
    works.append(work("a", lambda now: "did a"))
    PeriodicRun.objects.create(name="a", started_at=timezone.now() + started)
    call_command("tick")
    assert PeriodicRun.objects.get(name="a").outcome == "did a"


def test_a_page_comes_and_goes_at_the_dates_that_were_set(network):
    now = timezone.now()
    page = network.home.add_child(instance=StandardPage(title="Zomerrooster", live=False))
    page.go_live_at, page.expire_at = now + timedelta(days=1), now + timedelta(days=3)
    page.save_revision().publish()
    shown = []
    for days in (0, 2, 4):
        with time_machine.travel(now + timedelta(days=days)):
            call_command("tick")
        page.refresh_from_db()
        shown.append(page.live)
    assert shown == [False, True, False]
