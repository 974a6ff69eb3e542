"""The agenda of the demo: the documents' own Wijktafels of 2019, and made-up ones around today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html import escape
from importlib.resources import files
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document

from website.demo import pictures
from website.demo.content import Tally, read, rich_text
from website.demo.pages import publish
from wijkzorg_events.models import (
    AgendaPage,
    Agreement,
    EventHost,
    EventPage,
    EventReportPage,
    Presentation,
    ProgrammeItem,
    ReportPhoto,
    TableTalk,
)
from wijkzorg_home.models import Area, Language, NetworkPage, Theme
from wijkzorg_partners.models import PartnerPage


@dataclass
class World:
    """What events refer to, by code or slug."""

    agenda: AgendaPage
    partners: dict[str, PartnerPage]
    areas: dict[str, Area]
    themes: dict[str, Theme]
    languages: dict[str, Language]
    events: dict[str, EventPage]


def add_events(
    tally: Tally,
    agenda: NetworkPage,
    directory: NetworkPage,
    areas: dict[str, Area],
    themes: dict[str, Theme],
) -> dict[str, EventPage]:
    """Add the events that are missing, and the reports of those that this run added; those, by slug."""
    assert isinstance(agenda, AgendaPage)
    partners = {page.slug: page for page in PartnerPage.objects.child_of(directory)}
    languages = {language.code: language for language in Language.objects.all()}
    world = World(agenda, partners, areas, themes, languages, {})
    added: dict[str, EventPage] = {}
    rows = read("events.json")
    for row in rows:
        parent = agenda if row["parent"] == "agenda" else partners.get(row["parent"])
        if parent is None or not parent.live:
            continue
        there = EventPage.objects.child_of(parent).filter(slug=row["slug"]).first()
        tally.count("events", added=there is None)
        if there is None:
            there = added[row["slug"]] = _add(parent, row, world)
        world.events[row["slug"]] = there
    for row in rows:
        if row["report"] and row["slug"] in added:
            _add_report(added[row["slug"]], row["report"], world)
            tally.count("reports", added=True)
    return added


def with_reports(agenda: NetworkPage, slugs: Sequence[str]) -> list[NetworkPage]:
    """Events by their slugs, each followed by its report if it has one."""
    pages: list[NetworkPage] = []
    for slug in slugs:
        for event in EventPage.objects.child_of(agenda).filter(slug=slug):
            pages += [event, *EventReportPage.objects.child_of(event)]
    return pages


def moment(value: Any) -> datetime:
    """A moment of events.json in Dutch time: fixed, or the first such weekday on or after today + days."""
    if isinstance(value, str):
        return timezone.make_aware(datetime.fromisoformat(value))
    first = timezone.localdate() + timedelta(days=value["days"])
    day = first + timedelta(days=(value["weekday"] - first.weekday()) % 7)
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(value["time"])))


def day(value: Any) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value)
    return timezone.localdate() + timedelta(days=value["days"])


def _add(parent: NetworkPage, row: dict[str, Any], world: World) -> EventPage:
    venue = row["venue"]
    start = moment(row["start"])
    event = EventPage(
        title=row["title"],
        slug=row["slug"],
        summary=row["summary"],
        kind=row["kind"],
        start_at=start,
        end_at=start + timedelta(minutes=row["minutes"]),
        status=row["status"],
        status_reason=row["status_reason"],
        previous_start_at=moment(row["previous_start"]) if row.get("previous_start") else None,
        venue=world.partners.get(venue.get("partner", "")),
        venue_name=venue.get("name", ""),
        address=venue.get("address", ""),
        postcode=venue.get("postcode", ""),
        city=venue.get("city", ""),
        online_url=venue.get("online_url", ""),
        description="".join(_as_html(block) for block in row["body"]),
        audience=row["audience"],
        accessibility=row["access"],
        previous_event=world.events.get(row["previous"]),
        photo=pictures.of_the_network(row["picture"]) if row["picture"] else None,
    )
    event.areas = [world.areas[code] for code in row["areas"]]
    event.themes = [world.themes[slug] for slug in row["themes"]]
    event.languages = [world.languages[code] for code in row["languages"]]
    event.programme = [
        ProgrammeItem(
            starts=time.fromisoformat(part["time"]),
            title=part["title"],
            description=part.get("description", ""),
            speaker=part.get("speaker", ""),
            locale=parent.locale,
            sort_order=at,
        )
        for at, part in enumerate(row["programme"])
    ]
    event.hosts = [
        EventHost(partner=world.partners[slug], sort_order=at)
        for at, slug in enumerate(row["hosts"])
        if slug in world.partners
    ]
    publish(parent, event)
    return event


def _as_html(block: dict[str, Any]) -> str:
    """A block of a page as the plain HTML that an event's description takes."""
    value = block["value"]
    if block["type"] == "paragraph":
        return rich_text(value)
    if block["type"] == "heading":
        return f"<p><b>{escape(value)}</b></p>"
    if block["type"] == "quote":
        return f"<p><i>{escape(value['text'])}</i> ({escape(value['source'])})</p>"
    return "".join(f"<p><b>{escape(head)}</b> {escape(text)}</p>" for head, text in value)


def _add_report(event: EventPage, row: dict[str, Any], world: World) -> None:
    report = EventReportPage(
        title=row["title"],
        slug="verslag",
        summary=row["summary"],
        date=timezone.localdate(event.end_at),
        number_present=row["number_present"],
        introduction=rich_text(row["introduction"]),
        feedback="\n".join(row["feedback"]),
        next_event=world.events.get(row["next"]),
    )
    report.areas = list(event.areas.all())
    report.themes = list(event.themes.all())
    locale = event.locale
    report.presentations = [
        Presentation(
            title=one["title"],
            speaker_role=one["speaker_role"],
            organisation=one["organisation"],
            text=rich_text(one["text"]),
            slides=_slides(one),
            locale=locale,
            sort_order=at,
        )
        for at, one in enumerate(row["presentations"])
    ]
    report.table_talks = [
        TableTalk(
            question=one["question"],
            answers="\n".join(one["answers"]),
            locale=locale,
            sort_order=at,
        )
        for at, one in enumerate(row["table_talks"])
    ]
    report.agreements = [
        Agreement(
            what=one["what"],
            partner=world.partners.get(one["partner"]),
            who=one.get("who", ""),
            by=day(one["by"]) if one["by"] else None,
            state=Agreement.State.DONE if one["done"] else Agreement.State.OPEN,
            locale=locale,
            sort_order=at,
        )
        for at, one in enumerate(row["agreements"])
    ]
    report.photos = [
        ReportPhoto(
            image=pictures.of_the_network(one["picture"]),
            alt_text=one["alt"],
            caption=one["caption"],
            consent=True,
            locale=locale,
            sort_order=at,
        )
        for at, one in enumerate(row["photos"])
    ]
    publish(event, report)


def _slides(row: dict[str, Any]) -> Document | None:
    """The slides of a presentation, as printed from slides/ by `make slides`."""
    if not row["slides"]:
        return None
    content = files("website.demo").joinpath("slides", f"{row['slides']}.pdf").read_bytes()
    return Document.objects.create(
        title=f"Dia's: {row['title']}",
        file=ContentFile(content, name=f"demo-{row['slides']}.pdf"),
    )
