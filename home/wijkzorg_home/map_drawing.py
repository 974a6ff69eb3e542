"""Areas as a drawing: their outlines where they have them, else a tile at each centre. No database inside.

Shapely, and NumPy below it, is imported where it is used: only the first map of a process waits for it (0.2 s
and 21 MB).
"""

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .map_tiles import Cell, laid_out

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon
    from shapely.geometry.base import BaseGeometry

#: The width of a drawing in its own units; it is never higher than that many.
WIDTH, MOST_HEIGHT = 1000, 1300
MARGIN = 8
#: What the eye does not see in a map as wide as half a screen: GEOS removes triangles of this size squared.
TOLERANCE = 2.5
#: Type in units: on a phone (at 328 px as large as 14 px), and where the map is wide. As in site.css.
PHONE_TYPE, WIDE_TYPE = 42, 28
SIZES = ((PHONE_TYPE, "all"), (WIDE_TYPE, "wide"))
#: In em: from line to line, from the last line to the larger number below it, and the height of a capital.
LINE, TO_NUMBER, CAPITAL = 1.15, 1.365, 0.72
#: The average letter of Public Sans, in bold, in parts of its size.
LETTER = 0.56
MOST_LINES = 3
#: A square for an area among outlines that has none itself.
SPOT = 90


@dataclass(frozen=True, kw_only=True)
class AreaToDraw:
    """What a drawing is made of. `outline` is GeoJSON as text, empty without one; degrees in WGS 84."""

    code: str
    name: str
    outline: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, kw_only=True)
class DrawnArea:
    """One area: the data of its path, a point inside it, and its name in lines.

    `room` says where the name fits: "all" at any width, "wide" where the map is wide, "none" nowhere.
    """

    code: str
    path: str
    x: int
    y: int
    lines: tuple[str, ...] = ()
    room: str = "none"

    @property
    def first_line(self) -> str:
        """Where the first line stands, so that name and number have their middle at the point; in em."""
        return f"{CAPITAL - _height(self.lines, 1) / 2:.2f}em"


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """North above. `areas` are those that could be drawn, in the order in which they were given."""

    width: int
    height: int
    areas: tuple[DrawnArea, ...]
    has_outlines: bool


@lru_cache(maxsize=64)
def draw(areas: tuple[AreaToDraw, ...]) -> Drawing | None:
    """The drawing of some areas side by side; None when nothing is known of where they are.

    A process keeps the last ones: whatever changes of an area is another question.
    """
    shapes = {area.code: shape for area in areas if (shape := _shape_of(area.outline)) is not None}
    return _draw_outlines(areas, shapes) if shapes else _draw_tiles(areas)


# --- tiles ------------------------------------------------------------------------------------


def _draw_tiles(areas: Sequence[AreaToDraw]) -> Drawing | None:
    places = {
        area.code: (area.longitude * math.cos(math.radians(area.latitude)), -area.latitude)
        for area in areas
        if area.latitude is not None and area.longitude is not None
    }
    if not places:
        return None
    grid = laid_out(places, width=WIDTH)
    drawn = tuple(
        _drawn_tile(area, grid.cells[area.code]) for area in areas if area.code in grid.cells
    )
    return Drawing(width=WIDTH, height=grid.height, areas=drawn, has_outlines=False)


def _drawn_tile(area: AreaToDraw, cell: Cell) -> DrawnArea:
    lines, room = _room_in(cell, area.name)
    return DrawnArea(
        code=area.code,
        path=f"M{cell.x} {cell.y}h{cell.width}v{cell.height}h-{cell.width}z",
        x=cell.x + cell.width // 2,
        y=cell.y + cell.height // 2,
        lines=lines,
        room=room,
    )


def _room_in(cell: Cell, name: str) -> tuple[tuple[str, ...], str]:
    for size, where in SIZES:
        for lines in wraps(name):
            if (
                _length(lines, size) <= cell.width - 2 * MARGIN
                and _height(lines, size) <= cell.height - 2 * MARGIN
            ):
                return lines, where
    return (), "none"


# --- outlines ---------------------------------------------------------------------------------


def _shape_of(outline: str) -> "BaseGeometry | None":
    """The surface of an outline in degrees; None for none, or for one without a surface."""
    if not outline:
        return None
    import shapely
    from shapely.geometry import shape

    found = shape(json.loads(outline))
    if not found.is_valid:
        found = shapely.make_valid(found)
    surface = shapely.MultiPolygon(list(_polygons(found)))
    return surface if surface.area else None


def _polygons(shape: Any) -> "Iterator[Polygon]":
    """What of a geometry has a surface: mending one that crosses itself may leave lines beside it."""
    if shape.geom_type == "Polygon":
        yield shape
    for part in getattr(shape, "geoms", ()):
        yield from _polygons(part)


