"""What people do with seats: sign up, confirm, cancel, change, pass on; and what the organiser does.

Each action is one short transaction that begins with the lock of the event's book, asks the same pure
function (`seating.settle`), writes the log, and puts the mails into the outbox. Nothing else gives a seat.
Each may raise Busy.
The measurements that ask for it: without the lock PostgreSQL oversells in every run, and thirty
cancellations promote the same four people.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from wijkzorg_home import outbox
from wijkzorg_partners.models import PartnerPage

from . import registration_mails as mails
from .models import (
    EventPage,
    Registration,
    RegistrationNeeds,
    SeatBook,
    SeatLogEntry,
    Substitute,
)
from .models.registration import new_nonce
from .permissions import may_organise
from .seating import Move, Party, State, settle

Status, Code = Registration.Status, SeatLogEntry.Code

#: How long somebody has to confirm; less when the cut-off is near, and never under MIN_TO_CONFIRM.
CONFIRM_WITHIN = timedelta(hours=24)
BEFORE_CUT_OFF = timedelta(hours=2)
MIN_TO_CONFIRM = timedelta(hours=1)
#: Two hundred at once wait four seconds at most; less than what ends a request on a server.
WAIT_AT_MOST = timedelta(seconds=10)
#: PostgreSQL's code for it (appendix A, "PostgreSQL Error Codes").
LOCK_NOT_AVAILABLE = "55P03"


class NotOpen(Exception):
    """Nobody can sign up now. `reason` is one of "closed", "not_yet", "full"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Ended(Exception):
    """The registration was cancelled, or was not confirmed in time; or all of it is gone with its event."""


class Busy(Exception):
    """Others were at it for too long. Nothing was written: trying again is right, and harmless."""


@dataclass(frozen=True)
class Applicant:
    """Who signs up, as the form and the API took it: valid and tidied."""

    name: str
    email: str
    partner: PartnerPage | None = None
    organisation: str = ""
    kind: str = Registration.Kind.NEIGHBOUR
    role: str = ""
    guests: Sequence[str] = ()
    diet: str = ""
    access: str = ""
    is_visible: bool = False
    language: str = "nl"


def email_key(address: str) -> str:
    return address.strip().casefold()


# --- the lock -----------------------------------------------------------------------------------


@contextmanager
def locked(book_id: int) -> Iterator[SeatBook]:
    """The only door to seats. The row lock is the first query, and ends with the transaction.

    Durable: never within another transaction, which would keep the lock. On SQLite the transaction itself
    is the lock (IMMEDIATE, see the site's settings). Raises Ended where the event was deleted meanwhile, and
    Busy after WAIT_AT_MOST; on SQLite after its own time-out.
    """
    try:
        with transaction.atomic(durable=True):
            _wait_no_longer_than(WAIT_AT_MOST)
            books = SeatBook.objects.select_related("event__locale")
            book = books.select_for_update(of=("self",)).filter(pk=book_id).first()
            if book is None:
                raise Ended
            yield book
    except OperationalError as error:
        if _waited_too_long(error):
            raise Busy from error
        raise


def _wait_no_longer_than(time: timedelta) -> None:
    """For each lock of this transaction, on PostgreSQL: it waits for ever of itself."""
    if connection.vendor == "postgresql":
        milliseconds = round(time.total_seconds() * 1000)
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {milliseconds}")


def _waited_too_long(error: OperationalError) -> bool:
    is_lock_timeout = getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE
    return is_lock_timeout or "database is locked" in str(error)


def _settle(
    book: SeatBook,
    now: datetime,
    newcomer: Registration | None = None,
    known: Sequence[Registration] = (),
) -> list[outbox.Letter]:
    """Ask who sits and who waits, and write that down; gives the mails that tell it.

    `known` are all others, where they were read under this lock already. A newcomer who is refused has no
    key any more. What is over, or does not go ahead, has no places to give.
    """
    if book.event.is_cancelled or book.event.end_at <= now:
        return []
    there = [*known, newcomer] if newcomer is not None else book.registrations.active().in_order()
    rows = {one.pk: one for one in there}
    moves = settle(book.rules, [_party(one, newcomer) for one in rows.values()], now)
    letters = []
    for move in moves:
        registration = rows[move.key]
        entry = _write(book, registration, move, now)
        letters += mails.about(entry, registration, _place(book, registration))
    return letters


