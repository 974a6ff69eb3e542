"""The deeds of the organiser in the CMS, at an event below A's profile."""

import uuid
from datetime import timedelta

from django.utils import timezone
from wagtail.models import PageLogEntry

from tests.security.doing import door, post, see
from wijkzorg_events.models import EventPage, Registration, SeatBook
from wijkzorg_home.models import OutgoingMail

desk = door("CMS registrations")


def at(event, what=""):
    return f"/cms/events/{event.pk}/registrations/{what}"


def begun(event):
    """It is today, so that one may note who is there."""
    now = timezone.now()
    times = {"start_at": now - timedelta(minutes=5), "end_at": now + timedelta(hours=1)}
    EventPage.objects.filter(pk=event.pk).update(**times)


@desk
def see_who_comes_to_an_event_of_A(world):
    return see(at(world.event_a), world.registration_a.name)


@desk
def see_who_comes_to_an_event_of_B(world):
    return see(at(world.event_b), world.registration_b.name)


@desk
def see_who_is_expected_at_the_door(world):
    return see(at(world.event_a, "door/"), world.registration_a.name)


@desk
def see_what_the_kitchen_needs(world):
    return see(at(world.event_a, "needs/"), world.registration_a.needs.diet)


@desk
def see_why_a_place_went_where(world):
    world.registration_a.book.log.create(code="confirmed", registration=world.registration_a)
    return see(at(world.event_a, "log/"), world.registration_a.name)


@desk
def open_an_event_for_signing_up(world):
    sent = {"is_open": "on", "most_guests": "3", "kept_for_new": "0", "kept_for_informal": "0"}
    SeatBook.objects.filter(event=world.event_a).update(is_open=False)
    books = SeatBook.objects.filter(event=world.event_a, is_open=True)
    return post(at(world.event_a, "rules/"), sent, happened=books.exists)


def _cancelling(world, event, registration):
    ended = Registration.objects.filter(pk=registration.pk, status="cancelled")
    return post(at(event, f"{registration.pk}/cancel/"), happened=ended.exists)


@desk
def cancel_for_somebody(world):
    return _cancelling(world, world.event_a, world.registration_a)


@desk
def cancel_for_somebody_at_an_event_of_B(world):
    return _cancelling(world, world.event_a, world.registration_b)


@desk
def add_somebody_at_the_door(world):
    begun(world.event_a)
    sent = {"new-uid": uuid.uuid4(), "new-name": "Zqgast", "new-kind": "neighbour"}
    there = Registration.objects.filter(name="Zqgast")
    return post(at(world.event_a, "walk-in/"), sent, happened=there.exists)


@desk
def note_that_somebody_was_there(world):
    begun(world.event_a)
    key = world.registration_a.pk
    there = Registration.objects.filter(pk=key, attendance="present")
    return post(at(world.event_a, "door/"), {f"was-{key}": "present"}, happened=there.exists)


@desk
def write_to_everybody_who_comes(world):
    sent = {"key": uuid.uuid4(), "subject": "Zqwoord", "text": "Tot dan.", "go": "send"}
    mails = OutgoingMail.objects.filter(subject="Zqwoord")
    return post(at(world.event_a, "message/"), sent, happened=mails.exists)


@desk
def take_the_list_along(world):
    entries = PageLogEntry.objects.filter(action="wijkzorg.registrations.export")
    return post(at(world.event_a, "export/"), {"format": "csv"}, happened=entries.exists)
