"""Figures of a district: one sentence each, right for none, one and many, and the table behind it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from tests.factories import make_partner
from wijkzorg_partners import confirmation
from wijkzorg_partners.models import FiguresPage
from wijkzorg_partners.overview.charts import LENGTH, bar
from wijkzorg_partners.overview.figures import (
    areas_in_words,
    confirmed_in_words,
    kinds_in_words,
    shares_of,
    themes_in_words,
)

URL = "/westkant/cijfers/"


@pytest.mark.parametrize(
    ("informal", "formal", "words"),
    [
        (0, 0, "Er staat nog geen organisatie op de site."),
        (1, 0, "Er is 1 organisatie: 1 informeel en 0 formeel."),
        (3, 2, "Er zijn 5 organisaties: 3 informeel en 2 formeel."),
    ],
)
def test_how_many_there_are_is_said_rightly(informal, formal, words):
    assert kinds_in_words(informal, formal) == words


@pytest.mark.parametrize(
    ("numbers", "theme", "area"),
    [
        ([], "Nog geen organisatie heeft een onderwerp gekozen.", "Nog geen organisatie heeft een buurt gekozen."),
        ([0], "Nog geen organisatie heeft een onderwerp gekozen.", "Nog geen organisatie heeft een buurt gekozen."),
        ([1, 0], "Geen onderwerp heeft meer organisaties dan ‘nr0’: dat is er 1.", "Nergens zijn er meer organisaties dan in nr0: daar is er 1."),
        ([2, 7], "Geen onderwerp heeft meer organisaties dan ‘nr1’: dat zijn er 7.", "Nergens zijn er meer organisaties dan in nr1: daar zijn er 7."),
    ],
)  # fmt: skip
def test_what_there_is_most_of_is_said_rightly(numbers, theme, area):
    shares = shares_of([(f"nr{at}", number, 0) for at, number in enumerate(numbers)])
    assert (themes_in_words(shares), areas_in_words(shares)) == (theme, area)


@pytest.mark.parametrize(
    ("confirmed", "words"),
    [
        (0, "Het laatste half jaar heeft geen organisatie gezegd dat haar pagina nog klopt."),
        (
            1,
            "Het laatste half jaar heeft 1 van de 9 organisaties gezegd dat haar pagina nog klopt.",
        ),
        (
            4,
            "Het laatste half jaar hebben 4 van de 9 organisaties gezegd dat hun pagina nog klopt.",
        ),
    ],
)
def test_how_many_confirmed_is_said_rightly(confirmed, words):
    assert confirmed_in_words(confirmed, 9) == words


@pytest.mark.parametrize("language", ["en", "tr", "ar"])
@pytest.mark.parametrize("number", [0, 1, 2, 5, 11, 100])
def test_each_language_says_the_number(language, number):
    with translation.override(language):
        shares = shares_of([("Osdorp", number, 0)])
        sentences = [kinds_in_words(number, 0), areas_in_words(shares), themes_in_words(shares)]
        sentences.append(confirmed_in_words(number, number))
    assert all((str(number) in words) == (number > 0) for words in sentences)


def test_the_longest_bar_is_whole_and_the_smallest_is_seen():
    widths = [
        [int(width) for width in re.findall(r' width="(\d+)"', str(bar(*numbers, 1000)))]
        for numbers in ((1000, 0), (1, 500), (0, 0))
    ]
    assert widths == [[LENGTH], [1, LENGTH // 2], []]


def test_the_page_tells_what_there_is(network, client):
    network.district.add_child(instance=FiguresPage(title="Cijfers", slug="cijfers"))
    alone, money = network.themes

    def add(title, kind, **more):
        return make_partner(network.directory, title, kind=kind, **more)

    fresh = add("Buurtkamer", "informal", areas=[network.wijk, network.other_wijk], themes=[alone])
    stale = add("Wijkteam", "formal", areas=[network.wijk], themes=[alone, money])
    add("Concept", "formal", areas=[network.wijk], live=False)
    now = timezone.now()
    for partner, days in ((fresh, 10), (stale, 200)):
        at = now - timedelta(days=days)
        confirmation.confirm(partner, confirmation.ALL_PARTS, occasion="published", at=at)
    html = client.get(URL).content.decode()
    assert "Er zijn 2 organisaties: 1 informeel en 1 formeel." in html
    assert "Geen onderwerp heeft meer organisaties dan ‘Ik ben vaak alleen’: dat zijn er 2." in html
    assert "Nergens zijn er meer organisaties dan in Plasbuurt: daar zijn er 2." in html
    assert "Het laatste half jaar heeft 1 van de 2 organisaties gezegd" in html
    rows = re.findall(
        r'<th scope="row">(.*?)<svg.*?<td>(\d+)</td>\s*<td>(\d+)</td>', html, re.DOTALL
    )
    assert rows == [
        ("Informeel", "1", "0"), ("Formeel", "0", "1"),
        ("Ik ben vaak alleen", "1", "1"), ("Ik zoek geld", "0", "1"),
        ("Plasbuurt", "1", "1"), ("Molenwijk", "1", "0"),
        ("Ja, het klopt", "1", "0"), ("Nog niet", "0", "1"),
    ]  # fmt: skip
