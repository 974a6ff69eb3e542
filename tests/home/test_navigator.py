"""The person to turn to (the navigatie-assistent): of the area itself, else of the nearest area above it."""

import pytest

from wijkzorg_home.models import Navigator, NetworkSettings

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
