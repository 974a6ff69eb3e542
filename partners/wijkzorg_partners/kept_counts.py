"""Numbers about many partners, kept until something changes that they depend on.

Counting ten thousand partners takes longer than drawing the page.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.cache import cache
from django.db.models import Count, Max, Q
from django.utils import timezone

from .models import PartnerPage, PartnerRecord

if TYPE_CHECKING:
    from .querysets import PartnerQuerySet

T = TypeVar("T")
#: Seconds after which numbers are counted again, for changes that no page was published for, such as the
#: name of a theme in addresses.
KEPT = 300


def kept(what: str, partners: "PartnerQuerySet", count: Callable[[], T]) -> T:
    """What `count` gives, counted again when a partner was published, taken off, or left out of the lists.

    The question itself is part of the key: its language, district, network, and the pages that are private
    now. Two queries, which read no texts.
    """
    key = sha256(f"{what} {partners.query} {_last_change()}".encode()).hexdigest()
    found: T | None = cache.get(f"wijkzorg-overview-{key}")
    if found is None:
        found = count()
        cache.set(f"wijkzorg-overview-{key}", found, KEPT)
    return found


def _last_change() -> tuple[Any, ...]:
    pages = PartnerPage.objects.aggregate(
        live=Count("pk", filter=Q(live=True)), published=Max("last_published_at"), newest=Max("pk")
    )
    records = PartnerRecord.objects.aggregate(
        hidden=Count("pk", filter=Q(stage__in=("unlisted", "offline"))),
        moved=Max("stage_since"),
        confirmed=Max("confirmed_at"),
        all=Count("pk"),
    )
    return (timezone.localdate(), *pages.values(), *records.values())
