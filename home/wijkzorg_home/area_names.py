"""Finding areas by the names that people use, which are seldom those of the town's own list.

Nobody says "Sloten/Nieuw-Sloten" or "Slotermeer-Noordoost": people say Nieuw Sloten and Slotermeer.
"""

import difflib
import re
from collections.abc import Iterable

from .importing import plain_name
from .models import Area

#: Marks between the names that one area carries: "Geuzenveld, Slotermeer", "Lutkemeer/Ookmeer".
NAME_MARKS = re.compile(r"\s*(?:[,/;&]|\ben\b)\s*")
#: What stands around a name without being a part of it, in plain spelling.
ARTICLE = re.compile(r"^(?:de|het|'t|’t)\s+", re.IGNORECASE)
SURROUNDINGS = re.compile(r"\s+(?:e\.?\s?o\.?|en omgeving)$", re.IGNORECASE)
COMPASS = re.compile(r"(?:noord|zuid)?(?:oost|west)|noord|zuid|midden|centrum")

LEVEL_ORDER = {level: order for order, level in enumerate(Area.Level.values)}
#: "Neighbourhood" in people's mouth is the wijk, so near names are looked for there first.
NEAR_LEVELS = (
    Area.Level.WIJK,
    Area.Level.GEBIED,
    Area.Level.BUURT,
    Area.Level.DISTRICT,
    Area.Level.TOWN,
)


class AreaNotFound(Exception):
    """No area has the name; `suggestions` are names that look like it."""

    def __init__(self, suggestions: list[str]) -> None:
        super().__init__()
        self.suggestions = suggestions


class AreaNotClear(Exception):
    """Several areas of one level have the name; `codes` tells them apart."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__()
        self.codes = codes


class AreaFinder:
    """Finds areas by name, ignoring case, accents, spaces and punctuation.

    `within` is the area of the network at hand: of two equal names, the one in it counts.
    """

    def __init__(self, areas: Iterable[Area], within: Area | None = None) -> None:
        self.areas = list(areas)
        self.within = within
        self.by_name: dict[str, list[Area]] = {}
        self.by_part: dict[str, list[Area]] = {}
        for area in self.areas:
            self.by_name.setdefault(plain_name(area.name), []).append(area)
            for part in parts_of(area.name):
                self.by_part.setdefault(part, []).append(area)

    def find(self, name: str) -> list[Area]:
        """The area with the name; several only where together they are what the name means.

        In this order: the official code; the very name, at its highest level; one of the names in a
        longer one; all the areas that are the name with a point of the compass. Raises AreaNotFound
        or AreaNotClear.
        """
        coded = [area for area in self.areas if area.code == name]
        if coded:
            return coded
        wanted = plain_name(name)
        exact = self.by_name.get(wanted, []) if wanted else []
        if exact:
            highest = min(LEVEL_ORDER[area.level] for area in exact)
            return [self._one([area for area in exact if LEVEL_ORDER[area.level] == highest])]
        for level in NEAR_LEVELS if wanted else ():
            found = self._near(name, level)
            if found:
                return found
        several = [part for part in NAME_MARKS.split(name) if plain_name(part)]
        if len(several) > 1:  # "De Punt en De Aker": two areas
            found = [area for part in several for area in self.find(part)]
            return list(dict.fromkeys(found))
        raise AreaNotFound(self._suggestions(name))

    def _near(self, name: str, level: str) -> list[Area]:
        """The area of the level that carries all the names asked for, else those by the compass."""
        parts = parts_of(name)
        carrying = (
            [
                area
                for area in self.by_part.get(parts[0], [])
                if area.level == level and set(parts) <= set(parts_of(area.name))
            ]
            if parts
            else []
        )
        return [self._one(carrying)] if carrying else self._by_compass(name, level)

    def _by_compass(self, name: str, level: str) -> list[Area]:
        """Slotermeer is Slotermeer-West, Slotermeer-Noordoost and Slotermeer-Zuidoost together."""
        wanted = plain_name(name)
        found = [
            area
            for area in self.areas
            if area.level == level
            and plain_name(area.name).startswith(wanted)
            and COMPASS.fullmatch(plain_name(area.name).removeprefix(wanted))
        ]
        above = {area.path[: -Area.steplen] for area in found}
        return found if len(found) > 1 and len(above) == 1 else []

    def _one(self, areas: list[Area]) -> Area:
        if len(areas) > 1 and self.within is not None:
            areas = [area for area in areas if area.path.startswith(self.within.path)] or areas
        if len(areas) > 1:
            raise AreaNotClear([area.code for area in areas])
        return areas[0]

    def _suggestions(self, name: str) -> list[str]:
        close = difflib.get_close_matches(plain_name(name)[:100], self.by_name, n=3, cutoff=0.7)
        return [self.by_name[plain][0].name for plain in close]


def parts_of(name: str) -> list[str]:
    """The names in a name, in plain spelling: "De Aker, Sloten" > ["aker", "sloten"]."""
    parts = []
    for part in NAME_MARKS.split(SURROUNDINGS.sub("", name)):
        plain = plain_name(ARTICLE.sub("", part))
        if plain and plain not in parts:
            parts.append(plain)
    return parts
