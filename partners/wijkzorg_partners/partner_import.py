"""`manage.py import_partners`: from a file of profiles to partner pages in the directory.

All of the file or nothing; twice is harmless. The rows are read in `partner_rows.py`; here they
meet the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale

from wijkzorg_home.importing import Fault, ImportRefused, Report, faults_of_model, read_json

from .models import Location, PartnerIndexPage, PartnerPage
from .partner_references import References, areas_by_code, make_languages, make_themes
from .partner_rows import PLAIN_TEXTS, PartnerRow, read_partner_rows
from .schedule import split_schedule

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


@dataclass(kw_only=True)
class Facts:
    """What a row says of a partner, in terms of the database."""

    #: Fields of the page > their values, hours among them.
    texts: dict[str, Any]
    #: Fields of the page > codes of areas and languages, slugs of themes.
    relations: dict[str, list[str]]
    location: dict[str, str]


@dataclass(kw_only=True)
class Step:
    """What happens to one partner. `page` is its newest draft, or a page still to be added."""

    row: PartnerRow
    facts: Facts
    page: PartnerPage
    is_new: bool
    differs: bool = True
    #: Why a changed row can't be applied to this page now; empty when it can.
    obstacle: str = ""

    def is_done(self, *, publish: bool) -> bool:
        """Whether there is nothing left to do."""
        if self.is_new or self.differs:
            return False
        return not publish or (self.page.live and not self.page.has_unpublished_changes)


@dataclass
class Plan:
    steps: list[Step] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def import_partners(
    path: str | Path,
    *,
    publish: bool = False,
    dry_run: bool = False,
    under: str = "",
    create_themes: bool = False,
) -> Report:
    """Add and change partners as the file tells. What the file does not tell stays as it is.

    `under` is the slug or id of the directory, for a site that has several. Without `publish`, new
    partners are drafts, and changes to public ones wait as drafts. Raises ImportRefused, with every
    fault of the file, before anything is written.
    """
    found = read_partner_rows(read_json(path))
    with transaction.atomic():
        directory = find_directory(under)
        references = References(directory, create_themes=create_themes)
        plan = _plan(found.rows, directory, references)
        if found.faults or plan.faults:
            raise ImportRefused([*found.faults, *plan.faults])
        report = _report(plan.steps, publish=publish)
        report.warnings = [*found.warnings, *references.warnings]
        if not dry_run:
            _apply(plan.steps, directory, publish=publish)
    return report


def find_directory(under: str) -> PartnerIndexPage:
    """The directory by slug or id; without either, the only one. Raises ImportRefused."""
    directories = PartnerIndexPage.objects.filter(locale=Locale.get_default()).order_by("path")
    chosen = list(directories)
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


def _plan(rows: list[PartnerRow], directory: PartnerIndexPage, references: References) -> Plan:
    """What has to happen, and what is wrong in the light of the database."""
    plan = Plan()
    existing = _existing_partners(rows, directory)
    slugs = set(directory.get_children().values_list("slug", flat=True))
    for row in rows:
        facts = _facts(row, references, plan.faults)
        pages = existing.get(row.source_id, [])
        if len(pages) > 1:
            reason = _("%(count)d partners have this id") % {"count": len(pages)}
            plan.faults.append(Fault(row.place, "id", reason))
        elif row.source_id and row.texts["title"] and row.texts["kind"]:
            step = _change(row, facts, pages[0]) if pages else _addition(row, facts, slugs)
            plan.faults += _model_faults(step)
            plan.steps.append(step)
    return plan


def _existing_partners(
    rows: list[PartnerRow], directory: PartnerIndexPage
) -> dict[str, list[PartnerPage]]:
    """Those in the directory that came from this source, by their id in it."""
    wanted = {row.source_id for row in rows if row.source_id}
    imported = PartnerPage.objects.child_of(directory).exclude(source_id="")
    found: dict[str, list[PartnerPage]] = {}
    for page in imported.select_related("latest_revision"):
        if page.source_id in wanted:
            found.setdefault(page.source_id, []).append(page)
    return found


def _facts(row: PartnerRow, references: References, faults: list[Fault]) -> Facts:
    facts = Facts(texts=dict(row.texts), relations={}, location=dict(row.location))
    if "opening_hours" in facts.texts:
        hours, words = split_schedule(facts.texts["opening_hours"], timezone.localdate())
        facts.texts |= {"hours": hours, "opening_hours": words}
    if row.area:
        areas = references.areas(row, faults)
        facts.relations["areas"] = [area.code for area in areas]
        if facts.location and areas:
            facts.location["city"] = references.town_of(areas[0])
    if row.languages is not None:
        codes, remarks = references.languages(row, faults)
        facts.relations["languages"] = codes
        if remarks:
            facts.texts["for_whom"] = "\n".join(
                filter(None, [facts.texts.get("for_whom"), *remarks])
            )
    if row.themes is not None:
        facts.relations["themes"] = references.themes(row, faults)
    return facts


def _addition(row: PartnerRow, facts: Facts, slugs: set[str]) -> Step:
    page = PartnerPage(
        source_id=row.source_id,
        slug=free_slug(facts.texts["title"], row.source_id, taken=slugs),
        live=False,
        has_unpublished_changes=True,
    )
    _set_texts(page, facts)
    _set_location(page, facts.location)
    return Step(row=row, facts=facts, page=page, is_new=True)


def free_slug(title: str, source_id: str, *, taken: set[str]) -> str:
    """An address that no page beside it has; it is added to `taken`."""
    start = (slugify(title) or slugify(source_id) or "partner")[:200].strip("-_") or "partner"
    slug, number = start, 1
    while slug in taken:
        number += 1
        slug = f"{start}-{number}"
    taken.add(slug)
    return slug


def _change(row: PartnerRow, facts: Facts, page: PartnerPage) -> Step:
    newest: PartnerPage = page.get_latest_revision_as_object()
    step = Step(row=row, facts=facts, page=newest, is_new=False, differs=_differs(newest, facts))
    step.obstacle = obstacle_to(page)
    if step.differs:
        _set_texts(newest, facts)
        _set_location(newest, facts.location)
    return step


def obstacle_to(page: PartnerPage) -> str:
    """Why an import must keep away from the page: people are at work on it, or took it offline."""
    if page.locked:
        return _("the page is locked")
    if page.workflow_in_progress:
        return _("a change waits for a moderator")
    if not page.live and page.first_published_at is not None:
        return _("the page was taken offline")
    newest = page.latest_revision
    if page.has_unpublished_changes and newest is not None and newest.user_id is not None:
        return _("somebody has changes that are not public yet")
    return ""


def _differs(page: PartnerPage, facts: Facts) -> bool:
    if any(getattr(page, name) != value for name, value in facts.texts.items()):
        return True
    keys = {"areas": "code", "languages": "code", "themes": "slug"}
    for name, wanted in facts.relations.items():
        if {getattr(one, keys[name]) for one in getattr(page, name).all()} != set(wanted):
            return True
    return not _has_location(page, facts.location)


def _has_location(page: PartnerPage, wanted: dict[str, str]) -> bool:
    """Whether one of the places is the file's. Where the file has none, that is so."""
    return not any(wanted.values()) or any(
        all(getattr(place, name) == value for name, value in wanted.items())
        for place in page.locations.all()
    )


