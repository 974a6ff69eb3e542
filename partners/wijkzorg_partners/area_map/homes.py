"""In which area a place is: by its point in the outlines, else by its postcode."""

from collections.abc import Iterable

from wijkzorg_home.area_points import AreaMap
from wijkzorg_home.models import Area

from ..models import Location, PartnerPage


def areas_of_postcode(postcode: str, at: AreaMap) -> list[Area]:
    """Where people with a postcode ("1068 AB" or "1068") live, as far as known; several when it is not clear.

    The areas' own lists of postcodes come first. Where they leave a choice, or do not know it, the points of
    public places with that postcode decide. A hidden address helps nobody find out where it is.
    """
    named = at.with_postcode(postcode[:4])
    if len(named) == 1:
        return named
    by_points = _areas_of_points(postcode, at)
    if len(by_points) == 1:
        return by_points
    return named or by_points


def _areas_of_points(postcode: str, at: AreaMap) -> list[Area]:
    points = (
        Location.objects.filter(
            postcode__startswith=postcode[:4],
            address_hidden=False,
            latitude__isnull=False,
            longitude__isnull=False,
            partner__in=PartnerPage.objects.open_to_the_public().values("pk"),
        )
        .order_by()
        .values_list("postcode", "longitude", "latitude")
        .distinct()
    )
    wanted = _without_spaces(postcode)
    found = {
        at.smallest(longitude, latitude)
        for of_place, longitude, latitude in points
        if _without_spaces(of_place).startswith(wanted)
    }
    return sorted((area for area in found if area is not None), key=lambda area: area.path)


def _without_spaces(postcode: str) -> str:
    return "".join(postcode.split()).upper()


def home_of(place: Location, at: AreaMap) -> Area | None:
    """The smallest area that holds a place; None when neither its point nor its postcode tells one.

    Of a hidden address only the four digits count: the area is public.
    """
    if place.public_latitude is not None and place.public_longitude is not None:
        found = at.smallest(place.public_longitude, place.public_latitude)
        if found is not None:
            return found
    named = at.with_postcode(place.postcode[:4]) if place.postcode else []
    return named[0] if len(named) == 1 else None


def homes_of(places: Iterable[Location]) -> list[Area]:
    """The areas of some places, each once, as far as they are known. No query where no place may tell."""
    telling = [place for place in places if place.postcode or place.public_latitude is not None]
    if not telling:
        return []
    at = AreaMap.of()
    found = (home_of(place, at) for place in telling)
    return list(dict.fromkeys(area for area in found if area is not None))
