"""When a profile goes from one stage to the next: the pure rules, without a database."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkzorg_partners import freshness
from wijkzorg_partners.freshness import STAGES, Rules, next_stage

DUE = datetime(2027, 6, 1, 12, tzinfo=UTC)
RULES = Rules()


def week(number):
    return DUE + timedelta(weeks=number)


def walk(first, last, *, every=timedelta(hours=6), rules=RULES, stage="fresh"):
    """The moments at which a profile that never answers reaches each stage."""
    since, moment, reached = first, first, {}
    while moment <= last:
        following = next_stage(stage, since, DUE, rules, moment)
        if following is not None:
            stage, since = following, moment
            reached[stage] = moment
        moment += every
    return reached


def test_who_never_answers_goes_through_every_stage_at_its_week():
    reached = walk(week(-20), week(30))
    assert list(reached) == list(STAGES[1:])
    assert [round((moment - DUE) / timedelta(weeks=1)) for moment in reached.values()] == [
        -6, -3, 0, 2, 6, 12, 26,
    ]  # fmt: skip


def test_nothing_happens_before_the_first_question_is_due():
    assert walk(week(-20), week(-6) - timedelta(hours=1)) == {}


def test_the_end_is_that_of_the_part_that_was_confirmed_first():
    moments = {"contact": week(1), "offer": week(3), "boundaries": week(2), "hours": week(-9)}
    assert freshness.confirmed_since(moments) == week(1)


def test_without_a_confirmation_of_each_main_part_there_is_no_end():
    assert freshness.confirmed_since({"contact": week(1), "offer": week(1)}) is None


def test_six_months_after_the_last_day_of_august_is_the_last_day_of_february():
    assert freshness.ends_at(datetime(2026, 8, 31, tzinfo=UTC), 6) == datetime(
        2027, 2, 28, tzinfo=UTC
    )


def test_after_a_year_without_a_tick_the_first_thing_is_the_question():
    reached = walk(week(60), week(60) + timedelta(weeks=80))
    assert next(iter(reached)) == "asked"
    assert reached["asked"] == week(60)
    assert reached["offline"] - reached["asked"] >= timedelta(weeks=31)


def test_what_somebody_confirms_is_fresh_at_once_from_every_stage_but_offline():
    for stage in STAGES[1:-1]:
        assert next_stage(stage, week(0), DUE, RULES, week(-10)) == "fresh"
    assert next_stage("offline", week(0), DUE, RULES, week(-10)) is None


def test_milder_settings_take_a_mark_away():
    assert next_stage("marked", week(6), DUE, Rules(marked=10, unlisted=14), week(7)) == "call"


def test_who_has_no_host_near_is_called_from_the_end_on_and_stays_so():
    assert next_stage("call", week(0), DUE, RULES, week(1)) is None


def test_settings_out_of_order_count_as_the_one_before():
    strange = Rules(asked=-2, reminded=-5, call=0, marked=0, unlisted=0, offline=0)
    reached = walk(week(-20), week(20), rules=strange)
    assert list(reached) == list(STAGES[1:])
    moments = list(reached.values())
    gaps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert min(gaps) >= freshness.SHORTEST_STAGE - freshness.LEEWAY


#: Weeks in any order, as a form of the CMS would take them.
any_rules = st.builds(
    Rules,
    asked=st.integers(-26, 0),
    reminded=st.integers(-26, 0),
    call=st.integers(0, 104),
    marked=st.integers(0, 104),
    unlisted=st.integers(0, 104),
    offline=st.integers(0, 104),
)


@given(
    rules=any_rules,
    leaps=st.lists(st.integers(-60, 400), min_size=1, max_size=40),
    start=st.integers(-30, 200),
)
def test_whatever_the_clock_does_there_is_a_step_at_a_time_with_a_week_between(rules, leaps, start):
    moment, stage, since = week(start), "fresh", week(start)
    reached = {}
    for days in leaps:
        moment += timedelta(days=days)
        since = min(since, moment)  # as the tick repairs a clock that went back
        following = next_stage(stage, since, DUE, rules, moment)
        if following is None:
            continue
        if STAGES.index(following) > STAGES.index(stage):
            assert STAGES.index(following) == STAGES.index(stage) + 1
            assert moment >= rules.begins(following, DUE)
            if stage != "fresh":
                assert moment - since >= timedelta(days=6)
        stage, since = following, moment
        reached[stage] = moment
    if stage == "offline":
        assert set(reached) >= set(STAGES[1:])


@pytest.mark.parametrize(
    ("weeks", "stage", "asked", "expected"),
    [
        (10.5, "fresh", None, False),
        (11.5, "fresh", None, True),
        (11.5, "fresh", 11.2, False),
        (11.5, "asked", None, False),
        (17, "fresh", None, False),  # the question about everything is near
    ],
)
def test_hours_are_asked_about_once_and_not_when_the_great_question_is_near(
    weeks, stage, asked, expected
):
    confirmed = datetime(2027, 1, 1, tzinfo=UTC)
    due = freshness.ends_at(confirmed, 6)
    moment = confirmed + timedelta(weeks=weeks)
    asked_at = None if asked is None else confirmed + timedelta(weeks=asked)
    got = freshness.must_ask_about_hours(stage, confirmed, asked_at, due, RULES, moment)
    assert got is expected
