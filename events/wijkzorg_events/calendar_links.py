"""Addresses that put one event into somebody's calendar elsewhere: opened by their own click, never by us."""

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.http import urlencode

if TYPE_CHECKING:
    from .models import EventPage


@dataclass(frozen=True)
class CalendarLink:
    name: str
    url: str


def calendar_links(event: "EventPage", url: str) -> list[CalendarLink]:
    """Google and Outlook.com, which take no file from a page; `url` is the full address of the event."""
    text = "\n\n".join(part for part in (event.summary, event.online_url, url) if part)
    starts, ends = event.start_at.astimezone(UTC), event.end_at.astimezone(UTC)
    google = {
        "action": "TEMPLATE",
        "text": event.title,
        "dates": f"{starts:%Y%m%dT%H%M%SZ}/{ends:%Y%m%dT%H%M%SZ}",
        "ctz": settings.TIME_ZONE,
        "location": event.place_line,
        "details": text,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": event.title,
        "startdt": f"{starts:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{ends:%Y-%m-%dT%H:%M:%SZ}",
        "location": event.place_line,
        "body": text,
    }
    return [
        CalendarLink("Google", f"https://calendar.google.com/calendar/render?{urlencode(google)}"),
        CalendarLink(
            "Outlook.com",
            f"https://outlook.live.com/calendar/0/deeplink/compose?{urlencode(outlook)}",
        ),
    ]
