"""Events as iCalendar (RFC 5545, RFC 7986). No database inside."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.html import strip_tags
from icalendar import Calendar
from icalendar import Event as Entry

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import EventPage

PRODUCT = "-//Wijkzorg//Wijkzorg//NL"


def calendar_of(
    events: "Iterable[EventPage]", *, request: "HttpRequest | None" = None, name: str = ""
) -> bytes:
    """A calendar with these events, in UTF-8, with the definition of its time zone.

    Cancelled events stay in it with STATUS:CANCELLED, so that they leave the calendars they are in.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
    days = []
    for event in events:
        calendar.add_component(_entry(event, request))
        days += [event.starts.date(), event.ends.date()]
    if days:
        # The rules of the time zone around these days, and not those since 1970.
        first, last = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)
        calendar.add_missing_timezones(first_date=first, last_date=last)
    return bytes(calendar.to_ical())


def _entry(event: "EventPage", request: "HttpRequest | None") -> Entry:
    zone = ZoneInfo(settings.TIME_ZONE)
    changed = event.last_published_at or event.latest_revision_created_at or timezone.now()
    url = event.get_full_url(request) or ""
    entry = Entry()
    # The translation key is a UUID, the same for all translations of one event, and never changes.
    entry.add("uid", str(event.translation_key))
    entry.add("dtstamp", changed.astimezone(ZoneInfo("UTC")))
    entry.add("last-modified", changed.astimezone(ZoneInfo("UTC")))
    entry.add("dtstart", event.start_at.astimezone(zone))
    entry.add("dtend", event.end_at.astimezone(zone))
    entry.add("summary", event.title)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    entry.add("description", "\n\n".join(filter(None, _description(event, url))))
    place = event.place
    where = [place["name"], place["address"], f"{place['postcode']} {place['city']}".strip()]
    entry.add("location", ", ".join(part for part in where if part) or event.online_url)
    if url:
        entry.add("url", url)
    if event.theme_slugs:
        entry.add("categories", event.theme_slugs)
    return entry


def _description(event: "EventPage", url: str) -> list[str]:
    reason = event.reason if event.is_cancelled or event.is_moved else ""
    return [reason, event.summary, strip_tags(event.description), event.online_url, url]
