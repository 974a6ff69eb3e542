"""What the page shows of an answer: groups, why a result is there, what was understood, and where to turn."""

import re

import pytest

from tests.factories import make_language, make_partner
from wijkzorg_home.models import Navigator, NetworkSettings
from wijkzorg_search import indexing
from wijkzorg_search.models import Concept

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def standing_partners(standing):
    network, turkish = standing.network, make_language("tr", "Turks")
    standing.partners = {
        "soep": make_partner(
            network.directory,
            "Soepclub",
            areas=[network.wijk],
            languages=[turkish],
            kind="informal",
            summary="Wij koken soep & meer, elke dag. Gratis.",
        ),
        "pan": make_partner(
            network.directory,
            "De Pan",
            areas=[network.other_wijk],
            kind="formal",
            summary="Een eettafel met elke week iets lekkers.",
            what_we_do="Ook soep",
            cost="Gratis",
        ),
    }
    Concept.objects.create(
        code="samen-eten",
        name="Samen eten",
        offered="koken\neettafel",
        asked_nl="honger",
        asked_tr="açım",
    )
    settings = NetworkSettings.objects.get()
    Navigator.objects.create(
        network=settings, area=network.wijk, name="Wegwijzer Plas", phone="020 000 00 71"
    )
    Navigator.objects.create(
        network=settings, area=network.area, name="Wegwijzer West", phone="020 000 00 72"
    )


@pytest.fixture
def partners(standing_partners, copied):
    indexing.rebuild()
    return copied.partners


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def text_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_results_stand_in_two_groups_below_headings(client, partners, network):
    for number in range(12):
        make_partner(network.directory, f"Soephuis {number:02}", summary="Soep en soep.")
    answer = client.get("/zoeken/?q=soep")
    groups = answer.context["groups"]
    assert [group.heading for group in groups] == ["Beste resultaten", "Misschien ook"]
    shown = [card.item for group in groups for card in group.cards]
    assert shown == answer.context["results"]
    html = answer.content.decode()
    assert re.findall(r"<h3[^>]*>([^<]+)</h3>", html) == ["Beste resultaten", "Misschien ook"]
    assert html.index("Beste resultaten") < html.index("<h4><a") < html.index("Misschien ook")


def test_a_heading_stands_only_on_pages_that_hold_its_group(client, partners, network):
    for number in range(25):
        make_partner(network.directory, f"Soephuis {number:02}", summary="Soep en soep.")
    second = client.get("/zoeken/?q=soep&page=2")
    assert [group.heading for group in second.context["groups"]] == ["Misschien ook"]


def test_without_a_question_nothing_is_best(client, partners):
    html = read(client, "/zoeken/?kind=informal")
    assert "Beste resultaten" not in html
    assert "<h3><a" in html


def test_words_that_were_asked_for_are_marked_and_all_else_is_escaped(client, partners):
    html = read(client, "/zoeken/?q=soep")
    assert "Wij koken <mark>soep</mark> &amp; meer" in html


def test_a_title_with_markup_is_marked_without_becoming_markup(client, network):
    make_partner(network.directory, "Soep <b>en</b> kaas", summary="<script>alert(1)</script>")
    html = read(client, "/zoeken/?q=soep+kaas+alert")
    assert "<mark>Soep</mark> &lt;b&gt;en&lt;/b&gt; <mark>kaas</mark>" in html
    assert "<script>alert" not in html


@pytest.mark.both_databases
def test_a_card_says_what_it_fits(client, partners):
    html = read(client, "/zoeken/?q=honger+plasbuurt")
    assert "Past bij: Samen eten , in Plasbuurt" in text_of(html).replace(" ,", " ,")
    assert 'lang="nl">Samen eten' not in html


def test_names_of_subjects_are_dutch_for_readers_of_other_languages(client, partners):
    html = read(client, "/tr/zoeken/?q=açım")
    assert '<bdi lang="nl">Samen eten</bdi>' in html


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("soep plasbuurt", ["in Plasbuurt"]),
        ("soep 1901 ab", ["bij 1901 AB"]),
        ("soep in het turks", ["ze spreken Turks"]),
        ("gratis soep dinsdagavond", ["dinsdagavond", "gratis"]),
        ("informele soep zonder afspraak", ["Informeel", "zonder afspraak"]),
        ("soep", []),
    ],
)
def test_what_was_understood_is_told_in_words(client, partners, asked, understood):
    answer = client.get("/zoeken/", {"q": asked})
    assert sorted(chip.label for chip in answer.context["understood"]) == sorted(understood)
    assert ("We begrepen" in answer.content.decode()) == bool(understood)


