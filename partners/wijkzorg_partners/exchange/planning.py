"""What would happen to each row of a file in a directory: new, changed, same, put aside, or wrong.

Nothing is written here. An import asks this for the dry run, and again within its transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, PageLogEntry

from wijkzorg_home.importing import Fault, ImportRefused, faults_of_model

from ..models import Location, PartnerImportRow, PartnerIndexPage, PartnerPage
from ..partner_references import References
from ..partner_rows import (
    KNOWN_FIELDS,
    PLAIN_TEXTS,
    Identities,
    PartnerRow,
    read_partner_row,
)
from ..schedule import split_schedule
from .columns import BY_KEY, as_text
from .values import says_the_same, values_of

State = PartnerImportRow.State
#: What the history of a page says of a draft that an import wrote.
BY_IMPORT = "wijkzorg.import"
#: Rows that are looked at together.
CHUNK = 100
#: What the tree, or Wagtail itself, fills in; asking a new page for these is too early.
NOT_YET = ("path", "depth", "numchild", "url_path", "content_type", "locale", "translation_key")
NAMES_IN_FILE = {
    "title": "name",
    "draft_title": "name",
    "slug": "name",
    "source_id": "id",
    "hours": "opening_hours",
    **{page_field: name for name, page_field in PLAIN_TEXTS.items()},
}
#: A value in the list of changes is cut to this length.
SHOWN = 300


@dataclass(kw_only=True)
class Facts:
    """What a row says of a partner, in terms of the database."""

    #: Fields of the page > their values, hours among them.
    texts: dict[str, Any]
    #: Fields of the page > codes of areas and languages, slugs of themes.
    relations: dict[str, list[str]]
    location: dict[str, str]


@dataclass(kw_only=True)
class Outcome:
    """What happens to one row. `page` is the newest draft as it will be, or a page still to be added."""

    row: PartnerRow
    state: PartnerImportRow.State
    title: str
    page_id: int | None = None
    page: PartnerPage | None = None
    facts: Facts | None = None
    #: Column, old value, new value.
    changes: list[list[str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    #: Why the row is put aside.
    obstacle: str = ""

    @property
    def is_edit(self) -> bool:
        """Whether the page gets a new draft; otherwise it is published as it is."""
        return self.state == State.NEW or any(
            column != "state" for column, _old, _new in self.changes
        )

    def faults_told(self) -> list[list[str]]:
        told = [[fault.field, fault.reason] for fault in self.faults]
        return [*told, ["", self.obstacle]] if self.obstacle else told


def chunks(rows: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    rows = iter(rows)
    while chunk := list(islice(rows, size)):
        yield chunk


def source_directories() -> list[PartnerIndexPage]:
    """Those that partners are added to; their translations follow."""
    return list(PartnerIndexPage.objects.filter(locale=Locale.get_default()).order_by("path"))


def find_directory(under: str) -> PartnerIndexPage:
    """The directory by slug or id; without either, the only one. Raises ImportRefused."""
    chosen = directories = source_directories()
    if under:
        chosen = [page for page in directories if str(page.pk) == under]
        chosen = chosen or [page for page in directories if page.slug == under]
    if len(chosen) == 1:
        return chosen[0]
    there = ", ".join(f"{page.slug} ({page.pk})" for page in directories)
    if not there:
        reason = _("there is no directory in %(language)s yet; make that page first") % {
            "language": Locale.get_default().get_display_name()
        }
    else:
        reason = _("which directory? Choose one with --under: %(there)s") % {"there": there}
    raise ImportRefused([Fault("", "", reason)])


class Planner:
    """Says what happens to rows. `identities` are those of the whole file.

    With `lock`, nobody else writes to the pages in question until the transaction ends.
    """

    def __init__(
        self,
        directory: PartnerIndexPage,
        identities: Identities,
        *,
        publish: bool,
        create_themes: bool,
        lock: bool = False,
    ) -> None:
        self.directory = directory
        self.lock = lock
        #: Key of a page > the first row about it.
        self.about: dict[int, int] = {}
        self.identities = identities
        self.publish = publish
        self.references = References(directory, create_themes=create_themes)
        self.slugs = set(directory.get_children().values_list("slug", flat=True))

    def outcomes(self, rows: Sequence[tuple[PartnerRow, list[Fault]]]) -> list[Outcome]:
        """One for each row, in a fixed number of queries but for those that change."""
        found = _Existing(self.directory, [row for row, _faults in rows], lock=self.lock)
        return [self._outcome(row, faults, found) for row, faults in rows]

    def _outcome(self, row: PartnerRow, faults: list[Fault], found: "_Existing") -> Outcome:
        title = row.texts.get("title", "")
        outcome = Outcome(row=row, state=State.WRONG, title=title)
        outcome.faults += self.identities.faults_of(row)
        pages = found.pages_of(row)
        outcome.faults += _identity_faults(row, pages)
        outcome.faults += row.cell_faults
        if len(pages) == 1:
            page = pages[0]
            outcome.page_id, outcome.title = page.pk, title or page.draft_title
            first = self.about.setdefault(page.pk, row.number)
            if first != row.number:
                reason = _("row %(number)d is about the same organisation") % {"number": first}
                outcome.faults.append(Fault(row.place, "", reason))
            return self._change(
                outcome, page, is_imported=page.latest_revision_id in found.imported
            )
        outcome.faults += faults
        return self._addition(outcome)

    def _addition(self, outcome: Outcome) -> Outcome:
        row = outcome.row
        outcome.facts = self._facts(row, None, outcome.faults)
        said = {fault.field for fault in outcome.faults}
        for name, page_field in (("name", "title"), ("kind", "kind")):
            if not row.texts.get(page_field) and name not in said and "" not in said:
                outcome.faults.append(Fault(row.place, name, _("is missing")))
        if not (row.texts.get("title") and row.texts.get("kind")):
            return outcome
        slug = free_slug(outcome.title, row.source_id, taken=self.slugs)
        page = PartnerPage(
            source_id=row.source_id, slug=slug, live=False, has_unpublished_changes=True
        )
        _set(page, outcome.facts)
        outcome.page = page
        outcome.faults += _model_faults(outcome, NOT_YET)
        outcome.state = State.WRONG if outcome.faults else State.NEW
        return outcome

    def _change(self, outcome: Outcome, page: PartnerPage, *, is_imported: bool) -> Outcome:
        newest: PartnerPage = page
        if page.has_unpublished_changes and page.latest_revision_id:
            newest = page.get_latest_revision_as_object()
        before = values_of(newest)
        outcome.row, faults = _what_differs(outcome.row, before)
        outcome.faults += faults
        outcome.facts = self._facts(outcome.row, newest, outcome.faults)
        outcome.changes = _changes(newest, outcome.facts, outcome.row, before)
        if outcome.changes:
            newest = page.get_latest_revision_as_object() if page.latest_revision_id else page
            _set(newest, outcome.facts)
            outcome.page = newest
            outcome.faults += _model_faults(outcome, ())
        else:
            outcome.page = newest
        if self.publish and not (page.live and not page.has_unpublished_changes):
            outcome.changes.append(["state", str(_("draft")), str(_("public"))])
        if outcome.faults:
            outcome.state = State.WRONG
        elif not outcome.changes:
            outcome.state = State.SAME
        else:
            outcome.obstacle = obstacle_to(page, is_imported=is_imported)
            outcome.state = State.WAITING if outcome.obstacle else State.CHANGED
        return outcome

    def _facts(self, row: PartnerRow, page: PartnerPage | None, faults: list[Fault]) -> Facts:
        facts = Facts(texts=dict(row.texts), relations={}, location=dict(row.location))
        if "opening_hours" in facts.texts:
            hours, words = split_schedule(facts.texts["opening_hours"], timezone.localdate())
            facts.texts |= {"hours": hours, "opening_hours": words}
        if row.areas:
            areas = self.references.areas(row, faults)
            facts.relations["areas"] = [area.code for area in areas]
            if facts.location and areas:
                facts.location["city"] = self.references.town_of(areas[0])
        if row.languages is not None:
            codes, remarks = self.references.languages(row, faults)
            facts.relations["languages"] = codes
            told = facts.texts.get("for_whom", page.for_whom if page else "")
            lines = told.splitlines()
            if new := [remark for remark in remarks if remark not in lines]:
                facts.texts["for_whom"] = "\n".join(filter(None, [told, *new]))
        if row.themes is not None:
            facts.relations["themes"] = self.references.themes(row, faults)
        return facts


class _Existing:
    """The partners of a directory that some rows are about, in a fixed number of queries."""

    def __init__(
        self, directory: PartnerIndexPage, rows: Sequence[PartnerRow], *, lock: bool
    ) -> None:
        keys = {row.key for row in rows if row.key}
        ids = {row.source_id for row in rows if row.source_id and not row.key}
        names = {row.texts.get("title", "") for row in rows if not row.key and not row.source_id}
        asked = Q(translation_key__in=keys) | Q(source_id__in=ids)
        asked |= Q(draft_title__in=names - {""})
        pages = PartnerPage.objects.child_of(directory).filter(asked)
        self.by_key: dict[str, list[PartnerPage]] = {}
        self.by_id: dict[str, list[PartnerPage]] = {}
        self.by_name: dict[str, list[PartnerPage]] = {}
        if lock:
            # In one order, as everybody who locks several; and before they are read.
            these = Page.objects.filter(pk__in=list(pages.values_list("pk", flat=True)))
            list(these.order_by("pk").select_for_update().values_list("pk"))
        related = ("areas", "themes", "languages", "locations")
        found = pages.select_related("latest_revision").prefetch_related(*related)
        for page in found:
            self.by_key.setdefault(str(page.translation_key), []).append(page)
            self.by_id.setdefault(page.source_id, []).append(page)
            self.by_name.setdefault(page.draft_title, []).append(page)
        newest = [page.latest_revision_id for page in found if page.latest_revision_id]
        written = PageLogEntry.objects.filter(action=BY_IMPORT, revision__in=newest)
        #: Newest drafts that an import wrote.
        self.imported = set(written.values_list("revision_id", flat=True))

    def pages_of(self, row: PartnerRow) -> list[PartnerPage]:
        if row.key:
            return self.by_key.get(row.key, [])
        if row.source_id:
            return self.by_id.get(row.source_id, [])
        return self.by_name.get(row.texts.get("title") or "\0", [])


def _identity_faults(row: PartnerRow, pages: list[PartnerPage]) -> list[Fault]:
    if len(pages) > 1:
        if row.source_id:
            reason = _("%(count)d partners have this id") % {"count": len(pages)}
            return [Fault(row.place, "id", reason)]
        reason = _("%(count)d partners have this name") % {"count": len(pages)}
        return [Fault(row.place, "name", reason)]
    if row.key and not pages:
        reason = _("no partner here has this key; leave out the column to add it as new")
        return [Fault(row.place, "key", reason)]
    if row.key and row.source_id and pages[0].source_id != row.source_id:
        reason = _("the partner with this key has another id")
        return [Fault(row.place, "id", reason)]
    return []


def _what_differs(row: PartnerRow, before: dict[str, Any]) -> tuple[PartnerRow, list[Fault]]:
    """The row without what stands on the page just so, and the faults in the rest of it.

    So whatever an export wrote comes in again as no change, also what could not be typed today.
    """
    same = {
        name
        for name in row.raw
        if name in KNOWN_FIELDS
        and name not in {"key", "id"}
        and name in before
        and says_the_same(row.raw[name], before[name])
    }
    return read_partner_row(row.number, row.raw, same)


def _changes(
    page: PartnerPage, facts: Facts, row: PartnerRow, before: dict[str, Any]
) -> list[list[str]]:
    """Column, old and new value, of what is not on the page yet."""
    changed: dict[str, str] = {}
    for name, value in facts.texts.items():
        if getattr(page, name) != value:
            column = NAMES_IN_FILE.get(name, name)
            told = row.texts.get(name, value) if column != "opening_hours" else None
            changed[column] = told if told is not None else row.texts.get("opening_hours", "")
    if "kind" in changed:
        changed["kind"] = str(row.raw.get("kind", ""))
    keys = {"areas": "code", "languages": "code", "themes": "slug"}
    for name, wanted in facts.relations.items():
        if {getattr(one, keys[name]) for one in getattr(page, name).all()} != set(wanted):
            told = {"areas": row.areas, "languages": row.languages, "themes": row.themes}[name]
            column = "area" if name == "areas" else name
            changed[column] = as_text(told or [], BY_KEY[column])
    if not has_location(page, facts.location):
        place = next(iter(page.locations.all()), None)
        for name in ("address", "postcode", "city"):
            if name in facts.location and facts.location[name] != getattr(place, name, ""):
                changed["address" if name == "city" else name] = facts.location[name]
    return [
        [column, as_text(before[column], BY_KEY[column])[:SHOWN], str(new)[:SHOWN]]
        for column, new in changed.items()
    ]


def free_slug(title: str, source_id: str, *, taken: set[str]) -> str:
    """An address that no page beside it has; it is added to `taken`."""
    start = (slugify(title) or slugify(source_id) or "partner")[:200].strip("-_") or "partner"
    slug, number = start, 1
    while slug in taken:
        number += 1
        slug = f"{start}-{number}"
    taken.add(slug)
    return slug


def obstacle_to(page: PartnerPage, *, is_imported: bool) -> str:
    """Why an import must keep away from the page: people are at work on it, or took it offline.

    `is_imported`: its newest draft is an import's, and nobody's work. A draft without a name beside it may
    be that of somebody whose account is gone.
    """
    if page.locked:
        return _("the page is locked")
    if page.workflow_in_progress:
        return _("a change waits for a moderator")
    if not page.live and page.first_published_at is not None:
        return _("the page was taken offline")
    if page.has_unpublished_changes and page.latest_revision_id and not is_imported:
        return _("somebody has changes that are not public yet")
    return ""


def has_location(page: PartnerPage, wanted: dict[str, str]) -> bool:
    """Whether one of the places is the file's. Where the file has none, that is so."""
    return not any(wanted.values()) or any(
        all(getattr(place, name) == value for name, value in wanted.items())
        for place in page.locations.all()
    )


def _set(page: PartnerPage, facts: Facts) -> None:
    for name, value in facts.texts.items():
        setattr(page, name, value)
    _set_location(page, facts.location)


def _set_location(page: PartnerPage, wanted: dict[str, str]) -> None:
    """The first place is the file's; what editors added to it, and other places, stay."""
    if has_location(page, wanted):
        return
    places = list(page.locations.all())
    place = places[0] if places else Location()
    if any(getattr(place, n) != wanted[n] for n in ("postcode", "address") if n in wanted):
        place.latitude = place.longitude = None
    for name, value in wanted.items():
        setattr(place, name, value)
    page.locations = [place, *places[1:]]


def _model_faults(outcome: Outcome, exclude: tuple[str, ...]) -> list[Fault]:
    page, place_in_file = outcome.page, outcome.row.place
    assert page is not None
    faults: list[Fault] = []
    try:
        page.clean_fields(exclude=exclude)
    except ValidationError as error:
        faults += faults_of_model(place_in_file, error, NAMES_IN_FILE)
    for place in page.locations.all():
        try:
            place.clean_fields(exclude=("partner",))
        except ValidationError as error:
            faults += faults_of_model(place_in_file, error, {})
    return faults
