"""What everybody may know of the seats of an event: numbers, and organisations that agreed to be named.

Whether a seat is confirmed is the organiser's to see: a known address needs no confirming, so that a place
that is confirmed at once would tell that the address is known. See decision 0016.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from wijkzorg_home.navigation import local_versions
from wijkzorg_partners.models import PartnerPage

from .models import EventPage, Registration, SeatBook
from .models.registration import book_of
from .registering import CONFIRM_WITHIN, why_not

Kind, Status = Registration.Kind, Registration.Status


@dataclass(frozen=True)
class Seats:
    """Numbers of people, guests counted. `state` is "" while one can sign up, else why not.

    `taken` (said yes) and `held` (to be confirmed) apart are for the organiser; everybody reads `sitting`.
    """

    book: SeatBook
    state: str
    taken: int
    held: int
    waiting: int

    @property
    def capacity(self) -> int | None:
        return self.book.capacity

    @property
    def sitting(self) -> int:
        """Whose chair it is, whether they confirmed or not: all that is told on the page."""
        return self.taken + self.held

    @property
    def free(self) -> int | None:
        """Kept seats count as free; None where there is no limit."""
        if self.capacity is None:
            return None
        return max(0, self.capacity - self.sitting)

    @property
    def is_open(self) -> bool:
        return self.state == ""

    @property
    def is_full(self) -> bool:
        return self.free == 0 or bool(self.waiting)

    @property
    def takes_nobody(self) -> bool:
        """Full, and nobody can wait."""
        return self.is_full and not self.book.has_waiting_list


def seats_of(event: EventPage, now: datetime | None = None) -> Seats | None:
    """None for an event for which nobody can sign up. Two queries."""
    book = book_of(event)
    if book is None:
        return None
    numbers = {Status.SEATED: 0, Status.HELD: 0, Status.WAITING: 0}
    for status, guests in book.registrations.active().values_list("status", "guests"):
        numbers[Status(status)] += 1 + len(guests)
    return Seats(
        book=book,
        state=why_not(book, now or timezone.now()),
        taken=numbers[Status.SEATED],
        held=numbers[Status.HELD],
        waiting=numbers[Status.WAITING],
    )


@dataclass(frozen=True)
class Company:
    """Who comes, as far as they agreed: profiles and names of organisations, and numbers of all."""

    partners: list[PartnerPage]
    others: list[str]
    informal: int
    formal: int
    neighbours: int

    @property
    def total(self) -> int:
        return self.informal + self.formal + self.neighbours


#: Fewer than this says too much of who they are.
FEWEST_TOLD = 5
#: The time in which somebody confirms.
NAMED_AFTER = CONFIRM_WITHIN


def company_at(seats: Seats, now: datetime | None = None) -> Company | None:
    """None while so few come that the numbers would tell who they are. Two queries.

    Numbers are of all who sit. An organisation is named once it has its seat, and NAMED_AFTER has passed:
    whoever had to confirm has done so by then, so that a name says no more than who agreed to it.
    """
    rows = list(seats.book.registrations.sitting().in_order())
    if sum(row.size for row in rows) < FEWEST_TOLD:
        return None
    since = (now or timezone.now()) - NAMED_AFTER
    shown = [
        row
        for row in rows
        if row.is_visible and row.status == Status.SEATED and row.created_at <= since
    ]
    keys = list(dict.fromkeys(row.partner_id for row in shown if row.partner_id))
    public = local_versions(PartnerPage, keys)
    return Company(
        partners=[public[key] for key in keys if key in public],
        others=sorted({row.organisation for row in shown if row.organisation}),
        informal=sum(row.size for row in rows if row.kind == Kind.INFORMAL),
        formal=sum(row.size for row in rows if row.kind == Kind.FORMAL),
        neighbours=sum(row.size for row in rows if row.kind == Kind.NEIGHBOUR),
    )
