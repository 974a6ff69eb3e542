"""Questions about many partners."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from wijkzorg_home.models import Area

if TYPE_CHECKING:
    from .models import PartnerPage


class PartnerQuerySet(PageQuerySet):
    def open_to_the_public(self) -> "PartnerQuerySet":
        """Live, and not behind a page restriction: what any door may show to anybody."""
        return self.live().public()

    def in_language(self, code: str) -> "PartnerQuerySet":
        """Each partner once: its page in the language, else the page that it was translated from."""
        from wagtail.models import Locale

        here = self.filter(locale__language_code=code)
        source = Locale.get_default()
        if source.language_code == code:
            return here
        elsewhere = self.filter(locale=source).exclude(
            translation_key__in=here.open_to_the_public().values("translation_key")
        )
        return here | elsewhere

    def in_area(self, area: Area) -> "PartnerQuerySet":
        """Partners at home in the area or in one below it."""
        below = Area.objects.with_all_below(area)
        return self.filter(
            pk__in=self.model.areas.through.objects.filter(area__in=below).values("partnerpage")
        )

    def about(self, theme_slug: str) -> "PartnerQuerySet":
        through = self.model.themes.through
        return self.filter(
            pk__in=through.objects.filter(theme__slug=theme_slug).values("partnerpage")
        )

    def speaking(self, language_code: str) -> "PartnerQuerySet":
        through = self.model.languages.through
        return self.filter(
            pk__in=through.objects.filter(language__code=language_code).values("partnerpage")
        )

    def edited_by(self, user: Any) -> "PartnerQuerySet":
        """Every page, in every language, of the partners that the user is a member of."""
        from .models import Membership

        keys = Membership.objects.filter(user=user).values("partner__translation_key")
        return self.filter(translation_key__in=keys)

    def with_card_facts(self) -> "QuerySet[PartnerPage]":
        """All that a card in a list shows, in a fixed number of queries."""
        return self.select_related("locale", "photo", "content_type").prefetch_related(
            "areas", "themes", "languages", "photo__renditions"
        )


PartnerManager = PageManager.from_queryset(PartnerQuerySet)
