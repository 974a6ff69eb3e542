"""Events as iCalendar (RFC 5545, RFC 7986)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.html import strip_tags
from icalendar import Calendar, vCalAddress, vDuration
from icalendar import Event as Entry

from wijkzorg_home.models import Theme

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import EventPage

PRODUCT = "-//Wijkzorg//Wijkzorg//NL"
#: How often a calendar may ask a feed again; most programs take their own time.
REFRESH = timedelta(hours=4)
UTC = ZoneInfo("UTC")


def calendar_of(
    events: "Iterable[EventPage]",
    *,
    request: "HttpRequest | None" = None,
    name: str = "",
    source: str = "",
    url: str = "",
    only_when_and_where: bool = False,
) -> bytes:
    """A calendar with these events, in UTF-8, with the definition of its time zone.

    Cancelled events stay in it with STATUS:CANCELLED, so that they leave the calendars they are in.
    `source` is the full address of a feed, which is asked again; `url` that of the same as a page. With
    `only_when_and_where`, an entry has its title, time and place, and nothing else for people to read.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
    if source:
        calendar.add("source", source, parameters={"VALUE": "URI"})
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH).to_ical().decode())
    if url:
        calendar.add("url", url)
    themes = {} if only_when_and_where else _theme_names()
    days = []
    for event in events:
        for entry in _entries(event):
            if not only_when_and_where:
                _add_what_it_is_about(entry, event, request, themes)
            calendar.add_component(entry)
        days += [event.starts.date(), event.ends.date()]
    if days:
        # The rules of the time zone around these days, and not those since 1970.
        first, last = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)
        calendar.add_missing_timezones(first_date=first, last_date=last)
    return bytes(calendar.to_ical())


def attachment_of(event: "EventPage") -> bytes:
    """The calendar file of one event for a mail, in the active language: no request is needed."""
    return calendar_of([event])


def changed_at(event: "EventPage") -> datetime:
    """When what a calendar shows of an event last changed."""
    entry = event.calendar_entry
    known = [event.last_published_at, entry.changed_at if entry else None]
    moments = [moment for moment in known if moment is not None]
    return max(moments, default=event.latest_revision_created_at or timezone.now())


def _theme_names() -> dict[str, str]:
    return {theme.slug: theme.name for theme in Theme.objects.in_language()}


def _entries(event: "EventPage") -> list[Entry]:
    """One for each day of a series, each with a UID of its own; else the one of the event."""
    if not event.days:
        return [_entry(event, str(event.translation_key), event.start_at, event.end_at)]
    return [
        _entry(event, _uid_of(event, day.uid), day.start_at, day.end_at, day.title)
        for day in event.days
    ]


def _uid_of(event: "EventPage", day: UUID) -> str:
    """The same in every draft and translation, and another one in a copy of the event."""
    return str(uuid5(event.translation_key, str(day)))


def _entry(event: "EventPage", uid: str, start: datetime, end: datetime, title: str = "") -> Entry:
    zone = ZoneInfo(settings.TIME_ZONE)
    changed = changed_at(event).astimezone(UTC)
    told = event.calendar_entry
    entry = Entry()
    # The translation key is a UUID, the same for all translations of one event, and never changes.
    entry.add("uid", uid)
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("sequence", told.sequence if told else 0)
    entry.add("dtstart", start.astimezone(zone))
    entry.add("dtend", end.astimezone(zone))
    entry.add("summary", f"{event.title}: {title}" if title else event.title)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    if event.place_line:
        entry.add("location", event.place_line)
    return entry


def _add_what_it_is_about(
    entry: Entry, event: "EventPage", request: "HttpRequest | None", themes: dict[str, str]
) -> None:
    url = event.get_full_url(request) or ""
    entry.add("description", "\n\n".join(filter(None, _description(event, url))))
    if url:
        entry.add("url", url)
    if event.theme_slugs:
        entry.add("categories", [themes.get(slug, slug) for slug in event.theme_slugs])
    for partner in event.host_partners:
        if partner.email:
            organizer = vCalAddress(f"mailto:{partner.email}")
            organizer.params["CN"] = partner.title
            entry.add("organizer", organizer)
            break


def _description(event: "EventPage", url: str) -> list[str]:
    reason = event.reason if event.is_cancelled or event.is_moved else ""
    return [reason, event.summary, strip_tags(event.description), event.online_url, url]
