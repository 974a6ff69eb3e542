"""How far the question "is this still right?" has come for one profile. No database inside.

A profile is confirmed part by part. Contact, offer and boundaries end together, at the earliest of the
three; that end moves the profile through the stages below. The hours end sooner and move nothing: see
site/docs/decisions/0010-confirmation.md.

Two rules keep a late tick from doing harm. A profile goes on by one stage at a time, and each stage keeps
the time that the settings give it, counted from when it really began. So a network whose ticks stood still
for a year asks everybody first, and takes nobody offline before every step was taken with time between.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

#: The parts whose end counts, and the one that ends by itself. Values of `Confirmation.Part`.
MAIN_PARTS = ("contact", "offer", "boundaries")
HOURS = "hours"

#: Values of `PartnerRecord.Stage`, in their order.
FRESH, ASKED, REMINDED, HOST, CALL, MARKED, UNLISTED, OFFLINE = STAGES = (
    "fresh",
    "asked",
    "reminded",
    "host",
    "call",
    "marked",
    "unlisted",
    "offline",
)
#: The stages that are shown to the public, and those that the coordinator's list holds.
SHOWN = (MARKED, UNLISTED, OFFLINE)
CALLED = (CALL, MARKED, UNLISTED)

#: Whatever the settings say, no stage is shorter.
SHORTEST_STAGE = timedelta(days=7)
#: A tick that comes a little earlier in the day than the one before is in time.
LEEWAY = timedelta(days=1)


@dataclass(frozen=True)
class Rules:
    """Intervals in months, and when each stage begins, in weeks from the end (below zero: before it).

    The last three, in weeks: how far ahead a Wijktafel may be for its host to be asked, how long before
    their end we ask about the hours, and how long before the great question no more.
    """

    months: int = 6
    hours_months: int = 3
    asked: int = -6
    reminded: int = -3
    host: int = 0
    call: int = 2
    marked: int = 6
    unlisted: int = 12
    offline: int = 26
    host_within: int = 4
    hours_asked: int = 2
    hours_rest: int = 4

    def begins(self, stage: str, due: datetime) -> datetime:
        """When a stage begins at the earliest. Settings that are out of order count as the one before."""
        place = STAGES.index(stage)
        return due + timedelta(weeks=max(getattr(self, one) for one in STAGES[1 : place + 1]))

    def by_the_clock(self, due: datetime, now: datetime) -> str:
        """The stage that a profile would have if every tick had come in time."""
        begun = [stage for stage in STAGES[1:] if self.begins(stage, due) <= now]
        return begun[-1] if begun else FRESH

    def lasts(self, stage: str, due: datetime) -> timedelta:
        """How long a profile stays in a stage before it goes on to the next."""
        following = STAGES[STAGES.index(stage) + 1]
        if stage == FRESH:
            return timedelta(0)
        return max(self.begins(following, due) - self.begins(stage, due), SHORTEST_STAGE)


def ends_at(confirmed_at: datetime, months: int) -> datetime:
    return confirmed_at + relativedelta(months=months)


def confirmed_since(confirmed: Mapping[str, datetime]) -> datetime | None:
    """The oldest of the last confirmations of the main parts; None when one was never confirmed."""
    if not all(part in confirmed for part in MAIN_PARTS):
        return None
    return min(confirmed[part] for part in MAIN_PARTS)


def next_stage(
    stage: str, since: datetime, due: datetime, rules: Rules, now: datetime
) -> str | None:
    """The stage that a profile goes to now; None when it stays where it is.

    Forward by one stage only. Back at once, when the end moved away: somebody confirmed, or the
    settings became milder. What is offline stays so until somebody brings it back.
    """
    if stage == OFFLINE:
        return None
    right_now = rules.by_the_clock(due, now)
    if _stands_ahead(stage, right_now):
        return right_now
    following = STAGES[STAGES.index(stage) + 1]
    in_time = now >= rules.begins(following, due)
    long_enough = now - since >= rules.lasts(stage, due) - LEEWAY or stage == FRESH
    return following if in_time and long_enough else None


def _stands_ahead(stage: str, right_now: str) -> bool:
    """Where no host was found, the calls begin at the end itself: that is not ahead."""
    if (stage, right_now) == (CALL, HOST):
        return False
    return STAGES.index(stage) > STAGES.index(right_now)


def must_ask_about_hours(
    stage: str,
    hours_confirmed_at: datetime,
    asked_at: datetime | None,
    due: datetime,
    rules: Rules,
    now: datetime,
) -> bool:
    """Once for each confirmation of the hours, and not when the question about everything is near."""
    rest = timedelta(weeks=rules.hours_rest)
    if stage != FRESH or now >= rules.begins(ASKED, due) - rest:
        return False
    if asked_at is not None and asked_at >= hours_confirmed_at:
        return False
    return now >= ends_at(hours_confirmed_at, rules.hours_months) - timedelta(
        weeks=rules.hours_asked
    )
