"""Likeness by whole numbers: exact, whatever stands beside a document; and how words and meaning are added up."""

import random

import pytest

from tests.search.meaning import needs_numpy
from wijkzorg_search import ranking, vectors_kept
from wijkzorg_search.asking import Asking
from wijkzorg_search.corpus import Corpus, Document, Knowledge
from wijkzorg_search.lexicon import Lexicon
from wijkzorg_search.places import Places
from wijkzorg_search.reading import Reading

SIZE = 384


@pytest.fixture(scope="module")
def numpy():
    return needs_numpy()


@pytest.fixture(scope="module")
def rows(numpy):
    """Of a hundred documents with one to ten rows, as they stand in the table."""
    chance = numpy.random.default_rng(7)
    found = []
    for key in range(100):
        block = chance.standard_normal((1 + key % 10, SIZE)).astype("<f4")
        block /= numpy.linalg.norm(block, axis=1, keepdims=True)
        found.append((key + 1, "partner", key, block.tobytes(), 0.0))
    return found


def question(rows):
    return vectors_kept.whole_numbers(rows[3][3][: 4 * SIZE], SIZE)[0]


def by_key(vectors, asked):
    likeness = vectors.likeness(asked)
    return {key: likeness[place] for key, place in vectors.keys.items()}


def test_likeness_is_the_same_to_the_last_bit_in_any_order_and_beside_any_others(rows):
    asked = question(rows)
    whole = by_key(vectors_kept._vectors(rows, SIZE), asked)
    shuffled = random.Random(1).sample(rows, len(rows))
    assert by_key(vectors_kept._vectors(shuffled, SIZE), asked) == whole
    for row in rows[:12]:
        alone = by_key(vectors_kept._vectors([row], SIZE), asked)
        assert alone == {row[1:3]: whole[row[1:3]]}


def test_likeness_is_half_that_of_the_whole_text_and_half_that_of_the_best_part(rows, numpy):
    asked = numpy.frombuffer(rows[3][3][: 4 * SIZE], dtype="<f4").astype("f8")
    exact = {}
    for _pk, source, key, numbers, _usual in rows:
        products = numpy.frombuffer(numbers, dtype="<f4").reshape(-1, SIZE).astype("f8") @ asked
        exact[source, key] = (products[0] + max(products[1:], default=products[0])) / 2
    found = by_key(vectors_kept._vectors(rows, SIZE), question(rows))
    assert found == pytest.approx(exact, abs=1e-3)


@pytest.mark.parametrize(
    "numbers",
    [b"", b"\0" * 7, b"\0" * 4 * (SIZE - 1), b"\xff" * 4 * SIZE, b"\0\0\x80\x3f" * SIZE],
    ids=["none", "odd", "too short", "no numbers", "too long a vector"],
)
def test_what_is_no_vector_counts_as_none(rows, numbers):
    vectors = vectors_kept._vectors([(999, "partner", 999, numbers, 0.0), *rows], SIZE)
    assert ("partner", 999) not in vectors.keys
    assert len(vectors.keys) == len(rows)
    assert len(vectors.likeness(question(rows))) == len(rows)


def test_what_is_usual_for_a_document_counts_for_nothing(rows):
    lowered = [(*row[:4], 0.25 if row[2] == 3 else 0.0) for row in rows]
    before = by_key(vectors_kept._vectors(rows, SIZE), question(rows))
    after = by_key(vectors_kept._vectors(lowered, SIZE), question(rows))
    assert before.pop(("partner", 3)) - after.pop(("partner", 3)) == pytest.approx(0.25)
    assert after == before


def test_usual_is_the_mean_of_the_likeness_to_what_people_ask(rows):
    asked = [row[3][: 4 * SIZE] for row in rows[:3]]
    likeness = [
        vectors_kept._vectors([rows[9]], SIZE).likeness(vectors_kept.whole_numbers(one, SIZE)[0])[0]
        for one in asked
    ]
    usual = vectors_kept.usual_likeness(rows[9][3], asked, SIZE)
    assert usual == pytest.approx(sum(likeness) / 3)
    assert vectors_kept.usual_likeness(b"", asked, SIZE) == 0.0
    assert vectors_kept.usual_likeness(rows[9][3], [], SIZE) == 0.0


def test_of_nothing_there_is_no_likeness(rows):
    assert vectors_kept._vectors([], SIZE).likeness(question(rows)) == []


def corpus_of(count):
    documents = [
        Document(key=key, source="partner", language="nl", title=f"Partner {key:03}", weights={})
        for key in range(count)
    ]
    return Corpus(documents, Knowledge({}, Lexicon([])))


def ranked(corpus, likeness):
    hits = ranking.rank(Asking(), Reading(), corpus, Places.of([]), likeness=likeness)
    return [corpus.documents[one.number].key for one in hits]


def test_by_meaning_alone_only_the_most_like_answer():
    likeness = dict.fromkeys(range(200), 0.8) | {7: 0.9, 5: 0.95}
    assert ranked(corpus_of(200), likeness) == [5, 7]


def test_by_meaning_alone_no_more_than_a_page_or_two_answer():
    likeness = {number: 0.9 if number % 4 == 0 else 0.8 for number in range(400)}
    assert ranked(corpus_of(400), likeness) == [4 * place for place in range(ranking.MOST_ALONE)]


def test_when_all_are_as_like_nothing_answers_by_meaning_alone():
    assert ranked(corpus_of(50), dict.fromkeys(range(50), 0.8)) == []
