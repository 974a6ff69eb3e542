"""Words without a good answer: what is counted, and above all what is not."""

import datetime

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_partner
from wijkzorg_home.contracts import collect
from wijkzorg_search import conf, missed
from wijkzorg_search.models import DismissedWord, MissedWord


@pytest.fixture
def partner(network):
    return make_partner(network.directory, "Soepclub", summary="Wij koken soep.")


def counted():
    return set(MissedWord.objects.values_list("word", "is_weak"))


@pytest.mark.both_databases
@pytest.mark.parametrize("path", ["/zoeken/", "/api/v1/search"])
def test_word_without_an_answer_is_counted_at_the_page_and_at_the_api(client, partner, path):
    assert client.get(path, {"q": "ik zoek een zqscootmobiel"}).status_code == 200
    assert counted() == {("zqscootmobiel", False)}


def test_same_word_counts_once_a_day_however_often_it_is_asked(client, partner):
    for _time in range(3):
        client.get("/zoeken/?q=zqscootmobiel")
    missed.forget()  # another process
    client.get("/zoeken/?q=zqscootmobiel")
    assert MissedWord.objects.count() == 1


def test_words_that_found_something_are_not_counted(client, partner):
    client.get("/zoeken/?q=soep")
    assert counted() == set()


def test_word_beside_a_small_part_that_was_found_is_weak(client, partner):
    client.get("/zoeken/?q=zqrolstoel zqlenen soep")
    assert counted() == {("zqrolstoel", True), ("zqlenen", True)}


def test_one_word_of_two_that_was_found_is_answer_enough(client, partner):
    client.get("/zoeken/?q=zqrolstoel soep")
    assert counted() == set()


def test_only_a_filter_counts_nothing(client, partner):
    client.get("/zoeken/?q=gratis dinsdagavond 1099")
    assert counted() == set()


@pytest.mark.parametrize(
    "question",
    [
        "zqhulp voor Fatima",
        "zqhulp Jan de Vries",
        "mevrouw zqjansen",
        "zqnaam@example.org",
        "zqhulp 0612345678",
        "zqhulp 06-12 34 56 78",
        "bsn 123456782 zqhulp",
        "1068AB zqhulp",
        "zqhulp 1068 xy",
        "zqhulp geboren 12-3-1950",
        "www.zqhulp.nl",
        "zqhulp.nl",
        "mijn man slaat mij als hij zqdronken is",
        "zq",
        "z" * 25,
        "",
        "ik en de",
    ],
)
def test_nothing_that_may_tell_on_somebody_is_counted(client, partner, question):
    client.get("/zoeken/", {"q": question})
    assert counted() == set()


@pytest.mark.parametrize(
    "question", ["Zqscootmobiel", "ZQSCOOTMOBIEL", "zqscootmobiel?", "zqscootmobïel"]
)
def test_word_is_the_same_word_however_it_is_written(client, partner, question):
    client.get("/zoeken/", {"q": question})
    assert counted() == {("zqscootmobiel", False)}


@pytest.mark.parametrize(
    "query", ["&page=2", "&theme=geld", "&kind=formal", "&type=partner", "&without=area"]
)
def test_click_on_a_filter_or_a_page_asks_nothing_new(client, partner, query):
    client.get(f"/zoeken/?q=zqscootmobiel{query}")
    assert counted() == set()


def test_empty_fields_of_the_form_change_nothing(client, partner):
    client.get("/zoeken/?q=zqscootmobiel&type=&theme=&area=&kind=&language=")
    assert counted() == {("zqscootmobiel", False)}


@pytest.mark.parametrize(
    "name", ["Mozilla/5.0 (compatible; Googlebot/2.1)", "SiteCrawler/1.0", "HeadlessChrome/120"]
)
def test_robot_counts_nothing(client, partner, name):
    client.get("/zoeken/?q=zqscootmobiel", headers={"user-agent": name})
    assert counted() == set()


