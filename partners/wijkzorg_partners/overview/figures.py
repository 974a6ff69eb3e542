"""The figures of a district: how many organisations, by kind, theme and area, and how many are up to date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wijkzorg_home.filters import area_of
from wijkzorg_home.models import Area, Theme
from wijkzorg_home.navigation import local_page

from ..kept_counts import kept
from ..models import MatrixPage, PartnerIndexPage
from .charts import bar
from .counting import (
    count_cells,
    count_confirmed,
    count_kinds,
    count_themes,
    levels_below,
    listed_partners,
)
from .matrix import FORMAL, INFORMAL, Column
from .matrix_view import first_level

if TYPE_CHECKING:
    from ..models import FiguresPage

#: "The last half year".
HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True)
class Share:
    """One line of a table: a name, how many of each kind, and the bar that shows it."""

    name: str
    informal: int
    formal: int
    drawing: SafeString

    @property
    def total(self) -> int:
        return self.informal + self.formal


@dataclass(frozen=True)
class Figure:
    """A question, its answer in one sentence, and the table behind it."""

    key: str
    heading: str
    sentence: str
    first_head: str
    shares: Sequence[Share]


def shares_of(rows: Sequence[tuple[str, int, int]]) -> list[Share]:
    """Lines from (name, informal, formal), each bar measured by the longest one."""
    most = max((informal + formal for _name, informal, formal in rows), default=0)
    return [
        Share(name, informal, formal, bar(informal, formal, most))
        for name, informal, formal in rows
    ]


# --- the sentences, each right for none, one and many ---------------------------------------------


def kinds_in_words(informal: int, formal: int) -> str:
    total = informal + formal
    if not total:
        return _("There is no organisation on the site yet.")
    return ngettext(
        "There is %(number)d organisation: %(informal)d informal and %(formal)d formal.",
        "There are %(number)d organisations: %(informal)d informal and %(formal)d formal.",
        total,
    ) % {"number": total, "informal": informal, "formal": formal}


def themes_in_words(shares: Sequence[Share]) -> str:
    """ "No ... more than": that is right when two have as many, too."""
    largest = max(shares, key=lambda share: share.total, default=None)
    if largest is None or not largest.total:
        return _("No organisation has chosen a theme yet.")
    return ngettext(
        "No theme has more organisations than “%(theme)s”: %(number)d.",
        "No theme has more organisations than “%(theme)s”: %(number)d.",
        largest.total,
    ) % {"theme": largest.name, "number": largest.total}


def areas_in_words(shares: Sequence[Share]) -> str:
    largest = max(shares, key=lambda share: share.total, default=None)
    if largest is None or not largest.total:
        return _("No organisation has chosen a neighbourhood yet.")
    return ngettext(
        "In no neighbourhood are there more organisations than in %(area)s: %(number)d.",
        "In no neighbourhood are there more organisations than in %(area)s: %(number)d.",
        largest.total,
    ) % {"area": largest.name, "number": largest.total}


def confirmed_in_words(confirmed: int, total: int) -> str:
    if not confirmed:
        return _("In the last half year no organisation told that its page is still right.")
    return ngettext(
        "In the last half year %(number)d organisation of %(total)d told that its page is still right.",
        "In the last half year %(number)d organisations of %(total)d told that their page is still right.",
        confirmed,
    ) % {"number": confirmed, "total": total}


# --- the page -------------------------------------------------------------------------------------


def figures_of(page: "FiguresPage") -> list[Figure]:
    """The four figures; the same number of queries for any number of partners."""
    district = area_of(page)
    levels = levels_below([district] if district else [])
    columns = levels.get(first_level(levels), [])
    kinds, by_theme, cells, confirmed = _counted(district, columns)
    informal, formal = kinds.get(INFORMAL, 0), kinds.get(FORMAL, 0)
    themes = shares_of(
        [
            (
                theme.everyday_name or theme.name,
                by_theme.get((theme.slug, INFORMAL), 0),
                by_theme.get((theme.slug, FORMAL), 0),
            )
            for theme in Theme.objects.in_language()
        ]
    )
    areas = shares_of(
        [
            (
                column.name,
                cells.get(("", column.path, INFORMAL), 0),
                cells.get(("", column.path, FORMAL), 0),
            )
            for column in columns
        ]
    )
    yes = confirmed.get(INFORMAL, 0), confirmed.get(FORMAL, 0)
    return [
        Figure(
            "kinds",
            _("How many are there?"),
            kinds_in_words(informal, formal),
            _("Kind"),
            shares_of([(_("Informal"), informal, 0), (_("Formal"), 0, formal)]),
        ),
        Figure("themes", _("What do they do?"), themes_in_words(themes), _("Theme"), themes),
        Figure("areas", _("Where are they?"), areas_in_words(areas), _("Area"), areas),
        Figure(
            "confirmed",
            _("Is it still right?"),
            confirmed_in_words(sum(yes), informal + formal),
            _("Told in the last half year"),
            shares_of(
                [
                    (_("Yes, it is right"), *yes),
                    (_("Not yet"), informal - yes[0], formal - yes[1]),
                ]
            ),
        ),
    ]


def _counted(district: Area | None, columns: Sequence[Column]) -> tuple[Any, Any, Any, Any]:
    """By kind, by theme, by column, and confirmed; kept until something changes."""
    partners = listed_partners(get_language() or "", district)
    since = timezone.now() - HALF_A_YEAR
    return kept(
        f"figures {[column.path for column in columns]}",
        partners,
        lambda: (
            count_kinds(partners),
            count_themes(partners),
            count_cells(partners, columns),
            count_confirmed(partners, since),
        ),
    )


def figures_context(page: "FiguresPage") -> dict[str, Any]:
    matrix, directory = local_page(MatrixPage), local_page(PartnerIndexPage)
    return {
        "figures": figures_of(page),
        "counted_at": timezone.localdate(),
        "matrix_url": matrix.url if matrix else "",
        "directory_url": directory.url if directory else "",
    }
