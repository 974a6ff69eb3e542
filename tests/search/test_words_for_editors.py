"""The editors' list of missed words, the panel on their start page, and the search that tells why."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.factories import make_partner
from wijkzorg_search import missed
from wijkzorg_search.models import Concept, DismissedWord, MissedWord

WORDS, TRIAL = "/cms/zoeken/woorden/", "/cms/zoeken/proef/"
KEEPERS = ["communications", "administrator"]
OTHERS = ["moderator", "coordinator", "editor_a"]


@pytest.fixture
def keeper(cast, as_user):
    return as_user(cast.communications)


@pytest.fixture
def debts(network):
    return Concept.objects.create(
        code="schulden", name="Schulden", offered="schuldhulp", asked_nl="blut"
    )


def asked(word, days=5, language="nl"):
    today = timezone.localdate()
    MissedWord.objects.bulk_create(
        MissedWord(word=word, language=language, day=today - datetime.timedelta(one))
        for one in range(days)
    )


def send(browser, deed, word="schuldjes", language="nl", **more):
    return browser.post(
        WORDS, {"word": word, "language": language, "do": deed, **more}, follow=True
    )


@pytest.mark.parametrize("role", KEEPERS)
def test_keeper_sees_the_words_above_the_threshold_only(role, cast, as_user, debts):
    asked("zqvaak", 5)
    asked("zqzelden", 4)
    shown = as_user(getattr(cast, role)).get(WORDS).content.decode()
    assert "zqvaak" in shown
    assert "zqzelden" not in shown


@pytest.mark.parametrize("role", OTHERS)
def test_others_get_neither_the_words_nor_the_trial(role, cast, as_user, debts):
    asked("zqvaak", 5)
    browser = as_user(getattr(cast, role))
    for path in (WORDS, f"{TRIAL}?q=zqvaak"):
        answer = browser.get(path)
        assert answer.status_code in {302, 404}
        assert "zqvaak" not in answer.content.decode()
    for deed in ("add", "new", "dismiss"):
        send(browser, deed, word="zqvaak", concept="schulden")
    assert MissedWord.objects.count() == 5
    assert "zqvaak" not in Concept.objects.get().asked_nl
    assert not DismissedWord.objects.exists()


def test_nearest_concepts_are_proposed_by_spelling_and_by_parts(keeper, debts):
    Concept.objects.create(code="eten", name="Eten", offered="maaltijd", asked_nl="honger")
    asked("schuldhup")
    asked("schuldhulpmaal")
    asked("weekmaaltijd")
    asked("zqniets")
    rows = {
        row["open"].word: [code for code, _name in row["proposals"]]
        for row in keeper.get(WORDS).context["rows"]
    }
    assert rows["schuldhup"] == ["schulden"]
    assert rows["schuldhulpmaal"] == ["schulden"]
    assert rows["weekmaaltijd"] == ["eten"]
    assert rows["zqniets"] == []


@pytest.mark.both_databases
def test_word_is_added_to_a_concept_by_one_click_and_finds_from_then_on(
    keeper, client, network, debts
):
    make_partner(network.directory, "Geldloket", summary="Schuldhulp voor iedereen.")
    asked("zqpleite")
    assert client.get("/zoeken/?q=zqpleite").context["total"] == 0
    missed.forget()
    send(keeper, "add", word="zqpleite", concept="schulden")
    debts.refresh_from_db()
    assert debts.asked_nl == "blut\nzqpleite"
    assert missed.open_words() == []
    assert client.get("/zoeken/?q=zqpleite").context["total"] == 1
    entry = ModelLogEntry.objects.get(action="wijkzorg.search.word_added")
    assert entry.user.email == "communicatie@example.org"
    assert entry.data == {"word": "zqpleite", "language": "nl"}


@pytest.mark.parametrize(
    ("language", "field", "line"),
    [("tr", "asked_tr", "zqborc"), ("pl", "asked_elsewhere", "pl: zqborc")],
)
def test_word_goes_to_the_field_of_its_language(keeper, debts, language, field, line):
    asked("zqborc", language=language)
    send(keeper, "add", word="zqborc", language=language, concept="schulden")
    debts.refresh_from_db()
    assert getattr(debts, field) == line


def test_new_concept_begins_with_the_word_and_opens(keeper):
    asked("zqscootmobiel")
    answer = send(keeper, "new", word="zqscootmobiel")
    concept = Concept.objects.get()
    assert (concept.code, concept.name, concept.asked_nl) == (
        "zqscootmobiel",
        "Zqscootmobiel",
        "zqscootmobiel",
    )
    assert answer.redirect_chain[-1][0].endswith(f"/edit/{concept.pk}/")
    assert missed.open_words() == []


def test_dismissed_word_stays_away_and_the_log_tells_who(keeper):
    asked("zqonzin")
    send(keeper, "dismiss", word="zqonzin")
    asked("zqonzin", 9)
    assert missed.open_words() == []
    assert ModelLogEntry.objects.get(action="wijkzorg.search.word_dismissed").user_id


def test_word_that_does_not_wait_is_not_taken(keeper, debts):
    asked("zqzelden", 4)
    for word in ("zqzelden", "zqnooit"):
        for deed in ("add", "new", "dismiss"):
            send(keeper, deed, word=word, concept="schulden")
    debts.refresh_from_db()
    assert debts.asked_nl == "blut"
    assert Concept.objects.count() == 1
    assert not DismissedWord.objects.exists()


def test_unknown_concept_changes_nothing_and_is_told(keeper, debts):
    asked("zqvaak")
    answer = send(keeper, "add", word="zqvaak", concept="bestaat-niet")
    assert "Kies een begrip uit de lijst." in answer.content.decode()
    assert len(missed.open_words()) == 1


def test_looking_changes_nothing(keeper, debts):
    asked("zqvaak")
    keeper.get(WORDS, {"word": "zqvaak", "language": "nl", "do": "dismiss"})
    assert len(missed.open_words()) == 1


def test_list_asks_no_more_for_more_words(keeper, debts):
    def queries():
        keeper.get(WORDS)
        with CaptureQueriesContext(connection) as found:
            keeper.get(WORDS)
        return len(found)

    asked("zqnul")
    few = queries()
    for number in range(20):
        asked("zq" + "abcdefghijklmnopqrst"[number] * 5)
    assert queries() == few


# --- the start page ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sees"), [(one, True) for one in KEEPERS] + [(one, False) for one in OTHERS]
)
def test_start_page_tells_keepers_how_many_words_wait(role, sees, cast, as_user, debts):
    for number in range(6):
        asked("zq" + "abcdef"[number] * 5)
    shown = as_user(getattr(cast, role)).get("/cms/", follow=True).content.decode()
    assert ("6 woorden wachten" in shown) is sees
    assert ("zqaaaaa" in shown) is sees


# --- the trial --------------------------------------------------------------------------------------


def test_trial_tells_what_was_understood_and_why_each_result_is_there(keeper, network, debts):
    make_partner(network.directory, "Geldloket", summary="Schuldhulp voor iedereen.")
    make_partner(network.directory, "Fietsclub", summary="Wij fietsen gratis.")
    answer = keeper.get(f"{TRIAL}?q=blut+gratis")
    told = answer.context["explanation"]
    assert [(one.name, one.words) for one in told.fired] == [("Schulden", ["blut"])]
    assert [(one.said, one.kind) for one in told.recognised] == [("gratis", "gratis")]
    by_name = {one.result.title: one for one in told.results}
    assert [part.label for part in by_name["Geldloket"].parts] == ["begrip: Schulden"]
    assert by_name["Geldloket"].score > 0
    shown = answer.content.decode()
    assert "Geldloket" in shown
    assert "begrip: Schulden" in shown


def test_trial_tells_which_word_was_mended(keeper, network):
    make_partner(network.directory, "Zorgloket", summary="Fysiotherapie in de buurt.")
    told = keeper.get(f"{TRIAL}?q=fisiotherapie").context["explanation"]
    assert told.mended == [("fisiotherapie", "fysiotherapie")]


def test_parts_and_factor_make_the_score(keeper, network, debts):
    make_partner(network.directory, "Geldloket", summary="Schuldhulp, ook als je blut bent.")
    [one] = keeper.get(f"{TRIAL}?q=blut").context["explanation"].results
    assert len(one.parts) == 2
    assert sum(part.points for part in one.parts) * one.factor == pytest.approx(one.score)


def test_trial_counts_no_missed_word(keeper, network):
    keeper.get(f"{TRIAL}?q=zqscootmobiel")
    assert not MissedWord.objects.exists()


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=blut&language=xx", "?q=%F0%9F%99%82%22(&language=ar"]
)
def test_trial_takes_any_question(keeper, network, query):
    assert keeper.get(TRIAL + query).status_code == 200


def test_trial_asks_as_much_for_many_results_as_for_few(keeper, network, debts):
    def queries():
        keeper.get(f"{TRIAL}?q=zqsteun")
        with CaptureQueriesContext(connection) as found:
            keeper.get(f"{TRIAL}?q=zqsteun")
        return len(found)

    make_partner(network.directory, "Club", summary="Zqsteun.")
    few = queries()
    for number in range(8):
        make_partner(network.directory, f"Club {number}", summary="Zqsteun.")
    assert queries() == few
