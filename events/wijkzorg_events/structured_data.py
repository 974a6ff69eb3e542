"""An event as schema.org's Event, for search engines."""

from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.shortcuts import get_rendition_or_not_found

from wijkzorg_home.models import NetworkSettings

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import EventPage

STATUS = {
    "scheduled": "https://schema.org/EventScheduled",
    "rescheduled": "https://schema.org/EventRescheduled",
    "cancelled": "https://schema.org/EventCancelled",
}


def event_as_schema(
    event: "EventPage", request: "HttpRequest", capacity: int | None = None
) -> dict[str, Any]:
    """The event by the names of https://schema.org/Event; times with their offset to UTC."""
    url = event.get_full_url(request)
    mode = "Online" if event.online_url and not _has_place(event) else "Offline"
    if event.online_url and _has_place(event):
        mode = "Mixed"
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "description": event.summary,
        "url": url,
        "inLanguage": event.locale.language_code,
        "startDate": event.starts.isoformat(),
        "endDate": event.ends.isoformat(),
        "eventStatus": STATUS[event.status],
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "image": _picture(event, request),
        "location": _locations(event),
        "organizer": [
            {"@type": "Organization", "name": partner.title, "url": partner.get_full_url(request)}
            for partner in event.host_partners
        ]
        or {"@type": "Organization", "name": str(NetworkSettings.for_request(request))},
    }
    if capacity:
        data["maximumAttendeeCapacity"] = capacity
    if event.is_moved and event.previous_start_at:
        data["previousStartDate"] = event.previous_start_at.isoformat()
    return {name: value for name, value in data.items() if value not in ("", [], None)}


def _picture(event: "EventPage", request: "HttpRequest") -> str:
    """The address of the photo, 1200 px wide, as search engines ask; the same file as on the page."""
    if event.photo is None:
        return ""
    rendition = get_rendition_or_not_found(event.photo, "format-jpeg|fill-1200x800")
    return str(request.build_absolute_uri(rendition.url))


def _has_place(event: "EventPage") -> bool:
    return bool(event.place["name"] or event.place["address"])


def _locations(event: "EventPage") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    place = event.place
    if _has_place(event):
        address = {
            "@type": "PostalAddress",
            "streetAddress": place["address"],
            "postalCode": place["postcode"],
            "addressLocality": place["city"],
            "addressCountry": "NL",
        }
        found.append(
            {
                "@type": "Place",
                "name": place["name"] or place["address"],
                "address": {name: value for name, value in address.items() if value},
            }
        )
    if event.online_url:
        found.append({"@type": "VirtualLocation", "url": event.online_url})
    return found


def event_as_json_ld(
    event: "EventPage", request: "HttpRequest", capacity: int | None = None
) -> SafeString:
    """The script element that holds it, escaped as json_script does. A block of data: it never runs."""
    element = json_script(event_as_schema(event, request, capacity), encoder=DjangoJSONEncoder)
    return mark_safe(element.replace("application/json", "application/ld+json", 1))
