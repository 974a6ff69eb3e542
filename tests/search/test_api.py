"""`GET /api/v1/search`: what it answers. How errors and headers look: tests/home/test_api.py."""

import pytest
from wagtail.models import Locale, PageViewRestriction

from tests.factories import make_event, make_language, make_partner
from wijkzorg_events.models import AgendaPage

pytestmark = pytest.mark.both_databases


def ask(client, **asked):
    answer = client.get("/api/v1/search", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def titles(answer):
    return [one["title"] for one in answer["results"]]


@pytest.fixture(scope="module")
def standing_partners(standing):
    network, turkish = standing.network, make_language("tr", "Turks")
    standing.partners = {
        "kade": make_partner(
            network.directory,
            "Buurtkamer De Kade",
            areas=[network.wijk],
            themes=network.themes[:1],
            languages=[turkish],
            kind="informal",
            summary="Koffie en soep in de buurt.",
        ),
        "hamer": make_partner(
            network.directory,
            "Klusclub De Hamer",
            areas=[network.other_wijk],
            themes=network.themes,
            kind="informal",
            summary="Wij repareren een fiets.",
        ),
        "loket": make_partner(
            network.directory,
            "Geldloket",
            areas=[network.area],
            themes=network.themes[1:],
            kind="formal",
            summary="Hulp bij een brief over geld.",
        ),
    }


@pytest.fixture
def partners(standing_partners, copied):
    return copied.partners


def test_answer_has_exactly_the_promised_keys(client, partners):
    answer = ask(client, q="soep")
    kade = partners["kade"]
    assert answer == {
        "query": "soep",
        "signposts": [],
        "count": 1,
        "count_is_lower_bound": False,
        "results": [
            {
                "type": "partner",
                "id": kade.pk,
                "source_id": "",
                "title": "Buurtkamer De Kade",
                "url": "http://testserver/westkant/partners/buurtkamer-de-kade/",
                "summary": "Koffie en soep in de buurt.",
                "note": "",
                "area": ["W1"],
                "themes": ["eenzaamheid"],
                "group": "best",
                "highlights": ["soep"],
                "matched": [],
            }
        ],
        "filters": [],
        "suggestion": "",
        "facets": {
            "type": {"partner": 1},
            "theme": {"eenzaamheid": 1},
            "area": {"GM1": 1, "GW1": 1, "W": 1, "W1": 1},
            "kind": {"informal": 1},
            "language": {"tr": 1},
        },
    }


def test_without_a_question_all_public_partners_come_by_name(client, partners):
    assert titles(ask(client)) == ["Buurtkamer De Kade", "Geldloket", "Klusclub De Hamer"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("soep", {"Buurtkamer De Kade"}),
        ("SOEP", {"Buurtkamer De Kade"}),
        ("soep fiets", {"Buurtkamer De Kade", "Klusclub De Hamer"}),
        ("soep watishetnou", {"Buurtkamer De Kade"}),
        ("wil een brief", {"Geldloket"}),
        ("is over me", set()),
        ("turks", {"Buurtkamer De Kade"}),
        ("plasbuurt", {"Buurtkamer De Kade", "Geldloket"}),
        ('"soep" OR', {"Buurtkamer De Kade"}),
        ("title:soep*", {"Buurtkamer De Kade"}),
        ("repareer", {"Klusclub De Hamer"}),
        ("watishetnou", set()),
    ],
)
def test_any_word_may_match_and_finds_the_same_on_both_databases(client, partners, words, found):
    assert set(titles(ask(client, q=words))) == found