def _party(registration: Registration, newcomer: Registration | None) -> Party:
    party = registration.as_party
    if registration is newcomer:
        return replace(party, state=State.NEW)
    return party


def _write(book: SeatBook, registration: Registration, move: Move, now: datetime) -> SeatLogEntry:
    if move.after is State.REFUSED:
        registration.delete()
        return _log(book, Code.REFUSED, None, now, size=registration.size)
    code = _code(move)
    values = {"size": registration.size, "sat": move.before is State.HELD}
    if code == Code.PROMOTED:
        values["place"] = _place(book, registration)
    registration.status = move.after.value
    if move.after is State.EXPIRED:
        registration.ended_at = now
    registration.save(update_fields=["status", "ended_at"])
    return _log(book, code, registration, now, **values)


def _code(move: Move) -> str:
    if move.before is State.WAITING and move.after is not State.EXPIRED:
        return Code.PROMOTED
    if move.before is State.HELD and move.after is State.SEATED:
        return Code.CONFIRMED
    return Code(move.after.value)


def _log(
    book: SeatBook, code: str, registration: Registration | None, now: datetime, **values: Any
) -> SeatLogEntry:
    return SeatLogEntry.objects.create(
        book=book, code=code, registration=registration, at=now, values=values
    )


def _place(book: SeatBook, registration: Registration) -> int:
    """In the queue, 1 for the first; 0 for who does not wait. One query, for those who wait only."""
    if registration.status != Status.WAITING or registration.pk is None:
        return 0
    return book.registrations.waiting().filter(pk__lte=registration.pk).count()


# --- signing up -----------------------------------------------------------------------------------


def why_not(book: SeatBook, now: datetime) -> str:
    """What keeps everybody from signing up now: "closed", "not_yet", or "" for nothing."""
    event = book.event
    if not book.is_open or not event.live or event.is_cancelled or now >= book.closing_time:
        return "closed"
    return "not_yet" if book.opens_at and now < book.opens_at else ""


def register(
    book_id: int,
    who: Applicant,
    *,
    source: str = Registration.Source.SITE,
    now: datetime | None = None,
) -> str:
    """Take a registration; gives "held" or "waiting". Raises NotOpen, and Ended for an event that is gone.

    The answer is the one that a stranger would get, so that nobody learns whether an address is known:
    the truth is in the mail. Twice is harmless: who is signed up gets the own link again.
    """
    now = now or timezone.now()
    with locked(book_id) as book:
        if reason := why_not(book, now):
            raise NotOpen(reason)
        known = list(book.registrations.active().in_order())
        answer = _for_a_stranger(book, known, who, now)
        key = email_key(who.email)
        there = next((one for one in known if one.email_key == key), None)
        if there is not None:
            letters = [mails.again(there, _place(book, there), now)]
        else:
            newcomer = _new(book, who, source, now)
            letters = _settle(book, now, newcomer, known)
            if newcomer.pk is None and answer is not State.REFUSED:
                letters.append(mails.full(newcomer))
        outbox.put_many(letters)
    if answer is State.REFUSED:
        raise NotOpen("full")
    return answer.value


def _for_a_stranger(
    book: SeatBook, known: Sequence[Registration], who: Applicant, now: datetime
) -> State:
    parties = [one.as_party for one in known]
    stranger = Party(
        key=0,
        state=State.NEW,
        size=1 + len(who.guests),
        confirm_by=now + CONFIRM_WITHIN,
        is_new=True,
        is_informal=who.kind == Registration.Kind.INFORMAL,
    )
    moves = settle(book.rules, [*parties, stranger], now)
    return next(move.after for move in moves if move.key == stranger.key)


