"""The deeds of who organises an activity of partner A at the own door, `/mijn/`."""

import uuid

from wagtail.models import PageLogEntry

from tests.security.deeds_mijn import here
from tests.security.deeds_registrations import begun
from tests.security.doing import door, post, see
from wijkzorg_events.models import Registration, SeatBook
from wijkzorg_home.models import OutgoingMail

desk = door("/mijn/ registrations")


def at(world, event, what=""):
    return here(world, f"activiteiten/{event.pk}/wie-komen/{what}")


@desk
def see_who_comes(world):
    return see(at(world, world.event_a), world.registration_a.name)


@desk
def see_who_comes_to_an_event_of_B_below_A(world):
    return see(at(world, world.event_b), world.registration_b.name)


@desk
def see_who_is_expected(world):
    return see(at(world, world.event_a, "deur/"), world.registration_a.name)


@desk
def see_what_they_eat(world):
    return see(at(world, world.event_a, "keuken/"), world.registration_a.needs.diet)


@desk
def see_the_log_of_places(world):
    world.registration_a.book.log.create(code="confirmed", registration=world.registration_a)
    return see(at(world, world.event_a, "logboek/"), world.registration_a.name)


@desk
def open_an_activity_for_signing_up(world):
    sent = {"is_open": "on", "most_guests": "3", "kept_for_new": "0", "kept_for_informal": "0"}
    SeatBook.objects.filter(event=world.event_a).update(is_open=False)
    books = SeatBook.objects.filter(event=world.event_a, is_open=True)
    return post(at(world, world.event_a, "instellingen/"), sent, happened=books.exists)


@desk
def cancel_for_one_who_comes(world):
    key = world.registration_a.pk
    ended = Registration.objects.filter(pk=key, status="cancelled")
    return post(at(world, world.event_a, f"{key}/afmelden/"), happened=ended.exists)


@desk
def add_somebody_who_came(world):
    begun(world.event_a)
    sent = {"new-uid": uuid.uuid4(), "new-name": "Zqgast", "new-kind": "neighbour"}
    there = Registration.objects.filter(name="Zqgast")
    return post(at(world, world.event_a, "deur/erbij/"), sent, happened=there.exists)


@desk
def write_to_all(world):
    sent = {"key": uuid.uuid4(), "subject": "Zqwoord", "text": "Tot dan.", "go": "send"}
    mails = OutgoingMail.objects.filter(subject="Zqwoord")
    return post(at(world, world.event_a, "bericht/"), sent, happened=mails.exists)


@desk
def take_the_list(world):
    entries = PageLogEntry.objects.filter(action="wijkzorg.registrations.export")
    return post(at(world, world.event_a, "lijst/"), {"format": "csv"}, happened=entries.exists)
