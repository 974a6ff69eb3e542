"""Questions about many news items."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from wagtail.models import PageManager

from wijkzorg_home.querysets import GatheredQuerySet

if TYPE_CHECKING:
    from wijkzorg_events.models import EventPage
    from wijkzorg_partners.models import PartnerPage

    from .models import NewsPage


class NewsQuerySet(GatheredQuerySet):
    def of_partner(self, partner: "PartnerPage") -> "NewsQuerySet":
        """Items that tell about a partner."""
        return self.filter(
            Q(pk__in=self._items("partners", partner__translation_key=partner.translation_key))
        )

    def of_event(self, event: "EventPage") -> "NewsQuerySet":
        """Items that tell about an event."""
        return self.filter(
            Q(pk__in=self._items("events", event__translation_key=event.translation_key))
        )

    def _items(self, relation: str, **wanted: object) -> object:
        rows = self.model._meta.get_field(relation).related_model._default_manager
        return rows.filter(**wanted).values("item")

    def with_card_facts(self) -> "QuerySet[NewsPage]":
        """All that a line in a list shows, in a fixed number of queries."""
        return self.select_related("locale", "content_type", "photo").prefetch_related(
            "areas", "themes", "photo__renditions"
        )


NewsManager = PageManager.from_queryset(NewsQuerySet)
