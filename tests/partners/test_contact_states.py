"""A request for contact is never lost, and never mailed twice: the rules alone, whatever happens in any order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from wijkzorg_partners.contact.states import (
    FINAL,
    RULES,
    Actor,
    Event,
    Facts,
    Refused,
    State,
    Times,
    after,
    may,
    next_due,
    working_days_after,
)

MONDAY = datetime(2027, 1, 4, 11, tzinfo=UTC)
TIMES = Times()
BY_PEOPLE = [event for event, (who, _where) in RULES.items() if who != {Actor.TIME}]


@st.composite
def times(draw):
    """Settings that the form of the network lets through."""
    remind, helped = draw(st.integers(1, 30)), draw(st.integers(1, 30))
    return Times(
        confirm_hours=draw(st.integers(1, 168)),
        remind=remind,
        escalate=remind + draw(st.integers(1, 30)),
        nag=draw(st.integers(1, 30)),
        helped=helped,
        close=helped + draw(st.integers(1, 60)),
        keep=draw(st.integers(1, 365)),
    )


class LifeOfARequest(RuleBasedStateMachine):
    """People act at any moment, time acts when a tick comes, also after the machine was off for long."""

    @initialize(times=times())
    def begin(self, times):
        self.times = times
        self.now = MONDAY
        self.facts = Facts(State.UNCONFIRMED, MONDAY)
        self.by_time = []
        self.people_acted = 0

    @rule(event=st.sampled_from(BY_PEOPLE), actor=st.sampled_from(Actor), to_nobody=st.booleans())
    def somebody_acts(self, event, actor, to_nobody):
        allowed = may(self.facts, event, actor)
        before = self.facts
        try:
            self.facts = after(self.facts, event, actor, self.now, to_nobody=to_nobody)
        except Refused:
            assert not allowed
            assert self.facts == before
        else:
            assert allowed
            self.people_acted += 1
            self.by_time = []

    @rule(hours=st.integers(1, 24 * 60))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @precondition(lambda self: next_due(self.facts, self.times) is not None)
    @rule()
    def a_tick_does_what_is_due(self):
        event, moment = next_due(self.facts, self.times)
        if moment > self.now:
            return
        before = self.facts
        self.facts = after(self.facts, event, Actor.TIME, self.now)
        assert self.facts != before
        self.by_time.append(event)
        following = next_due(self.facts, self.times)
        # After a reminder, or a question, people have their time, however late the tick was.
        if event in {Event.REMIND, Event.ASK_HELPED, Event.NAG, Event.ESCALATE}:
            assert following[1] > self.now

    @invariant()
    def what_is_not_over_has_a_moment_at_which_something_happens(self):
        due = next_due(self.facts, self.times)
        if self.facts.state in FINAL and self.facts.is_forgotten:
            assert due is None
            return
        event, moment = due
        assert may(self.facts, event, Actor.TIME)
        assert moment <= self.now + timedelta(days=400)

    @invariant()
    def time_alone_repeats_nothing_but_the_reminder_to_the_coordinator(self):
        once = [event for event in self.by_time if event != Event.NAG]
        assert len(once) == len(set(once))


TestLifeOfARequest = LifeOfARequest.TestCase
TestLifeOfARequest.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def by_time_alone(facts):
    """What happens when nobody ever does anything, until it is over or comes round."""
    happened = []
    while (due := next_due(facts, TIMES)) and due[0] not in happened:
        facts = after(facts, due[0], Actor.TIME, due[1])
        happened.append(due[0])
    return happened


def test_a_silent_partner_is_reminded_and_then_the_coordinator_is_asked_again_and_again():
    assert by_time_alone(Facts(State.DELIVERED, MONDAY)) == [
        Event.REMIND,
        Event.ESCALATE,
        Event.NAG,
    ]


def test_an_answer_that_nobody_says_anything_about_is_over_and_forgotten():
    assert by_time_alone(Facts(State.ANSWERED, MONDAY)) == [
        Event.ASK_HELPED,
        Event.FINISH,
        Event.FORGET,
    ]


def test_the_coordinator_comes_once_when_it_did_not_help_and_the_second_time_it_is_over():
    answered = Facts(State.ANSWERED, MONDAY)
    once = after(answered, Event.NOT_HELPED, Actor.SENDER, MONDAY)
    assert once.state == State.ESCALATED
    again = after(once, Event.ANSWER, Actor.COORDINATOR, MONDAY)
    assert after(again, Event.NO_ANSWER_CAME, Actor.SENDER, MONDAY).state == State.CLOSED


def test_one_reply_opens_it_once_more_with_the_partner_that_has_it():
    answered = Facts(State.ANSWERED, MONDAY, is_passed_on=True)
    replied = after(answered, Event.REPLY, Actor.SENDER, MONDAY)
    assert replied.state == State.PASSED_ON
    assert not may(replace(replied, state=State.ANSWERED), Event.REPLY, Actor.SENDER)


def test_what_goes_to_a_partner_that_nobody_reaches_goes_to_the_coordinator_at_once():
    begun = Facts(State.UNCONFIRMED, MONDAY)
    assert (
        after(begun, Event.CONFIRM, Actor.SENDER, MONDAY, to_nobody=True).state == State.ESCALATED
    )


@pytest.mark.parametrize(
    ("event", "actor", "state"),
    [
        (Event.CONFIRM, Actor.PARTNER, State.UNCONFIRMED),
        (Event.ANSWER, Actor.SENDER, State.DELIVERED),
        (Event.ANSWER, Actor.PARTNER, State.UNCONFIRMED),
        (Event.CLOSE, Actor.PARTNER, State.ESCALATED),
        (Event.HELPED, Actor.PARTNER, State.ANSWERED),
        (Event.ANSWER, Actor.PARTNER, State.CLOSED),
        (Event.FORGET, Actor.TIME, State.ESCALATED),
    ],
)
def test_who_may_not_is_refused(event, actor, state):
    with pytest.raises(Refused):
        after(Facts(state, MONDAY), event, actor, MONDAY)


def test_a_weekend_is_no_time_to_answer():
    friday = MONDAY + timedelta(days=4)
    assert working_days_after(friday, 1) == MONDAY + timedelta(days=7)
    assert working_days_after(MONDAY, 6) == MONDAY + timedelta(days=8)
