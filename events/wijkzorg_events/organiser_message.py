"""A message of the organiser to everybody who comes: one mail each, however often the button is pressed."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.log_actions import log

from wijkzorg_home import outbox

from . import registration_mails as mails
from .models import Registration, SeatBook
from .models.registration import RegistrationQuerySet
from .permissions import may_organise

SENT = "wijkzorg.registrations.message"


def receivers(book: SeatBook, *, also_waiting: bool) -> RegistrationQuerySet:
    """Those with an address, in order."""
    rows: RegistrationQuerySet = book.registrations.exclude(email="").in_order()
    return rows.active() if also_waiting else rows.sitting()


def send(
    book: SeatBook, *, by: Any, key: uuid.UUID, subject: str, text: str, also_waiting: bool
) -> int:
    """Put the mails into the outbox; how many were new. Raises PermissionDenied.

    `key` is that of the message, made with its form. Not in a transaction: the mails are drawn here, which
    takes its time, and the outbox writes them at once.
    """
    if not may_organise(by, book.event):
        raise PermissionDenied
    letters = [
        mails.from_organiser(_of(book, one), str(key), subject, text)
        for one in receivers(book, also_waiting=also_waiting)
    ]
    number = outbox.put_many(letters)
    if number:
        log(book.event, SENT, user=by, data={"mails": number, "also_waiting": also_waiting})
    return number


def _of(book: SeatBook, registration: Registration) -> Registration:
    """With the book that is known already, so that its event is looked up once."""
    registration.book = book
    return registration
