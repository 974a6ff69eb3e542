"""One import in the CMS: read, matched, checked, done. What is slow is done by a worker, from `work`.

Every step is one conditional UPDATE of the state, so that a form that is sent twice, or a task that runs
twice, acts once. A worker that died leaves the import to the next tick.
"""

import json
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wijkzorg_home.importing import Fault, ImportRefused

from ..models import PartnerExport, PartnerImport, PartnerImportRow, PartnerIndexPage
from ..partner_import import cell_faults, not_read, unknown_warnings
from ..partner_rows import Identities, PartnerRow, read_partner_row
from . import progress
from .applying import apply
from .columns import BY_KEY, guess, raw_row
from .files import ReadRow, open_table, refuse
from .planning import Outcome, Planner, chunks

logger = logging.getLogger("wijkzorg.exchange")

State = PartnerImport.State
RowState = PartnerImportRow.State
#: A worker that says nothing for so long is gone; it can't say anything while its transaction is open. An
#: import of 10,000 new partners takes a tenth of it.
LEASE = timedelta(hours=3)
#: A task that did not begin by then was lost.
PATIENCE = timedelta(minutes=5)
#: An import that nobody went on with is deleted, with all that stood in the file.
UNFINISHED_KEPT = timedelta(days=14)
#: The record of who imported and exported what.
RECORDS_KEPT = timedelta(days=365)
#: Rows that were put aside are named in the record, up to this number.
NAMED = 100


# --- the steps that people take -----------------------------------------------------------------


def start(
    file: BinaryIO,
    name: str,
    directory: PartnerIndexPage,
    *,
    by: Any,
    sheet: str = "",
    publish: bool = False,
    create_themes: bool = False,
) -> PartnerImport:
    """Read a file into the database. Raises ImportRefused, and then nothing was written."""
    table = open_table(file, name, sheet=sheet)
    with transaction.atomic():
        run = PartnerImport.objects.create(
            directory=directory,
            made_by=by,
            file_name=name[-120:],
            read_as=table.read_as[:200],
            language=get_language() or "nl",
            publish=publish,
            create_themes=create_themes,
            heads=table.heads,
            mapping=guess(table.heads),
        )
        for chunk in chunks(table.rows(), 500):
            rows = [_kept(run, row) for row in chunk]
            PartnerImportRow.objects.bulk_create(rows)
            run.rows_total += len(rows)
        if not run.rows_total:
            refuse(
                _("There are heads, and no rows below them.")
                if table.heads
                else _("The list is empty.")
            )
        run.save(update_fields=["rows_total"])
        if not table.heads:
            check(run)
    return run


def _kept(run: PartnerImport, row: ReadRow) -> PartnerImportRow:
    kept: dict[str, Any] = (
        {"cells": row.cells, "faults": row.faults} if run.heads else {"raw": row.raw}
    )
    return PartnerImportRow(run=run, number=row.number, content=json.dumps(kept))


def match(run: PartnerImport, mapping: list[str]) -> bool:
    """Keep which column is which, and check the rows anew; whether that was still possible."""
    free = PartnerImport.objects.filter(pk=run.pk, state__in=[State.MATCHING, State.CHECKED])
    with transaction.atomic():
        if not free.update(mapping=mapping):
            return False
        return check(run)


def check(run: PartnerImport) -> bool:
    """Have the rows checked, again if they were."""
    return _begin(run, State.CHECKING, Q(state__in=[State.MATCHING, State.CHECKED]))


def go(run: PartnerImport, *, by: Any) -> bool:
    """Import what was checked; whether it begins now. Sent twice, it begins once.

    From here on the import is of whoever says so (`by`), also when somebody else sent the file.
    """
    if run.rows.filter(state=RowState.WRONG).exists():
        return False
    return _begin(run, State.GOING, Q(state=State.CHECKED), made_by=by)


def throw_away(run: PartnerImport) -> bool:
    """Delete an import that nobody wants; not one that a worker is at, nor the record of one that is done."""
    free = PartnerImport.objects.filter(pk=run.pk, state__in=[State.MATCHING, State.CHECKED])
    with transaction.atomic():
        if not free.select_for_update().exists():
            return False
        _forget_rows(run.pk)
        free.delete()
    return True


def _forget_rows(pk: int) -> None:
    """In pieces: what is deleted is read first, since others may listen to it."""
    while piece := list(PartnerImportRow.objects.filter(run=pk).values_list("pk", flat=True)[:500]):
        PartnerImportRow.objects.filter(pk__in=piece).delete()


