"""Which concepts a question means by its vector: what is learned, and what the ranker makes of it."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_partner
from tests.search.meaning import FakeMaker, missing, needs_numpy
from wijkzorg_search import asking, explaining, finding, learning, makers, meant, semantic
from wijkzorg_search.analysis import words
from wijkzorg_search.corpus import Knowledge
from wijkzorg_search.lexicon import Lexicon, Meaning
from wijkzorg_search.models import Concept
from wijkzorg_search.places import Places
from wijkzorg_search.reading import read
from wijkzorg_search.starter import starter_concepts, starter_questions

#: What is learned from; `FakeMaker` knows the words of other languages for them too.
PHRASES = {
    "schulden": {"debts"},
    "geld": {"debts"},
    "eenzaam": {"alone"},
    "gezelschap": {"alone"},
    "fiets": {"bicycle"},
}
#: The first is kept apart when it is tried.
QUESTIONS = {"waar leen ik geld": {"debts"}, "mijn fiets is stuk": {"bicycle"}}


def numpy_of(vector):
    import numpy

    return numpy.frombuffer(vector, dtype="<f4").astype("f8")


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Where what is learned goes."""
    needs_numpy()
    monkeypatch.setattr(meant, "FILE", tmp_path / "learned.npz")
    meant.learned_from.cache_clear()
    yield meant.FILE
    meant.learned_from.cache_clear()


@pytest.fixture
def maker(monkeypatch, settings):
    settings.WIJKZORG_SEARCH_MEANING = "auto"
    fake = FakeMaker()
    monkeypatch.setattr(makers, "load", lambda: (fake, ""))
    monkeypatch.setattr(semantic, "trouble", semantic._Trouble())
    monkeypatch.setattr(learning, "phrases", lambda: PHRASES)
    monkeypatch.setattr(learning, "questions", lambda: QUESTIONS)
    return fake


@pytest.fixture
def learned(file, maker):
    told = StringIO()
    call_command("learn_concepts", stdout=told)
    assert "Learned 3 concepts from 5 phrases and 2 questions" in told.getvalue()
    assert "Of 1 questions kept apart, the right concept comes first for 100%" in told.getvalue()
    return meant.learned_from(maker.name)


@pytest.mark.parametrize(
    ("question", "code"), [("borç", "debts"), ("samotny", "alone"), ("rower", "bicycle")]
)
def test_what_was_learned_in_one_language_is_understood_in_others(learned, maker, question, code):
    probable = learned.concepts_of(maker.query(question))
    assert max(probable, key=probable.__getitem__) == code
    assert probable[code] > 0.5
    assert sum(probable.values()) == pytest.approx(1, abs=1e-4)


def test_learning_twice_gives_the_same_file(learned, file):
    first = file.read_bytes()
    call_command("learn_concepts", stdout=StringIO())
    assert file.read_bytes() == first


def test_a_question_goes_toward_what_its_concepts_look_like(learned, maker):
    question, subject = maker.query("rower"), maker.query("borç")
    moved = learned.toward({"debts": 2.0}, question)
    like, before, after = (numpy_of(one) for one in (subject, question, moved))
    assert like @ after > like @ before
    assert after @ after == pytest.approx(1)
    assert numpy_of(question) @ after > 0.9


def test_a_concept_that_nobody_learned_moves_no_question(learned, maker):
    question = maker.query("rower")
    assert learned.toward({"of an editor": 2.0}, question) == question
    assert learned.toward({}, question) == question


def test_the_questions_of_the_starter_are_of_its_concepts_and_each_has_as_many():
    codes = {concept["code"] for concept in starter_concepts()}
    asked = Counter(code for code, _question in starter_questions())
    assert asked.keys() == codes
    assert min(asked.values()) >= 39
    assert max(len(question) for _code, question in starter_questions()) < semantic.MOST_LETTERS


def test_another_maker_has_learned_nothing(learned):
    assert meant.learned_from("another 2") is None


def test_what_is_no_vector_of_this_size_is_refused(learned):
    with pytest.raises(ValueError, match="no vector"):
        learned.concepts_of(b"1234")


def test_without_the_extra_nothing_can_be_learned(file, monkeypatch, settings):
    settings.WIJKZORG_SEARCH_MEANING = "auto"
    monkeypatch.setattr(makers, "load", lambda: (None, makers.NOT_INSTALLED))
    with pytest.raises(CommandError, match="not installed"):
        call_command("learn_concepts")
    assert not file.exists()


