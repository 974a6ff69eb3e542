"""The drawing of areas: outlines with their shared borders, numbers inside, tiles that do not touch. No database."""

import json
import re
from itertools import combinations, pairwise

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from wijkzorg_home.map_drawing import MOST_HEIGHT, WIDTH, AreaToDraw, draw, wraps
from wijkzorg_home.map_tiles import laid_out


def square(west, south, size=0.01, hole=False):
    def ring(w, s, side):
        return [[w, s], [w + side, s], [w + side, s + side], [w, s + side], [w, s]]

    rings = [ring(west, south, size)]
    if hole:
        rings.append(ring(west + size / 4, south + size / 4, size / 2))
    return {"type": "Polygon", "coordinates": rings}


def area(code, outline=None, name="", **where):
    return AreaToDraw(
        code=code, name=name or code, outline=json.dumps(outline) if outline else "", **where
    )


def rings_of(path):
    """The closed lines that the data of a path draws, as the browser reads it."""
    for text in re.findall(r"M[^M]*z", path):
        start, steps = re.fullmatch(r"M(-?\d+ -?\d+)l([-\d ]+)z", text).groups()
        points = [tuple(map(int, start.split()))]
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        yield points


def surface(path):
    first, *holes = rings_of(path)
    return shapely.Polygon(first, holes)


def edges(path):
    points = next(rings_of(path))
    return {frozenset(edge) for edge in pairwise([*points, points[0]])}


def test_neighbours_share_their_border_to_the_unit():
    drawing = draw((area("A", square(4.80, 52.30)), area("B", square(4.81, 52.30))))
    first, second = drawing.areas
    assert len(edges(first.path) & edges(second.path)) == 1


def test_north_is_above_and_a_degree_east_is_shorter_than_one_north():
    drawing = draw((area("A", square(4.8, 52.3)), area("B", square(4.8, 52.31))))
    south, north = (surface(one.path).bounds for one in drawing.areas)
    assert north[3] <= south[1] + 1
    width, height = north[2] - north[0], north[3] - north[1]
    assert width / height == pytest.approx(0.611, abs=0.01)  # cos 52.31°


def test_a_hole_stays_and_the_number_does_not_stand_in_it():
    (one,) = draw((area("A", square(4.8, 52.3, hole=True)),)).areas
    assert len(list(rings_of(one.path))) == 2
    assert surface(one.path).contains(shapely.Point(one.x, one.y))


def test_all_parts_are_drawn_and_the_number_stands_in_the_largest():
    parts = [square(4.8, 52.3)["coordinates"], square(4.83, 52.3, 0.002)["coordinates"]]
    (one,) = draw((area("A", {"type": "MultiPolygon", "coordinates": parts}),)).areas
    largest, _small = rings_of(one.path)
    assert shapely.Polygon(largest).contains(shapely.Point(one.x, one.y))


def test_an_outline_that_crosses_itself_is_mended():
    bow = [[4.8, 52.3], [4.81, 52.31], [4.81, 52.3], [4.8, 52.31], [4.8, 52.3]]
    (one,) = draw((area("A", {"type": "Polygon", "coordinates": [bow]}),)).areas
    assert len(list(rings_of(one.path))) == 2


def test_an_area_with_only_a_centre_stands_among_the_outlines():
    drawing = draw(
        (area("A", square(4.8, 52.3)), area("B", latitude=52.305, longitude=4.82), area("C"))
    )
    assert drawing.has_outlines
    assert [one.code for one in drawing.areas] == ["A", "B"]
    assert drawing.areas[1].x > 900


def test_a_point_as_outline_is_none():
    flat = {"type": "Polygon", "coordinates": [[[4.8, 52.3]] * 4]}
    assert draw((area("A", flat),)) is None
    assert not draw((area("A", flat, latitude=52.3, longitude=4.8),)).has_outlines


def test_without_places_there_is_no_drawing():
    assert draw((area("A"), area("B"))) is None


def test_what_is_narrow_and_high_stays_within_the_page():
    strip = [[4.8, 52.0], [4.801, 52.0], [4.801, 53.0], [4.8, 53.0], [4.8, 52.0]]
    drawing = draw((area("A", {"type": "Polygon", "coordinates": [strip]}),))
    assert (drawing.width, drawing.height) == (WIDTH, MOST_HEIGHT)


def test_real_outlines_make_a_small_drawing_with_every_number_inside(shared_data):
    rows = json.loads((shared_data / "areas" / "nieuw-west.json").read_text("utf-8"))["areas"]
    for level in ("gebied", "wijk", "buurt"):
        here = [row for row in rows if row["level"] == level]
        drawing = draw(tuple(area(row["code"], row["outline"], row["name"]) for row in here))
        assert len(drawing.areas) == len(here)
        for one in drawing.areas:
            assert surface(one.path).buffer(2).contains(shapely.Point(one.x, one.y)), one.code
        told = sum(shape(row["outline"]).area for row in here)
        seen = sum(surface(one.path).area for one in drawing.areas)
        whole = shape(next(row["outline"] for row in rows if row["level"] == "stadsdeel"))
        whole_seen = surface(draw((area("F", whole.__geo_interface__),)).areas[0].path).area
        assert seen / whole_seen == pytest.approx(told / whole.area, rel=0.02)
        assert sum(len(one.path) for one in drawing.areas) < 12_000


places = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
    min_size=1,
    max_size=20,
)


@given(places)
def test_tiles_never_lie_over_one_another_and_all_are_there(where):
    grid = laid_out(where, width=WIDTH)
    assert grid.cells.keys() == where.keys()
    boxes = [shapely.box(c.x, c.y, c.x + c.width, c.y + c.height) for c in grid.cells.values()]
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
    assert all(box.within(shapely.box(0, 0, WIDTH, grid.height)) for box in boxes)
    # At 360 px the drawing is 328 wide: a finger finds every tile.
    assert all(c.width * 0.328 >= 100 and c.height * 0.328 >= 44 for c in grid.cells.values())


def test_tiles_stand_as_the_areas_lie():
    grid = laid_out(
        {"nw": (0, 0), "ne": (9, 0), "n": (5, 0), "s": (5, 4), "sw": (0, 4), "se": (9, 4)},
        width=WIDTH,
    )
    spots = {name: (cell.x, cell.y) for name, cell in grid.cells.items()}
    assert spots["nw"][0] < spots["n"][0] < spots["ne"][0]
    assert spots["sw"][0] < spots["s"][0] < spots["se"][0]
    assert spots["n"][1] < spots["s"][1]


def test_names_break_at_spaces_and_marks_only():
    assert wraps("De Aker, Sloten")[0] == ("De Aker, Sloten",)
    assert ("Sloten/", "Nieuw-", "Sloten") in wraps("Sloten/Nieuw-Sloten")
    assert wraps("Osdorp") == [("Osdorp",)]
    assert all(len(lines) <= 3 for lines in wraps("Een naam van heel erg veel woorden"))
