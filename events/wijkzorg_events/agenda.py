"""The agenda's filters and its two views: a list, and one month."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from wijkzorg_home.filters import FilterForm, address, area_of
from wijkzorg_home.models import Area
from wijkzorg_home.navigation import local_versions
from wijkzorg_partners.models import PartnerPage

from .models import EventMeeting, EventPage

if TYPE_CHECKING:
    from .models import AgendaPage
    from .querysets import EventQuerySet

#: Events on one page of the list.
PAGE_SIZE = 20


class AgendaForm(FilterForm):
    """The one filter form of the agenda."""

    when = forms.ChoiceField(
        label=_("When?"),
        required=False,
        choices=[("", _("What is coming")), ("past", _("What has been"))],
    )
    kind = forms.ChoiceField(label=_("What kind of event?"), required=False)
    month = forms.ChoiceField(label=_("In which month?"), required=False)
    view = forms.ChoiceField(
        required=False, choices=[("", _("As a list")), ("month", _("By month"))]
    )

    field_order = ["when", "kind", "theme", "area", "month", "view"]
    SHEET = ("kind", "theme", "area", "month")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("kind", _("Everything"), EventPage.Kind.choices)
        listed = listed_events(self)
        days = EventMeeting.objects.filter(event__in=listed.order_by().values("pk"))
        begun = [*listed.datetimes("start_at", "month"), *days.datetimes("start_at", "month")]
        months = {Month.of(timezone.localtime(moment)) for moment in begun}
        if asked := Month.parse(self.data.get("month", "")):
            months.add(asked)  # one may page to a month in which nothing is planned
        ordered = sorted(months, key=str)
        self.choose("month", _("All months"), [(str(month), month.label) for month in ordered])


@dataclass(frozen=True)
class Month:
    """A calendar month in Dutch time."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "Month | None":
        try:
            day = datetime.strptime(text, "%Y-%m").replace(tzinfo=timezone.get_current_timezone())
        except ValueError:
            return None
        return cls(day.year, day.month) if 1900 < day.year < 2200 else None

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    def shifted(self, months: int) -> "Month":
        count = self.year * 12 + self.month - 1 + months
        return Month(count // 12, count % 12 + 1)

    def holds(self, day: date) -> bool:
        return Month.of(day) == self

    @property
    def first_moment(self) -> datetime:
        return timezone.make_aware(datetime(self.year, self.month, 1))

    @property
    def label(self) -> str:
        from django.utils.formats import date_format

        return date_format(date(self.year, self.month, 1), "F Y")

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


@dataclass(frozen=True)
class Entry:
    """An event in a square of the month, and when it is there: a day of a series, or the event itself."""

    event: EventPage
    on: EventMeeting | EventPage


@dataclass
class Day:
    """One square of the month; `entries` are what begins on it."""

    date: date
    in_month: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def events(self) -> list[EventPage]:
        return [entry.event for entry in self.entries]


def with_places(events: "Iterable[EventPage]") -> list[EventPage]:
    """The events, each with its public venue: looked up at once, in three queries for any number."""
    found = list(events)
    keys = {event.venue_id or event.own_partner_id for event in found} - {None}
    venues = local_versions(PartnerPage, keys) if keys else {}
    prefetch_related_objects(list(venues.values()), "locations")
    for event in found:
        event.public_venue = venues.get(event.venue_id or event.own_partner_id)
    return found


def with_hosts(events: "Iterable[EventPage]") -> list[EventPage]:
    """The events, each with its public hosts: looked up at once, in three queries for any number."""
    found = list(events)
    prefetch_related_objects(found, "hosts")
    hosts = local_versions(PartnerPage, {key for event in found for key in event.host_keys})
    for event in found:
        event.host_partners = [hosts[key] for key in event.host_keys if key in hosts]
    return found


def with_reasons(events: "Iterable[EventPage]") -> list[EventPage]:
    """The events, each with why it was moved or cancelled: one query for all translations without."""
    found = list(events)
    told = {
        event.translation_key
        for event in found
        if event.status != EventPage.Status.SCHEDULED
        and not event.status_reason
        and not event.is_source
    }
    sources = EventPage.objects.filter(translation_key__in=told, locale=Locale.get_default())
    reasons = dict(sources.values_list("translation_key", "status_reason")) if told else {}
    for event in found:
        if event.translation_key in told:
            event.reason = reasons.get(event.translation_key, "")
    return found


def public_events(language: str) -> "EventQuerySet":
    return EventPage.objects.open_to_the_public().in_language(language)


def listed_events(form: FilterForm) -> "EventQuerySet":
    """What the agenda shows when nothing is filtered."""
    return public_events(get_language() or "").concerning(form.within)


def agenda_context(request: HttpRequest, agenda: "AgendaPage") -> dict[str, Any]:
    """What the template shows: the form, and one page of the list or one month of squares."""
    from .calendar_feeds import subscription

    form = AgendaForm(request.GET, within=area_of(agenda))
    wanted = form.wanted()
    events = filtered(listed_events(form), wanted)
    month = Month.parse(wanted.get("month", ""))
    context = {
        "form": form,
        "is_past": wanted.get("when") == "past",
        "view": wanted.get("view", ""),
        "active_filters": form.active_filters(request, leave_out=("when", "view")),
        "clear_url": request.path,
        "list_url": address(request, view=""),
        "month_url": address(request, view="month"),
        "upcoming_url": address(request, when="", month=""),
        "past_url": address(request, when="past", month=""),
        "subscription": subscription(request, agenda, wanted),
    }
    if wanted.get("view") == "month":
        return context | _month_context(request, events, month or _nearest_month(events))
    return context | _list_context(request, events, wanted, month)


def filtered(events: "EventQuerySet", wanted: dict[str, Any]) -> "EventQuerySet":
    if wanted.get("kind"):
        events = events.filter(kind=wanted["kind"])
    if wanted.get("theme"):
        events = events.about(wanted["theme"])
    if wanted.get("area"):
        events = events.in_area(Area.objects.get(code=wanted["area"]))
    return events


def _list_context(
    request: HttpRequest, events: "EventQuerySet", wanted: dict[str, Any], month: Month | None
) -> dict[str, Any]:
    if month is not None:
        events = events.in_month(month.first_moment, month.shifted(1).first_moment)
    elif wanted.get("when") == "past":
        events = events.past()
    else:
        events = events.upcoming()
    page = Paginator(events.with_card_facts(), PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = with_places(page.object_list)
    if month is not None:
        for event in page.object_list:
            event.occasion = days_in(month, event)[0]
    return {"page_obj": page, "results": page, "total": page.paginator.count}


def _nearest_month(events: "EventQuerySet") -> Month:
    """The month of what comes first, so that a visitor does not begin with an empty one."""
    first = events.upcoming().first()
    return Month.of(
        max(first.occasion.starts.date(), timezone.localdate()) if first else timezone.localdate()
    )


def days_in(month: Month, event: EventPage) -> list[Any]:
    """Its days in that month; of an event of one meeting that is itself."""
    return [day for day in event.days or [event] if month.holds(day.starts.date())]


def _month_context(request: HttpRequest, events: "EventQuerySet", month: Month) -> dict[str, Any]:
    weeks = weeks_of(month, today=timezone.localdate())
    begun = events.in_month(month.first_moment, month.shifted(1).first_moment)
    found = with_places(begun.with_card_facts())
    days = {day.date: day for week in weeks for day in week if day.in_month}
    for event in found:
        for on in days_in(month, event):
            days[on.starts.date()].entries.append(Entry(event, on))
    for day in days.values():
        day.entries.sort(key=lambda entry: (entry.on.start_at, entry.event.pk))
    return {
        "month": month,
        "weeks": weeks,
        "total": len(found),
        "month_before": {
            "label": month.shifted(-1).label,
            "url": address(request, month=str(month.shifted(-1))),
        },
        "month_after": {
            "label": month.shifted(1).label,
            "url": address(request, month=str(month.shifted(1))),
        },
    }


def weeks_of(month: Month, *, today: date) -> list[list[Day]]:
    """The weeks of a month from Monday to Sunday, filled up with days of its neighbours."""
    weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(month.year, month.month)
    return [
        [Day(day, in_month=day.month == month.month, is_today=day == today) for day in week]
        for week in weeks
    ]