def _new(book: SeatBook, who: Applicant, source: str, now: datetime) -> Registration:
    key = email_key(who.email)
    known = Registration.objects.filter(email_key=key, confirmed_at__isnull=False).exists()
    registration = Registration.objects.create(
        book=book,
        created_at=now,
        confirm_by=confirm_by(book, now),
        confirmed_at=now if known else None,
        name=who.name,
        email=who.email,
        email_key=key,
        partner=who.partner,
        organisation=who.organisation,
        kind=who.kind,
        role=who.role,
        guests=list(who.guests),
        is_visible=who.is_visible,
        is_new=not _came_before(key, who.partner, now),
        came_last_time=_came_last_time(book, key),
        language=who.language,
        source=source,
    )
    if who.diet or who.access:
        RegistrationNeeds.objects.create(
            registration=registration, diet=who.diet, access=who.access
        )
    return registration


def confirm_by(book: SeatBook, now: datetime) -> datetime:
    """Within a day; two hours before the cut-off at the latest, but never less than an hour from now."""
    by = now + CONFIRM_WITHIN
    if book.cut_off_at is not None:
        by = min(by, book.cut_off_at - BEFORE_CUT_OFF)
    return max(by, now + MIN_TO_CONFIRM)


def _came_before(key: str, partner: PartnerPage | None, now: datetime) -> bool:
    """Whether this person, or somebody of that organisation, was at an event before."""
    who = Q(email_key=key)
    if partner is not None:
        who |= Q(partner=partner)
    return _were_there().filter(who, book__event__end_at__lt=now).exists()


def _came_last_time(book: SeatBook, key: str) -> bool:
    before = EventPage.objects.filter(pk=book.event_id).values_list("previous_event", flat=True)
    keys = EventPage.objects.filter(pk__in=before).values("translation_key")
    return _were_there().filter(email_key=key, book__event__translation_key__in=keys).exists()


def _were_there() -> Any:
    seated = Registration.objects.filter(status=Status.SEATED)
    return seated.exclude(attendance=Registration.Attendance.ABSENT)


# --- with the link in the mail ----------------------------------------------------------------------


@contextmanager
def _own(registration: Registration) -> Iterator[tuple[SeatBook, Registration]]:
    """The registration as it is now, under the lock. Raises Ended, also for a link that was replaced."""
    with locked(registration.book_id) as book:
        rows = book.registrations.select_related("partner")
        standing = rows.filter(pk=registration.pk).first()
        if standing is None or standing.nonce != registration.nonce:
            raise Ended
        if standing.status not in Registration.ACTIVE:
            raise Ended
        yield book, standing


def confirm(registration: Registration, *, now: datetime | None = None) -> Registration:
    """Say that one comes. Twice is harmless. Raises Ended."""
    now = now or timezone.now()
    with _own(registration) as (book, standing):
        if standing.confirmed_at is not None:
            return standing
        if standing.confirm_by is not None and standing.confirm_by <= now:
            raise Ended
        standing.confirmed_at = now
        standing.save(update_fields=["confirmed_at"])
        letters = _settle(book, now)
        standing.refresh_from_db()
        if standing.status == Status.WAITING:
            entry = _log(book, Code.CONFIRMED, standing, now, size=standing.size)
            letters += mails.about(entry, standing, _place(book, standing))
        outbox.put_many(letters)
    return standing


def cancel(registration: Registration, *, now: datetime | None = None, by: Any = None) -> None:
    """Give the place back, oneself or (`by`) as the organiser. Raises Ended and PermissionDenied."""
    now = now or timezone.now()
    with _own(registration) as (book, standing):
        if by is not None and not may_organise(by, book.event):
            raise PermissionDenied
        told = {
            "size": standing.size,
            "sat": standing.status != Status.WAITING,
            "by_organiser": by is not None,
        }
        standing.status, standing.ended_at = Status.CANCELLED, now
        standing.offer_nonce = standing.offered_to = standing.offered_name = ""
        standing.save()
        entry = _log(book, Code.CANCELLED, standing, now, **told)
        outbox.put_many([*mails.about(entry, standing, 0), *_settle(book, now)])


