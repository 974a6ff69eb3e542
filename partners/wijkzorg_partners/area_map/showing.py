"""What the map shows: the areas below where one stands, each with its number and where it leads to."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import ngettext

from wijkzorg_home.filters import address, area_of
from wijkzorg_home.map_drawing import AreaToDraw, Drawing, DrawnArea, draw
from wijkzorg_home.models import Area
from wijkzorg_home.navigation import local_page

from ..directory import DirectoryForm, wanted_partners
from ..models import PartnerIndexPage
from .asking import PostcodeForm
from .counting import Asked

if TYPE_CHECKING:
    from ..models import MapPage
    from .asking import PostcodeAnswer

#: How many shades there are besides the one for nobody. As in site.css.
SHADES = 4
#: What asking for a postcode keeps: all of the form but where one stands.
FILTERS = ("q", "kind", "theme", "language", "unconfirmed")


@dataclass(frozen=True, kw_only=True)
class MapArea:
    """One area of the map and of the list beside it."""

    name: str
    number: int
    url: str
    shade: int
    is_here: bool
    drawn: DrawnArea | None = None

    @property
    def label(self) -> str:
        """What is said of it: "Osdorp: 12 organisations"."""
        return ngettext(
            "%(area)s: %(number)d organisation", "%(area)s: %(number)d organisations", self.number
        ) % {"area": self.name, "number": self.number}


class Tree:
    """The areas of a district as a visitor walks through them: one query, without outlines."""

    def __init__(self, district: Area) -> None:
        areas = Area.objects.with_all_below(district).defer("outline")
        self.areas = {area.path: area for area in areas}
        self.district = self.areas[district.path]

    def with_code(self, code: str) -> Area | None:
        return next((area for area in self.areas.values() if area.code == code), None)

    def below(self, area: Area) -> list[Area]:
        """What lies directly below an area, by name."""
        found = [one for path, one in self.areas.items() if path[: -Area.steplen] == area.path]
        return sorted(found, key=lambda one: one.name.casefold())

    def shown_at(self, here: Area) -> list[Area]:
        """What the map shows for who stands at an area: below it, else the area among its neighbours."""
        if below := self.below(here):
            return below
        above = self.areas.get(here.path[: -Area.steplen])
        return self.below(above) if above is not None else [here]

    def way_to(self, here: Area) -> list[Area]:
        """From the district down to the area itself."""
        ends = range(len(self.district.path), len(here.path) + 1, Area.steplen)
        return [self.areas[here.path[:end]] for end in ends if here.path[:end] in self.areas]


class Links:
    """The addresses that keep the filters: of the map one level up or down, and of the list."""

    def __init__(self, request: HttpRequest, tree: Tree) -> None:
        self.request, self.tree = request, tree
        directory = local_page(PartnerIndexPage)
        self.directory = (directory.get_url(request) or "") if directory else ""

    def on_map(self, area: Area) -> str:
        return address(self.request, area=self._code(area), postcode="")

    def in_directory(self, area: Area) -> str:
        """The same partners as a list; empty in a network without a directory."""
        query = self.on_map(area).partition("?")[2]
        return f"{self.directory}?{query}" if self.directory and query else self.directory

    def leads_to(self, area: Area) -> str:
        """One level down; from the lowest one into the list."""
        down = self.tree.below(area) or not self.directory
        return self.on_map(area) if down else self.in_directory(area)

    def without_filters(self, area: Area) -> str:
        code = self._code(area)
        return f"{self.request.path}?area={code}" if code else self.request.path

    def _code(self, area: Area) -> str:
        """Of the district none: its list also holds who is there for the whole town."""
        return "" if area == self.tree.district else area.code


def map_context(
    request: HttpRequest, page: "MapPage", answer: "PostcodeAnswer | None" = None
) -> dict[str, Any]:
    """What the template shows: the form of the directory, the areas with their drawing, and the way up.

    `answer` is what became of a postcode that was asked for. A value that is not in the lists filters
    nothing and is told at its field, as in the directory.
    """
    district = area_of(page)
    assert district is not None  # the page types that it may stand below see to that
    form = DirectoryForm(request.GET, within=district)
    wanted = form.wanted()
    words, code = wanted.pop("q", ""), wanted.pop("area", "")
    tree = Tree(district)
    links = Links(request, tree)
    here = tree.with_code(code) or tree.district
    asked = Asked.of(wanted_partners(form, wanted), words)
    shown = tree.shown_at(here)
    total, numbers = asked.numbers(here if here != tree.district else None, shown)
    drawing = draw(_to_draw(shown))
    return {
        "form": form,
        "here": here,
        "total": total,
        "areas": _map_areas(shown, drawing, numbers, here, links),
        # Of a lowest area, the map shows the neighbours: what is there for all of these is another matter.
        "for_all": numbers.get(here.path, 0) if here not in shown else 0,
        "drawing": drawing,
        "way": [(area, links.on_map(area)) for area in tree.way_to(here)],
        "directory_url": links.in_directory(here),
        "active_filters": form.active_filters(request, leave_out=["area"]),
        "clear_url": links.without_filters(here),
        "postcode_form": answer.form if answer else PostcodeForm(),
        "found": [(area, links.leads_to(area)) for area in (answer.found if answer else ())],
        "kept": [(name, value) for name in FILTERS for value in request.GET.getlist(name) if value],
    }


def _to_draw(areas: Sequence[Area]) -> tuple[AreaToDraw, ...]:
    """The outlines come as text: the drawing that a process has of them is found by it, unread."""
    rows = (
        Area.objects.filter(pk__in=[area.pk for area in areas])
        .annotate(text=Cast("outline", TextField()))
        .values_list("pk", "text")
    )
    texts = dict(rows)
    return tuple(
        AreaToDraw(
            code=area.code,
            name=area.name,
            outline="" if (text := texts.get(area.pk)) in (None, "null") else text,
            latitude=area.latitude,
            longitude=area.longitude,
        )
        for area in areas
    )


def _map_areas(
    areas: Sequence[Area],
    drawing: Drawing | None,
    numbers: dict[str, int],
    here: Area,
    links: Links,
) -> list[MapArea]:
    drawn = {one.code: one for one in drawing.areas} if drawing else {}
    most = max((numbers.get(area.path, 0) for area in areas), default=0)
    return [
        MapArea(
            name=area.name,
            number=(number := numbers.get(area.path, 0)),
            url=links.leads_to(area),
            shade=math.ceil(SHADES * number / most) if most else 0,
            is_here=area == here,
            drawn=drawn.get(area.code),
        )
        for area in areas
    ]
