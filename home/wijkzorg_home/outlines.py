"""Outlines in GeoJSON (RFC 7946): what is wrong with one, and where its centre is.

No database inside.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from .importing import is_number, kind_of

#: Longitude, latitude.
Point = tuple[float, float]

#: The European Netherlands with a margin, in degrees: longitude and latitude do not overlap, so a
#: pair that fits only when turned round was turned round.
NETHERLANDS = ((3.0, 7.5), (50.5, 53.8))


def point_fault(point: Any) -> str:
    """Why this is not a position in degrees, longitude first; empty when it is."""
    if not isinstance(point, list):
        return _("must be a list of a longitude and a latitude, not %(kind)s") % {
            "kind": kind_of(point)
        }
    if len(point) < 2 or not all(is_number(number) for number in point[:2]):
        return _("must be two numbers: a longitude and a latitude")
    longitude, latitude = point[:2]
    if not -180 <= longitude <= 180:
        return _("longitude %(number)s is not between -180 and 180") % {"number": _short(longitude)}
    if not -90 <= latitude <= 90:
        return _("latitude %(number)s is not between -90 and 90") % {"number": _short(latitude)}
    return ""


def _short(number: float) -> str:
    """The number for a message; an integer in JSON may have thousands of digits."""
    return f"{number:.6g}" if isinstance(number, float) or abs(number) < 10**9 else "…"


def outline_fault(outline: Any) -> str:
    """Why this is not a Polygon or MultiPolygon with closed rings; empty when it is."""
    if not isinstance(outline, dict):
        return _("must be a GeoJSON geometry, not %(kind)s") % {"kind": kind_of(outline)}
    coordinates = outline.get("coordinates")
    if outline.get("type") == "Polygon":
        return _polygon_fault(coordinates)
    if outline.get("type") != "MultiPolygon":
        return _("must be a Polygon or MultiPolygon, not “%(type)s”") % {
            "type": str(outline.get("type"))[:40]
        }
    if not isinstance(coordinates, list) or not coordinates:
        return _("has no polygons")
    return next((fault for polygon in coordinates if (fault := _polygon_fault(polygon))), "")


def _polygon_fault(rings: Any) -> str:
    if not isinstance(rings, list) or not rings:
        return _("has a polygon without rings")
    for number, ring in enumerate(rings, start=1):
        fault = _ring_fault(ring)
        if fault:
            return _("ring %(number)d: %(fault)s") % {"number": number, "fault": fault}
    return ""


def _ring_fault(ring: Any) -> str:
    if not isinstance(ring, list) or len(ring) < 4:
        return _("must be a list of at least four points")
    for number, point in enumerate(ring, start=1):
        fault = point_fault(point)
        if fault:
            return _("point %(number)d: %(fault)s") % {"number": number, "fault": fault}
    if ring[0][:2] != ring[-1][:2]:
        return _("is not closed: the last point must be the first")
    return ""


def tidy_outline(outline: dict[str, Any]) -> dict[str, Any]:
    """The outline as we store it: type and coordinates, without heights or members of others."""
    polygons = [[[point[:2] for point in ring] for ring in rings] for rings in _polygons(outline)]
    is_single = outline["type"] == "Polygon"
    return {"type": outline["type"], "coordinates": polygons[0] if is_single else polygons}


def looks_turned_round(outline_or_point: Any) -> bool:
    """Whether it lies in the Netherlands only when latitude and longitude change places."""
    if isinstance(outline_or_point, dict):
        points = [point for rings in _polygons(outline_or_point) for point in rings[0]]
    else:
        points = [outline_or_point]
    return all(_in_netherlands(point[1], point[0]) for point in points)


def _in_netherlands(longitude: float, latitude: float) -> bool:
    (west, east), (south, north) = NETHERLANDS
    return west <= longitude <= east and south <= latitude <= north


def centre_of(outline: dict[str, Any]) -> Point:
    """The centre of gravity of the largest outer ring: longitude and latitude, six decimals.

    Computed on the plane of degrees: at the size of a town the difference is far below what a
    map of tiles shows.
    """
    ring = max((rings[0] for rings in _polygons(outline)), key=lambda ring: abs(_moments(ring)[0]))
    area, x_moment, y_moment = _moments(ring)
    if area == 0:  # a line or a point drawn as a ring
        corners = ring[:-1]
        middle = (
            sum(p[0] for p in corners) / len(corners),
            sum(p[1] for p in corners) / len(corners),
        )
    else:
        middle = (ring[0][0] + x_moment / (3 * area), ring[0][1] + y_moment / (3 * area))
    west, east = min(p[0] for p in ring), max(p[0] for p in ring)
    south, north = min(p[1] for p in ring), max(p[1] for p in ring)
    # A ring that crosses itself can throw its centre far away.
    longitude, latitude = min(max(middle[0], west), east), min(max(middle[1], south), north)
    return round(longitude, 6), round(latitude, 6)


def _moments(ring: list[list[float]]) -> tuple[float, float, float]:
    """Twice the signed area and the moments, relative to the first point to keep the digits."""
    x0, y0 = ring[0][:2]
    area = x_moment = y_moment = 0.0
    for (xa, ya), (xb, yb) in _edges(ring):
        xa, ya, xb, yb = xa - x0, ya - y0, xb - x0, yb - y0
        cross = xa * yb - xb * ya
        area += cross
        x_moment += (xa + xb) * cross
        y_moment += (ya + yb) * cross
    return area, x_moment, y_moment


def _edges(ring: list[list[float]]) -> Iterator[tuple[Point, Point]]:
    for start, end in pairwise(ring):
        yield (start[0], start[1]), (end[0], end[1])


def _polygons(outline: dict[str, Any]) -> list[Any]:
    is_single = outline["type"] == "Polygon"
    return [outline["coordinates"]] if is_single else list(outline["coordinates"])
