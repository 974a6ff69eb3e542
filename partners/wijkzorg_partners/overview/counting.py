"""What the database counts for the matrix and the figures: grouped there, so no page is loaded."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Substr

from wijkzorg_home.models import Area

from ..models import PartnerPage, PartnerRecord
from .matrix import Column

if TYPE_CHECKING:
    from ..querysets import PartnerQuerySet


def listed_partners(language: str, district: Area | None = None) -> "PartnerQuerySet":
    """Whom the directory of a district shows in a language, when nothing is asked."""
    public = PartnerPage.objects.open_to_the_public().in_language(language)
    listed: PartnerQuerySet = public.concerning(district).listed()
    return listed


def levels_below(districts: Iterable[Area]) -> "dict[str, list[Column]]":
    """The areas that lie in some districts, by level, from large to small. One query."""
    above = [district.path for district in districts]
    by_level: dict[str, list[Column]] = {level: [] for level in Area.Level.values}
    areas = list(Area.objects.values_list("code", "name", "path", "level"))
    paths = [path for _code, _name, path, _level in areas]
    for code, name, path, level in areas:
        if any(path.startswith(one) and path != one for one in above):
            below = sum(other.startswith(path) for other in paths) - 1
            by_level[level].append(Column(code, name, path, below))
    return {level: columns for level, columns in by_level.items() if columns}


def count_cells(
    partners: "PartnerQuerySet", columns: Sequence[Column]
) -> dict[tuple[str, str, str], int]:
    """(theme, path of a column, kind) > partners; theme "" is those in the area, on any theme.

    Two queries for each depth in the tree at which columns stand: one depth, unless the town skips levels.
    """
    counts: dict[tuple[str, str, str], int] = {}
    for length in sorted({len(column.path) for column in columns}):
        wanted = {column.path for column in columns if len(column.path) == length}
        # One filter on the areas, and before the annotation: so both mean the same row of the join.
        placed = partners.order_by().filter(areas__depth__gte=length // Area.steplen)
        placed = placed.annotate(column=Substr("areas__path", 1, length))
        for group in (
            placed.annotate(theme=Value("")).values_list("theme", "column", "kind"),
            placed.filter(themes__slug__isnull=False).values_list("themes__slug", "column", "kind"),
        ):
            rows: QuerySet[Any, Any] = group.annotate(number=Count("pk", distinct=True))
            counts.update(
                {
                    (theme, path, kind): number
                    for theme, path, kind, number in rows
                    if path in wanted
                }
            )
    return counts


def count_placed(partners: "PartnerQuerySet", columns: Sequence[Column]) -> int:
    """How many of them stand in at least one of the columns. Two queries."""
    if not columns:
        return 0
    at_home = PartnerPage.areas.through.objects
    inside = Q()
    for column in columns:
        inside |= Q(path__startswith=column.path)
    # The areas are few and fetched first: SQLite would match each home with each of them.
    areas = list(Area.objects.filter(inside).values_list("pk", flat=True))
    keys = at_home.filter(area__in=areas).values("partnerpage")
    return partners.filter(pk__in=keys).count()


def count_kinds(partners: "PartnerQuerySet") -> dict[str, int]:
    """Partners of each kind. One query."""
    return dict(partners.order_by().values_list("kind").annotate(number=Count("pk", distinct=True)))


def count_themes(partners: "PartnerQuerySet") -> dict[tuple[str, str], int]:
    """(theme, kind) > partners, by the theme's slug; who has several counts at each. One query."""
    rows = partners.order_by().filter(themes__slug__isnull=False)
    found = rows.values_list("themes__slug", "kind").annotate(number=Count("pk", distinct=True))
    return {(theme, kind): number for theme, kind, number in found}


def count_confirmed(partners: "PartnerQuerySet", since: datetime) -> dict[str, int]:
    """How many of each kind said, after a moment, that all of the profile is still right. One query."""
    confirmed = PartnerRecord.objects.filter(confirmed_at__gte=since)
    return count_kinds(
        partners.filter(translation_key__in=confirmed.values("partner__translation_key"))
    )