def cells_of(row: PartnerImportRow) -> list[str]:
    """What stands in the row of a table, as wide as its heads."""
    cells: list[str] = json.loads(row.content)["cells"]
    return cells + [""] * (len(row.run.heads) - len(cells))


def _begin(run: PartnerImport, state: str, may: Q, **more: Any) -> bool:
    with transaction.atomic():
        begun = PartnerImport.objects.filter(may, pk=run.pk).update(
            state=state, state_since=timezone.now(), rows_done=0, taken_at=None, notice="", **more
        )
        if begun:
            _enqueue(run.pk)
    return bool(begun)


def _enqueue(pk: int) -> None:
    from .tasks import work_on_import

    transaction.on_commit(lambda: work_on_import.enqueue(pk))


# --- what the worker does -----------------------------------------------------------------------


def work(pk: int) -> None:
    """Do what the state of an import asks for, unless another worker is at it."""
    now = timezone.now()
    free = Q(taken_at=None) | Q(taken_at__lt=now - LEASE)
    taken = PartnerImport.objects.filter(
        free, pk=pk, state__in=[State.CHECKING, State.GOING]
    ).update(taken_at=now)
    if not taken:
        return
    run = PartnerImport.objects.select_related("directory", "made_by").get(pk=pk)
    with translation.override(run.language):
        try:
            _check(run) if run.state == State.CHECKING else _go(run)
        except Exception:
            logger.exception("the import %s failed", run.uid)
            notice = _("Something went wrong, and nothing was imported. We were told.")
            _end(run, State.FAILED, notice=notice, finished_at=timezone.now())
        finally:
            progress.forget(run)


def _end(run: PartnerImport, state: str, **more: Any) -> None:
    """Only where it goes on still: another worker may have ended it meanwhile."""
    PartnerImport.objects.filter(pk=run.pk, state__in=[State.CHECKING, State.GOING]).update(
        state=state, state_since=timezone.now(), taken_at=None, **more
    )


def _check(run: PartnerImport, notice: str = "") -> None:
    identities, unknown = _identities(run)
    planner = _planner(run, identities)
    counts: Counter[str] = Counter()
    done = 0
    for rows in chunks(_rows(run)):
        outcomes = planner.outcomes([_read(run, row) for row in rows])
        for row, outcome in zip(rows, outcomes, strict=True):
            _remember(row, outcome)
            counts[row.state] += 1
        fields = ["state", "title", "page_id", "changes", "faults"]
        PartnerImportRow.objects.bulk_update(rows, fields)
        done += len(rows)
        PartnerImport.objects.filter(pk=run.pk).update(rows_done=done, taken_at=timezone.now())
    warnings = [*unknown_warnings(unknown), *planner.references.warnings]
    warnings = [_printable(text) for text in warnings[:NAMED]]
    _end(run, State.CHECKED, counts=dict(counts), warnings=warnings, notice=notice)


class Moved(Exception):
    """Something changed between the check and the import."""


def _go(run: PartnerImport) -> None:
    """All rows in one transaction, each of them checked again."""
    try:
        with transaction.atomic():
            locked = PartnerImport.objects.select_for_update(of=("self",)).get(pk=run.pk)
            if locked.state != State.GOING:
                return
            _apply_all(run)
            aside = run.rows.filter(state=RowState.WAITING).order_by("number")[:NAMED]
            warnings = [f"{row.title}: {row.faults[0][1]}" for row in aside if row.faults]
            _forget_rows(run.pk)
            _end(run, State.DONE, finished_at=timezone.now(), warnings=warnings)
    except Moved:
        run.refresh_from_db()
        notice = _("Something changed here since the check. See what would happen now.")
        _check(run, notice)
    except ImportRefused as refused:
        notice = _("Nothing was imported: %(faults)s") % {"faults": refused.faults[0]}
        _end(run, State.CHECKED, notice=notice)


def _apply_all(run: PartnerImport) -> None:
    identities, _unknown = _identities(run)
    planner = _planner(run, identities, lock=True)
    done = 0
    for rows in chunks(_rows(run)):
        outcomes = planner.outcomes([_read(run, row) for row in rows])
        for row, outcome in zip(rows, outcomes, strict=True):
            shown = (row.state, row.page_id, row.changes)
            _remember(row, outcome)
            if shown != (row.state, row.page_id, row.changes) or row.state == RowState.WRONG:
                raise Moved
        apply(outcomes, run.directory, publish=run.publish, by=run.made_by)
        done += len(rows)
        progress.tell(run, done)


