"""Who receives people at the next Wijktafel of an area: the question "is this still right?" asks them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from wagtail.models import Locale

from wijkzorg_home.contracts import HostFinder, TableHost
from wijkzorg_home.models import Area
from wijkzorg_partners.models import PartnerPage

from .models import EventPage


def next_host(areas: Sequence[int], now: datetime) -> TableHost | None:
    """The first host with a mail address of the next Wijktafel in, below or above the areas.

    Five queries for any number of events. A Wijktafel without areas is nobody's in particular.
    """
    wanted = list(Area.objects.filter(pk__in=areas).values_list("path", flat=True))
    coming = (
        EventPage.objects.open_to_the_public()
        .filter(locale=Locale.get_default(), kind=EventPage.Kind.WIJKTAFEL, start_at__gt=now)
        .exclude(status=EventPage.Status.CANCELLED)
        .select_related("venue")
        .prefetch_related("areas", "hosts__partner")
        .order_by("start_at", "pk")
    )
    for event in coming:
        if not _overlap(wanted, [area.path for area in event.areas.all()]):
            continue
        for partner in _hosts_of(event):
            if partner.live and partner.email:
                return TableHost(
                    name=partner.title,
                    email=partner.email,
                    event_title=event.title,
                    event_url=event.full_url or "",
                    starts_at=event.start_at,
                )
    return None


def _overlap(some: Iterable[str], others: Sequence[str]) -> bool:
    """Whether an area of the one lies in an area of the other: a path begins with that of the area above."""
    return any(a.startswith(b) or b.startswith(a) for a in some for b in others)


def _hosts_of(event: EventPage) -> list[PartnerPage]:
    hosts = [host.partner for host in event.hosts.all()]
    return [*hosts, event.venue] if event.venue else hosts


TABLE_HOSTS = HostFinder(name="wijktafels", find=next_host)
