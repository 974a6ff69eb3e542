"""Keeps what calendars were told of each event: `CalendarEntry`, written here and nowhere else.

`EventPage.save` calls `keep_up` in the transaction in which the row of the event is written, so there is no
moment at which an event stands elsewhere in time than its SEQUENCE says; whoever saves it.
"""

import hashlib
import json
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Locale

from wijkzorg_home import outbox
from wijkzorg_home.remembered import open_pages
from wijkzorg_partners.models import PartnerPage

from . import registration_mails
from .models import CalendarEntry, EventPage, Registration


@transaction.atomic
def keep_up(event: EventPage, before: EventPage | None = None) -> None:
    """After the row of an event was written: raise the sequence if calendars must be told something new.

    `before` is the row as it stood. It counts as told if it was public and has no entry yet, as rows that
    are older than this table.
    """
    if not _leads(event):
        return
    was_public = before is not None and before.live
    if not (event.live or was_public):
        return
    entries = CalendarEntry.objects.select_for_update()
    entry = entries.filter(uid=event.translation_key).first()
    now_told = fingerprint_of(EventPage.objects.get(pk=event.pk))
    if entry is None:
        first = fingerprint_of(before) if before is not None and was_public else now_told
        entry = CalendarEntry.objects.create(
            uid=event.translation_key, changed_at=timezone.now(), fingerprint=first
        )
    if event.live and entry.fingerprint != now_told:
        entry.sequence += 1
        entry.changed_at = timezone.now()
        entry.fingerprint = now_told
        entry.save()
        tell_who_signed_up(event, entry.sequence)


def tell_who_signed_up(event: EventPage, sequence: int) -> None:
    """A mail to everybody with a place or in the queue; once for each sequence."""
    people = Registration.objects.active().filter(
        book__event__translation_key=event.translation_key, book__event__end_at__gt=timezone.now()
    )
    people = people.exclude(email="").select_related("book__event").in_order()
    outbox.put_many([registration_mails.event_changed(one, sequence) for one in people])


def keep_up_at(partner: PartnerPage) -> None:
    """After the name or the address of a partner changed: what is still to come there has another place."""
    here = Q(venue=partner) | Q(venue=None, own_partner=partner)
    for event in EventPage.objects.filter(here).upcoming().live():
        keep_up(event)


def _leads(event: EventPage) -> bool:
    """Whether it tells the facts: the source page, or the only page of an event without one."""
    if event.is_source:
        return True
    sources = EventPage.objects.filter(locale=Locale.get_default())
    return not sources.filter(translation_key=event.translation_key).exists()


def fingerprint_of(event: EventPage) -> str:
    """A hash of time, place and cancellation, the same in every language. Three queries with a venue."""
    key = event.venue_id or event.own_partner_id
    venues = open_pages(PartnerPage.objects.filter(pk=key)) if key else PartnerPage.objects.none()
    event.public_venue = venues.first()
    place = event.place
    told = [
        event.start_at.timestamp(),
        event.end_at.timestamp(),
        *(place[part] for part in ("name", "address", "postcode", "city")),
        event.online_url,
        event.is_cancelled,
        *([day.start_at.timestamp(), day.end_at.timestamp()] for day in event.days),
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def with_entries(events: Iterable[EventPage]) -> list[EventPage]:
    """The events, each with its entry: looked up at once."""
    found = list(events)
    entries = CalendarEntry.objects.in_bulk({event.translation_key for event in found})
    for event in found:
        event.calendar_entry = entries.get(event.translation_key)
    return found
