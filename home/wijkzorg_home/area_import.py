"""`manage.py import_areas`: from a file to the tree of areas.

All of the file or nothing; twice is harmless.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from .area_rows import AreaFileOptions, AreaRow, ancestors, read_area_rows
from .importing import Fault, ImportRefused, Report, faults_of_model, read_json
from .models import Area

#: The tree's own fields: treebeard fills them.
TREE_FIELDS = ("path", "depth", "numchild")
NAMES_IN_FILE = {"latitude": "centroid", "longitude": "centroid", "slug": "name"}


@dataclass(kw_only=True)
class Step:
    """What happens to one area."""

    row: AreaRow
    area: Area
    parent: str
    is_new: bool
    is_moved: bool = False
    changed_fields: list[str] = field(default_factory=list)

    @property
    def is_change(self) -> bool:
        return not self.is_new and (self.is_moved or bool(self.changed_fields))


def import_areas(
    path: str | Path, options: AreaFileOptions | None = None, *, dry_run: bool = False
) -> Report:
    """Add and change areas as the file tells. What the file does not tell stays as it is.

    Raises ImportRefused, with every fault of the file, before anything is written.
    """
    options = options or AreaFileOptions()
    found = read_area_rows(read_json(path), options)
    with transaction.atomic():
        steps, faults = _plan(found.rows, options)
        if found.faults or faults:
            raise ImportRefused([*found.faults, *faults])
        report = _report(steps, [*found.warnings, *_level_warnings(steps)])
        if not dry_run:
            _apply(steps)
    return report


def _plan(rows: list[AreaRow], options: AreaFileOptions) -> tuple[list[Step], list[Fault]]:
    """What has to happen, parents first, and what is wrong in the light of the database."""
    existing = {area.code: area for area in Area.objects.all()}
    parent_of = _parents_in_database(existing)
    in_file = {row.code: row for row in rows if row.code}
    faults = _parent_faults(rows, existing, in_file, options)
    told = {code: row.parent for code, row in in_file.items() if row.parent is not None}
    after = {**parent_of, **told}
    steps = []
    for code, row in in_file.items():
        if code in ancestors(code, after):
            faults.append(
                Fault(row.place, options.parent_property, _("the area stands below itself"))
            )
            continue
        step = _step(
            row, existing.get(code), was=parent_of.get(code, ""), parent=after.get(code, "")
        )
        faults += _model_faults(step, options)
        steps.append(step)
    steps.sort(key=lambda step: sum(1 for _code in ancestors(step.row.code, after)))
    return steps, faults


def _parents_in_database(existing: dict[str, Area]) -> dict[str, str]:
    by_path = {area.path: code for code, area in existing.items()}
    return {code: by_path.get(area.path[: -Area.steplen], "") for code, area in existing.items()}


def _parent_faults(
    rows: list[AreaRow],
    existing: dict[str, Area],
    in_file: dict[str, AreaRow],
    options: AreaFileOptions,
) -> list[Fault]:
    return [
        Fault(
            row.place,
            options.parent_property,
            _("no area has the code “%(code)s”, in the file or in the database")
            % {"code": row.parent[:40]},
        )
        for row in rows
        if row.parent and row.parent not in existing and row.parent not in in_file
    ]


def _step(row: AreaRow, area: Area | None, *, was: str, parent: str) -> Step:
    if area is None:
        area = Area(code=row.code, slug=_slug(row))
        step = Step(row=row, area=area, parent=parent, is_new=True)
    else:
        step = Step(row=row, area=area, parent=parent, is_new=False, is_moved=was != parent)
    for name, value in _told_values(row).items():
        if getattr(area, name) != value:
            setattr(area, name, value)
            step.changed_fields.append(name)
    return step


def _told_values(row: AreaRow) -> dict[str, Any]:
    longitude, latitude = row.centre or (None, None)
    values = {
        "name": row.name or None,
        "level": row.level or None,
        "postcodes": row.postcodes,
        "latitude": latitude,
        "longitude": longitude,
        "outline": row.outline,
    }
    return {name: value for name, value in values.items() if value is not None}


def _slug(row: AreaRow) -> str:
    """The address of a new area; a name in another script has no letters for it, then the code."""
    return (slugify(row.name) or slugify(row.code))[:100].strip("-") or "area"


def _model_faults(step: Step, options: AreaFileOptions) -> list[Fault]:
    if not step.row.name:
        return []  # said already
    if not step.area.level:
        reason = _("is missing; --level gives one to all areas that have none")
        return [Fault(step.row.place, options.level_property, reason)]
    try:
        # Whether the code is unique is known: it was looked up, and counted in the file.
        step.area.full_clean(exclude=TREE_FIELDS, validate_unique=False)
    except ValidationError as error:
        return faults_of_model(step.row.place, error, NAMES_IN_FILE)
    return []


def _level_warnings(steps: list[Step]) -> list[str]:
    """A wijk below a buurt is most often a mistake, but a town's own division is its own."""
    order = list(Area.Level.values)
    in_file = {step.row.code: step.area for step in steps}
    others = Area.objects.filter(code__in={step.parent for step in steps} - in_file.keys())
    areas = {**{area.code: area for area in others}, **in_file}
    return [
        _("%(place)s: a %(level)s below a %(parent_level)s")
        % {
            "place": step.row.place,
            "level": step.area.get_level_display(),
            "parent_level": areas[step.parent].get_level_display(),
        }
        for step in steps
        if step.parent and order.index(step.area.level) <= order.index(areas[step.parent].level)
    ]


def _report(steps: list[Step], warnings: list[str]) -> Report:
    in_file_order = sorted(steps, key=lambda step: step.row.number)
    return Report(
        added=[step.area.name for step in in_file_order if step.is_new],
        changed=[step.area.name for step in in_file_order if step.is_change],
        left=[step.area.name for step in in_file_order if not step.is_new and not step.is_change],
        warnings=warnings,
    )


def _apply(steps: list[Step]) -> None:
    """Write the steps, parents first. Paths move under our hands, so nodes are read anew."""
    for step in steps:
        if step.is_new:
            parent = Area.objects.get(code=step.parent) if step.parent else None
            parent.add_child(instance=step.area) if parent else Area.add_root(instance=step.area)
            continue
        if step.changed_fields:
            step.area.save(update_fields=step.changed_fields)
        if step.is_moved:
            _move(Area.objects.get(code=step.row.code), step.parent)


def _move(area: Area, parent_code: str) -> None:
    if parent_code:
        area.move(Area.objects.get(code=parent_code), "last-child")
    else:
        area.move(Area.get_last_root_node(), "last-sibling")
