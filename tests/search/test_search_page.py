"""The search page and the suggestions."""

import re

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import make_language, make_many_partners, make_partner

pytestmark = pytest.mark.slow


@pytest.fixture
def many(network):
    return make_many_partners(network, 45)


def names(answer):
    return [one.title for one in answer.context["results"]]


@pytest.mark.both_databases
def test_words_give_their_results_with_a_count(client, network):
    make_partner(network.directory, "Soepclub", summary="Wij koken soep.")
    make_partner(network.directory, "Fietsclub", summary="Wij fietsen.")
    answer = client.get("/zoeken/?q=soep")
    assert names(answer) == ["Soepclub"]
    html = answer.content.decode()
    assert 'href="/westkant/partners/soepclub/"' in html
    assert "Fietsclub" not in html
    assert re.search(r"data-count>\s*1\s", html)


@pytest.mark.both_databases
def test_every_page_of_results_holds_twenty_and_all_pages_hold_everybody(client, many):
    pages = [names(client.get(f"/zoeken/?q=buurthuis&page={number}")) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({name for page in pages for name in page}) == 45


def test_link_to_the_next_page_keeps_question_and_filters(client, many):
    html = client.get("/zoeken/?q=buurthuis&kind=formal").content.decode()
    link = re.search(r'rel="next"\s+href="([^"]+)"', html).group(1).replace("&amp;", "&")
    following = client.get("/zoeken/" + link)
    assert following.context["page_obj"].number == 2
    assert following.context["total"] == 30
    assert set(following.context["form"].cleaned_data.values()) >= {"buurthuis", "formal"}


@pytest.mark.parametrize(
    "start",
    ["", "?q=buurthuis", "?theme=geld", "?area=W&kind=formal", "?q=nummer7+nummer8&language=tr"],
)
def test_click_on_a_facet_value_gives_as_many_results_as_it_says(client, many, start):
    facets = client.get(f"/zoeken/{start}").context["facets"]
    clicks = [value for facet in facets for value in facet["values"] if not value["active"]]
    assert clicks
    for value in clicks:
        assert client.get(value["url"]).context["total"] == value["count"], value["url"]


def test_second_click_on_a_facet_value_takes_it_away(client, many):
    facets = client.get("/zoeken/?q=buurthuis&kind=formal").context["facets"]
    (active,) = [value for facet in facets for value in facet["values"] if value["active"]]
    assert active["value"] == "formal"
    assert client.get(active["url"]).context["total"] == 45


def test_facet_links_stand_on_the_page(client, many):
    html = client.get("/zoeken/?q=buurthuis").content.decode()
    assert 'href="/zoeken/?q=buurthuis&amp;kind=informal"' in html


def test_filters_that_are_on_can_each_be_removed(client, many):
    answer = client.get("/zoeken/?q=buurthuis&kind=formal&theme=geld&page=2")
    removals = [one["remove_url"] for one in answer.context["active_filters"]]
    assert removals == ["/zoeken/?q=buurthuis&kind=formal", "/zoeken/?q=buurthuis&theme=geld"]
    html = answer.content.decode()
    assert all(url.replace("&", "&amp;") in html for url in removals)


@pytest.mark.parametrize("name", ["type", "theme", "area", "kind", "language"])
def test_unknown_filter_value_is_told_and_filters_nothing(client, many, name):
    answer = client.get(f"/zoeken/?q=buurthuis&{name}=onzin")
    assert answer.status_code == 200
    assert answer.context["total"] == 45
    error = str(answer.context["form"].errors[name][0])
    assert "onzin" in error
    assert error in answer.content.decode()


def test_nothing_found_offers_other_ways(client, many):
    answer = client.get("/zoeken/?q=watishetnou")
    assert answer.context["total"] == 0
    html = answer.content.decode()
    assert "020 000 00 01" in html
    assert 'href="/westkant/themas/geld/"' in html


@pytest.mark.both_databases
def test_words_are_shown_again_but_never_as_markup(client, network):
    html = client.get("/zoeken/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_search_is_asked_by_get_only(client, network, method):
    assert getattr(client, method)("/zoeken/").status_code == 405
    assert getattr(client, method)("/zoeken/suggesties/").status_code == 405


def suggestions(client, text):
    answer = client.get("/zoeken/suggesties/", {"q": text})
    assert answer.status_code == 200
    return [one["label"] for one in answer.json()]


@pytest.mark.both_databases
def test_suggestions_begin_with_what_begins_so(client, network):
    make_partner(network.directory, "Het Kopje")
    make_partner(network.directory, "Kopgroep")
    assert suggestions(client, "kop") == ["Kopgroep", "Het Kopje"]


def test_suggestions_name_themes_in_everyday_words(client, network):
    answer = client.get("/zoeken/suggesties/?q=eenzaam").json()
    assert answer == [{"label": "Ik ben vaak alleen", "url": "/westkant/themas/eenzaamheid/"}]


def test_suggestions_lead_to_the_page(client, network):
    make_partner(network.directory, "Kopgroep")
    (one,) = client.get("/zoeken/suggesties/?q=kopg").json()
    assert client.get(one["url"]).status_code == 200


def test_one_letter_gets_no_suggestions(client, many):
    assert suggestions(client, "p") == []


def test_suggestions_are_few(client, many):
    assert len(suggestions(client, "partner")) == 8


@pytest.mark.both_databases
def test_suggestions_hold_no_draft_and_nothing_private(client, network):
    make_partner(network.directory, "Kopgroep", live=False)
    private = make_partner(network.directory, "Kopje")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert suggestions(client, "kop") == []


@pytest.mark.both_databases
def test_search_works_in_every_language_of_the_site(client, network):
    make_partner(network.directory, "Soepclub", languages=[make_language()])
    for prefix in ("", "/en", "/tr", "/ar"):
        assert client.get(f"{prefix}/zoeken/?q=soepclub").status_code == 200