def change(
    registration: Registration,
    values: Mapping[str, Any],
    *,
    now: datetime | None = None,
) -> Registration:
    """Another name, role, guests, needs, or who may see it. Raises Ended, and ValidationError for guests.

    Fewer guests give seats back. More need free seats that nobody waits for, so that nobody is passed.
    """
    now = now or timezone.now()
    with _own(registration) as (book, standing):
        _may_bring(book, standing, values.get("guests", standing.guests), now)
        needs = {name: values[name] for name in ("diet", "access") if name in values}
        for name, value in values.items():
            if name not in needs:
                setattr(standing, name, value)
        standing.save()
        _write_needs(standing, needs)
        entry = _log(book, Code.CHANGED, standing, now, size=standing.size)
        outbox.put_many(
            [*mails.about(entry, standing, _place(book, standing)), *_settle(book, now)]
        )
    return standing


def _may_bring(
    book: SeatBook, standing: Registration, guests: Sequence[str], now: datetime
) -> None:
    more = len(guests) - len(standing.guests)
    if more <= 0:
        return
    if len(guests) > book.most_guests:
        raise ValidationError(
            {"guests": _("You can bring %(most)s others.") % {"most": book.most_guests}}
        )
    if standing.status == Status.WAITING:
        return
    others = [one.as_party for one in book.registrations.active().in_order()]
    extra = replace(standing.as_party, key=0, state=State.NEW, size=more, is_confirmed=True)
    moves = {move.key: move.after for move in settle(book.rules, [*others, extra], now)}
    if moves[0] is not State.SEATED or book.registrations.waiting().exists():
        raise ValidationError({"guests": _("There is no place for more people any more.")})


def _write_needs(registration: Registration, needs: Mapping[str, str]) -> None:
    if not needs:
        return
    if any(needs.values()):
        RegistrationNeeds.objects.update_or_create(registration=registration, defaults=dict(needs))
    else:
        RegistrationNeeds.objects.filter(registration=registration).delete()


def offer(
    registration: Registration, *, name: str, email: str, now: datetime | None = None
) -> None:
    """Offer the place to a colleague, who gets a mail; it stays one's own until it is taken. Raises Ended."""
    now = now or timezone.now()
    with _own(registration) as (_book, standing):
        standing.offered_name, standing.offered_to = name, email
        standing.offer_nonce = new_nonce()
        standing.save(update_fields=["offered_name", "offered_to", "offer_nonce"])
        outbox.put_many([mails.offered(standing)])


def take_over(registration: Registration, *, now: datetime | None = None) -> Registration:
    """The colleague takes the place: the older link ends. Raises Ended, and ValidationError.

    ValidationError tells a colleague who is signed up already; only they read it.
    """
    now = now or timezone.now()
    with _own(registration) as (book, standing):
        if not standing.offer_nonce or standing.offer_nonce != registration.offer_nonce:
            raise Ended
        key = email_key(standing.offered_to)
        if book.registrations.active().filter(email_key=key).exclude(pk=standing.pk).exists():
            raise ValidationError(_("You are signed up for this already. One of you can cancel."))
        letters = [mails.passed_on(standing)]
        standing.name, standing.email, standing.email_key = (
            standing.offered_name,
            standing.offered_to,
            key,
        )
        standing.nonce, standing.offer_nonce = new_nonce(), ""
        standing.offered_to = standing.offered_name = standing.role = ""
        standing.confirmed_at, standing.is_visible = now, False
        standing.save()
        RegistrationNeeds.objects.filter(registration=standing).delete()
        entry = _log(book, Code.PASSED_ON, standing, now, size=standing.size)
        if standing.status != Status.HELD:  # a held place is settled below, and told there
            letters += mails.about(entry, standing, _place(book, standing))
        outbox.put_many([*letters, *_settle(book, now)])
    return standing


