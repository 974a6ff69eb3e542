"""What gathering pages show besides the sections: tiles of areas, and the person to turn to."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import get_language

from .contracts import collect

if TYPE_CHECKING:
    from .models import Area, Navigator


@dataclass(frozen=True)
class AreaTile:
    """One paving stone: an area, how much is there, and the list of it. `count` is None if unknown."""

    name: str
    url: str
    count: int
    row: int = 1
    column: int = 1


def area_tiles(request: HttpRequest, below: "Area | None" = None) -> list[AreaTile]:
    """The areas that a visitor chooses from: the wijken of a district, else of the whole network.

    Where an area has no outline, its tile stands for its centre: tiles are laid west to east and
    north to south.
    """
    from .models import Area

    areas = Area.objects.all() if below is None else Area.objects.with_all_below(below)
    chosen = [area for area in areas if area.level == Area.Level.WIJK]
    if not chosen:
        return []
    counts: dict[int, int] = {}
    for source in collect("register_area_count"):
        for area_id, number in source.count(get_language() or "").items():
            counts[area_id] = counts.get(area_id, 0) + number
    directory = _directory_url(request)
    placed = _grid(chosen)
    return [
        AreaTile(
            name=area.name,
            url=f"{directory}?{urlencode({'area': area.code})}" if directory else "",
            count=counts.get(area.pk, 0),
            row=row,
            column=column,
        )
        for area, row, column in placed
    ]


def _grid(areas: "list[Area]", columns: int = 3) -> "list[tuple[Area, int, int]]":
    """Lay the areas like paving: rows from north to south, within a row from west to east."""
    by_latitude = sorted(areas, key=lambda area: (-(area.latitude or 0), area.name))
    placed = []
    for row, start in enumerate(range(0, len(by_latitude), columns), start=1):
        in_row = sorted(
            by_latitude[start : start + columns], key=lambda a: (a.longitude or 0, a.name)
        )
        placed += [(area, row, column) for column, area in enumerate(in_row, start=1)]
    return placed


def _directory_url(request: HttpRequest) -> str:
    from .navigation import directory_url

    return directory_url(request)


def navigator_for(request: HttpRequest, area: "Area") -> "Navigator | None":
    """The person to turn to for an area: its own, else that of the nearest area above it."""
    from .models import Navigator, NetworkSettings

    network = NetworkSettings.for_request(request)
    above: Any = area.get_ancestors()
    candidates = Navigator.objects.filter(network=network).select_related("area")
    paths = {area.path, *above.values_list("path", flat=True)}
    fitting = [navigator for navigator in candidates if navigator.area.path in paths]
    return max(fitting, key=lambda navigator: navigator.area.depth, default=None)
