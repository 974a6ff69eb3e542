"""Where a request for contact stands, what may happen to it, and what happens next by itself. Pure.

Whatever is not over has a next due moment (`next_due`): a request can't lie still for ever. Times are
working days where people must act, because offices are closed at the weekend.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    UNCONFIRMED = "unconfirmed"
    DELIVERED = "delivered"
    PASSED_ON = "passed_on"
    ESCALATED = "escalated"
    ANSWERED = "answered"
    CLOSED = "closed"
    EXPIRED = "expired"


class Actor(StrEnum):
    SENDER = "sender"
    PARTNER = "partner"
    COORDINATOR = "coordinator"
    TIME = "time"


class Event(StrEnum):
    """What happens. The first group is what people do, the second what time does."""

    CONFIRM = "confirm"
    ANSWER = "answer"
    PHONE = "phone"
    ANSWERED_ALREADY = "already"
    PASS_ON = "pass_on"  # noqa: S105  (no password)
    HAND_OVER = "hand_over"
    REMIND_AGAIN = "remind_again"
    CLOSE = "close"
    REPLY = "reply"
    HELPED = "helped"
    NOT_HELPED = "not_helped"
    NO_ANSWER_CAME = "no_answer"
    WITHDRAW = "withdraw"

    LAPSE = "lapse"
    REMIND = "remind"
    ESCALATE = "escalate"
    NAG = "nag"
    ASK_HELPED = "ask_helped"
    FINISH = "finish"
    FORGET = "forget"
    LOSE_PARTNER = "lose_partner"
    MOVE = "move"


FINAL = frozenset({State.CLOSED, State.EXPIRED})
#: A partner has it, and has not answered.
WITH_PARTNER = frozenset({State.DELIVERED, State.PASSED_ON})
WAITING = WITH_PARTNER | {State.ESCALATED}
OPEN = WAITING | {State.ANSWERED}

S, P, C, T = Actor.SENDER, Actor.PARTNER, Actor.COORDINATOR, Actor.TIME
#: Event > who may let it happen, and where the request must stand.
RULES: dict[Event, tuple[frozenset[Actor], frozenset[State]]] = {
    Event.CONFIRM: (frozenset({S}), frozenset({State.UNCONFIRMED})),
    Event.ANSWER: (frozenset({P, C}), WAITING),
    Event.PHONE: (frozenset({P, C}), WAITING),
    Event.ANSWERED_ALREADY: (frozenset({P, C}), WAITING),
    Event.PASS_ON: (frozenset({P, C}), WAITING),
    Event.HAND_OVER: (frozenset({P}), WITH_PARTNER),
    Event.REMIND_AGAIN: (frozenset({C}), WAITING),
    Event.CLOSE: (frozenset({C}), OPEN),
    Event.REPLY: (frozenset({S}), frozenset({State.ANSWERED})),
    Event.HELPED: (frozenset({S}), frozenset({State.ANSWERED})),
    Event.NOT_HELPED: (frozenset({S}), frozenset({State.ANSWERED})),
    Event.NO_ANSWER_CAME: (frozenset({S}), frozenset({State.ANSWERED})),
    Event.WITHDRAW: (frozenset({S}), OPEN),
    Event.LAPSE: (frozenset({T}), frozenset({State.UNCONFIRMED})),
    Event.REMIND: (frozenset({T}), WITH_PARTNER),
    Event.ESCALATE: (frozenset({T}), WITH_PARTNER),
    Event.NAG: (frozenset({T}), frozenset({State.ESCALATED})),
    Event.ASK_HELPED: (frozenset({T}), frozenset({State.ANSWERED})),
    Event.FINISH: (frozenset({T}), frozenset({State.ANSWERED})),
    Event.FORGET: (frozenset({T}), FINAL),
    Event.LOSE_PARTNER: (frozenset({T}), WITH_PARTNER),
    Event.MOVE: (frozenset({T}), OPEN),
}
ANSWERS = frozenset({Event.ANSWER, Event.PHONE, Event.ANSWERED_ALREADY})
NOT_GOOD = frozenset({Event.NOT_HELPED, Event.NO_ANSWER_CAME})
#: What becomes of it, where that is always the same.
LEADS_TO: dict[Event, State] = {
    Event.CONFIRM: State.DELIVERED,
    **dict.fromkeys(ANSWERS, State.ANSWERED),
    Event.PASS_ON: State.PASSED_ON,
    Event.HAND_OVER: State.ESCALATED,
    Event.ESCALATE: State.ESCALATED,
    Event.LOSE_PARTNER: State.ESCALATED,
    Event.CLOSE: State.CLOSED,
    Event.HELPED: State.CLOSED,
    Event.WITHDRAW: State.CLOSED,
    Event.FINISH: State.CLOSED,
    Event.LAPSE: State.EXPIRED,
}


class Refused(Exception):
    """This can't happen now, or not by that actor: somebody else was first, mostly."""


