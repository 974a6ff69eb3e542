"""Questions about many pages of one type."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from .remembered import open_pages_here, source_locale

if TYPE_CHECKING:
    from .models import Area


class GatheredQuerySet(PageQuerySet):
    """What every list of partners, events and news asks."""

    def open_to_the_public(self) -> Any:
        """Live, of this network, and not behind a page restriction: what any list may show to anybody."""
        return open_pages_here(self)

    def in_language(self, code: str) -> "GatheredQuerySet":
        """Each thing once: its page in the language, else the page that it was translated from."""
        here = self.filter(locale__language_code=code)
        source = source_locale()
        if source.language_code == code:
            return here
        elsewhere = self.filter(locale=source).exclude(
            translation_key__in=here.open_to_the_public().values("translation_key")
        )
        return here | elsewhere

    def in_area(self, area: "Area") -> "GatheredQuerySet":
        """At home in the area or in one below it."""
        from .models import Area

        below = Area.objects.with_all_below(area)
        return self.filter(pk__in=self._keys_with("areas", area__in=below))

    def concerning(self, district: "Area | None") -> "GatheredQuerySet":
        """What the lists of a district show; without one, those of the whole network: everything.

        That is what is at home in the district or below it, in what the district lies in (the town), or
        nowhere in particular: what has no area is for everybody.
        """
        from .models import Area

        if district is None:
            return self
        here = self._keys_with("areas", area__in=Area.objects.around(district))
        return self.filter(Q(pk__in=here) | ~Q(pk__in=self._keys_with("areas")))

    def about(self, theme_slug: str) -> "GatheredQuerySet":
        return self.filter(pk__in=self._keys_with("themes", theme__slug=theme_slug))

    def speaking(self, language_code: str) -> "GatheredQuerySet":
        return self.filter(pk__in=self._keys_with("languages", language__code=language_code))

    def _keys_with(self, relation: str, **wanted: object) -> object:
        field = self.model._meta.get_field(relation)
        through = getattr(self.model, relation).through
        return through.objects.filter(**wanted).values(field.m2m_field_name())


GatheredManager = PageManager.from_queryset(GatheredQuerySet)
