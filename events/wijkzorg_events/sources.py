"""What events offer to the rest of the site: to be found, and shown in sections."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from wijkzorg_home.contracts import (
    SearchResult,
    SearchSource,
    SearchText,
    Section,
    SectionPlace,
    SectionSource,
)
from wijkzorg_home.facets import facet_rows, plain, search_results, search_texts
from wijkzorg_home.navigation import local_page
from wijkzorg_partners.models import PartnerPage

from .agenda import public_events, with_places
from .calendar_feeds import subscription
from .models import AgendaPage, EventPage, EventReportPage


def public_reports(language: str) -> Any:
    return EventReportPage.objects.open_to_the_public().in_language(language)


def event_results(keys: Sequence[int], request: HttpRequest | None) -> list[SearchResult]:
    found = with_places(EventPage.objects.filter(pk__in=list(keys)).with_card_facts())
    return search_results("event", found, keys, request, lambda event: {"note": _note(event)})


def _note(event: EventPage) -> str:
    """The kind and the day: "Wijktafel, 21 May 2027", and whether it goes ahead."""
    words = [str(event.get_kind_display()), date_format(event.starts, "j F Y")]
    if event.is_cancelled or event.is_moved:
        words.append(str(event.get_status_display()))
    return ", ".join(words)


def report_results(keys: Sequence[int], request: HttpRequest | None) -> list[SearchResult]:
    found = EventReportPage.objects.filter(pk__in=list(keys)).with_card_facts()
    return search_results(
        "report",
        found,
        keys,
        request,
        lambda report: {"note": f"{_('Report')}, {date_format(report.date, 'j F Y')}"},
    )


def event_texts(keys: Sequence[int]) -> dict[int, SearchText]:
    found = (
        EventPage.objects.filter(pk__in=list(keys))
        .select_related("locale")
        .prefetch_related("areas", "programme")
    )
    return search_texts(
        with_places(found),
        lambda event: {
            "body": f"{event.get_kind_display()} {plain(event.description)} {event.programme_words()}",
            "audience": event.audience,
            "place": event.place_words(),
            "postcode": event.postcode.replace(" ", ""),
            "opening": _half_hours(event),
            "until": event.end_at,
        },
    )


def _half_hours(event: EventPage) -> frozenset[int]:
    """When in the week it takes place, as the search counts: half hours from Monday 0:00, Dutch time."""
    starts, ends = timezone.localtime(event.start_at), timezone.localtime(event.end_at)
    first = starts.weekday() * 48 + starts.hour * 2 + starts.minute // 30
    return frozenset(
        (first + half) % 336 for half in range(min(int((ends - starts).seconds // 1800), 48))
    )


def report_texts(keys: Sequence[int]) -> dict[int, SearchText]:
    found = (
        EventReportPage.objects.filter(pk__in=list(keys))
        .select_related("locale")
        .prefetch_related("areas", "presentations", "table_talks", "agreements")
    )
    return search_texts(
        found,
        lambda report: {
            "body": f"{plain(report.introduction)} {report.feedback} {plain(report.report_words())}"
        },
    )


EVENT_SOURCE = SearchSource(
    name="event",
    label=gettext_lazy("Events"),
    model=EventPage,
    public=public_events,
    facet_rows=partial(facet_rows, EventPage),
    results=event_results,
    texts=event_texts,
    order=20,
)
REPORT_SOURCE = SearchSource(
    name="report",
    label=gettext_lazy("Reports"),
    model=EventReportPage,
    public=public_reports,
    facet_rows=partial(facet_rows, EventReportPage),
    results=report_results,
    texts=report_texts,
    order=30,
)


def next_wijktafel(place: SectionPlace) -> Section | None:
    """The poster on the home page: the next Wijktafel that goes ahead, else the next event."""
    if place.area or place.theme or place.page:
        return None
    coming = public_events(get_language() or "").exclude(status=EventPage.Status.CANCELLED)
    coming = coming.upcoming().with_card_facts()
    first = coming.filter(kind=EventPage.Kind.WIJKTAFEL).first() or coming.first()
    agenda = local_page(AgendaPage)
    return Section(
        heading=_("The next Wijktafel")
        if first and first.kind == EventPage.Kind.WIJKTAFEL
        else _("What is coming"),
        layout="wijkzorg_events/includes/poster_section.html",
        items=with_places([first] if first else []),
        more_url=(agenda.get_url(place.request) or "") if agenda else "",
        more_label=_("See the whole agenda"),
        calendar_url=calendar_url_of(place, agenda, {}),
    )


def upcoming_events(place: SectionPlace) -> Section | None:
    """What is coming: of an area, about a theme, or of one partner."""
    agenda = local_page(AgendaPage)
    if not (place.area or place.theme or place.page):
        return None
    events = public_events(get_language() or "").upcoming()
    asked = {}
    if place.theme is not None:
        events = events.about(place.theme.slug)
        asked["theme"] = place.theme.slug
    if place.area is not None:
        events = events.in_area(place.area)
        asked["area"] = place.area.code
    if place.page is not None:
        if not isinstance(place.page, PartnerPage):
            return None
        events = events.of_partner(place.page)
        asked = {}
    url = (agenda.get_url(place.request) or "") if agenda else ""
    return Section(
        heading=_("What is coming here") if place.page or place.area else _("What is coming"),
        template="wijkzorg_events/includes/event_line.html",
        items=with_places(events.with_card_facts()[: place.limit]),
        more_url=f"{url}?{urlencode(asked)}" if asked and url else url,
        more_label=_("See the whole agenda"),
        calendar_url=calendar_url_of(place, agenda, asked),
        empty_text=""
        if place.page
        else _("Nothing is planned here yet. Look in the whole agenda."),
    )


def calendar_url_of(place: SectionPlace, agenda: AgendaPage | None, asked: dict[str, str]) -> str:
    """The same events for calendars: at the page itself, or at the agenda with the same filters."""
    at = place.page or agenda
    return subscription(place.request, at, asked)["path"] if at else ""


NEXT_WIJKTAFEL = SectionSource(name="next-wijktafel", order=10, build=next_wijktafel)
UPCOMING_EVENTS = SectionSource(name="events", order=40, build=upcoming_events)
