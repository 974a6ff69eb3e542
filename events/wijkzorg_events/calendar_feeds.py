"""The agenda as calendars that one can subscribe to (RFC 5545, RFC 7986)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from wagtail.models import Page

from wijkzorg_home.contracts import CalendarSource, SectionPlace
from wijkzorg_home.feeds import feed_response
from wijkzorg_home.filters import area_of
from wijkzorg_home.models import NetworkSettings
from wijkzorg_partners.models import PartnerPage

from .agenda import (
    AgendaForm,
    filtered,
    listed_events,
    public_events,
    with_hosts,
    with_places,
    with_reasons,
)
from .calendar_entries import with_entries
from .ical import calendar_of, changed_at
from .models import EventPage

if TYPE_CHECKING:
    from .models import AgendaPage
    from .querysets import EventQuerySet

#: What has been stays so long, so that nobody's own history vanishes from the calendar.
PAST_KEPT = timedelta(days=90)
#: What was cancelled stays so long after its day, so that it leaves every calendar it is in.
CANCELLED_KEPT = timedelta(days=30)
#: The filters of the agenda that a feed has too. A feed begins in the past and has no end.
FILTERS = ("kind", "theme", "area")


def feed_of_agenda(request: HttpRequest, agenda: "AgendaPage") -> HttpResponse:
    """The events that fit the filters of the address; values that are not known are left out."""
    form = AgendaForm(request.GET, within=area_of(agenda))
    wanted = _filters_of(form.wanted())
    events = filtered(listed_events(form), wanted)
    chosen = [form.label_of(name, value) for name, value in wanted.items()]
    return _answer(request, events, [agenda.title, *chosen], agenda, wanted)


def feed_of_place(place: SectionPlace) -> HttpResponse:
    """What a partner holds, helps to hold, or opens its doors for. Raises Http404 for other pages."""
    partner = place.page
    if not isinstance(partner, PartnerPage):
        raise Http404
    events = public_events(get_language() or "").of_partner(partner)
    return _answer(place.request, events, [partner.title], partner, {})


def _answer(
    request: HttpRequest, events: "EventQuerySet", title: list[str], page: Page, wanted: Any
) -> HttpResponse:
    found = with_entries(_in_time(events).with_card_facts().prefetch_related("meetings"))
    found = with_reasons(with_hosts(with_places(found)))
    url = page.get_full_url(request) or ""
    content = calendar_of(
        found,
        request=request,
        name=": ".join([str(NetworkSettings.for_request(request)), *title]),
        source=subscription(request, page, wanted)["address"],
        url=f"{url}?{urlencode(wanted)}" if wanted else url,
    )
    moments = [*map(changed_at, found), _midnight()]
    return feed_response(request, content, "text/calendar; charset=utf-8", moments)


def _in_time(events: "EventQuerySet") -> Any:
    today = _midnight()
    gone = Q(status=EventPage.Status.CANCELLED, end_at__lt=today - CANCELLED_KEPT)
    return events.filter(end_at__gte=today - PAST_KEPT).exclude(gone).order_by("start_at", "pk")


def _midnight() -> datetime:
    """The moment at which what is kept changes by itself."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _filters_of(wanted: dict[str, Any]) -> dict[str, Any]:
    return {name: wanted[name] for name in FILTERS if wanted.get(name)}


def subscription(request: HttpRequest, page: Page, wanted: dict[str, Any]) -> dict[str, str]:
    """Where the calendar of a page stands: `path` for links, `address` to copy, `webcal` to open it."""
    chosen = _filters_of(wanted)
    path = f"{page.get_url(request)}agenda.ics"
    path = f"{path}?{urlencode(chosen)}" if chosen else path
    address = request.build_absolute_uri(path)
    return {"path": path, "address": address, "webcal": f"webcal:{address.partition(':')[2]}"}


CALENDAR = CalendarSource(answer=feed_of_place)
