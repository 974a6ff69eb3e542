"""Where candidates are picked, on PostgreSQL: the same first answers, lists that page from the database."""

import pytest
from django.db import connection

from tests.factories import make_many_partners, make_partner
from wijkzorg_search import candidates, knowing
from wijkzorg_search.corpus import Document
from wijkzorg_search.explaining import explain
from wijkzorg_search.finding import FACETS, Question, find
from wijkzorg_search.places import Place, Places
from wijkzorg_search.postings import MOST_CHANGED, Holders, Postings, usable
from wijkzorg_search.ranking import RECOGNISED, Lift
from wijkzorg_search.reading import Reading

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
def many(standing_many, copied, search_follows, monkeypatch):
    """More documents than are kept in memory with their terms."""
    monkeypatch.setattr(knowing, "IN_MEMORY", 10)
    knowing.forget()
    return copied


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


def test_only_postgresql_keeps_terms_out_of_memory(answers):
    answers(Question())
    index = knowing.index_now()
    is_out = connection.vendor == "postgresql"
    assert index.in_memory is not is_out
    assert index.documents
    assert all(bool(one.weights) is not is_out for one, _key in index.documents.values())


def test_a_page_of_a_list_is_read_and_not_the_whole_list(answers, django_assert_max_num_queries):
    _whole, listed = answers(Question(type="partner"))
    with django_assert_max_num_queries(2):
        assert [hit.document.title for hit in listed.hits[3:5]] == ["Partner 0003", "Partner 0004"]


def test_the_same_question_again_reads_only_whether_anything_changed(
    many, django_assert_num_queries
):
    find(Question(words="buurthuis"), page_language="nl")
    with django_assert_num_queries(1):
        assert find(Question(words="buurthuis"), page_language="nl").hits


def test_more_than_is_ranked_is_told_as_so_many_at_least(many, client, monkeypatch):
    monkeypatch.setattr(candidates, "MOST", 20)
    answer = find(Question(words="buurthuis"), page_language="nl")
    is_cut = connection.vendor == "postgresql"
    assert answer.is_cut is is_cut
    assert len(answer.hits) == (20 if is_cut else 60)
    told = client.get("/api/v1/search", {"q": "buurthuis"}).json()
    assert (told["count"], told["count_is_lower_bound"]) == (len(answer.hits), is_cut)
    page = client.get("/zoeken/", {"q": "buurthuis"}).content.decode()
    assert ("Minstens 20 resultaten" in page) is is_cut
    assert (f'aria-hidden="true">{answer.facets["type"]["partner"]}+<' in page) is is_cut


@pytest.mark.parametrize("words", ["soep", "eetclub", "molenwijk"])
def test_all_that_was_ranked_is_told_as_it_is(many, client, words):
    answer = client.get("/api/v1/search", {"q": words}).json()
    assert answer["count_is_lower_bound"] is False
    assert "Minstens" not in client.get("/zoeken/", {"q": words}).content.decode()


def test_a_chosen_filter_finds_what_is_not_among_the_first(many, monkeypatch):
    whole = find(Question(words="buurthuis", kind="informal"), page_language="nl")
    monkeypatch.setattr(candidates, "MOST", 5)
    some = find(Question(words="buurthuis", kind="informal"), page_language="nl")
    assert [hit.pk for hit in some.hits[:5]] == [hit.pk for hit in whole.hits[:5]]
    assert some.facets["kind"]["formal"] > 0


def test_terms_that_tell_little_are_looked_at_only_while_there_is_room(many, monkeypatch):
    monkeypatch.setattr(candidates, "AMONG", 1)
    monkeypatch.setattr(candidates, "MOST", 1)
    answer = find(Question(words="eetclub buurthuis"), page_language="nl")
    assert answer.hits[0].document.title == "Eetclub"
    assert answer.is_cut is (connection.vendor == "postgresql")


def test_what_is_written_changed_or_gone_is_so_in_the_next_answer(many):
    def titles(words):
        hits = find(Question(words=words), page_language="nl").hits
        return [hit.document.title for hit in hits]

    assert titles("harmonica") == []
    page = make_partner(many.network.directory, "Orkest", summary="Wij spelen harmonica.")
    assert titles("harmonica") == ["Orkest"]
    page.summary = "Wij spelen trompet."
    page.save_revision().publish()
    assert (titles("harmonica"), titles("trompet")) == ([], ["Orkest"])
    page.delete()
    assert titles("trompet") == []


def test_editors_see_what_each_word_adds_to_a_candidate(many):
    (first, *_others) = explain("eetclub", page_language="nl").results
    assert [part.label for part in first.parts][:1] == ["eetclub"]
    assert first.parts[0].points > 0


def test_what_postgresql_cannot_hold_is_left_out():
    assert usable(["", "a\0b", "x" * 2_001, "soep"]) == ["soep"]


def test_documents_that_changed_are_changed_among_those_who_hold_a_term():
    before = Postings({"soep": Holders.of({1: 10, 5: 50, 9: 90})})
    after = before.after({5: {"brood": 0.5}, 7: {"soep": 0.25}, 9: {"soep": 0.0093}}).kept["soep"]
    assert (after.pks.tolist(), after.worths.tolist()) == ([1, 7, 9], [10, 2500, 93])
    places, worths = after.among(Holders.of(dict.fromkeys([0, 1, 5, 7, 10], 1)).pks)
    assert (places.tolist(), worths.tolist()) == ([1, 3], [10, 2500])
    assert before.kept["soep"].pks.tolist() == [1, 5, 9]


def test_a_term_that_nobody_holds_is_held_by_none():
    nobody = Holders.of({})
    places, worths = nobody.among(Holders.of({1: 1}).pks)
    assert (len(nobody), places.tolist(), worths.tolist()) == (0, [], [])


def test_many_changed_documents_make_all_forgotten():
    before = Postings({"soep": Holders.of({1: 10})})
    assert before.after({key: {} for key in range(MOST_CHANGED + 1)}).kept == {}


@pytest.mark.parametrize("leave_out", ["", *RECOGNISED])
def test_what_fits_in_everything_is_lifted_most_and_nothing_more_than_that(leave_out):
    """Candidates are left out by this bound: a lift that it does not know of would lose answers."""
    told = {
        "areas": frozenset({"W1"}),
        "postcode": "1901AB",
        "languages": frozenset({"tr"}),
        "kind": "informal",
        "opening": frozenset({20, 21}),
        "traits": frozenset({"free", "walk_in"}),
    }
    assert set(told) == set(RECOGNISED)
    fits = Document(key=1, source="partner", language="nl", title="Past", weights={}, **told)
    lift = Lift(
        Reading(**{name: value for name, value in told.items() if name != leave_out}),
        Places.of([Place(code="W1", name="Plasbuurt", around=frozenset({"W1"}))]),
    )
    assert lift.of(fits) == pytest.approx(lift.most)
