"""The measures of the search benchmark, on made-up rankings."""

import importlib.util
import math
import random

import pytest

from website.benchmark.scoring import halves, latency, means, score, score_group

FIRST_GAIN, SECOND_GAIN = 3.0, 1 / math.log2(3)


def test_the_ideal_order_scores_one():
    best = score({"a": 2, "b": 1}, ["a", "b", "c"])
    assert (best.ndcg, best.recall, best.strict_recall, best.hit, best.nothing) == (1, 1, 1, 1, 0)


def test_what_fits_exactly_counts_three_times_what_is_useful_and_less_further_down():
    turned = score({"a": 2, "b": 1}, ["b", "a"])
    assert turned.ndcg == pytest.approx((1 + 3 / math.log2(3)) / (FIRST_GAIN + SECOND_GAIN))


def test_only_ten_are_looked_at_and_three_at_once():
    late = score({"a": 2}, [*"bcdefghijk", "a"])
    assert (late.ndcg, late.recall, late.hit) == (0, 0, 0)
    assert score({"a": 2}, ["b", "c", "a"]).hit == 1
    assert score({"a": 2}, ["b", "c", "d", "a"]).hit == 0


def test_no_answer_is_told_apart_from_a_wrong_one():
    assert score({"a": 2}, []).nothing == 1
    assert score({"a": 2}, ["b"]).nothing == 0


def test_a_question_without_an_exact_answer_counts_for_neither_strict_measure():
    scores = [score({"a": 1}, ["a"]), score({"b": 2}, ["b"])]
    assert scores[0].hit is scores[0].strict_recall is None
    assert means(scores)["hit"] == means(scores)["strict_recall"] == 1


def test_the_group_of_the_best_is_as_good_as_what_is_in_it():
    drawn = score_group({"a": 2, "b": 2, "c": 1}, ["a", "c", "x", "y"])
    assert (drawn.precision, drawn.recall) == (0.5, 0.5)


def test_halves_are_the_same_for_the_same_seed_and_hold_everything_once():
    names = [str(number) for number in range(21)]
    first, second = halves(names, 3)
    assert first | second == set(names)
    assert not first & second
    assert (first, second) == halves(reversed(names), 3)
    assert (first, second) != halves(names, 4)


def test_latency_is_told_as_median_and_95th_percentile():
    assert latency([float(number) for number in range(100)]) == {"p50_ms": 49.5, "p95_ms": 95.0}


def test_the_figures_are_those_of_the_shared_scorer(shared_data):
    scorer = _scorer(shared_data / "search" / "score.py")
    chance = random.Random(7)
    queries, run = [], {}
    for number in range(60):
        names = [f"p{one}" for one in range(30)]
        judged = chance.sample(names, chance.randint(1, 15))
        relevance = {name: chance.choice((1, 2)) for name in judged}
        queries.append({"id": str(number), "type": "lay", "relevance": relevance})
        run[str(number)] = chance.choices(names, k=chance.choice((0, 2, 12, 25)))
    theirs = scorer.score(queries, run)
    ours = means([score(one["relevance"], run[one["id"]]) for one in queries])
    assert ours == {
        "ndcg": theirs["ndcg"],
        "recall": theirs["recall"],
        "strict_recall": theirs["recall2"],
        "hit": theirs["hit3"],
        "nothing": theirs["zero"],
    }


def _scorer(path):
    spec = importlib.util.spec_from_file_location("shared_scorer", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
