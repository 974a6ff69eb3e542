"""Whether a partner is open now, and what a page says of its hours. The rules stand in `schedule.py`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .schedule import OpenState, clock, name_of_day, state_at, together

if TYPE_CHECKING:
    from .models import PartnerPage

#: What is open longer than this is always open: nobody asks until when.
ALWAYS = timedelta(days=2)


@dataclass(frozen=True)
class Opening:
    """What a head and a card say: `words`, and whether that is good news ("open", "closed", "shut")."""

    kind: str
    words: str

    @property
    def is_open(self) -> bool:
        return self.kind == "open"

    @property
    def is_shut(self) -> bool:
        """Closed for a while, whatever the hours say."""
        return self.kind == "shut"


def opening_of(partner: "PartnerPage", moment: datetime | None = None) -> Opening | None:
    """None when no hours are known, or when it does not open again as far as one can tell."""
    moment = moment or timezone.now()
    today = timezone.localdate(moment)
    for first, last in partner.closed_periods:
        if first <= today and (last is None or today <= last):
            return Opening("shut", closed_in_words(last, today))
    states = [state_at(value, moment, partner.closed_periods) for value in hours_of(partner)]
    words = in_words(_first_of(states), moment)
    is_open = any(state.is_open for state in states)
    return Opening("open" if is_open else "closed", words) if words else None


def hours_of(partner: "PartnerPage") -> list[dict[str, Any]]:
    """The partner's own hours, else those of every service that one can just walk into."""
    if partner.hours:
        return [partner.hours]
    today = timezone.localdate()
    return [
        service.hours
        for service in partner.services.all()
        if service.hours and service.walk_in and not service.is_closed_on(today)
    ]


def week_of(partner: "PartnerPage") -> dict[str, Any]:
    """What the week table shows: one schedule for all that is open."""
    return together(hours_of(partner))


def _first_of(states: list[OpenState]) -> OpenState:
    """Of several states one: open while anything is, and open again when the first is."""
    openings = [state.next_opening for state in states if state.next_opening]
    ends = [state.until for state in states if state.until]
    return OpenState(bool(ends), max(ends, default=None), min(openings, default=None))


def in_words(state: OpenState, moment: datetime) -> str:
    """ "Open now, until 17.00", or when it opens again; empty when it does not."""
    if state.is_open and state.until:
        if state.until - moment > ALWAYS:
            return _("Open now")
        return _("Open now, until %(time)s") % {"time": _clock(state.until, end=True)}
    if state.next_opening is None:
        return ""
    today = timezone.localdate(moment)
    day = state.next_opening.date()
    values = {"time": _clock(state.next_opening), "day": name_of_day(day)}
    if day == today:
        return _("Closed. Open today at %(time)s") % values
    if day == today + timedelta(days=1):
        return _("Closed. Open tomorrow at %(time)s") % values
    if day < today + timedelta(days=7):
        return _("Closed. %(day)s open at %(time)s") % values
    values["day"] = date_format(day, "j F")
    return _("Closed. Open on %(day)s at %(time)s") % values


def _clock(moment: datetime, *, end: bool = False) -> str:
    text = f"{moment:%H:%M}"
    return clock("24:00" if end and text == "00:00" else text)


def closed_in_words(last: date | None, today: date) -> str:
    if last is None:
        return _("Temporarily closed")
    if last == today:
        return _("Closed today")
    return _("Temporarily closed, up to and including %(date)s") % {
        "date": date_format(last, "j F")
    }


# --- closed for a while -----------------------------------------------------------------------


def closed_periods_of(keys: Iterable[Any]) -> dict[Any, list[tuple[date, date | None]]]:
    """For translation keys of partners: the periods, now and ahead, that were told as urgent facts.

    One query for any number. They belong to the source page, and hold in every language.
    """
    from .models import UrgentChange

    found: dict[Any, list[tuple[date, date | None]]] = {}
    rows = UrgentChange.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()),
        kind=UrgentChange.Kind.CLOSED,
        withdrawn_at=None,
        partner__translation_key__in=list(keys),
    )
    for key, first, last in rows.values_list("partner__translation_key", "starts_on", "ends_on"):
        found.setdefault(key, []).append((first, last))
    return found


def with_openings(partners: "Iterable[PartnerPage]") -> "list[PartnerPage]":
    """The partners of a list, each with its closed periods, in one query for all."""
    partners = list(partners)
    periods = closed_periods_of(partner.translation_key for partner in partners)
    for partner in partners:
        partner.__dict__["closed_periods"] = periods.get(partner.translation_key, [])
    return partners
