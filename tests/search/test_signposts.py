"""Signposts as people meet them: above the results, in the API, in the CMS; and the set to begin with."""

import logging
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wijkzorg_search.models import Signpost
from wijkzorg_search.signposting import signposts_for

CMS = "/cms/snippets/wijkzorg_search/signpost/"


def load():
    said = StringIO()
    call_command("load_search_starter", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def standing_signposts(standing):
    standing.said = load()


@pytest.fixture
def signposts(standing_signposts, copied):
    return {one.code: one for one in Signpost.objects.all()}


def codes(text, language="nl"):
    return [one.code for one in signposts_for(text, language)]


@pytest.mark.both_databases
def test_most_urgent_comes_first_and_three_at_most(signposts):
    assert codes("papa slaat mij") == ["kindertelefoon", "veilig-thuis"]
    everything = (
        "brand in huis, ik wil dood, papa slaat mij, hij hoort stemmen, kind 40 graden koorts"
    )
    assert codes(everything) == ["112", "113", "kindertelefoon"]
    assert codes("koffie drinken") == codes("") == codes("   ") == []


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("nl", "Denk je aan de dood? Praat met 113"),
        ("en", "Thinking about ending your life? Talk to 113"),
        ("tr", "Ölmeyi mi düşünüyorsun? 113 ile konuş"),
        ("ar", "هل تفكر في الموت؟ تحدّث مع 113"),
        ("pl", "Denk je aan de dood? Praat met 113"),
    ],
)
def test_text_is_in_the_language_of_the_reader_or_else_in_dutch(signposts, language, title):
    (shown,) = signposts_for("ik wil dood", language)
    assert shown.title == title


def test_text_that_an_editor_took_away_is_in_dutch(signposts):
    signposts["113"].texts.filter(locale__language_code="tr").delete()
    signposts["113"].save()
    (shown,) = signposts_for("ik wil dood", "tr")
    assert shown.title.startswith("Denk je")


@pytest.mark.both_databases
def test_question_costs_one_query_and_none_when_it_is_empty(signposts, django_assert_num_queries):
    codes("ik wil dood")
    for language in ("nl", "ar"):
        with django_assert_num_queries(1):
            codes("ik wil dood", language)
    with django_assert_num_queries(0):
        codes("")


@pytest.mark.both_databases
def test_change_counts_at_once(signposts):
    assert codes("paarse krokodil") == []
    signposts["113"].wordings, signposts["113"].unless = "krokodil", ""
    signposts["113"].save()
    assert codes("paarse krokodil") == ["113"]
    signposts["113"].delete()
    assert codes("paarse krokodil") == []


def test_line_that_cannot_be_read_is_told_and_stops_no_other(signposts, caplog):
    Signpost.objects.filter(code="113").delete()
    Signpost.objects.create(code="x", title="X", text="X.", wordings="{krokodil\nnijlpaard")
    assert codes("krokodil en nijlpaard") == ["x"]
    assert caplog.messages == ["Signpost x can't be read: Line 1: {krokodil"]


def test_question_stands_in_no_log_and_in_no_query(signposts, caplog):
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as asked:
        assert codes("zelfmoord wegwezenzin")
    written = caplog.text + str(asked.captured_queries)
    assert "wegwezenzin" not in written
    assert "zelfmoord" not in written


def test_api_tells_code_title_phone_and_address(client, signposts):
    answer = client.get("/api/v1/search", {"q": "mijn man slaat mij"}).json()
    assert answer["signposts"] == [
        {
            "code": "veilig-thuis",
            "title": "Is het thuis niet veilig? Bel Veilig Thuis",
            "phone": "0800-2000",
            "url": "https://veiligthuis.nl/",
        }
    ]


def test_api_answers_in_the_language_that_is_asked(client, signposts):
    answer = client.get("/api/v1/search", {"q": "zelfmoord"}, headers={"Accept-Language": "tr"})
    assert answer.json()["signposts"][0]["title"].startswith("Ölmeyi")