def _rows(run: PartnerImport) -> Iterator[PartnerImportRow]:
    """In pieces, by number: what is read is not kept, and rows may be written meanwhile."""
    last = -1
    while piece := list(run.rows.filter(number__gt=last).order_by("number")[:500]):
        yield from piece
        last = piece[-1].number


def _identities(run: PartnerImport) -> tuple[Identities, dict[str, int]]:
    identities = Identities()
    unknown: dict[str, int] = {}
    for row in _rows(run):
        read, _faults = _read(run, row)
        identities.add(read)
        for name in not_read(read.raw) if not run.heads else ():
            unknown.setdefault(name, row.number)
    return identities, unknown


def _planner(run: PartnerImport, identities: Identities, *, lock: bool = False) -> Planner:
    return Planner(
        run.directory,
        identities,
        publish=run.publish,
        create_themes=run.create_themes,
        lock=lock,
    )


def _read(run: PartnerImport, row: PartnerImportRow) -> tuple[PartnerRow, list[Fault]]:
    kept = json.loads(row.content)
    if not run.heads:
        return read_partner_row(row.number, kept["raw"])
    faults = {int(at): reason for at, reason in kept["faults"].items()}
    read = ReadRow(number=row.number, cells=kept["cells"], faults=faults)
    partner, found = read_partner_row(row.number, raw_row(read.cells, run.mapping))
    partner.cell_faults = cell_faults(read, run.mapping, partner.place)
    return partner, found


def _remember(row: PartnerImportRow, outcome: Outcome) -> None:
    row.state = outcome.state
    row.title = _printable(outcome.title)[:255]
    row.page_id = outcome.page_id
    row.changes = [[_printable(text) for text in change] for change in outcome.changes]
    row.faults = [[_printable(text) for text in fault] for fault in outcome.faults_told()]


def _printable(text: str) -> str:
    """What a bad file says may hold what no database keeps."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


# --- what the tick does -------------------------------------------------------------------------


def take_up(now: datetime) -> str:
    """Enqueue again what no worker is at; a sentence, or "" for nothing."""
    lost = Q(taken_at=None, state_since__lt=now - PATIENCE) | Q(taken_at__lt=now - LEASE)
    runs = PartnerImport.objects.filter(lost, state__in=[State.CHECKING, State.GOING])
    for pk in list(runs.values_list("pk", flat=True)):
        _enqueue(pk)
    return f"taken up again: {runs.count()} imports" if runs.exists() else ""


def delete_old(now: datetime) -> str:
    """Unfinished imports with their rows, and records whose time is over."""
    given_up = PartnerImport.objects.filter(
        state_since__lt=now - UNFINISHED_KEPT,
        state__in=[State.MATCHING, State.CHECKED, State.FAILED],
    )
    for pk in list(given_up.values_list("pk", flat=True)):
        _forget_rows(pk)
    unfinished = given_up.exclude(state=State.FAILED)
    counts = {
        "imports that nobody finished": unfinished.count(),
        "records of imports": PartnerImport.objects.filter(made_at__lt=now - RECORDS_KEPT).count(),
        "records of exports": PartnerExport.objects.filter(made_at__lt=now - RECORDS_KEPT).count(),
    }
    unfinished.delete()
    for model in (PartnerImport, PartnerExport):
        model._default_manager.filter(made_at__lt=now - RECORDS_KEPT).delete()
    gone = [f"{number} {name}" for name, number in counts.items() if number]
    return f"deleted: {', '.join(gone)}" if gone else ""


def wrong_rows(run: PartnerImport) -> Iterator[Sequence[str]]:
    """The wrong rows as they stand in the file, each with its number and what is wrong; heads first."""
    heads = run.heads or [_("row, as JSON")]
    yield [_("row"), _("what is wrong"), *heads]
    for row in run.rows.filter(state=RowState.WRONG).order_by("number").iterator(500):
        kept = json.loads(row.content)
        cells = kept["cells"] if run.heads else [json.dumps(kept["raw"])]
        told = "; ".join(
            f"{BY_KEY[key].head}: {reason}"
            if key in BY_KEY
            else ": ".join(filter(None, [key, reason]))
            for key, reason in row.faults
        )
        yield [str(row.number), told, *cells]