@dataclass(frozen=True)
class Times:
    """How long what takes: hours and days; `remind`, `escalate` and `nag` count working days."""

    confirm_hours: int = 24
    remind: int = 3
    escalate: int = 6
    nag: int = 3
    helped: int = 3
    close: int = 14
    keep: int = 30


@dataclass(frozen=True)
class Facts:
    """All that decides what may and will happen. `since` is when the state, or its turn, began."""

    state: State
    since: datetime
    reminded_at: datetime | None = None
    asked_at: datetime | None = None
    nagged_at: datetime | None = None
    #: The sender said once that the answer did not help, or did not come.
    came_back: bool = False
    has_replied: bool = False
    is_passed_on: bool = False
    is_forgotten: bool = False


def may(facts: Facts, event: Event, actor: Actor) -> bool:
    who, where = RULES[event]
    if actor not in who or facts.state not in where:
        return False
    if event == Event.REPLY:
        return not facts.has_replied
    if event == Event.REMIND:
        return facts.reminded_at is None
    if event == Event.ASK_HELPED:
        return facts.asked_at is None
    if event == Event.FORGET:
        return not facts.is_forgotten
    return True


def after(
    facts: Facts, event: Event, actor: Actor, moment: datetime, *, to_nobody: bool = False
) -> Facts:
    """What a request is after an event. `to_nobody`: the partner it goes to has nobody to mail.

    Raises Refused.
    """
    if not may(facts, event, actor):
        raise Refused(f"{event} by {actor} of what is {facts.state}")
    if event == Event.REMIND:
        return replace(facts, reminded_at=moment)
    if event in {Event.NAG, Event.REMIND_AGAIN}:
        nagged_at = moment if facts.state == State.ESCALATED else facts.nagged_at
        return replace(facts, reminded_at=moment, nagged_at=nagged_at)
    if event == Event.ASK_HELPED:
        return replace(facts, asked_at=moment)
    if event == Event.FORGET:
        return replace(facts, is_forgotten=True)
    if event == Event.MOVE:
        return facts
    state = _state_after(facts, event)
    if to_nobody and state in WITH_PARTNER:
        state = State.ESCALATED
    return replace(
        facts,
        state=state,
        since=moment,
        reminded_at=None,
        asked_at=None,
        nagged_at=None,
        came_back=facts.came_back or event in NOT_GOOD,
        has_replied=facts.has_replied or event == Event.REPLY,
        is_passed_on=facts.is_passed_on or event == Event.PASS_ON,
    )


def _state_after(facts: Facts, event: Event) -> State:
    if event in NOT_GOOD:
        return State.CLOSED if facts.came_back else State.ESCALATED
    if event == Event.REPLY:
        return State.PASSED_ON if facts.is_passed_on else State.DELIVERED
    return LEADS_TO[event]


def next_due(facts: Facts, times: Times) -> tuple[Event, datetime] | None:
    """What happens by itself if nobody does anything, and when; None only when it is over and forgotten.

    What was late (the machine was off) still leaves people their time: the step after a reminder counts
    from the reminder.
    """
    since = facts.since
    if facts.state == State.UNCONFIRMED:
        return Event.LAPSE, since + timedelta(hours=times.confirm_hours)
    if facts.state in WITH_PARTNER:
        if facts.reminded_at is None:
            return Event.REMIND, working_days_after(since, times.remind)
        planned = working_days_after(since, times.escalate)
        answer_time = working_days_after(facts.reminded_at, times.escalate - times.remind)
        return Event.ESCALATE, max(planned, answer_time)
    if facts.state == State.ESCALATED:
        return Event.NAG, working_days_after(facts.nagged_at or since, times.nag)
    if facts.state == State.ANSWERED:
        if facts.asked_at is None:
            return Event.ASK_HELPED, since + timedelta(days=times.helped)
        planned = since + timedelta(days=times.close)
        return Event.FINISH, max(
            planned, facts.asked_at + timedelta(days=times.close - times.helped)
        )
    if facts.is_forgotten:
        return None
    keep = times.keep if facts.state == State.CLOSED else 0
    return Event.FORGET, since + timedelta(days=keep)


def working_days_after(moment: datetime, days: int) -> datetime:
    """So many working days later, at the same time of day; Monday to Friday, and at least one."""
    then = moment
    for _day in range(max(1, days)):
        then += timedelta(days=1)
        while then.weekday() >= 5:
            then += timedelta(days=1)
    return then