def test_the_package_knows_every_concept_of_the_starter():
    """After a new concept: `manage.py learn_concepts`."""
    needs_numpy()
    made, reason = makers.load.__wrapped__()
    if made is None:
        missing(reason)
    learned = meant.learned_from(made.name)
    assert learned is not None
    assert set(learned.codes) == {concept["code"] for concept in starter_concepts()}
    probable = learned.concepts_of(
        made.query("ik zit de hele dag in mijn eentje en spreek niemand")
    )
    assert probable["eenzaamheid"] > 0.3


LEXICON = Lexicon(
    [
        Meaning(code="dagbesteding", offered=["hele dag"]),
        Meaning(code="eenzaamheid", offered=["gezelschap"]),
    ]
)


def meanings(question, probable=None):
    return asking.ask(read(question, Places()), Knowledge({}, LEXICON), probable).meanings


def test_a_concept_comes_by_meaning_where_no_phrase_says_it():
    question = "ik zit de hele dag alleen"
    by_words = meanings(question)
    assert by_words.keys() == {"#dagbesteding"}
    found = meanings(question, {"eenzaamheid": 0.9, "dagbesteding": 0.001})
    assert found["#dagbesteding"] < by_words["#dagbesteding"]
    assert found["#eenzaamheid"] > found["#dagbesteding"]


def test_what_is_hardly_probable_does_not_come_by_meaning():
    assert meanings("wie speelt er schaak", {"eenzaamheid": asking.MEANT_FROM - 0.01}) == {}


def test_a_concept_that_nobody_learned_counts_as_its_words_say():
    question = "ik zit de hele dag alleen"
    assert meanings(question, {}) == meanings(question)


def test_one_long_word_that_nobody_wrote_is_taken_by_its_meaning_too():
    assert meanings("gezelschapsmiddag", {"eenzaamheid": 0.9}).keys() == {"#eenzaamheid"}


def test_where_no_word_tells_anything_the_meaning_tells_nothing():
    assert meanings("en de het", {"eenzaamheid": 0.9}) == {}


def test_a_concept_that_is_not_there_is_not_asked_for():
    assert meanings("wie speelt er schaak", {"schaken": 0.9}) == {}


def test_words_that_are_explained_leave_less_to_the_meaning():
    probable = {"eenzaamheid": 0.5, "dagbesteding": 0.5}
    explained = meanings("hele dag", probable)["#eenzaamheid"]
    assert meanings("wie speelt er schaak", probable)["#eenzaamheid"] > explained


def test_what_helps_more_counts_more():
    others = {"best": 3, "well": 2, "little": 1}
    lexicon = Lexicon(
        [
            Meaning(code="alone", offered=["gezelschap"], helps=others),
            *(Meaning(code=code, offered=[f"woord{code}"]) for code in others),
        ]
    )
    asked = asking.ask(read("gezelschap", Places()), Knowledge({}, lexicon))
    found = asked.concepts
    assert found["alone"] > found["best"] > found["well"] > found["little"] > 0


@pytest.fixture
def partners(network):
    Concept.objects.create(code="debts", name="Schulden", offered="budgetkring")
    make_partner(network.directory, "Kompas", summary="Wij hebben een budgetkring.")
    make_partner(network.directory, "Wijzer", summary="Kom naar de kring.")


def titles(question):
    answer = finding.find(finding.Question(words=question), page_language="nl")
    return [(hit.document.title, hit.group) for hit in answer.hits]


@pytest.mark.both_databases
def test_a_partner_is_found_by_a_concept_that_only_the_meaning_says(learned, partners):
    assert titles("waar kan ik terecht met borç")[0][0] == "Kompas"


def test_nonsense_has_no_best_answer_whatever_its_vector_says(learned, partners):
    assert [group for _title, group in titles("qwxz borç vvbk") if group == finding.BEST] == []


def test_what_says_where_or_for_whom_is_no_subject(learned, partners, maker):
    asked = read("in het Turks", Places())
    assert words("in het turks") == list(asked.asked)
    finding.find(finding.Question(words="fiets in het Turks"), page_language="nl")
    assert "fiets" in [one.strip() for one in maker.asked]


def test_editors_see_that_it_was_the_meaning(learned, partners):
    told = explaining.explain("waar kan ik terecht met borç", page_language="nl")
    assert [(one.name, one.words) for one in told.fired] == [("Schulden", [])]


def test_when_it_breaks_the_words_answer_and_that_is_told(learned, partners, monkeypatch):
    def breaks(_name):
        raise OSError

    monkeypatch.setattr(semantic, "learned_from", breaks)
    assert titles("budgetkring gezocht")[0] == ("Kompas", finding.BEST)
    assert "it failed with OSError" in semantic.trouble.logged