def test_languages_and_kinds_are_told_in_the_readers_language(client, partners):
    labels = [chip.label for chip in client.get("/tr/zoeken/?q=turks+gratis").context["understood"]]
    assert labels == ["Türkçe konuşuyorlar", "ücretsiz"]


def test_what_was_understood_leaves_nothing_out(client, partners):
    assert client.get("/zoeken/?q=soep+plasbuurt").context["total"] == 2


def test_what_was_understood_can_be_taken_away_and_put_back(client, partners):
    first = client.get("/zoeken/?q=soep+plasbuurt+gratis&kind=informal&page=1")
    [area] = [one for one in first.context["understood"] if "Plasbuurt" in one.label]
    assert area.url == "/zoeken/?q=soep+plasbuurt+gratis&kind=informal&zonder=area"
    second = client.get(area.url)
    assert [one.label for one in second.context["understood"]] == ["gratis"]
    [back] = second.context["taken_away"]
    assert back.label == "de buurt"
    assert back.url == "/zoeken/?q=soep+plasbuurt+gratis&kind=informal"
    [free] = second.context["understood"]
    assert free.url.endswith("&zonder=area&zonder=free")
    assert client.get(free.url).context["understood"] == []


@pytest.mark.parametrize("given", ["onzin", "AREA", "area'", "%00area", "area,free"])
def test_only_known_kinds_are_taken_away(client, partners, given):
    answer = client.get(f"/zoeken/?q=soep+plasbuurt&zonder={given}")
    assert answer.status_code in {200, 400}
    if answer.status_code == 200:
        assert answer.context["taken_away"] == []
        assert [one.label for one in answer.context["understood"]] == ["in Plasbuurt"]


def test_chosen_filters_and_what_was_understood_are_told_apart(client, partners):
    html = read(client, "/zoeken/?q=soep+plasbuurt&kind=informal")
    assert html.index("Je koos:") < html.index("We begrepen:")


def test_a_typing_error_is_asked_about_with_the_words_as_they_were_written(client, partners):
    answer = client.get("/zoeken/?q=Lekkere+eetafel+1901")
    assert answer.context["suggestion"] == "Lekkere eettafel 1901"
    assert answer.context["total"] > 0
    html = read(client, "/zoeken/?q=Lekkere+eetafel+1901")
    assert 'Bedoelde je <a href="/zoeken/?q=Lekkere+eettafel+1901">' in html
    assert client.get(answer.context["suggestion_url"]).context["suggestion"] == ""


def test_the_empty_page_says_honestly_where_to_turn(client, partners):
    html = read(client, "/zoeken/?q=watishetnou+plasbuurt&kind=formal&language=tr")
    assert "Gebruik minder of andere woorden" in html
    assert 'href="tel:+31200000001"' in html
    assert "Wegwijzer Plas" in html
    assert 'href="/westkant/themas/geld/"' in html


@pytest.mark.parametrize(
    ("asked", "person"),
    [
        ("q=watishetnou", "Wegwijzer West"),
        ("q=watishetnou&area=W1", "Wegwijzer Plas"),
        ("q=watishetnou&area=W2", "Wegwijzer West"),
        ("q=watishetnou+1901&kind=formal&language=tr", "Wegwijzer Plas"),
    ],
)
def test_the_empty_page_names_the_person_of_the_area(client, partners, asked, person):
    answer = client.get(f"/zoeken/?{asked}")
    assert answer.context["total"] == 0
    assert answer.context["navigator"].name == person


def test_small_words_alone_get_advice(client, partners):
    html = read(client, "/zoeken/?q=is+over+me")
    assert "Deze woorden staan in bijna elke tekst" in html
    assert "Deze woorden staan" not in read(client, "/zoeken/?q=watishetnou")
