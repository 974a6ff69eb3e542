"""How many questions of people in danger the starter set knows, and how many it takes for one wrongly."""

import pytest

from tests.search.signposts import HALVES, dangers, look_alikes, starter_matcher

CAUGHT, FALSE_ALARMS = 0.95, 0.05


def test_sets_are_large_enough_to_say_something():
    assert sum(len(dangers(half)) for half in HALVES) >= 150
    assert sum(len(look_alikes(half)) for half in HALVES) >= 150


@pytest.mark.parametrize("half", HALVES)
def test_dangers_are_caught_with_the_right_code_first(half):
    questions = dangers(half)
    missed = [
        (code, found, question)
        for code, question in questions
        if (found := starter_matcher().codes(question))[:1] != [code]
    ]
    caught = 1 - len(missed) / len(questions)
    print(f"{half}: {caught:.1%} of {len(questions)} caught")
    assert caught >= CAUGHT, missed


@pytest.mark.parametrize("half", HALVES)
def test_look_alikes_raise_hardly_an_alarm(half):
    questions = look_alikes(half)
    alarms = [(found, one) for one in questions if (found := starter_matcher().codes(one))]
    print(f"{half}: {len(alarms) / len(questions):.1%} of {len(questions)} false alarms")
    assert len(alarms) / len(questions) < FALSE_ALARMS, alarms