def _draw_outlines(areas: Sequence[AreaToDraw], shapes: "dict[str, BaseGeometry]") -> Drawing:
    import shapely

    places = {**shapes, **_spots(areas, shapes)}
    plane = _Plane(list(places.values()))
    flat = {code: shapely.transform(shape, plane.place) for code, shape in places.items()}
    outlined = [code for code in flat if code in shapes]
    # All at once: a border that two areas share stays one line.
    simple = shapely.coverage_simplify([flat[code] for code in outlined], TOLERANCE)
    surfaces = dict(zip(outlined, simple, strict=True))
    surfaces |= {
        code: point.buffer(SPOT / 2, cap_style="square")
        for code, point in flat.items()
        if code not in shapes
    }
    drawn = tuple(
        _drawn_outline(area, surfaces[area.code]) for area in areas if area.code in surfaces
    )
    return Drawing(width=WIDTH, height=plane.height, areas=drawn, has_outlines=True)


def _spots(
    areas: Sequence[AreaToDraw], shapes: "dict[str, BaseGeometry]"
) -> "dict[str, BaseGeometry]":
    """The centres of the areas that have no outline themselves."""
    import shapely

    return {
        area.code: shapely.Point(area.longitude, area.latitude)
        for area in areas
        if area.code not in shapes and area.latitude is not None and area.longitude is not None
    }


class _Plane:
    """Degrees to the units of the drawing: equirectangular, true at the middle latitude."""

    def __init__(self, places: "list[BaseGeometry]") -> None:
        bounds = [place.bounds for place in places]
        self.west, self.north = min(b[0] for b in bounds), max(b[3] for b in bounds)
        east, south = max(b[2] for b in bounds), min(b[1] for b in bounds)
        self.narrowing = math.cos(math.radians((self.north + south) / 2))
        across, down = (east - self.west) * self.narrowing, self.north - south
        inside = WIDTH - 2 * MARGIN
        self.scale = min(
            inside / across if across else math.inf,
            (MOST_HEIGHT - 2 * MARGIN) / down if down else math.inf,
        )
        # What is higher than wide stands in the middle.
        self.left = (WIDTH - across * self.scale) / 2
        self.height = math.ceil(down * self.scale) + 2 * MARGIN

    def place(self, points: Any) -> Any:
        """An array of longitudes and latitudes as x and y."""
        import numpy

        x = (points[:, 0] - self.west) * self.narrowing * self.scale + self.left
        y = (self.north - points[:, 1]) * self.scale + MARGIN
        return numpy.column_stack((x, y))


def _drawn_outline(area: AreaToDraw, surface: "MultiPolygon") -> DrawnArea:
    largest = max(_polygons(surface), key=lambda polygon: polygon.area)
    point, lines, room = _label(largest, area.name)
    return DrawnArea(
        code=area.code,
        path="".join(_ring(ring) for one in _polygons(surface) for ring in _rings(one)),
        x=round(point[0]),
        y=round(point[1]),
        lines=lines,
        room=room,
    )


def _rings(polygon: "Polygon") -> Iterator[Any]:
    yield polygon.exterior
    yield from polygon.interiors


def _ring(ring: Any) -> str:
    """The data of a closed line in whole units, each step from the one before; nothing for a speck."""
    points = [(round(x), round(y)) for x, y in ring.coords]
    points = [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]
    if len(set(points)) < 3:
        return ""
    (x, y), *others = points[:-1]
    text = f"M{x} {y}l"
    steps = []
    for next_x, next_y in others:
        steps.append(f"{next_x - x} {next_y - y}")
        x, y = next_x, next_y
    return (text + " ".join(steps)).replace(" -", "-") + "z"


def _label(polygon: "Polygon", name: str) -> tuple[tuple[float, float], tuple[str, ...], str]:
    """A point well inside, and the name in lines as far as there is room for it with a number below."""
    import shapely

    middle = shapely.maximum_inscribed_circle(polygon).coords[0]
    inside = polygon.representative_point().coords[0]
    # A little may stand over the edge.
    roomy = polygon.buffer(4)
    shapely.prepare(roomy)
    for size, where in SIZES:
        for point in (middle, inside):
            for lines in wraps(name):
                width, height = _length(lines, size) / 2, _height(lines, size) / 2
                x, y = point
                if roomy.contains(shapely.box(x - width, y - height, x + width, y + height)):
                    return point, lines, where
    return middle, (), "none"


# --- names ------------------------------------------------------------------------------------


def wraps(name: str) -> list[tuple[str, ...]]:
    """The ways to write a name in up to three lines, the widest first: it breaks at spaces and marks."""
    pieces = [piece for piece in re.split(r"(?<=[\s/-])", name.strip()) if piece.strip()]
    found = []
    for most in range(len(name), 0, -1):
        lines = [""]
        for piece in pieces:
            if lines[-1] and len((lines[-1] + piece).rstrip()) > most:
                lines.append("")
            lines[-1] += piece
        wrapped = tuple(line.strip() for line in lines)
        if len(wrapped) <= MOST_LINES and wrapped not in found:
            found.append(wrapped)
    return found


def _length(lines: Sequence[str], size: float) -> float:
    return max(len(line) for line in lines) * LETTER * size


def _height(lines: Sequence[str], size: float) -> float:
    """Of a name with the number below it."""
    return (CAPITAL + LINE * (len(lines) - 1) + TO_NUMBER) * size
