"""Who comes to the demo's coming Wijktafels: one table fills up, one is full, the others are still empty."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from website.demo.content import Tally
from wijkzorg_events.models import EventPage, Registration, SeatBook
from wijkzorg_home.models import NetworkPage
from wijkzorg_partners.models import PartnerPage

Status, Kind = Registration.Status, Registration.Kind

#: First names only, and nobody's: each comes from another partner, or from nowhere.
NAMES = (
    "Amina", "Bram", "Cemile", "Daan", "Emine", "Fatih", "Gerda", "Hakim", "Ilse", "Jamila", "Karel",
    "Latifa", "Mees", "Nadia", "Omar", "Petra", "Quincy", "Rachida", "Sjaan", "Tarik", "Ursula",
    "Vincent", "Wil", "Xander", "Yasmina", "Zohra", "Ans", "Bilal", "Corrie", "Dounia", "Ed", "Farah",
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """How many sit, must still confirm, and wait, of how many places."""

    capacity: int
    seated: int
    held: int = 0
    waiting: int = 0


TABLES = (Table(40, 24, held=3), Table(16, 16, waiting=4), Table(30, 0))


def add_registrations(tally: Tally, agenda: NetworkPage, directory: NetworkPage) -> None:
    """Open the coming Wijktafels, and let people sign up for the first ones."""
    partners = list(PartnerPage.objects.child_of(directory).live().order_by("path"))
    coming = EventPage.objects.child_of(agenda).live().filter(kind=EventPage.Kind.WIJKTAFEL)
    coming = coming.upcoming().exclude(status=EventPage.Status.CANCELLED)
    for number, event in enumerate(coming):
        table = TABLES[min(number, len(TABLES) - 1)]
        book, added = SeatBook.objects.get_or_create(
            event=event,
            defaults={
                "is_open": True,
                "capacity": table.capacity,
                "cut_off_at": noon_before(event),
            },
        )
        tally.count("events to sign up for", added=added)
        if added:
            Registration.objects.bulk_create(_people(book, table, partners))


def noon_before(event: EventPage) -> datetime:
    day = event.starts.date() - timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(12)))


def _people(book: SeatBook, table: Table, partners: list[PartnerPage]) -> list[Registration]:
    states = [Status.SEATED] * table.seated + [Status.HELD] * table.held
    states += [Status.WAITING] * table.waiting
    return [
        _person(book, number, state, partners) for number, state in enumerate(states[: len(NAMES)])
    ]


def _person(book: SeatBook, number: int, state: str, partners: list[PartnerPage]) -> Registration:
    """Every third is a neighbour; two of three of the others may be seen."""
    now = timezone.now()
    partner = partners[number % len(partners)] if partners and number % 3 else None
    email = f"{NAMES[number].lower()}@example.org"
    return Registration(
        book=book,
        status=state,
        created_at=now - timedelta(hours=len(NAMES) - number),
        confirm_by=now + timedelta(hours=24),
        confirmed_at=None if state == Status.HELD else now,
        name=NAMES[number],
        email=email,
        email_key=email,
        partner=partner,
        kind=Kind(partner.kind) if partner else Kind.NEIGHBOUR,
        is_visible=bool(partner) and number % 3 == 1,
        is_new=number % 4 == 0,
    )
