"""What a question says besides its subject, in words: shown as chips that can be taken away and put back."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from wijkzorg_home.filters import address
from wijkzorg_home.models.languages import KNOWN_LANGUAGES

from .analysis import words
from .places import Places
from .reading import Recognised

#: The name in an address of what is not to be recognised: `?q=eten+in+osdorp&zonder=area`.
WITHOUT = "zonder"
#: Every kind that `reading` recognises, in the order in which an address names them.
KINDS = ("area", "postcode", "language", "kind", "when", "free", "walk_in")
#: An area's other name may stand for several; more are told by that name.
MOST_AREAS = 2


@dataclass(frozen=True)
class Chip:
    """A few words, and the address of the results after pressing it."""

    label: str
    url: str


def without(asked: QueryDict) -> tuple[str, ...]:
    """The kinds that somebody took away; anything else in the address is nothing."""
    given = asked.getlist(WITHOUT)
    return tuple(kind for kind in KINDS if kind in given)


def in_words(one: Recognised, places: Places) -> str:
    """What was recognised, for people: "in Osdorp", "they speak Turkish"."""
    if one.kind == "area":
        return _("in %(area)s") % {"area": _area_name(one, places)}
    if one.kind == "postcode":
        return _("near %(postcode)s") % {"postcode": one.value}
    if one.kind == "language":
        language = str(KNOWN_LANGUAGES.get(one.value, one.said))
        return _("they speak %(language)s") % {"language": language}
    if one.kind == "kind":
        return _("Formal") if one.value == "formal" else _("Informal")
    if one.kind == "free":
        return _("free of charge")
    if one.kind == "walk_in":
        return _("just walk in")
    return one.said


def _area_name(one: Recognised, places: Places) -> str:
    """The area of that very name, else the few that are meant; else the words of the question."""
    found = (places.by_code.get(code) for code in one.value.split())
    names = list(dict.fromkeys(place.name for place in found if place))
    same = [name for name in names if " ".join(words(name)) == one.said]
    meant = same[:1] or names
    return ", ".join(meant) if len(meant) <= MOST_AREAS else one.said


def understood(
    filters: Iterable[Recognised], places: Places, taken: tuple[str, ...], request: HttpRequest
) -> list[Chip]:
    """One chip for each that was recognised; pressing it takes away all of its kind."""
    return [
        Chip(in_words(one, places), address(request, **{WITHOUT: [*taken, one.kind]}))
        for one in filters
    ]


def taken_away(taken: tuple[str, ...], request: HttpRequest) -> list[Chip]:
    """One chip for each kind that is not recognised any more; pressing it puts it back."""
    return [
        Chip(
            _kind_in_words(kind),
            address(request, **{WITHOUT: [other for other in taken if other != kind]}),
        )
        for kind in taken
    ]


def _kind_in_words(kind: str) -> str:
    return {
        "area": _("the neighbourhood"),
        "postcode": _("the postcode"),
        "language": _("the language"),
        "kind": _("formal or informal"),
        "when": _("the day"),
        "free": _("free of charge"),
        "walk_in": _("just walk in"),
    }[kind]
