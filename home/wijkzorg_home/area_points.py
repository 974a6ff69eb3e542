"""In which area a point lies, by the areas' outlines; and which areas a postcode names.

    at = AreaMap.of(district)
    at.smallest(4.785, 52.362)   # Osdorp-Oost, where that has an outline
    at.with_postcode("1063")     # Slotermeer-West and Slotermeer-Noordoost

Shapely is imported where it is used, as in `map_drawing.py`.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from .models import Area

if TYPE_CHECKING:
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry


class AreaMap:
    """Some areas; their outlines are fetched when a point is asked for, once."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self.areas = list(areas)

    @classmethod
    def of(cls, within: Area | None = None) -> "AreaMap":
        """The areas of a district with the district, or all of them."""
        areas = Area.objects.all() if within is None else Area.objects.with_all_below(within)
        return cls(areas.defer("outline"))

    def smallest(self, longitude: float, latitude: float) -> Area | None:
        """The smallest area that holds the point (WGS 84); its edge belongs to it. None without one."""
        holding = self._holding(longitude, latitude)
        # Two may be the same surface, as a gebied of one wijk: the deeper one is the smaller.
        surface_then_depth = sorted(holding, key=lambda one: (round(one[1], 12), -one[0].depth))
        return surface_then_depth[0][0] if holding else None

    def with_postcode(self, digits: str) -> list[Area]:
        """The areas that name four digits among their postcodes, without those above another one."""
        found = [area for area in self.areas if digits in area.postcodes]
        return [
            area
            for area in found
            if not any(other != area and other.path.startswith(area.path) for other in found)
        ]

    def _holding(self, longitude: float, latitude: float) -> list[tuple[Area, float]]:
        """Each with its surface, in square degrees."""
        if not self._outlined:
            return []
        import shapely

        point = shapely.Point(longitude, latitude)
        at = self._tree.query(point, predicate="intersects")
        return [(self._outlined[one][0], self._outlined[one][1].area) for one in at]

    @cached_property
    def _outlined(self) -> "list[tuple[Area, BaseGeometry]]":
        keys = [area.pk for area in self.areas]
        outlines = dict(
            Area.objects.filter(pk__in=keys, outline__isnull=False).values_list("pk", "outline")
        )
        if not any(outlines.values()):
            return []
        import shapely
        from shapely.geometry import shape

        # One that crosses itself would be an error in every question.
        return [
            (area, shapely.make_valid(shape(outlines[area.pk])))
            for area in self.areas
            if outlines.get(area.pk)
        ]

    @cached_property
    def _tree(self) -> "STRtree":
        import shapely

        return shapely.STRtree([geometry for _area, geometry in self._outlined])


def above_all(areas: Iterable[Area]) -> str:
    """The path in the tree of the smallest area that all of these lie in; empty when there is none."""
    paths = [area.path for area in areas]
    shortest, step = min(map(len, paths), default=0), Area.steplen
    same = [end for end in range(step, shortest + 1, step) if len({p[:end] for p in paths}) == 1]
    return paths[0][: same[-1]] if same else ""
