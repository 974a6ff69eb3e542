"""The log of the seats in plain words: a code and numbers become a sentence, without a name in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import SeatBook, SeatLogEntry

Code = SeatLogEntry.Code


@dataclass(frozen=True)
class LogLine:
    """`name` is that of who has the registration now, and "" for one that is gone."""

    at: datetime
    sentence: str
    name: str


#: What always has the same words. The others stand in `in_words`.
SENTENCES: dict[str, Promise] = {
    Code.HELD: gettext_lazy("somebody signed up; a place is kept until they say yes"),
    Code.SEATED: gettext_lazy("somebody whom we know signed up, and has a place"),
    Code.WAITING: gettext_lazy("somebody signed up, and waits: no place is free for them"),
    Code.CONFIRMED: gettext_lazy("somebody said yes"),
    Code.REFUSED: gettext_lazy("somebody had to be refused: it is full, and nobody can wait"),
    Code.PASSED_ON: gettext_lazy("somebody passed the place on to a colleague"),
    Code.CHANGED: gettext_lazy("somebody changed the registration"),
    Code.WALK_IN: gettext_lazy("somebody came without signing up"),
}


def in_words(code: str, values: Mapping[str, Any]) -> str:
    """The sentence for one line, after the time; tells how many people it is about when more than one."""
    sentence = _sentence(code, values)
    if values.get("size", 1) > 1:
        return _("%(sentence)s (people: %(size)s)") % {
            "sentence": sentence,
            "size": values["size"],
        }
    return sentence


def _sentence(code: str, values: Mapping[str, Any]) -> str:
    if code == Code.PROMOTED:
        place = {"place": values.get("place") or 1}
        return _("it went to number %(place)s of those who wait") % place
    if code == Code.EXPIRED:
        if values.get("sat"):
            return _("a place came free: somebody did not say yes in time")
        return _("somebody who waited did not say yes in time")
    if code == Code.CANCELLED:
        return _cancelled(values)
    if code == Code.SETTINGS:
        numbers = [_("no limit") if one is None else one for one in _capacities(values)]
        return _("the number of places went from %(before)s to %(after)s") % {
            "before": numbers[0],
            "after": numbers[1],
        }
    return str(SENTENCES.get(code, code))


def _cancelled(values: Mapping[str, Any]) -> str:
    by_organiser, sat = values.get("by_organiser"), values.get("sat", True)
    if sat and by_organiser:
        return _("a place came free: the organiser cancelled for somebody")
    if sat:
        return _("a place came free by a cancellation")
    if by_organiser:
        return _("the organiser took somebody who waited off the list")
    return _("somebody who waited cancelled")


def _capacities(values: Mapping[str, Any]) -> tuple[Any, Any]:
    return values.get("before"), values.get("capacity")


def lines(book: SeatBook, entries: Sequence[SeatLogEntry]) -> list[LogLine]:
    """`entries` come with their registrations. A place that was passed on had another name before."""
    passed_on = dict(
        book.log.filter(
            code=Code.PASSED_ON, registration__in=[one.registration_id for one in entries]
        )
        .order_by()
        .values_list("registration")
        .annotate(last=Max("pk"))
    )
    found = []
    for entry in entries:
        registration = entry.registration
        is_theirs = entry.pk >= passed_on.get(entry.registration_id, 0)
        name = registration.name if registration is not None and is_theirs else ""
        found.append(LogLine(entry.at, in_words(entry.code, entry.values), name))
    return found