def test_counting_can_be_switched_off(client, partner, monkeypatch):
    monkeypatch.setattr(conf, "COUNTS_MISSED_WORDS", False)
    client.get("/zoeken/?q=zqscootmobiel")
    assert counted() == set()


def test_one_process_writes_no_more_than_so_many_words_a_day(client, partner, monkeypatch):
    monkeypatch.setattr(conf, "MISSED_MOST_A_DAY", 2)
    client.get("/zoeken/?q=zqeen zqtwee zqdrie")
    assert MissedWord.objects.count() == 2


def test_words_are_written_after_the_answer_in_one_statement(client, partner, monkeypatch):
    taken = []
    monkeypatch.setattr(missed._waiting, "take", lambda: taken.append(1) or [])
    client.get("/zoeken/?q=zqeen zqtwee")
    assert MissedWord.objects.count() == 0
    assert taken == [1]
    monkeypatch.undo()
    with CaptureQueriesContext(connection) as asked:
        missed.write()
    writing = [one["sql"] for one in asked if one["sql"].startswith("INSERT")]
    assert len(writing) == 1
    assert MissedWord.objects.count() == 2


def test_search_answers_when_words_can_not_be_written(client, partner, monkeypatch, caplog):
    def broken(*_args, **_options):
        raise DatabaseError("zqlocked")

    monkeypatch.setattr(MissedWord.objects, "bulk_create", broken)
    assert client.get("/zoeken/?q=zqscootmobiel").status_code == 200
    assert "could not be counted" in caplog.text
    assert "zqscootmobiel" not in caplog.text
    assert counted() == set()


def test_table_has_no_place_for_a_person_an_address_or_a_moment():
    fields = {field.name for field in MissedWord._meta.get_fields()}
    assert fields == {"id", "word", "language", "day", "is_weak"}
    assert type(MissedWord._meta.get_field("day")).__name__ == "DateField"


def test_tick_deletes_them():
    assert missed.purge in [one.run for one in collect("register_periodic_work")]


# --- the threshold, and what is deleted -------------------------------------------------------------

NOW = datetime.datetime(2026, 6, 15, 12, 0, tzinfo=datetime.UTC)
TODAY = NOW.date()


def asked(word, *days_ago, language="nl"):
    MissedWord.objects.bulk_create(
        MissedWord(word=word, language=language, day=TODAY - datetime.timedelta(days))
        for days in days_ago
    )


def shown():
    return [(one.word, one.days) for one in missed.open_words()]


@pytest.mark.django_db
@pytest.mark.both_databases
def test_word_is_shown_from_the_fifth_day_on():
    asked("vier", 1, 2, 3, 4)
    asked("vijf", 1, 2, 3, 4, 9)
    asked("verdeeld", 1, 2, 3)
    asked("verdeeld", 1, 2, 3, language="tr")
    assert shown() == [("vijf", 5)]


@pytest.mark.django_db
def test_only_the_week_of_the_last_day_is_told():
    asked("vijf", 0, 1, 2, 3, 4)
    [one] = missed.open_words()
    assert one.last_week == datetime.date(2026, 6, 15)  # a Monday


@pytest.mark.django_db
def test_dismissed_word_is_not_shown():
    asked("vijf", 0, 1, 2, 3, 4)
    DismissedWord.objects.create(word="vijf", language="nl")
    assert shown() == []


@pytest.mark.django_db
@pytest.mark.both_databases
def test_tick_deletes_what_was_asked_on_too_few_days_after_thirty():
    asked("zelden", 31, 30)
    asked("vaak", 40, 31, 20, 10, 1)
    asked("lang", 366, 365, 4, 3, 2, 1)
    assert missed.purge(NOW) == "2 missed words deleted"
    left = set(MissedWord.objects.values_list("word", "day"))
    assert ("zelden", TODAY - datetime.timedelta(30)) in left
    assert ("zelden", TODAY - datetime.timedelta(31)) not in left
    assert ("lang", TODAY - datetime.timedelta(366)) not in left
    assert dict(shown()) == {"vaak": 5, "lang": 5}
    assert missed.purge(NOW) == ""