def _set_texts(page: PartnerPage, facts: Facts) -> None:
    for name, value in facts.texts.items():
        setattr(page, name, value)


def _set_location(page: PartnerPage, wanted: dict[str, str]) -> None:
    """The first place is the file's; what editors added to it, and other places, stay."""
    if _has_location(page, wanted):
        return
    places = list(page.locations.all())
    place = places[0] if places else Location()
    if any(getattr(place, name) != wanted.get(name, "") for name in ("postcode", "address")):
        place.latitude = place.longitude = None
    for name, value in wanted.items():
        setattr(place, name, value)
    page.locations = [place, *places[1:]]


def _model_faults(step: Step) -> list[Fault]:
    faults: list[Fault] = []
    try:
        step.page.clean_fields(exclude=NOT_YET if step.is_new else ())
    except ValidationError as error:
        faults += faults_of_model(step.row.place, error, NAMES_IN_FILE)
    for place in step.page.locations.all():
        try:
            place.clean_fields(exclude=("partner",))
        except ValidationError as error:
            faults += faults_of_model(step.row.place, error, {})
    return faults


def _report(steps: list[Step], *, publish: bool) -> Report:
    report = Report()
    for step in steps:
        title = step.facts.texts["title"]
        if step.is_new:
            report.added.append(title)
        elif step.is_done(publish=publish):
            report.left.append(title)
        elif step.obstacle:
            report.put_aside.append(f"{title}: {step.obstacle}")
        else:
            report.changed.append(title)
    return report


def _apply(steps: Iterable[Step], directory: PartnerIndexPage, *, publish: bool) -> None:
    todo = [step for step in steps if not step.is_done(publish=publish) and not step.obstacle]
    things: dict[str, Mapping[str, Any]] = {
        "areas": areas_by_code(_named(todo, "areas")),
        "languages": make_languages(_named(todo, "languages")),
        "themes": make_themes(_named(todo, "themes")),
    }
    for step in todo:
        if step.is_new or step.differs:
            for name, keys in step.facts.relations.items():
                getattr(step.page, name).set([things[name][key] for key in keys])
            _save(step, directory)
        if publish:
            step.page.get_latest_revision().publish(skip_permission_checks=True)


def _named(steps: Iterable[Step], relation: str) -> set[str]:
    return {name for step in steps for name in step.facts.relations.get(relation, ())}


def _save(step: Step, directory: PartnerIndexPage) -> None:
    """A new draft. Raises ImportRefused where the page as a whole is not right."""
    try:
        if step.is_new:
            directory.add_child(instance=step.page)
        step.page.save_revision(log_action=True)
    except ValidationError as error:
        raise ImportRefused(faults_of_model(step.row.place, error, NAMES_IN_FILE)) from error