@pytest.mark.parametrize("page", ["/zoeken/", "/ar/zoeken/"])
def test_page_shows_it_above_the_results_with_a_telephone_to_press(client, signposts, page):
    html = client.get(page, {"q": "ik wil dood"}).content.decode()
    assert 'href="tel:08000113"' in html
    assert html.index('data-region="signposts"') < html.index('id="hulp-nu"')
    assert html.index('id="hulp-nu"') < html.index('data-region="results"')


def test_page_shows_nothing_for_another_question(client, signposts):
    html = client.get("/zoeken/", {"q": "dodelijk saai"}).content.decode()
    assert 'data-region="signposts"' in html
    assert "hulp-nu" not in html


def test_suggestions_are_as_they_were(client, signposts):
    assert client.get("/zoeken/suggesties/", {"q": "ik wil dood"}).json() == []


@pytest.mark.parametrize("character", ["communications", "administrator"])
def test_communications_and_administrators_change_signposts(as_user, cast, signposts, character):
    browser = as_user(getattr(cast, character))
    pk = signposts["113"].pk
    texts = signposts["113"].texts.all()
    form = {
        "title": "Praat met 113",
        "text": "Dag en nacht.",
        "telephone": "113",
        "url": "",
        "wordings": "krokodil",
        "unless": "",
        "code": "113",
        "sort_order": "20",
        "texts-TOTAL_FORMS": len(texts),
        "texts-INITIAL_FORMS": len(texts),
        "texts-MIN_NUM_FORMS": 0,
        "texts-MAX_NUM_FORMS": 1000,
    }
    for number, one in enumerate(texts):
        form |= {
            f"texts-{number}-id": one.pk,
            f"texts-{number}-locale": one.locale_id,
            f"texts-{number}-title": one.title,
            f"texts-{number}-text": one.text,
            f"texts-{number}-DELETE": "",
        }
    broken = browser.post(f"{CMS}edit/{pk}/", {**form, "wordings": "slaat\n{krokodil"})
    assert "Regel 2 is niet te lezen: {krokodil" in broken.content.decode()
    assert browser.post(f"{CMS}edit/{pk}/", form).status_code == 302
    assert [one.title for one in signposts_for("krokodil", "nl")] == ["Praat met 113"]


@pytest.mark.parametrize("character", ["editor_a", "moderator", "coordinator"])
def test_others_do_not_even_see_signposts(as_user, cast, signposts, character):
    browser = as_user(getattr(cast, character))
    for address in (CMS, f"{CMS}edit/{signposts['113'].pk}/", f"{CMS}add/"):
        assert browser.get(address).status_code in (302, 404), address
        assert browser.post(address, {"title": "x"}).status_code in (302, 403, 404), address
    assert Signpost.objects.get(code="113").title == signposts["113"].title


def test_starter_set_is_added_once_and_what_an_editor_changed_stays(standing_signposts, copied):
    assert copied.said.splitlines()[:-1] == [
        f"Signpost {code}: added."
        for code in ("112", "113", "kindertelefoon", "veilig-thuis", "ggz-crisis", "huisartsenpost")
    ]
    Signpost.objects.filter(code="113").update(title="Van ons")
    Signpost.objects.filter(code="112").delete()
    said = load().splitlines()
    assert said[:3] == [
        "Signpost 112: added.",
        "Signpost 113: there already, and other than it came; left as it is.",
        "Signpost kindertelefoon: there already, as it came.",
    ]
    assert Signpost.objects.get(code="113").title == "Van ons"
    assert Signpost.objects.count() == 6


def test_every_signpost_of_the_starter_set_can_be_saved_in_the_cms(signposts):
    for signpost in signposts.values():
        signpost.full_clean()
        for text in signpost.texts.all():
            text.full_clean()
        assert {one.locale.language_code for one in signpost.texts.all()} == {"en", "tr", "ar"}
