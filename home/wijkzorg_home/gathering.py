"""What gathering pages show besides the sections: tiles of areas, and the person to turn to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
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


def area_addresses(within: "Area") -> "dict[Area, str]":
    """What lies below an area, each with its part of the address: the slug, with the code if it is shared."""
    from .models import Area

    areas = [
        area
        for area in Area.objects.with_all_below(within).defer("outline")
        if area.pk != within.pk
    ]
    return _addresses(areas)


def _addresses(areas: "list[Area]") -> "dict[Area, str]":
    """The area nearest to the top keeps the bare slug, so that an address survives new areas below."""
    taken: set[str] = set()
    addresses = {}
    for area in sorted(areas, key=lambda area: (area.depth, area.path)):
        bare = area.slug not in taken
        taken.add(area.slug)
        addresses[area] = area.slug if bare else f"{area.slug}-{area.code.lower()}"
    return addresses


def area_tiles(request: HttpRequest, below: "Area | None" = None) -> list[AreaTile]:
    """The areas that a visitor chooses from: the wijken below an area, else of the whole network.

    Each leads to its own page. Where an area has no outline, its tile stands for its centre: tiles are
    laid west to east and north to south.
    """
    from .models import Area

    found = Area.objects.all() if below is None else Area.objects.with_all_below(below)
    areas = list(found.defer("outline"))
    chosen = [area for area in areas if area.level == Area.Level.WIJK and area != below]
    if not chosen:
        return []
    counts: dict[int, int] = {}
    for source in collect("register_area_count"):
        for area_id, number in source.count(get_language() or "").items():
            counts[area_id] = counts.get(area_id, 0) + number
    addresses = area_urls(request)
    return [
        AreaTile(
            name=area.name,
            url=addresses.get(area.pk, ""),
            count=counts.get(area.pk, 0),
            row=row,
            column=column,
        )
        for area, row, column in _grid(chosen)
    ]


def area_urls(request: HttpRequest) -> dict[int, str]:
    """The address of the page of each area that lies in a district with a page. Two queries and one each."""
    from .models import Area, DistrictPage
    from .navigation import local_pages

    districts = list(local_pages(DistrictPage).select_related("area"))
    areas = list(Area.objects.defer("outline"))
    urls: dict[int, str] = {}
    for district in districts:
        url = district.get_url(request) or ""
        below = [
            area
            for area in areas
            if area.path.startswith(district.area.path) and area.pk != district.area_id
        ]
        urls.setdefault(district.area_id, url)
        for area, address in _addresses(below).items():
            urls.setdefault(area.pk, f"{url}buurten/{address}/")
    return urls


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


def navigator_for(request: HttpRequest, area: "Area") -> "Navigator | None":
    """The person to turn to for an area: its own, else that of the nearest area above it."""
    return navigator_of(request, [area])


def navigator_of(request: HttpRequest, areas: "Sequence[Area]") -> "Navigator | None":
    """The person to turn to for what is in some areas: the nearest who knows them all, else the first one."""
    from .models import Navigator, NetworkSettings

    if not areas:
        return None
    network = NetworkSettings.for_request(request)
    people = list(Navigator.objects.filter(network=network).select_related("area"))
    for asked in (areas, areas[:1]):
        fitting = [one for one in people if all(a.path.startswith(one.area.path) for a in asked)]
        if fitting:
            return max(fitting, key=lambda navigator: navigator.area.depth)
    return None
