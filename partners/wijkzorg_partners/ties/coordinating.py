"""What a coordinator does about ties: who stands alone, and which pairs might know each other."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Locale

from wijkzorg_home.contracts import CoordinatorList
from wijkzorg_home.models import Area, Theme
from wijkzorg_home.work_panel import Work, WorkList

from ..models import Cooperation, PartnerPage
from .matching import Candidate, Match, best_matches

#: Lines of a list on the coordinator's page, and pairs on the page of ties.
LINES, MOST_PAIRS = 10, 25


@dataclass(frozen=True)
class Pair:
    """Two partners that might know each other, with what they share in words."""

    formal: PartnerPage
    informal: PartnerPage
    themes: list[str]
    area: str

    @property
    def mark(self) -> str:
        return f"{self.formal.pk}-{self.informal.pk}"


def sources() -> Any:
    """The partners that the lists show, each once."""
    open_pages = PartnerPage.objects.open_to_the_public().listed()
    return open_pages.filter(locale=Locale.get_default())


def alone() -> Any:
    """Those that work with nobody, as far as both said so; by name."""
    confirmed = Cooperation.objects.confirmed()
    tied = confirmed.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")))
    return sources().filter(~Exists(tied)).order_by("title", "pk")


def pairs(limit: int = MOST_PAIRS) -> list[Pair]:
    """Those that might know each other, best first (see `matching.py`). A fixed number of queries.

    A pair that was asked once, set aside, or ended has a row, and is not suggested again.
    """
    known = set(Cooperation.objects.values_list("first_id", "second_id"))
    found = best_matches(_candidates(), known, limit=limit, steplen=Area.steplen)
    return _in_words(found)


def _candidates() -> list[Candidate]:
    here = sources().order_by().values("pk")
    themes: dict[int, set[int]] = defaultdict(set)
    areas: dict[int, set[str]] = defaultdict(set)
    with_theme = PartnerPage.themes.through.objects.filter(partnerpage__in=here)
    for partner, theme in with_theme.values_list("partnerpage_id", "theme_id"):
        themes[partner].add(theme)
    at_home = PartnerPage.areas.through.objects.filter(partnerpage__in=here)
    for partner, path in at_home.values_list("partnerpage_id", "area__path"):
        areas[partner].add(path)
    kinds = PartnerPage.objects.filter(pk__in=themes.keys() & areas.keys())
    return [
        Candidate(
            key=key,
            is_formal=kind == PartnerPage.Kind.FORMAL,
            themes=frozenset(themes[key]),
            areas=frozenset(areas[key]),
        )
        for key, kind in kinds.values_list("pk", "kind")
    ]


def _in_words(matches: list[Match]) -> list[Pair]:
    keys = {key for match in matches for key in (match.first, match.second)}
    pages = PartnerPage.objects.select_related("locale").in_bulk(keys)
    names = dict(
        Area.objects.filter(path__in={match.area for match in matches}).values_list("path", "name")
    )
    themes = _theme_names({theme for match in matches for theme in match.themes})
    told = []
    for match in matches:
        two = [pages[match.first], pages[match.second]]
        two.sort(key=lambda page: page.kind != PartnerPage.Kind.FORMAL)
        shared = sorted(themes[theme] for theme in match.themes)
        told.append(Pair(two[0], two[1], shared, names[match.area]))
    return told


def _theme_names(keys: set[int]) -> dict[int, str]:
    """In the reader's language where there is a name in it."""
    rows = Theme.objects.filter(
        translation_key__in=Theme.objects.filter(pk__in=keys).values("translation_key")
    ).values_list("pk", "translation_key", "name", "locale__language_code")
    key_of = {pk: key for pk, key, _name, _code in rows}
    here = {key: name for _pk, key, name, code in rows if code == get_language()}
    return {pk: here.get(key_of[pk], name) for pk, _key, name, _code in rows if pk in keys}


# --------------------------------------------------------------------- on the coordinator's page


def _may(user: Any) -> bool:
    return bool(user.has_perm("wijkzorg_partners.invite_editor"))


def pairs_for(user: Any) -> WorkList | None:
    if not _may(user):
        return None
    address = reverse("wijkzorg_ties:list")
    return WorkList(
        heading=_("They might know each other"),
        lines=[
            Work(
                title=f"{pair.formal.title} - {pair.informal.title}",
                note=why(pair),
                label=_("Introduce them"),
                url=f"{address}#{pair.mark}",
            )
            for pair in pairs(LINES)
        ],
        nothing=_("There are no two of whom we think so."),
        more_url=address,
        more_label=_("Who works together"),
    )


def why(pair: Pair) -> str:
    """What two share, as one line."""
    number = len(pair.themes)
    words = ngettext("%(number)s theme in common", "%(number)s themes in common", number)
    text = words % {"number": number}
    return f"{text} ({', '.join(pair.themes)}), {pair.area}"


def alone_for(user: Any) -> WorkList | None:
    if not _may(user):
        return None
    return WorkList(
        heading=_("They work with nobody yet"),
        lines=[
            Work(
                title=partner.title,
                note=partner.phone,
                label=_("Write down who they work with"),
                url=reverse("wijkzorg_ties:partner", args=[partner.pk]),
                public_url=partner.get_url() or "",
            )
            for partner in alone().select_related("locale")[:LINES]
        ],
        nothing=_("Everybody works with somebody."),
        more_url=reverse("wijkzorg_ties:list") + "#alleen",
        more_label=_("The whole list"),
    )


PAIRS_LIST = CoordinatorList(name="pairs that might know each other", order=500, build=pairs_for)
ALONE_LIST = CoordinatorList(name="partners without ties", order=510, build=alone_for)
