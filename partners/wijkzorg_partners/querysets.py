"""Questions about many partners."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from wagtail.models import PageManager

from wijkzorg_home.querysets import GatheredQuerySet

if TYPE_CHECKING:
    from .models import PartnerPage


class PartnerQuerySet(GatheredQuerySet):
    def edited_by(self, user: Any) -> "PartnerQuerySet":
        """Every page, in every language, of the partners that the user is a member of."""
        from .models import Membership

        keys = Membership.objects.current().filter(user=user).values("partner__translation_key")
        return self.filter(translation_key__in=keys)

    def with_card_facts(self) -> "QuerySet[PartnerPage]":
        """What a card shows, in a fixed number of queries; `opening.with_openings` adds the rest."""
        return self.select_related("locale", "photo", "content_type").prefetch_related(
            "areas", "themes", "languages", "services", "photo__renditions"
        )


PartnerManager = PageManager.from_queryset(PartnerQuerySet)
