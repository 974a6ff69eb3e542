"""Which pairs might know each other: the rule, against the plain way of trying every two, and its work."""

import random
from itertools import product

from wijkzorg_partners.ties.matching import Candidate, best_matches

STEP = 4


def path(*steps):
    return "".join(f"{step:04}" for step in steps)


def partner(key, formal, themes, *areas):
    return Candidate(key, formal, frozenset(themes), frozenset(areas))


def best(candidates, known=(), limit=10):
    return best_matches(candidates, known, limit=limit, steplen=STEP)


def keys(matches):
    return [(one.first, one.second) for one in matches]


class Counted(set):
    """Known pairs, and how often somebody asked for one."""

    asked = 0

    def __contains__(self, pair):
        self.asked += 1
        return super().__contains__(pair)


def test_more_themes_come_first_and_then_the_smaller_area():
    town, wijk, buurt = path(1), path(1, 1), path(1, 1, 1)
    found = best(
        [
            partner(1, True, {1, 2}, town),
            partner(2, False, {1, 2}, buurt),
            partner(3, True, {1}, buurt),
            partner(4, False, {1}, wijk),
        ]
    )
    assert keys(found) == [(1, 2), (2, 3), (3, 4), (1, 4)]
    assert [one.area for one in found] == [town, buurt, wijk, town]


def test_two_of_one_kind_without_a_theme_or_in_areas_beside_each_other_are_no_pair():
    here, there = path(1, 1), path(1, 2)
    assert best([partner(1, True, {1}, here), partner(2, True, {1}, here)]) == []
    assert best([partner(1, True, {1}, here), partner(2, False, {2}, here)]) == []
    assert best([partner(1, True, {1}, here), partner(2, False, {1}, there)]) == []


def test_a_pair_that_is_known_is_left_out():
    two = [partner(1, True, {1}, path(1)), partner(2, False, {1}, path(1))]
    assert best(two, {(1, 2)}) == []


def random_partners(number, seed=7):
    chance = random.Random(seed)
    areas = [
        path(1),
        *(path(1, n) for n in range(4)),
        *(path(1, n, m) for n, m in product(range(4), range(5))),
    ]
    return [
        partner(
            key,
            chance.random() < 0.5,
            chance.sample(range(12), chance.randint(1, 4)),
            *chance.sample(areas, chance.randint(1, 3)),
        )
        for key in range(1, number + 1)
    ]


def worth(one, other):
    """Number of shared themes and depth of the shared area, the plain way; (0, 0) for no pair."""
    shared = [
        min(len(a), len(b)) // STEP
        for a, b in product(one.areas, other.areas)
        if a.startswith(b) or b.startswith(a)
    ]
    themes = len(one.themes & other.themes)
    return (themes, max(shared)) if shared and themes else (0, 0)


def test_it_finds_every_pair_once_in_the_order_of_the_plain_way():
    some = random_partners(60)
    by_key = {one.key: one for one in some}
    plain = {
        tuple(sorted((one.key, other.key))): worth(one, other)
        for one, other in product(some, some)
        if one.is_formal and not other.is_formal and worth(one, other) != (0, 0)
    }
    found = best(some, limit=10_000)
    assert len(found) == len(plain)
    assert set(keys(found)) == set(plain)
    told = [(len(one.themes), len(one.area) // STEP) for one in found]
    assert told == [plain[pair] for pair in keys(found)]
    assert told == sorted(told, reverse=True)
    assert all(by_key[one.first].is_formal != by_key[one.second].is_formal for one in found)


def test_the_pairs_that_are_looked_at_do_not_grow_with_the_network():
    looked = []
    for number in (200, 2_000):
        known = Counted()
        assert len(best(random_partners(number), known, limit=25)) == 25
        looked.append(known.asked)
    assert looked == [25, 25]
