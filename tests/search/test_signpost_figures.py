"""How many questions of people in danger the starter set knows, and how many it takes for one wrongly.

Caught: the right signpost is among those shown. What stands first is counted too: danger to life goes
before the rest, so "he wants to kill me for honour" may well begin with 112.
"""

import pytest

from tests.search.signposts import HALVES, dangers, look_alikes, starter_matcher
from wijkzorg_search.signposting import MOST_SIGNPOSTS

CAUGHT, FIRST, FALSE_ALARMS = 0.95, 0.9, 0.05


def test_sets_are_large_enough_to_say_something():
    assert sum(len(dangers(half)) for half in HALVES) >= 300
    assert sum(len(look_alikes(half)) for half in HALVES) >= 300


@pytest.mark.parametrize("half", HALVES)
def test_right_signpost_is_shown_to_who_is_in_danger(half):
    questions = dangers(half)
    missed = [
        (code, found, question)
        for code, question in questions
        if code not in (found := starter_matcher().codes(question)[:MOST_SIGNPOSTS])
    ]
    caught = 1 - len(missed) / len(questions)
    print(f"{half}: {caught:.1%} of {len(questions)} caught")
    assert caught >= CAUGHT, missed


@pytest.mark.parametrize("half", HALVES)
def test_right_signpost_mostly_stands_first(half):
    questions = dangers(half)
    first = sum(starter_matcher().codes(question)[:1] == [code] for code, question in questions)
    print(f"{half}: {first / len(questions):.1%} of {len(questions)} first")
    assert first / len(questions) >= FIRST


@pytest.mark.parametrize("half", HALVES)
def test_look_alikes_raise_hardly_an_alarm(half):
    questions = look_alikes(half)
    alarms = [(found, one) for one in questions if (found := starter_matcher().codes(one))]
    print(f"{half}: {len(alarms) / len(questions):.1%} of {len(questions)} false alarms")
    assert len(alarms) / len(questions) < FALSE_ALARMS, alarms
