"""How many partners are at home in areas: a fixed number of queries, at any number of partners."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Substr

from wijkzorg_home.models import Area
from wijkzorg_home.searching import search_any_word

from ..kept_counts import kept
from ..models import PartnerPage
from ..querysets import PartnerQuerySet


@dataclass(frozen=True)
class Asked:
    """Partners that fit the filters; `holding` are keys of all that hold a word, None without words."""

    partners: PartnerQuerySet
    holding: frozenset[int] | None = None

    @classmethod
    def of(cls, partners: PartnerQuerySet, words: str) -> "Asked":
        return cls(partners, frozenset(search_any_word(PartnerPage, words)) if words else None)

    def numbers(self, here: Area | None, areas: Sequence[Area]) -> tuple[int, dict[str, int]]:
        """`number_in(here)` and `per_area(areas)`; kept until something changes, unless words are asked."""
        if self.holding is not None:
            return self.number_in(here), self.per_area(areas)
        return kept(
            f"map {here and here.path} {[area.path for area in areas]}",
            self.partners,
            lambda: (self.number_in(here), self.per_area(areas)),
        )

    def number_in(self, area: Area | None) -> int:
        """How many are at home in an area or below it; without one, all that fit."""
        partners = self.partners.order_by() if area is None else self.partners.in_area(area)
        if self.holding is None:
            return partners.count()
        return len(self.holding.intersection(partners.values_list("pk", flat=True)))

    def per_area(self, areas: Sequence[Area]) -> dict[str, int]:
        """For areas side by side, by their path: how many are at home there or below, each counted once.

        By the path of the area above them: how many are at home in that one itself, for all of it.
        """
        if not areas:
            return {}
        length = len(areas[0].path)
        homes = (
            PartnerPage.areas.through.objects.filter(
                area__path__startswith=areas[0].path[: -Area.steplen],
                partnerpage__in=self.partners.order_by().values("pk"),
            )
            .annotate(within=Substr("area__path", 1, length))
            .values_list("within")
        )
        if self.holding is None:
            return dict(homes.annotate(number=Count("partnerpage_id", distinct=True)))
        pairs = set(homes.values_list("within", "partnerpage_id"))
        return Counter(within for within, partner in pairs if partner in self.holding)
