"""Who sits and who waits: the pure rules, and a state machine over everything that can happen to a table."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from wijkzorg_events.seating import SITTING, Party, Rules, State, place_in_queue, settle

NOON = datetime(2027, 5, 12, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
LATER, DAY = NOON + timedelta(hours=2), timedelta(days=1)


def party(key, state=State.NEW, size=1, **more):
    return Party(key, state, size, **{"is_confirmed": True, **more})


def seated(key, size=1, **more):
    return party(key, State.SEATED, size, **more)


def waiting(key, size=1, **more):
    return party(key, State.WAITING, size, **more)


def after(rules, *parties, now=NOON):
    """{key: state} of what changed."""
    return {move.key: move.after.value for move in settle(rules, parties, now)}


@pytest.mark.parametrize(
    ("rules", "parties", "expected"),
    [
        # There is room, or not, or no limit.
        (Rules(2), [seated(1), party(2)], {2: "seated"}),
        (Rules(2), [seated(1), seated(2), party(3)], {3: "waiting"}),
        (Rules(None), [seated(1, 99), party(2)], {2: "seated"}),
        (Rules(0), [party(1)], {1: "waiting"}),
        (Rules(1, has_waiting_list=False), [seated(1), party(2)], {2: "refused"}),
        # Who is not known yet gets a seat that is held.
        (Rules(2), [party(1, is_confirmed=False)], {1: "held"}),
        (Rules(2), [party(1, State.HELD)], {1: "seated"}),
        # Who does not confirm in time gives it back, and the next one moves up.
        (
            Rules(1),
            [party(1, State.HELD, is_confirmed=False, confirm_by=NOON), waiting(2)],
            {1: "expired", 2: "seated"},
        ),
        (Rules(1), [party(1, State.HELD, is_confirmed=False, confirm_by=LATER), waiting(2)], {}),
        (Rules(1), [seated(1, is_confirmed=True, confirm_by=NOON)], {}),
        (Rules(1), [seated(1), waiting(2, is_confirmed=False, confirm_by=NOON)], {2: "expired"}),
        # In the order in which they came; together or not at all; nobody is passed who would fit.
        (Rules(3), [seated(1), waiting(2), waiting(3), waiting(4)], {2: "seated", 3: "seated"}),
        (Rules(3), [seated(1), waiting(2, 3), waiting(3)], {3: "seated"}),
        (Rules(2), [seated(1), waiting(2, 2), party(3)], {3: "seated"}),
        (Rules(2), [waiting(1, 2), party(2)], {1: "seated", 2: "waiting"}),
        # Fewer places than people unseats nobody, and gives no seat.
        (Rules(1), [seated(1), seated(2), waiting(3)], {}),
        # From the cut-off on nobody moves up; who comes now sits only where nobody waits.
        (Rules(2, cut_off=NOON), [seated(1), waiting(2)], {}),
        (Rules(2, cut_off=NOON), [seated(1), waiting(2), party(3)], {3: "waiting"}),
        (Rules(2, cut_off=NOON), [seated(1), party(2)], {2: "seated"}),
        (Rules(2, cut_off=LATER), [seated(1), waiting(2)], {2: "seated"}),
        # Kept for newcomers or informal parties, until they are let go.
        (Rules(2, kept_for_new=1), [seated(1), party(2)], {2: "waiting"}),
        (Rules(2, kept_for_new=1), [seated(1), party(2, is_new=True)], {2: "seated"}),
        (Rules(2, kept_for_new=1), [seated(1, is_new=True), party(2)], {2: "seated"}),
        (Rules(2, kept_for_informal=1), [seated(1), party(2, is_informal=True)], {2: "seated"}),
        (Rules(2, kept_for_new=1, kept_until=NOON), [seated(1), waiting(2)], {2: "seated"}),
        (Rules(2, kept_for_new=1, kept_until=LATER), [seated(1), waiting(2)], {}),
        # Who is both lets go of two kept seats, so that somebody before them fits.
        (
            Rules(2, kept_for_new=1, kept_for_informal=1),
            [waiting(1), party(2, is_new=True, is_informal=True)],
            {2: "seated", 1: "seated"},
        ),
        # Who came last time goes first; the others wait, but for what is kept for them.
        (Rules(5, priority_until=LATER), [party(1)], {1: "waiting"}),
        (Rules(5, priority_until=LATER), [party(1, came_last_time=True)], {1: "seated"}),
        (Rules(5, priority_until=NOON), [waiting(1)], {1: "seated"}),
        (
            Rules(5, priority_until=LATER, kept_for_new=1),
            [party(1, is_new=True), party(2, is_new=True)],
            {1: "seated", 2: "waiting"},
        ),
    ],
)
def test_one_decision(rules, parties, expected):
    assert after(rules, *parties) == expected


def test_place_in_the_queue_counts_those_who_wait():
    parties = [seated(1), waiting(2), party(3, State.HELD), waiting(4)]
    assert [place_in_queue(parties, key) for key in (1, 2, 4, 9)] == [0, 1, 2, 0]


class Table(RuleBasedStateMachine):
    """Everything that can happen to a table, in any order; `settle` is asked after each of them."""

    def __init__(self):
        super().__init__()
        self.now = NOON
        self.rules = Rules(capacity=4)
        self.keys = itertools.count()
        self.parties = []
        self.ended = set()
        self.expected_to_sit = set()

    def settle(self):
        before = {one.key: one for one in self.parties}
        moves = settle(self.rules, self.parties, self.now)
        for move in moves:
            assert before[move.key].state is move.before
            self._check(before[move.key], move)
        states = {move.key: move.after for move in moves}
        self.parties = [
            replace(one, state=states.get(one.key, one.state))
            for one in self.parties
            if states.get(one.key) not in {State.EXPIRED, State.REFUSED}
        ]
        assert not any(one.state is State.NEW for one in self.parties)
        assert settle(self.rules, self.parties, self.now) == []

    def _check(self, party, move):
        if move.before is State.WAITING and move.after in SITTING:
            assert self.rules.cut_off is None or self.now < self.rules.cut_off
        if move.before in SITTING:
            assert move.after in {State.SEATED, State.EXPIRED}
        if move.after is State.EXPIRED:
            assert not party.is_confirmed
            assert party.confirm_by <= self.now

    @rule(
        size=st.integers(1, 4),
        is_confirmed=st.booleans(),
        is_new=st.booleans(),
        is_informal=st.booleans(),
        came_last_time=st.booleans(),
    )
    def join(self, size, **kind):
        sat = self._taken()
        key = next(self.keys)
        self.parties.append(Party(key, State.NEW, size, confirm_by=self.now + DAY, **kind))
        self.settle()
        if self.rules.capacity is not None:
            assert self._taken() <= max(sat, self.rules.capacity)

    def _one(self, data, *states):
        return data.draw(st.sampled_from([one for one in self.parties if one.state in states]))

    def _put(self, party):
        self.parties = [party if one.key == party.key else one for one in self.parties]

    @precondition(lambda self: any(not one.is_confirmed for one in self.parties))
    @rule(data=st.data())
    def confirm(self, data):
        open_ones = [one for one in self.parties if not one.is_confirmed]
        one = data.draw(st.sampled_from(open_ones))
        if one.confirm_by > self.now:
            self._put(replace(one, is_confirmed=True))
        self.settle()

    @precondition(lambda self: self.parties)
    @rule(data=st.data())
    def cancel(self, data):
        one = self._one(data, *State)
        self.parties.remove(one)
        self.ended.add(one.key)
        self.settle()

    @precondition(lambda self: any(one.state in SITTING for one in self.parties))
    @rule(data=st.data())
    def pass_on(self, data):
        """To somebody who must confirm: the seat is held anew."""
        one = self._one(data, *SITTING)
        self._put(replace(one, state=State.HELD, is_confirmed=False, confirm_by=self.now + DAY))
        self.settle()

    @precondition(lambda self: any(one.size > 1 for one in self.parties))
    @rule(data=st.data())
    def come_with_fewer(self, data):
        one = data.draw(st.sampled_from([one for one in self.parties if one.size > 1]))
        self._put(replace(one, size=one.size - 1))
        self.settle()

    @rule(capacity=st.one_of(st.none(), st.integers(0, 12)))
    def change_capacity(self, capacity):
        sat = {one.key for one in self.parties if one.state in SITTING}
        late = {
            one.key for one in self.parties if not one.is_confirmed and one.confirm_by <= self.now
        }
        self.rules = replace(self.rules, capacity=capacity)
        self.settle()
        assert sat - late <= {one.key for one in self.parties if one.state in SITTING}

    @rule(kept_for_new=st.integers(0, 3), kept_for_informal=st.integers(0, 3))
    def keep_seats(self, **kept):
        self.rules = replace(self.rules, **kept)
        self.settle()

    @rule(hours=st.integers(-5, 80))
    def set_cut_off(self, hours):
        self.rules = replace(self.rules, cut_off=self.now + timedelta(hours=hours))
        self.settle()

    @rule(
        hours=st.one_of(st.none(), st.integers(0, 80)),
        kept=st.one_of(st.none(), st.integers(0, 80)),
    )
    def set_priority(self, hours, kept):
        when = {
            "priority_until": hours if hours is None else self.now + timedelta(hours=hours),
            "kept_until": kept if kept is None else self.now + timedelta(hours=kept),
        }
        self.rules = replace(self.rules, **when)
        self.settle()

    @rule(has_waiting_list=st.booleans())
    def open_or_close_the_waiting_list(self, has_waiting_list):
        self.rules = replace(self.rules, has_waiting_list=has_waiting_list)
        self.settle()

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        self.settle()

    def _taken(self):
        return sum(one.size for one in self.parties if one.state in SITTING)

    @invariant()
    def nobody_who_would_fit_waits_without_a_reason(self):
        """No seat stays empty beside somebody to whom no rule says no."""
        rules = self.rules
        if rules.capacity is None or (rules.cut_off is not None and self.now >= rules.cut_off):
            return
        if rules.priority_until is not None and self.now < rules.priority_until:
            return
        kept = rules.kept_for_new + rules.kept_for_informal
        free = rules.capacity - self._taken() - kept
        assert not any(one.state is State.WAITING and one.size <= free for one in self.parties)

    @invariant()
    def unconfirmed_do_not_sit_for_good(self):
        for one in self.parties:
            if not one.is_confirmed:
                assert one.state is not State.SEATED
                assert one.confirm_by > self.now

    @invariant()
    def who_ended_is_gone(self):
        assert not self.ended & {one.key for one in self.parties}


Table.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestTable = Table.TestCase
