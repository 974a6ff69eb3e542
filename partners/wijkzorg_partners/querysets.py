"""Questions about many partners."""

from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Case, OuterRef, QuerySet, Subquery, Value, When
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

    def listed(self) -> "PartnerQuerySet":
        """Without those that nobody has confirmed for so long that the lists leave them out."""
        return self.exclude(translation_key__in=_keys_of_stages("unlisted", "offline"))

    def confirmed_first(self, *order: str) -> "PartnerQuerySet":
        """In the order given, but those that are marked as not confirmed stand last."""
        marked = When(
            translation_key__in=_keys_of_stages("marked", "unlisted", "offline"), then=Value(True)
        )
        is_marked = Case(marked, default=Value(False), output_field=BooleanField())
        return self.annotate(is_marked=is_marked).order_by("is_marked", *order)

    def with_confirmation(self) -> "PartnerQuerySet":
        """Each with `confirmed_at` and `stage`, those of its source page in every language."""
        from .models import PartnerRecord

        record = PartnerRecord.objects.filter(partner__translation_key=OuterRef("translation_key"))
        return self.annotate(
            confirmed_at=Subquery(record.values("confirmed_at")[:1]),
            stage=Subquery(record.values("stage")[:1]),
        )

    def with_card_facts(self) -> "QuerySet[PartnerPage]":
        """What a card shows, in a fixed number of queries; `opening.with_openings` adds the rest."""
        return (
            self.with_confirmation()
            .select_related("locale", "photo", "content_type")
            .prefetch_related("areas", "themes", "languages", "services", "photo__renditions")
        )


def _keys_of_stages(*stages: str) -> Any:
    from .models import PartnerRecord

    return PartnerRecord.objects.filter(stage__in=stages).values("partner__translation_key")


PartnerManager = PageManager.from_queryset(PartnerQuerySet)
