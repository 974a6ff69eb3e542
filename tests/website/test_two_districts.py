"""Two districts in one network: the lists of each show what concerns it, and lead to one another."""

import re
from datetime import date

import feedparser
import pytest

from tests.factories import (
    make_area,
    make_event,
    make_news,
    make_partner,
    make_report,
    make_translation,
)
from wijkzorg_events.models import AgendaPage
from wijkzorg_home.models import DistrictPage, ThemeIndexPage
from wijkzorg_news.models import NewsIndexPage
from wijkzorg_partners.models import PartnerIndexPage

WEST, EAST = "/westkant/", "/oostkant/"
#: What is made of each kind of thing: a word in its title > where it is at home.
AT_HOME = {
    "Vlakbij": "wijk",  # in a neighbourhood of the district in the west
    "Heelwest": "area",  # the whole of that district
    "Verderop": "far_wijk",  # in a neighbourhood of the district in the east
    "Stadsbreed": "town",  # the town that both lie in
    "Nergens": None,  # no area at all
}
SEEN = {WEST: {"Vlakbij", "Heelwest", "Stadsbreed", "Nergens"}, EAST: {"Verderop", "Stadsbreed", "Nergens"}}  # fmt: skip
LISTS = ("agenda/", "nieuws/", "partners/")


@pytest.fixture(scope="module")
def standing_districts(standing):
    network = standing.network
    far = make_area("Oostkant", level="district", code="E", parent=network.town)
    network.far_wijk = make_area("Dijkbuurt", code="E1", parent=far)
    east = network.home.add_child(instance=DistrictPage(title="Oostkant", slug="oostkant", area=far))  # fmt: skip
    for page in (
        PartnerIndexPage(title="Organisaties", slug="partners"),
        ThemeIndexPage(title="Thema's", slug="themas"),
    ):
        east.add_child(instance=page)
    for district in (network.district, east):
        agenda = district.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
        news_list = district.add_child(instance=NewsIndexPage(title="Nieuws", slug="nieuws"))
    theme = network.themes[:1]
    for month, (word, area) in enumerate(AT_HOME.items(), start=1):
        things = {"areas": [getattr(network, area)] if area else [], "themes": theme, "summary": "Soep."}  # fmt: skip
        # All stand in the east: where a thing is at home counts, and not where its page stands.
        event = make_event(agenda, f"Tafel {word}", f"2037-{month:02}-21 12:00", **things)
        make_report(event, f"Verslag {word}", date=date(2020 + month, 5, 22), **things)
        make_news(news_list, f"Bericht {word}", date=date(2020 + month, 5, 1), **things)
        make_partner(network.directory, f"Groep {word}", **things)
    network.east = east


@pytest.fixture
def districts(standing_districts, network):
    return network


def words_in(text):
    return {word for word in AT_HOME if word in text}


def main_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("path", [*LISTS, "agenda/?view=month&month=2037-03", "partners/?q=soep", "nieuws/?theme=eenzaamheid"])  # fmt: skip
@pytest.mark.parametrize("district", SEEN)
def test_a_list_shows_what_is_in_its_district_or_around_it_or_nowhere(
    client, districts, district, path
):
    expected = SEEN[district]
    if "month=" in path:
        expected = expected & {"Verderop"}
    assert words_in(main_of(client, district + path)) == expected


@pytest.mark.parametrize("district", SEEN)
def test_the_feed_tells_what_the_list_shows(client, districts, district):
    read = feedparser.parse(client.get(f"{district}nieuws/feed/").content)
    assert words_in(" ".join(entry.title for entry in read.entries)) == SEEN[district]


def test_months_and_years_to_choose_are_those_of_the_district(client, districts):
    for district, field, absent in [
        (WEST, "agenda/", "2037-03"),
        (EAST, "agenda/", "2037-01"),
        (WEST, "nieuws/", "2023"),
        (EAST, "nieuws/", "2021"),
    ]:
        offered = re.findall(r'<option value="(2[0-9-]+)"', main_of(client, district + field))
        assert offered
        assert absent not in offered


@pytest.mark.parametrize("path", LISTS)
def test_a_list_of_the_whole_network_shows_everything(client, districts, path):
    home = districts.home
    page_type = {"agenda/": AgendaPage, "nieuws/": NewsIndexPage, "partners/": PartnerIndexPage}
    home.add_child(instance=page_type[path](title="Alles", slug=path.strip("/")))
    assert words_in(main_of(client, f"/{path}")) == set(AT_HOME)


def test_a_translated_list_shows_the_same(client, districts):
    for page_type in (AgendaPage, NewsIndexPage, PartnerIndexPage):
        for page in page_type.objects.filter(locale__language_code="nl"):
            make_translation(page, "en")
    for district, expected in SEEN.items():
        for path in LISTS:
            assert words_in(main_of(client, f"/en{district}{path}")) == expected, (district, path)


@pytest.mark.parametrize(
    "path",
    ["", "buurten/dijkbuurt/", "themas/eenzaamheid/", "agenda/", "partners/", "agenda/tafel-verderop/"],
)  # fmt: skip
def test_who_is_in_a_district_is_led_to_its_own_lists(client, districts, path):
    """The menu, "see all" below a section, its feed, and the themes."""
    html = client.get(EAST + path).content.decode()
    assert f'href="{EAST}agenda/' in html
    # Breadcrumbs and cards lead to where a page stands; lists and themes never to the other district.
    led = re.findall(rf'href="{WEST}((?:agenda|nieuws|partners|themas)/(?:feed/|[a-z]+/)?[^"]*)"', html)  # fmt: skip
    assert [one for one in led if not one.startswith("partners/groep-")] == []


def test_elsewhere_the_first_district_stands_in_the_menu(client, districts):
    for path in ("/", "/zoeken/"):
        html = client.get(path).content.decode()
        assert f'href="{WEST}agenda/"' in html
        assert f'href="{EAST}agenda/"' not in html.partition("<main")[0]


@pytest.mark.usefixtures("search_follows")
def test_home_search_and_the_api_tell_of_the_whole_network(client, districts):
    found = client.get("/api/v1/search?limit=100").json()
    assert words_in(" ".join(one["title"] for one in found["results"])) == set(AT_HOME)
    assert words_in(client.get("/zoeken/?q=soep").content.decode()) == set(AT_HOME)
