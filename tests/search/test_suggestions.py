"""Suggestions while typing: names in order, without a database; what is suggested, on both doors."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode
from wagtail.models import PageViewRestriction

from tests.factories import make_event, make_many_partners, make_partner
from wijkzorg_events.models import AgendaPage
from wijkzorg_search import indexing
from wijkzorg_search.models import Concept
from wijkzorg_search.prefixes import Prefixes


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kop", ["Kopgroep", "Het Kopje"]),
        ("KOPJE", ["Het Kopje"]),
        ("het kop", ["Het Kopje"]),
        ("cafe", ["Café Één"]),
        ("een", ["Café Één"]),
        ("ışık", ["Işık Evi"]),
        ("isik e", ["Işık Evi"]),
        ("قهو", ["قهوة الحي"]),
        ("opje", []),
        ("het kopje van", []),
        ("", []),
        ("!?", []),
    ],
)
def test_names_are_found_by_the_beginning_of_any_of_their_words(typed, found):
    names = ["Het Kopje", "Kopgroep", "Café Één", "Işık Evi", "قهوة الحي"]
    prefixes = Prefixes((name, at) for at, name in enumerate(names))
    assert [name for name, _at in prefixes.starting_with(typed)] == found


def test_what_has_several_names_is_found_once():
    prefixes = Prefixes([("Osdorp-Oost", "A"), ("Osdorp", "A"), ("Nieuw Osdorp", "B")])
    assert list(prefixes.starting_with("osd")) == [("Osdorp", "A"), ("Nieuw Osdorp", "B")]


@pytest.fixture(scope="module")
def standing_names(standing, django_db_blocker):
    network = standing.network
    standing.agenda = network.district.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    standing.partner = make_partner(
        network.directory, "Plastafel", themes=network.themes, summary="Schulden en brieven."
    )
    standing.event = make_event(standing.agenda, "Koken aan de plas")
    Concept.objects.create(
        code="schulden",
        name="Schuldhulp",
        offered="schulden",
        asked_nl="plat zak\nik kan de huur niet betalen",
        asked_en="plastic cards are empty",
    )
    Concept.objects.create(code="nergens", name="Plassen", offered="zeilen", asked_nl="plankzeilen")


@pytest.fixture
def names(standing_names, copied):
    indexing.rebuild()
    return copied


def ask(client, text, language="nl", **asked):
    answer = client.get(
        "/api/v1/suggest", {"q": text, **asked}, headers={"Accept-Language": language}
    )
    assert answer.status_code == 200, answer.content
    return answer.json()


def found(answer):
    return [(one["type"], one["text"]) for one in answer["suggestions"]]


@pytest.mark.both_databases
def test_every_kind_of_name_is_suggested_with_where_it_leads(client, names):
    answer = ask(client, "pla")
    assert answer == {
        "query": "pla",
        "suggestions": [
            {
                "text": "plat zak",
                "type": "concept",
                "url": "http://testserver/zoeken/?q=plat+zak",
            },
            {
                "text": "Plasbuurt",
                "type": "area",
                "url": "http://testserver/westkant/buurten/plasbuurt/",
            },
            {
                "text": "Plastafel",
                "type": "partner",
                "url": "http://testserver/westkant/partners/plastafel/",
            },
            {
                "text": "Plaszijde",
                "type": "area",
                "url": "http://testserver/westkant/buurten/plaszijde/",
            },
            {
                "text": "Koken aan de plas",
                "type": "event",
                "url": "http://testserver/westkant/agenda/koken-aan-de-plas/",
            },
        ],
    }
    for one in answer["suggestions"]:
        assert client.get(one["url"].removeprefix("http://testserver")).status_code == 200


def test_both_doors_suggest_the_same(client, names):
    page = client.get("/zoeken/suggesties/?q=pla").json()
    assert [one["label"] for one in page] == [text for _type, text in found(ask(client, "pla"))]
    assert [one["url"] for one in page] == [
        one["url"].removeprefix("http://testserver") for one in ask(client, "pla")["suggestions"]
    ]


def test_a_theme_is_suggested_in_everyday_words_by_either_name(client, names):
    for typed in ("eenz", "ik ben vaak", "vaak a"):
        assert ("theme", "Ik ben vaak alleen") in found(ask(client, typed))


def test_a_subject_is_suggested_as_readers_of_the_language_say_it(client, names):
    assert ("concept", "plastic cards are empty") in found(ask(client, "plas", "en"))
    assert ("concept", "Schuldhulp") in found(ask(client, "schuld", "en"))
    [first] = ask(client, "plastic", "en")["suggestions"]
    assert first["url"] == "http://testserver/en/zoeken/?q=plastic+cards+are+empty"


@pytest.mark.parametrize(
    ("typed", "is_suggested"),
    [("ik", False), ("ik kan", False), ("ik kan de hu", True), ("huu", False), ("huur n", True)],
)
def test_a_subject_takes_a_word_that_tells_one(client, names, typed, is_suggested):
    line = ("concept", "ik kan de huur niet betalen")
    assert (line in found(ask(client, typed))) == is_suggested


def test_a_subject_that_nobody_here_offers_is_not_suggested(client, names):
    assert found(ask(client, "plassen")) == found(ask(client, "plankzeil")) == []


@pytest.mark.both_databases
def test_what_was_hidden_since_the_index_was_written_is_not_suggested(client, names):
    hidden = PageViewRestriction(page=names.partner, restriction_type="login")
    PageViewRestriction.objects.bulk_create([hidden])  # without a signal: the index knows nothing
    assert ("partner", "Plastafel") not in found(ask(client, "pla"))


def test_a_page_that_goes_offline_without_the_index_knowing_is_not_suggested(client, names):
    assert ("event", "Koken aan de plas") in found(ask(client, "plas"))
    type(names.event).objects.filter(pk=names.event.pk).update(live=False)
    assert ("event", "Koken aan de plas") not in found(ask(client, "plas"))


def test_a_new_name_is_suggested_at_once(client, names):
    make_partner(names.network.directory, "Plankenclub")
    assert ("partner", "Plankenclub") in found(ask(client, "plank"))


def test_no_kind_pushes_the_others_out(client, names):
    make_many_partners(names.network, 30)
    for number in range(12):
        make_partner(names.network.directory, f"Plas {number}")
    kinds = [kind for kind, _text in found(ask(client, "plas"))]
    assert len(kinds) == 8
    assert set(kinds) == {"area", "partner", "event"}


@pytest.mark.parametrize("limit", [1, 3, 20])
def test_the_limit_is_kept(client, names, limit):
    assert len(found(ask(client, "pla", limit=limit))) == min(limit, 5)


@pytest.mark.parametrize("text", ["", "p", " p ", "%", "\u202e", "p'"])
def test_less_than_two_letters_get_nothing(client, names, text):
    assert ask(client, text)["suggestions"] == []
    assert client.get(f"/zoeken/suggesties/?{urlencode({'q': text})}").json() == []


def test_all_faults_are_told_at_once(client, network):
    answer = client.get("/api/v1/suggest?limit=0&colour=red")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert {fault["name"] for fault in answer.json()["errors"]} == {"limit", "colour"}
    assert client.get("/api/v1/suggest/?q=pla").status_code == 404
    assert client.post("/api/v1/suggest").status_code == 405


def test_it_is_described(client, network):
    described = client.get("/api/v1/openapi.json").json()["paths"]["/suggest"]["get"]
    assert [one["name"] for one in described["parameters"]] == ["q", "limit"]
    assert described["operationId"] == "suggest"


@pytest.mark.both_databases
def test_more_names_ask_no_more_of_the_database(client, names):
    counts = []
    for size in (5, 60):
        make_many_partners(names.network, size - names.network.directory.get_children_count())
        for path in ("/api/v1/suggest?q=pa", "/zoeken/suggesties/?q=pa"):
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
