"""How editors write wordings, and what a question has to do with them. No database."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.search.signposts import starter_matcher
from wijkzorg_search.signpost_rules import Rules, WordingError
from wijkzorg_search.signposts import Matcher


def calls(wordings, question, unless=""):
    return Matcher({"it": Rules(wordings, unless)}).codes(question) == ["it"]


@pytest.mark.parametrize(
    ("wording", "question"),
    [
        ("wil dood", "Ik wil echt gewoon dood"),
        ("wil dood", "ik wil doooood"),
        ("wil dood", "ik wil d00d"),
        ("man + slaat", "ik word geslagen door mijn man"),
        ("zelfmoord", "zelvmoort"),
        ("zelfmoord", "zefmoord"),
        ("zelfmoord", "zelf moord"),
        ("zelfmoord*", "zelfmoordgedachten"),
        ("*geweld", "partnergeweld"),
        ("*ضرب*", "زوجي بيضربني"),
        ("ik wil dood", "ikwildood"),
        ("niet meer leven", "nie meer leve"),
        ('"niet meer" leven', "niet meer willen leven"),
        ("{ik|wij} wil {dood|niet meer}", "wij wil niet meer"),
        ("@wie = vader|moeder\n@wie slaat", "moeder slaat"),
        ("en:\nhit me", "he is hitting me"),
        ("tr:\nölmek istiyorum", "olmek istiyorum"),
        ("ar:\nأريد ان أموت", "اريد ان اموت"),
        ("# a remark\n\nslaat", "hij slaat"),
        ("ar:\nخائفة", "وحيدة وخائفة"),
        ("ar:\nعمري 14", "عمري ١٤"),
        ("ben moe", "kben moe"),
        ("nu", "  NU!!! "),
    ],
)
def test_wording_calls(wording, question):
    assert calls(wording, question)


@pytest.mark.parametrize(
    ("wording", "question"),
    [
        ("wil dood", "dood wil ik"),
        ("wil dood", "ik wil na al die jaren nog niet dood"),
        ('"wil dood"', "wil echt dood"),
        ("man + slaat", "de man loopt"),
        ("=slaan", "hij slaat"),
        ("=zelfmoord", "zefmoord"),
        ("slaat ! trommel", "hij slaat op een trommel"),
        ("slaan", "foto's opslaan op de computer"),
        ("geslagen", "ik heb niet geslapen"),
        ("slaat", "de bus staat stil"),
        ("slaat", ""),
        ("", "alles"),
        (
            "man + slaat",
            "mijn man is lief. " + "Heel veel andere woorden. " * 10 + "De klok slaat.",
        ),
    ],
)
def test_wording_does_not_call(wording, question):
    assert not calls(wording, question)


def test_look_alike_takes_its_own_words_away_and_leaves_the_rest():
    unless = "{vader|moeder} is dood\nlach me dood"
    assert not calls("dood", "mijn vader is dood", unless)
    assert not calls("dood", "ik lach me dood, jij ook? ik lach me dood", unless)
    assert calls("dood", "mijn vader is dood en ik wil ook dood", unless)


def test_bare_star_in_a_look_alike_takes_everything():
    assert not calls("zelfmoord", "zelfmoord in een boek over de liefde", "boek *")
    assert calls("zelfmoord", "ik wil zelfmoord plegen, geen boek", "boek * ! wil")


def test_list_of_the_wordings_is_known_among_the_look_alikes():
    assert not calls("@wie = man|vrouw\n@wie slaat", "de man slaat over", "@wie slaat over")


@pytest.mark.parametrize(
    "wording",
    [
        "{ik|wij",
        "wil }",
        "| dood",
        "@onbekend slaat",
        '"wil dood',
        "+ dood",
        "dood +",
        "{}",
        "!",
        "a*b c* d.e*",
        "*",
    ],
)
def test_wording_that_cannot_be_read_is_told_with_its_line(wording):
    with pytest.raises(WordingError) as problem:
        Rules("wil dood\n" + wording)
    assert (problem.value.line, problem.value.wording) == (2, wording)


def test_codes_come_in_the_order_of_the_rules():
    rules = {"first": Rules("brand"), "second": Rules("mes"), "third": Rules("lamp")}
    assert Matcher(rules).codes("mes en brand") == ["first", "second"]


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=10_000))
def test_any_text_is_answered(text):
    assert set(starter_matcher().codes(text)) <= set(starter_matcher().rules)


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet='ab{}|"+!*=@#:\n ', max_size=60))
def test_any_wording_is_read_or_refused_with_its_line(text):
    with suppress(WordingError):
        Matcher({"it": Rules(text)}).codes("a b ab aab")


@pytest.mark.parametrize(
    "text",
    [
        "ik wil dood mijn man slaat mij " * 320,
        "wil " * 2_500,
        "ikwildood" * 1_100,
        "a" * 10_000,
        " ".join(f"woord{number}" for number in range(1_100)),
        "mijn man zegt dat hij mij en de kinderen thuis slaat en ik ben bang " * 140,
    ],
)
def test_long_text_takes_less_than_a_second_of_the_processor(text):
    matcher = starter_matcher()
    began = time.process_time()
    matcher.codes(text[:10_000])
    assert time.process_time() - began < 1
