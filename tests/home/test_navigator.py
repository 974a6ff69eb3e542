"""The person to turn to (the navigatie-assistent): of the area itself, else of the nearest area above it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_area, make_event, make_news, make_partner, make_report
from wijkzorg_events.models import AgendaPage
from wijkzorg_home.models import Navigator, NetworkSettings
from wijkzorg_news.models import NewsIndexPage

DISTRICT = "/westkant/"
GEBIED, WIJK = "/westkant/buurten/plaszijde/", "/westkant/buurten/plasbuurt/"
THEME = "/westkant/themas/geld/"
NETWORK_PHONE = "020 000 00 01"


@pytest.fixture
def name_of(network, client):
    """Who is named on the page at an address: one of the names given to areas, or None."""
    settings = NetworkSettings.objects.get()

    def read(url, **areas):
        Navigator.objects.all().delete()
        for area, name in areas.items():
            Navigator.objects.create(network=settings, area=getattr(network, area), name=name)
        main = client.get(url).content.decode().partition("<main")[2].partition("<footer")[0]
        named = [name for name in areas.values() if name in main]
        assert bool(named) is not (NETWORK_PHONE in main)
        return named[0] if named else None

    return read


@pytest.mark.parametrize("url", [DISTRICT, GEBIED, WIJK, THEME])
def test_without_anybody_the_network_itself_can_be_called(name_of, url):
    assert name_of(url) is None


@pytest.mark.parametrize(
    ("url", "expected"), [(WIJK, "Wijzer W"), (GEBIED, "Wijzer G"), (DISTRICT, None), (THEME, None)]
)
def test_the_nearest_person_is_named_and_nobody_of_an_area_below(name_of, url, expected):
    assert name_of(url, wijk="Wijzer W", gebied="Wijzer G") == expected


@pytest.mark.parametrize("url", [DISTRICT, GEBIED, WIJK, THEME])
def test_the_person_of_the_district_is_there_for_all_of_it_and_its_themes(name_of, url):
    assert name_of(url, area="Wijzer D") == "Wijzer D"


# What somebody reads about one thing in an area: a profile, an event, its report, a news item.

ONE_THING = ["profile", "event", "report", "news"]


@pytest.fixture(scope="module")
def standing_things(standing):
    network = standing.network
    network.other_gebied = make_area("Meeroever", level="gebied", code="GW2", parent=network.area)
    network.beyond = make_area("Oeverbuurt", code="W3", parent=network.other_gebied)
    agenda = network.district.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    news_list = network.district.add_child(instance=NewsIndexPage(title="Nieuws", slug="nieuws"))
    event = make_event(agenda, "Tafel", "2026-05-21 12:00")
    standing.things = {
        "profile": make_partner(network.directory, "Groep"),
        "event": event,
        "report": make_report(event, "Verslag", date=date(2026, 5, 22)),
        "news": make_news(news_list, "Bericht", date=date(2026, 5, 1)),
    }


@pytest.fixture
def named(standing_things, network, copied, client):
    """Who is named on the page of a thing that is at home in some areas."""
    settings = NetworkSettings.objects.get()

    def read(kind, at_home, **people):
        page = copied.things[kind]
        page.areas.set([getattr(network, name) for name in at_home])
        page.save_revision().publish()
        for area, name in people.items():
            Navigator.objects.create(network=settings, area=getattr(network, area), name=name)
        html = client.get(page.url).content.decode()
        return [name for name in people.values() if name in html]

    return read


@pytest.mark.parametrize("kind", ONE_THING)
def test_every_page_about_something_in_an_area_names_its_person(named, kind):
    assert named(kind, ["wijk"], gebied="Wijzer G", area="Wijzer D") == ["Wijzer G"]


@pytest.mark.parametrize(
    ("at_home", "expected"),
    [
        (["wijk", "other_wijk"], "Wijzer G"),  # who knows both
        (["wijk", "beyond"], "Wijzer D"),  # of two gebieden: who knows the whole district
        (["area"], "Wijzer D"),
        (["town"], None),
        ([], None),
    ],
)
def test_of_several_areas_the_nearest_who_knows_them_all_is_named(named, at_home, expected):
    people = {"gebied": "Wijzer G", "other_gebied": "Wijzer M", "area": "Wijzer D"}
    assert named("event", at_home, **people) == [expected] * bool(expected)


def test_where_nobody_knows_all_areas_the_person_of_the_first_is_named(named):
    people = {"gebied": "Wijzer G", "other_gebied": "Wijzer M"}
    assert named("news", ["wijk", "beyond"], **people) == ["Wijzer G"]


@pytest.mark.parametrize("kind", ONE_THING)
def test_many_people_to_turn_to_cost_no_more_queries_than_one(named, network, copied, client, kind):
    named(kind, ["wijk"], gebied="Wijzer G")

    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert "Wijzer G" in client.get(copied.things[kind].url).content.decode()
        return len(caught)

    queries()
    one = queries()
    settings = NetworkSettings.objects.get()
    for number in range(20):
        area = make_area(f"Buurt {number}", level="buurt", parent=network.other_wijk)
        Navigator.objects.create(network=settings, area=area, name=f"Iemand {number}")
    assert queries() == one