def test_title_and_rare_words_come_first(client, network):
    make_partner(network.directory, "Aardig", summary="Hier is ook wel eens een fiets.")
    make_partner(network.directory, "Zadel en fiets", summary="Een zaak.")
    assert titles(ask(client, q="fiets")) == ["Zadel en fiets", "Aardig"]
    make_partner(network.directory, "Aap", summary="Een fiets en een harmonica.")
    assert titles(ask(client, q="fiets harmonica"))[0] == "Aap"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"area": "W1"}, ["Buurtkamer De Kade"]),
        ({"area": "GW1"}, ["Buurtkamer De Kade", "Klusclub De Hamer"]),
        ({"area": "W"}, ["Buurtkamer De Kade", "Geldloket", "Klusclub De Hamer"]),
        ({"theme": "geld"}, ["Geldloket", "Klusclub De Hamer"]),
        ({"kind": "formal"}, ["Geldloket"]),
        ({"language": "tr"}, ["Buurtkamer De Kade"]),
        ({"type": "partner", "theme": "geld", "kind": "informal"}, ["Klusclub De Hamer"]),
        ({"q": "soep fiets geld", "area": "GW1", "theme": "geld"}, ["Klusclub De Hamer"]),
    ],
)
def test_filters_leave_what_fits_all_of_them(client, partners, filters, found):
    assert sorted(titles(ask(client, **filters))) == found


@pytest.mark.parametrize(
    "start", [{}, {"q": "soep brief fiets"}, {"theme": "geld"}, {"area": "GW1", "kind": "informal"}]
)
def test_click_on_a_facet_value_gives_as_many_results_as_it_says(client, partners, start):
    facets = ask(client, **start)["facets"]
    clicks = [
        (name, value, count) for name, counts in facets.items() for value, count in counts.items()
    ]
    assert len(clicks) > 5
    for name, value, count in clicks:
        assert ask(client, **{**start, name: value})["count"] == count, (name, value)


def test_limit_and_offset_cut_pages_that_together_are_everything(client, partners):
    pages = [ask(client, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [len(page["results"]) for page in pages] == [2, 1, 0]
    assert [page["count"] for page in pages] == [3, 3, 3]
    assert titles(pages[0]) + titles(pages[1]) == titles(ask(client))


@pytest.mark.parametrize("question", [{}, {"q": "geheim"}])
def test_drafts_private_and_unpublished_pages_are_never_found(client, network, partners, question):
    make_partner(network.directory, "Geheim concept", live=False)
    private = make_partner(network.directory, "Geheim besloten")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    gone = make_partner(network.directory, "Geheim weg")
    gone.unpublish()
    assert not [title for title in titles(ask(client, **question)) if "Geheim" in title]


def test_unpublished_change_is_not_found(client, partners):
    kade = partners["kade"]
    kade.summary = "Nu met harmonica."
    kade.save_revision()
    assert ask(client, q="harmonica")["count"] == 0


def test_partner_with_a_translation_is_found_once_in_the_wanted_language(client, network, partners):
    english = Locale.objects.get_or_create(language_code="en")[0]
    for page in (network.home, network.district, network.directory):
        page.copy_for_translation(english, copy_parents=True).save_revision().publish()
    copy = partners["kade"].copy_for_translation(english)
    copy.title, copy.summary = "Quay living room", "Coffee and soup."
    copy.save_revision().publish()
    assert titles(ask(client)) == ["Buurtkamer De Kade", "Geldloket", "Klusclub De Hamer"]
    answer = client.get("/api/v1/search", headers={"Accept-Language": "en-GB,nl;q=0.5"})
    assert answer["Content-Language"] == "en"
    assert titles(answer.json()) == ["Geldloket", "Klusclub De Hamer", "Quay living room"]
    assert ask(client, q="soup")["count"] == 0


def test_what_is_guessed_from_a_part_of_a_word_is_no_best_result(client, network):
    make_partner(network.directory, "Kantwerk", summary="Wij maken kant.")
    groups = [one["group"] for one in ask(client, q="kantklossen")["results"]]
    assert groups == ["maybe"]
    assert [one["group"] for one in ask(client, q="kant")["results"]] == ["best"]


def test_each_kind_that_is_counted_can_be_asked_for(client, network):
    make_event(network.district.add_child(instance=AgendaPage(title="Agenda", slug="agenda")))
    make_partner(network.directory, "Soepclub")
    kinds = ask(client)["facets"]["kind"]
    assert kinds == {"informal": 1}
    assert [ask(client, kind=kind)["count"] for kind in kinds] == [1]
