"""A point in the areas' outlines, and a postcode in their lists."""

import json

import pytest

from tests.factories import make_area
from tests.home.test_map_drawing import square
from wijkzorg_home.area_import import import_areas
from wijkzorg_home.area_points import AreaMap, above_all
from wijkzorg_home.models import Area


@pytest.fixture
def outlined(network):
    for one, outline in [
        (network.area, square(4.0, 52.0, 0.1)),
        (network.wijk, square(4.0, 52.0, 0.05, hole=True)),
    ]:
        Area.objects.filter(pk=one.pk).update(outline=outline)
    return network


@pytest.mark.both_databases
def test_the_smallest_area_that_holds_a_point_is_found(outlined):
    at = AreaMap.of(outlined.area)
    assert at.smallest(4.005, 52.005) == outlined.wijk
    assert at.smallest(4.05, 52.09) == outlined.area
    assert at.smallest(4.5, 52.0) is None


def test_what_lies_in_the_hole_of_an_area_is_not_in_it(outlined):
    assert AreaMap.of().smallest(4.025, 52.025) == outlined.area


def test_of_two_areas_with_one_surface_the_deeper_one_is_meant(outlined):
    Area.objects.filter(pk=outlined.gebied.pk).update(outline=square(4.0, 52.0, 0.1))
    assert AreaMap.of().smallest(4.09, 52.09) == outlined.gebied


def test_without_outlines_no_point_is_anywhere(network):
    assert AreaMap.of().smallest(4.0, 52.0) is None


def test_a_postcode_is_of_the_lowest_areas_that_name_it(network):
    Area.objects.filter(pk=network.gebied.pk).update(postcodes=["1901", "1902"])
    at = AreaMap.of()
    assert at.with_postcode("1901") == [network.wijk]
    assert at.with_postcode("1999") == []


def test_the_smallest_area_around_several_is_found(network):
    alone = make_area("Elders", level="town", code="GM2")
    assert above_all([network.wijk, network.other_wijk]) == network.gebied.path
    assert above_all([network.wijk, network.gebied]) == network.gebied.path
    assert above_all([network.wijk, alone]) == ""


def test_every_centre_of_the_real_areas_lies_in_them(network, shared_data):
    """Centres that had to be moved inside stand in the file so: see its `method`."""
    file = shared_data / "areas" / "nieuw-west.json"
    import_areas(file)
    at = AreaMap.of()
    rows = json.loads(file.read_text("utf-8"))["areas"]
    buurten = [row for row in rows if row["level"] == "buurt"]
    found = {row["code"]: at.smallest(*row["centroid"]) for row in buurten}
    assert {code: area and area.code for code, area in found.items()} == {c: c for c in found}
