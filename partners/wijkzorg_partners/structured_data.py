"""A partner as schema.org's Organization, for search engines. It tells what the page tells, no more."""

from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe

from .schedule import DAYS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import Location, PartnerPage

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def partner_as_schema(partner: "PartnerPage", request: "HttpRequest") -> dict[str, Any]:
    """The partner by the names of https://schema.org/Organization, with its places and their hours."""
    places = [_place(location) for location in partner.locations.all()]
    hours = _hours(partner.hours)
    if places and hours:
        places[0]["openingHoursSpecification"] = hours
    organisation = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": partner.title,
        "description": partner.summary,
        "url": partner.get_full_url(request),
        "telephone": partner.phone,
        "email": partner.email,
        "sameAs": partner.website,
        "knowsLanguage": partner.language_codes,
        "areaServed": partner.area_names,
        "location": places,
    }
    return {name: value for name, value in organisation.items() if value}


def _place(location: "Location") -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": location.public_address,
        "postalCode": location.public_postcode,
        "addressLocality": location.city,
        "addressCountry": "NL",
    }
    place: dict[str, Any] = {
        "@type": "Place",
        "name": location.name,
        "address": {name: value for name, value in address.items() if value},
        "geo": _point(location),
    }
    return {name: value for name, value in place.items() if value}


def _point(location: "Location") -> dict[str, Any]:
    """Empty without one, and of an address that is hidden."""
    if location.public_latitude is None or location.public_longitude is None:
        return {}
    return {
        "@type": "GeoCoordinates",
        "latitude": location.public_latitude,
        "longitude": location.public_longitude,
    }


def _hours(value: dict[str, Any]) -> list[dict[str, str]]:
    """schema.org knows days of the week and dates; "the first Saturday" it can't say."""
    weekly = [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{DAY_NAMES[DAYS.index(one['byday'])]}",
            "opens": one["opens_at"],
            "closes": _last_minute(one["closes_at"]),
        }
        for one in value.get("weekly", ())
        if one["byday"] in DAYS
    ]
    dated = [
        {
            "@type": "OpeningHoursSpecification",
            "validFrom": one["date"],
            "validThrough": one["date"],
            # Opening and closing at midnight at once is how schema.org says "closed".
            "opens": one["opens_at"] or "00:00",
            "closes": _last_minute(one["closes_at"]) or "00:00",
        }
        for one in value.get("exceptions", ())
    ]
    return [*weekly, *dated]


def _last_minute(clock_time: str) -> str:
    return "23:59" if clock_time == "24:00" else clock_time


def partner_as_json_ld(partner: "PartnerPage", request: "HttpRequest") -> SafeString:
    """The script element that holds it, escaped as json_script does. A block of data: it never runs."""
    element = json_script(partner_as_schema(partner, request), encoder=DjangoJSONEncoder)
    return mark_safe(element.replace("application/json", "application/ld+json", 1))
