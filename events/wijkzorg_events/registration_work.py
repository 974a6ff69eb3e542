"""What happens to registrations because time passes: done by `manage.py tick`, and harmless twice.

Reminders and thanks have a key per person and day, so that nobody gets one twice. What is deleted when, is
told in the README: what somebody eats or needs a week after the event, who never confirmed after two days,
who comes along after a month, and names and addresses after two years.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from wijkzorg_home import outbox

from . import registering
from . import registration_mails as mails
from .models import Registration, RegistrationNeeds, SeatBook, Substitute

Status = Registration.Status

REMIND_BEFORE = timedelta(hours=48)
#: Thanks go out the next morning, and not any more after a week.
THANK_AFTER, THANK_UNTIL = timedelta(hours=14), timedelta(days=7)
UNCONFIRMED_KEPT_FOR = timedelta(hours=48)
COMPANY_KEPT_FOR = timedelta(days=30)
PERSONS_KEPT_FOR = timedelta(days=730)


def do(now: datetime) -> str:
    """Everything, in a sentence about what was done; "" for nothing."""
    done = {
        "events settled": registering.settle_what_is_due(now),
        "reminders": remind(now),
        "thanks": thank(now),
        "people forgotten": forget(now),
    }
    return ", ".join(f"{number} {what}" for what, number in done.items() if number)


def remind(now: datetime) -> int:
    """Two days before, to who has a place and signed up before that."""
    soon = _who_comes().filter(
        book__event__start_at__gt=now, book__event__start_at__lte=now + REMIND_BEFORE
    )
    known = soon.filter(confirmed_at__lt=F("book__event__start_at") - REMIND_BEFORE)
    return _put([mails.reminder(one) for one in known])


def thank(now: datetime) -> int:
    """The morning after, to who was there, or of whom nobody said otherwise."""
    over = _who_comes().filter(
        book__event__end_at__lte=now - THANK_AFTER, book__event__end_at__gt=now - THANK_UNTIL
    )
    there = over.exclude(attendance=Registration.Attendance.ABSENT)
    return _put([mails.thanks(one) for one in there])


def _who_comes() -> QuerySet[Registration]:
    """With an address, at what is public and goes ahead."""
    seated = Registration.objects.filter(status=Status.SEATED, book__event__live=True)
    seated = seated.exclude(email="").exclude(book__event__status="cancelled")
    return seated.select_related("book__event").in_order()


def _put(letters: list[outbox.Letter]) -> int:
    with transaction.atomic():
        return outbox.put_many(letters)


def forget(now: datetime) -> int:
    """Delete what is held longer than it is needed for; how many rows changed."""
    with transaction.atomic():
        needs = RegistrationNeeds.objects.filter(
            registration__book__event__end_at__lte=now - RegistrationNeeds.KEPT_FOR
        )
        ended_needs = RegistrationNeeds.objects.exclude(
            registration__status__in=Registration.ACTIVE
        )
        over_for_long = now - UNCONFIRMED_KEPT_FOR
        ended = Q(status=Status.EXPIRED) | Q(status=Status.CANCELLED, confirmed_at=None)
        # Of an event that came before the time to confirm was over, nobody made them expire.
        overtaken = Q(status__in=Registration.ACTIVE, confirmed_at=None)
        never = Registration.objects.filter(
            ended & Q(ended_at__lte=over_for_long)
            | overtaken & Q(book__event__end_at__lte=over_for_long)
        )
        gone = [rows.delete()[0] for rows in (needs, ended_needs, never)]
        over = _ended_before(now - COMPANY_KEPT_FOR)
        gone.append(Substitute.objects.filter(registration__in=over).delete()[0])
        over.exclude(offered_to="").update(offered_to="", offered_name="", offer_nonce="")
        company = over.exclude(guests=[])
        alone = sum(_without_names(one) for one in company)
        persons = _ended_before(now - PERSONS_KEPT_FOR).exclude(name="")
        forgotten = _nameless(persons)
    return sum(gone) + alone + forgotten


def held_about(addresses: set[str]) -> list[dict[str, Any]]:
    """Every registration with one of these addresses, for the person: see home's PersonalData.

    After these the places that others offered them, and the days on which they come for somebody else.
    """
    rows = Registration.objects.select_related("book__event", "partner", "needs")
    own = rows.filter(email_key__in=addresses).prefetch_related(
        "substitutes", "book__event__meetings"
    )
    offered = rows.filter(_with_email(addresses, "offered_to"))
    instead = Substitute.objects.filter(_with_email(addresses, "email"))
    instead = instead.select_related("registration__book__event").prefetch_related(
        "registration__book__event__meetings"
    )
    return [
        *(_held_of(one) for one in own.in_order()),
        *(_held_of_an_offer(one) for one in offered.in_order()),
        *(_held_of_a_substitute(one) for one in instead.order_by("pk")),
    ]


def _held_of(one: Registration) -> dict[str, Any]:
    days = _days_of(one)
    return {
        "title": one.book.event.title,
        "day": one.book.event.starts.date(),
        "state": one.get_status_display(),
        "name": one.name,
        "email": one.email,
        "organisation": one.organisation_name,
        "role": one.role,
        "guests": one.guests,
        "others_may_see": one.is_visible,
        "needs": str(getattr(one, "needs", "") or ""),
        "signed_up": one.created_at,
        "offered_to": " ".join(filter(None, [one.offered_name, one.offered_to])),
        "substitutes": [
            {"day": days.get(other.meeting_uid), "name": other.name, "email": other.email}
            for other in one.substitutes.all()
        ],
    }


def _held_of_an_offer(one: Registration) -> dict[str, Any]:
    return {
        "title": one.book.event.title,
        "day": one.book.event.starts.date(),
        "state": _("A place that somebody offers you"),
        "name": one.offered_name,
        "email": one.offered_to,
    }


def _held_of_a_substitute(one: Substitute) -> dict[str, Any]:
    return {
        "title": one.registration.book.event.title,
        "day": _days_of(one.registration).get(one.meeting_uid)
        or one.registration.book.event.starts.date(),
        "state": _("You come in the place of somebody else"),
        "name": one.name,
        "email": one.email,
    }


def _days_of(one: Registration) -> dict[Any, Any]:
    return {day.uid: day.starts.date() for day in one.book.event.days}


def erase(addresses: set[str]) -> None:
    """Cancel what is still to come, and leave of the rest only that somebody was there."""
    rows = Registration.objects.filter(email_key__in=addresses)
    coming = rows.active().filter(book__event__end_at__gt=timezone.now())
    books = set(coming.values_list("book", flat=True))
    coming.update(status=Status.CANCELLED, ended_at=timezone.now())
    RegistrationNeeds.objects.filter(registration__in=rows).delete()
    Substitute.objects.filter(registration__in=rows).delete()
    Substitute.objects.filter(_with_email(addresses, "email")).delete()
    offered = Registration.objects.filter(_with_email(addresses, "offered_to"))
    offered.update(offered_to="", offered_name="", offer_nonce="")
    for one in rows:
        _without_names(one)
    _nameless(rows)
    transaction.on_commit(lambda: registering.settle_books(books, timezone.now()))


def _with_email(addresses: set[str], field: str) -> Q:
    question = Q(pk__in=[])
    for address in addresses:
        question |= Q(**{f"{field}__iexact": address})
    return question


def _nameless(rows: QuerySet[Registration]) -> int:
    return rows.update(
        name="",
        email="",
        email_key="",
        role="",
        nonce="",
        offered_to="",
        offered_name="",
        offer_nonce="",
        is_visible=False,
    )


def _ended_before(moment: datetime) -> QuerySet[Registration]:
    books = SeatBook.objects.filter(event__end_at__lte=moment)
    return Registration.objects.filter(book__in=books)


def _without_names(registration: Registration) -> int:
    """How many came stays known; who they were does not."""
    if not any(registration.guests):
        return 0
    registration.guests = [""] * len(registration.guests)
    registration.save(update_fields=["guests"])
    return 1
