"""What the apps tell one another without importing one another.

The owner of a thing registers it, the page that shows it never imports the owner. Each contract is a
small dataclass, carried by a Wagtail hook:

    @hooks.register("register_search_source")
    def partners_can_be_found() -> SearchSource: ...

| hook | gives | who collects it |
|---|---|---|
| `register_search_source` | `SearchSource` | the search app |
| `register_section` | `SectionSource` | home, district, area and theme pages, profiles, events |
| `register_area_count` | `AreaCount` | the tiles of areas on home and district pages |
| `register_api_router` | `ApiRouter` | `wijkzorg_home.api`, served at `/api/v1/` |
| `register_periodic_work` | `PeriodicWork` | `manage.py tick` |
| `register_calendar` | `CalendarSource` | `agenda.ics` below a profile |
| `register_host_finder` | `HostFinder` | the question whether a profile is still right |
| `register_gathering_maker` | `GatheringMaker` | the coordinator's list of gaps |
| `register_head_link` | `HeadLink` | the menu of every public page |
| `register_coordinator_list` | `CoordinatorList` | the coordinator's page, `/cms/coordination/` |
| `register_personal_data` | `PersonalData` | what one sees, takes along, erases at `/mijn/gegevens/` |
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import translation
from wagtail import hooks
from wagtail.models import Page

from .conf import SECTION_SIZE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise as StrPromise
    from ninja import Router

    from .models import Area, Theme
    from .work_panel import WorkList


@dataclass(frozen=True)
class SearchResult:
    """One thing that was found, the same for the page and the API.

    `themes` and `area_codes` are slugs and codes; `area_names`, `theme_names` are what people read.
    `note` is a line of facts beside the title, such as "Wijktafel, 21 May 2027".
    """

    type: str
    id: int
    source_id: str
    title: str
    url: str
    summary: str
    note: str = ""
    kind: str = ""
    area_codes: Sequence[str] = ()
    area_names: Sequence[str] = ()
    themes: Sequence[str] = ()
    theme_names: Sequence[str] = ()
    languages: Sequence[str] = ()


@dataclass(frozen=True)
class FacetRow:
    """The values by which one public object can be filtered and counted.

    `areas` holds the codes of the areas of the object and of all areas above them, so that a filter
    on a district finds what lies in its neighbourhoods. `stands_last` puts an object behind the others of
    its type, however well it matches.
    """

    kind: str = ""
    areas: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    stands_last: bool = False


@dataclass(frozen=True, kw_only=True)
class SearchText:
    """What one page says to the search, in plain text, and facts that a question may ask for.

    Attributes:
        fields: name > text. The names, and what each weighs, are those of the search app: "title", "asked"
            (how people ask for it), "summary", "body", "audience", "place", "excluded" (not for whom).
        areas: codes of the areas where it is at home, without those above.
        postcode: of its first address, such as "1068AB".
        traits: of "free" and "walk_in" what is true.
        opening: half hours of the week in which it is open; Monday 0:00 is 0, Dutch time.
        until: after this it is past.
    """

    fields: Mapping[str, str]
    areas: frozenset[str] = frozenset()
    postcode: str = ""
    traits: frozenset[str] = frozenset()
    opening: frozenset[int] = frozenset()
    until: datetime | None = None


@dataclass(frozen=True)
class SearchSource:
    """An app's offer to be found: which pages, how they are filtered, how they are shown.

    Attributes:
        name: the value of `type` in the API, such as "partner"; unique.
        label: what people read, plural and lazy ("Organisations").
        model: the page type. One source per page type.
        public: the pages that anybody may see, in one language (a code such as "nl").
        facet_rows: for primary keys, what each can be filtered by. A fixed number of queries.
        results: for primary keys, what is shown, in that order. A fixed number of queries.
        texts: for primary keys, what each says. A fixed number of queries.
        order: where it stands among the others, the lowest first.
    """

    name: str
    label: "StrPromise"
    model: type[Page]
    public: Callable[[str], "QuerySet[Any]"]
    facet_rows: Callable[[Iterable[int]], dict[int, FacetRow]]
    results: Callable[[Sequence[int], "HttpRequest | None"], list[SearchResult]]
    texts: Callable[[Sequence[int]], dict[int, SearchText]]
    order: int = 100

    def texts_in(self, language: str, keys: Sequence[int]) -> dict[int, SearchText]:
        """What pages in a language say in it, whatever language is spoken where one of them was published."""
        with translation.override(language):
            return self.texts(keys) if keys else {}


@dataclass(frozen=True)
class SectionPlace:
    """Where a section will be shown: on the home page, or narrowed to an area, a theme, or one page.

    `page` is a page that others may hang things on, such as the profile of a partner.
    """

    request: "HttpRequest"
    area: "Area | None" = None
    theme: "Theme | None" = None
    page: "Page | None" = None
    limit: int = SECTION_SIZE


@dataclass(frozen=True)
class Section:
    """A block on a gathering page: some items, each drawn by `template` as `item`.

    `layout` draws the whole block instead, as `section`; without items it is left out. The page tells
    feed readers of `feed_url`, the same items as Atom, and calendars of `calendar_url`, as iCalendar.
    """

    heading: str
    template: str = ""
    layout: str = ""
    items: Sequence[Any] = ()
    more_url: str = ""
    more_label: str = ""
    empty_text: str = ""
    feed_url: str = ""
    calendar_url: str = ""


@dataclass(frozen=True)
class SectionSource:
    """An app's offer to fill a section. `build` returns None when it has no place there."""

    name: str
    order: int
    build: Callable[[SectionPlace], Section | None]


