"""The areas of the network as people name them, and how far two of them are apart. No database inside."""

import math
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from wijkzorg_home.area_names import COMPASS, NAME_MARKS

from .analysis import is_stop_word, words

#: Half of the nearness is gone at this distance.
HALF_KM = 1.2
KM_PER_DEGREE = 111.2
#: What an area above the one that was asked for is worth: it serves it as well.
ABOVE = 0.6

Name = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Place:
    """One area. `around` are the codes of all areas that it lies in, and its own."""

    code: str
    name: str
    around: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    latitude: float | None = None
    longitude: float | None = None
    other_names: tuple[str, ...] = ()


@dataclass
class Places:
    """All areas: found by name and by postcode."""

    by_code: dict[str, Place] = field(default_factory=dict)
    by_name: dict[Name, frozenset[str]] = field(default_factory=dict)
    by_postcode: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Iterable[Place], common: Container[str] = ()) -> "Places":
        """`common` are words of the language: "Meer en Oever" is not meant by "niet meer"."""
        found = cls()
        found.by_code = {place.code: place for place in places}
        for place in found.by_code.values():
            for name in names_of(place) | found._without_what_it_lies_in(place):
                if len(name) == 1 and name[0] in common and name[0] != "".join(words(place.name)):
                    continue
                found.by_name[name] = found.by_name.get(name, frozenset()) | {place.code}
            for postcode in place.postcodes:
                found.by_postcode[postcode] = found.by_postcode.get(postcode, frozenset()) | {
                    place.code
                }
        return found

    def _without_what_it_lies_in(self, place: Place) -> set[Name]:
        """ "Sloterdijk Nieuw-West", in Nieuw-West, is Sloterdijk to everybody there."""
        said = tuple(words(place.name))
        ends = (tuple(words(self.by_code[one].name)) for one in place.around if one in self.by_code)
        return {
            said[: -len(end)] for end in ends if len(said) > len(end) and said[-len(end) :] == end
        }

    def learn_postcodes(self, used: Iterable[tuple[str, frozenset[str]]]) -> None:
        """Postcodes of what stands at some areas, where no area names their digits."""
        learned: dict[str, frozenset[str]] = {}
        for postcode, areas in used:
            digits = postcode[:4]
            if digits and digits not in self.by_postcode:
                learned[digits] = learned.get(digits, frozenset()) | areas
        self.by_postcode |= learned

    def words(self) -> set[str]:
        """All words that stand in names: they are known, so nobody mends them."""
        return {word for name in self.by_name for word in name}

    def nearness(self, asked: frozenset[str], at: frozenset[str]) -> float:
        """How near something at some areas is to the areas asked for: 1 in or below one, 0 far away."""
        best = 0.0
        for code in at:
            here = self.by_code.get(code)
            if here is None:
                continue
            if here.around & asked:
                return 1.0
            for one in asked:
                there = self.by_code.get(one)
                if there is None:
                    continue
                if code in there.around:
                    best = max(best, ABOVE)
                distance = _km(here, there)
                if distance is not None:
                    best = max(best, ABOVE * 0.5 ** (distance / HALF_KM))
        return best


def names_of(place: Place) -> set[Name]:
    """Every way to say it: "Sloten/Nieuw-Sloten" > sloten, nieuw sloten; "Slotermeer-West" > slotermeer."""
    found: set[Name] = set()
    for text in (place.name, *place.other_names):
        for part in {text, *NAME_MARKS.split(text)}:
            name = tuple(words(part))
            if not name:
                continue
            found.add(name)
            found.add(("".join(name),))
            if name[0] in {"de", "het", "t"} and len(name) > 1:
                found.add(name[1:])
            if len(name) > 1 and COMPASS.fullmatch("".join(name[1:])):
                found.add(name[:1])
    return {
        name
        for name in found
        if len("".join(name)) > 3
        and not COMPASS.fullmatch("".join(name))
        and not (len(name) == 1 and is_stop_word(name[0], "nl"))
    }


def _km(one: Place, other: Place) -> float | None:
    if (
        one.latitude is None
        or other.latitude is None
        or one.longitude is None
        or other.longitude is None
    ):
        return None
    north = (one.latitude - other.latitude) * KM_PER_DEGREE
    east = (one.longitude - other.longitude) * KM_PER_DEGREE * math.cos(math.radians(one.latitude))
    return math.hypot(north, east)
