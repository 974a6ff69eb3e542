"""What the organiser of an event reads: who sits, who waits, whom no mail reaches, what they eat."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from wijkzorg_home.models import OutgoingMail

from .models import EventPage, Registration, RegistrationNeeds, SeatBook

Status = Registration.Status

#: An address keeps failing from so many attempts on.
KEEPS_FAILING = 2


def shows() -> dict[str, str]:
    """What the list can be narrowed to: the value in the address, and its words."""
    return {
        "": _("Everybody"),
        "sitting": _("Who sits"),
        "waiting": _("Who waits"),
        "mail": _("Whom no mail reaches"),
        "ended": _("Who stopped"),
    }


@dataclass(frozen=True)
class Line:
    """One registration in the list; `place` is that in the queue, 0 for who does not wait."""

    registration: Registration
    place: int
    mail_fails: bool


@dataclass(frozen=True)
class People:
    """Everybody of one event, in order: who sits, then who waits. Two queries, whatever their number."""

    rows: Sequence[Registration]
    failing: frozenset[str]

    def lines(self, show: str = "", words: str = "") -> list[Line]:
        """Those that fit; `words` are looked for in names, also of who comes along, and organisations."""
        waiting = [row.pk for row in self.rows if row.status == Status.WAITING]
        places = {key: number for number, key in enumerate(waiting, 1)}
        return [
            Line(
                registration=row,
                place=places.get(row.pk, 0),
                mail_fails=row.email in self.failing,
            )
            for row in self.rows
            if self._fits(row, show) and _named(row, words)
        ]

    def _fits(self, row: Registration, show: str) -> bool:
        is_active = row.status in Registration.ACTIVE
        if show == "ended":
            return not is_active
        if show == "mail":
            return is_active and row.email in self.failing
        if show in {"sitting", "waiting"}:
            return is_active and (row.status == Status.WAITING) is (show == "waiting")
        return is_active

    @property
    def number_failing(self) -> int:
        return len(self.lines(show="mail"))


def people_of(book: SeatBook) -> People:
    if book.pk is None:
        return People([], frozenset())
    rows = book.registrations.select_related("partner").in_order()
    in_order = sorted(rows, key=lambda row: row.status == Status.WAITING)
    return People(in_order, _failing(book))


def _failing(book: SeatBook) -> frozenset[str]:
    """Addresses whose latest mail about a registration was given up, or keeps failing. One query."""
    addresses = book.registrations.active().exclude(email="").values("email")
    mails = OutgoingMail.objects.filter(kind__startswith="registration", to__in=addresses)
    State, fails = OutgoingMail.State, {}
    facts = mails.order_by("pk").values_list("to", "state", "attempts", "last_error")
    for address, state, attempts, error in facts:
        keeps_failing = attempts >= KEEPS_FAILING and bool(error)
        fails[address] = state == State.FAILED or (state == State.WAITING and keeps_failing)
    return frozenset(address for address, does in fails.items() if does)


def _named(row: Registration, words: str) -> bool:
    text = " ".join([row.name, row.email, row.organisation_name, *row.guests]).casefold()
    return all(word in text for word in words.casefold().split())


# --- for the kitchen ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Needs:
    """What those who sit eat, and need to take part: how often each, and who."""

    diets: list[tuple[str, int]]
    accesses: list[tuple[str, int]]
    rows: list[RegistrationNeeds]


def needs_of(book: SeatBook, now: datetime) -> Needs:
    """Empty from a week after the event on, also while the rows wait to be deleted. One query."""
    rows: list[RegistrationNeeds] = []
    if book.pk is not None and now < book.event.end_at + RegistrationNeeds.KEPT_FOR:
        sitting = book.registrations.sitting()
        found = RegistrationNeeds.objects.filter(registration__in=sitting)
        rows = list(found.select_related("registration").order_by("registration__name", "pk"))
    return Needs(
        diets=_totals(row.diet for row in rows),
        accesses=_totals(row.access for row in rows),
        rows=rows,
    )


def _totals(texts: Iterable[str]) -> list[tuple[str, int]]:
    """ "Geen vlees" and "geen vlees." are one; the most frequent first, as it was written first."""
    written: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for text in texts:
        if key := " ".join(text.casefold().split()).strip(" ."):
            written.setdefault(key, text.strip(" ."))
            counted[key] += 1
    return [(written[key], number) for key, number in counted.most_common()]


# --- on the start page ------------------------------------------------------------------------------


def taken_in_words(events: Iterable[EventPage]) -> dict[Any, str]:
    """For each event for which one can sign up, by its translation key: "12 of 38". Two queries."""
    keys = [event.translation_key for event in events]
    books = SeatBook.objects.filter(event__translation_key__in=keys).select_related("event")
    known = {book.pk: book for book in books}
    taken = dict.fromkeys(known, 0)
    rows = Registration.objects.filter(book__in=known).sitting()
    for row in rows.only("book", "guests"):
        taken[row.book_id] += row.size
    return {book.event.translation_key: _of(taken[pk], book) for pk, book in known.items()}


def _of(taken: int, book: SeatBook) -> str:
    values = {"taken": taken, "capacity": book.capacity}
    if book.capacity is None:
        return _("%(taken)s come") % values
    return _("%(taken)s of %(capacity)s") % values
