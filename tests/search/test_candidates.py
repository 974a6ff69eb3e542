"""Where PostgreSQL picks candidates: the same first answers, lists that page from the database."""

import pytest
from django.db import connection

from tests.factories import make_many_partners, make_partner
from wijkzorg_search import knowing
from wijkzorg_search.candidates import as_query, rarest, usable
from wijkzorg_search.finding import FACETS, Question, find

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

#: Lists without words, with one filter, with two.
LISTS = [
    Question(),
    Question(theme="geld"),
    Question(kind="informal", language="ar"),
    Question(type="partner", area="W"),
]
QUESTIONS = [
    Question(words="samen eten"),
    Question(words="buurthuis in molenwijk"),
    Question(words="buurthuis", kind="formal"),
    Question(words="arabisch buurthuis"),
    Question(words="molenwijk"),
    Question(words="'; -- \\ & | ! : * <-> nummer7"),
]


@pytest.fixture(scope="module")
def standing_many(standing):
    make_many_partners(standing.network, 60)
    make_partner(
        standing.network.directory,
        "Eetclub",
        summary="Samen eten op dinsdag.",
        areas=[standing.network.wijk],
        themes=standing.network.themes[:1],
    )


@pytest.fixture
def answers(standing_many, copied, search_follows, monkeypatch):
    """Asks with all documents in memory, and with candidates where the database can pick them."""

    def ask(question):
        found = []
        for most in (10_000, 10):
            monkeypatch.setattr(knowing, "IN_MEMORY", most)
            knowing.forget()
            found.append(find(question, page_language="nl"))
        return found

    return ask


@pytest.mark.parametrize("question", [*QUESTIONS, *LISTS], ids=str)
def test_answers_are_those_of_the_lists_in_memory(answers, question):
    whole, picked = answers(question)
    assert [(hit.pk, hit.group) for hit in picked.hits] == [
        (hit.pk, hit.group) for hit in whole.hits
    ]
    assert picked.facets == whole.facets
    assert list(picked.facets) == list(FACETS)
    assert not picked.is_cut


def test_only_postgresql_keeps_documents_out_of_memory(answers):
    answers(Question())
    index = knowing.index_now()
    assert index.in_memory is (connection.vendor != "postgresql")
    assert bool(index.documents) is index.in_memory


def test_a_page_of_a_list_is_read_and_not_the_whole_list(answers, django_assert_max_num_queries):
    _whole, listed = answers(Question(type="partner"))
    with django_assert_max_num_queries(2):
        assert [hit.document.title for hit in listed.hits[3:5]] == ["Partner 0003", "Partner 0004"]


def test_no_sign_in_a_term_is_an_operator():
    assert as_query(["it's", "a\\b", "#code"]) == "'it''s' | 'a\\\\b' | '#code'"


def test_what_postgresql_cannot_hold_is_left_out():
    assert usable(["", "a\0b", "x" * 2_001, "soep"]) == ["soep"]


def test_the_rarest_terms_are_asked_first_and_the_most_common_are_not():
    class Knowledge:
        holding = {"soep": 5, "hulp": 40_000, "eten": 900, "niets": 0}.get

    assert rarest(["hulp", "eten", "soep", "niets"], Knowledge) == ["soep", "eten"]
    assert rarest(["hulp"], Knowledge) == ["hulp"]