def send_substitute(
    registration: Registration,
    meeting_uid: UUID,
    *,
    name: str,
    email: str = "",
    now: datetime | None = None,
) -> None:
    """Somebody else comes to one day of a series; without a name, one comes oneself again.

    Raises Ended, and ValidationError for a day that is over, or is none of this series.
    """
    now = now or timezone.now()
    with _own(registration) as (book, standing):
        day = next((one for one in book.event.days if one.uid == meeting_uid), None)
        if day is None or day.start_at <= now or standing.status != Status.SEATED:
            raise ValidationError(_("Choose a day that is still to come."))
        there = standing.substitutes.filter(meeting_uid=meeting_uid)
        if not name:
            there.delete()
            return
        substitute, _made = Substitute.objects.update_or_create(
            registration=standing, meeting_uid=meeting_uid, defaults={"name": name, "email": email}
        )
        _log(book, Code.CHANGED, standing, now, size=standing.size, substitute=True)
        if email:
            outbox.put_many([mails.substitute(substitute, standing, day)])


# --- by the organiser ---------------------------------------------------------------------------------


def book_for(event: EventPage, *, by: Any) -> SeatBook:
    """The book of an event, made when it is first asked for. Raises PermissionDenied."""
    if not may_organise(by, event):
        raise PermissionDenied
    source = event if event.is_source else event.get_translation(first_locale())
    return SeatBook.objects.get_or_create(event=source)[0]


def first_locale() -> Any:
    from wagtail.models import Locale

    return Locale.get_default()


def set_rules(book: SeatBook, *, by: Any, now: datetime | None = None) -> None:
    """Keep changed settings, and give the seats that they make free. Raises PermissionDenied and Ended."""
    now = now or timezone.now()
    with locked(book.pk) as standing:
        if not may_organise(by, standing.event):
            raise PermissionDenied
        before = standing.capacity
        book.save()
        if before != book.capacity:
            _log(book, Code.SETTINGS, None, now, before=before, capacity=book.capacity)
        outbox.put_many(_settle(book, now))


def add_walk_in(
    book: SeatBook,
    *,
    by: Any,
    name: str,
    partner: PartnerPage | None = None,
    organisation: str = "",
    kind: str = Registration.Kind.NEIGHBOUR,
    uid: uuid.UUID | None = None,
    now: datetime | None = None,
) -> Registration:
    """Somebody stands at the door: in two taps, without a mail. Raises PermissionDenied and Ended.

    `uid` is that of the form: sent twice, it is one person.
    """
    now = now or timezone.now()
    with locked(book.pk) as standing:
        if not may_organise(by, standing.event):
            raise PermissionDenied
        registration, is_new = Registration.objects.get_or_create(
            book=standing,
            uid=uid or uuid.uuid4(),
            defaults={
                "status": Status.SEATED,
                "created_at": now,
                "confirmed_at": now,
                "name": name,
                "partner": partner,
                "organisation": organisation,
                "kind": kind,
                "source": Registration.Source.WALK_IN,
                "attendance": Registration.Attendance.PRESENT,
            },
        )
        if is_new:
            _log(standing, Code.WALK_IN, registration, now, size=1)
    return registration


# --- because time passes --------------------------------------------------------------------------------


def settle_what_is_due(now: datetime) -> int:
    """Give back what was not confirmed, and let the next ones up; how many events changed. Idempotent."""
    open_books = SeatBook.objects.filter(
        event__end_at__gt=now, registrations__status__in=[Status.HELD, Status.WAITING]
    )
    return settle_books(open_books.distinct().values_list("pk", flat=True), now)


def settle_books(keys: Iterable[int], now: datetime) -> int:
    """Settle each that is still there; how many changed. What is busy is done the next time."""
    changed = 0
    for key in keys:
        with suppress(Ended, Busy), locked(key) as book:
            entries = book.log.count()
            outbox.put_many(_settle(book, now))
            changed += book.log.count() > entries
    return changed