@dataclass(frozen=True)
class AreaCount:
    """How many public things lie in each area (and below it): {area primary key: number}."""

    name: str
    count: Callable[[str], dict[int, int]]


@dataclass(frozen=True)
class ApiRouter:
    """A router of `/api/v1`; its paths begin without a version and end without a slash."""

    router: "Router"
    prefix: str = ""


@dataclass(frozen=True)
class PeriodicWork:
    """What an app does when time passes: reminders, ends of terms, deletions. Run by `manage.py tick`.

    `run` is safe to repeat at any moment and takes up whatever was missed: it looks at what is due, not at
    when it last ran. It returns a sentence about what it did, or "" for nothing.
    """

    name: str
    run: Callable[[datetime], str]
    order: int = 100


@dataclass(frozen=True)
class CalendarSource:
    """An app's offer to answer with a calendar (RFC 5545) of what there is to do at a page."""

    answer: "Callable[[SectionPlace], HttpResponse]"


@dataclass(frozen=True)
class TableHost:
    """Who receives people at the next Wijktafel of an area."""

    name: str
    email: str
    event_title: str
    event_url: str
    starts_at: datetime


@dataclass(frozen=True)
class HostFinder:
    """An app's answer to: who is the host of the next meeting in one of these areas (or below, or above)?

    `find` takes the primary keys of areas and a moment, and gives None when nothing is planned.
    """

    name: str
    find: Callable[[Sequence[int], datetime], TableHost | None]


@dataclass(frozen=True)
class GatheringMaker:
    """An app's offer to begin a meeting about a theme in an area.

    `label` is what the button says. `may` takes a user, and says whether this person may do so. `make` takes
    the theme (in the language that pages are written in), the area and the user, and gives the address in the
    CMS where the draft is completed; asked twice, it leads to the same draft. Raises PermissionDenied.
    """

    name: str
    label: "StrPromise"
    may: Callable[[Any], bool]
    make: "Callable[[Theme, Area, Any], str]"


@dataclass(frozen=True)
class HeadLink:
    """A link behind the menu that stands there for some visitors only, such as the own list.

    `build` takes the request and gives a label and an address, or None; without asking the database.
    """

    name: str
    build: "Callable[[HttpRequest], tuple[str, str] | None]"


@dataclass(frozen=True)
class CoordinatorList:
    """An app's list on the coordinator's page: what is to be followed up, each line leading to the act.

    `build` takes the user and gives a `wijkzorg_home.work_panel.WorkList` of at most ten lines, or None for
    whom it does not concern; in a fixed number of queries, whatever the size of the network.
    """

    name: str
    order: int
    build: "Callable[[Any], WorkList | None]"


@dataclass(frozen=True)
class PersonalData:
    """What an app holds about whoever has some mail addresses (GDPR, articles 15, 17 and 20).

    `collect` takes the addresses in small letters, and gives rows of plain values, each with a `title` and
    a `day` that the page of own data shows. `erase` deletes what names the person, in the transaction of
    who asks.
    """

    name: str
    label: "StrPromise"
    collect: Callable[[set[str]], list[dict[str, Any]]]
    erase: Callable[[set[str]], None]


def collect(hook_name: str) -> list[Any]:
    """Everything that was registered under a hook of this module, in Wagtail's hook order."""
    return [register() for register in hooks.get_hooks(hook_name)]


def coordinator_lists(user: Any) -> list["WorkList"]:
    """What there is to follow up for this person, in the order of the lists."""
    sources = sorted(
        collect("register_coordinator_list"), key=lambda source: (source.order, source.name)
    )
    built = (source.build(user) for source in sources)
    return [one for one in built if one is not None]


def calendar_at(place: SectionPlace) -> "HttpResponse":
    """The calendar of a place. Raises Http404 where no app keeps one."""
    for source in collect("register_calendar"):
        response: HttpResponse = source.answer(place)
        return response
    raise Http404


def search_sources() -> dict[str, SearchSource]:
    """All search sources by name, in their order. Raises ValueError when two sources share a name."""
    sources: dict[str, SearchSource] = {}
    for source in sorted(collect("register_search_source"), key=lambda one: (one.order, one.name)):
        if source.name in sources:
            raise ValueError(
                f"Two search sources are called {source.name!r}: give one of them another name "
                f"in its register_search_source hook."
            )
        sources[source.name] = source
    return sources


def sections(place: SectionPlace) -> list[Section]:
    """The sections for a gathering page, in their order, leaving out those with no place there."""
    sources = sorted(collect("register_section"), key=lambda source: (source.order, source.name))
    built = (source.build(place) for source in sources)
    return [section for section in built if section is not None]
