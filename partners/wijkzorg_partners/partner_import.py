"""`manage.py import_partners`: from a file of profiles to partner pages in the directory.

All of the file or nothing; twice is harmless. How files are read and rows are judged: `exchange/`.
"""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wijkzorg_home.importing import Fault, ImportRefused, Report

from .exchange.applying import apply
from .exchange.columns import BY_KEY, IMPORTED, guess, raw_row
from .exchange.files import ReadRow, Table, open_table
from .exchange.planning import Outcome, Planner, chunks, find_directory
from .models import PartnerImport, PartnerImportRow, PartnerIndexPage
from .partner_rows import Identities, PartnerRow, read_partner_row, unknown_fields

State = PartnerImportRow.State
Row = tuple[PartnerRow, list[Fault]]


def import_partners(
    path: str | Path,
    *,
    publish: bool = False,
    dry_run: bool = False,
    under: str = "",
    create_themes: bool = False,
    columns: Mapping[str, str] | None = None,
    tell: Callable[[str], None] | None = None,
) -> Report:
    """Add and change partners as the file tells. What the file does not tell stays as it is.

    `under` is the slug or id of the directory, for a site that has several; `columns` gives the head of a
    column by its key, where it can't be guessed. Without `publish`, new partners are drafts, and changes to
    public ones wait as drafts. `tell` hears a line about each row of which something would come. Raises
    ImportRefused, with every fault of the file, before anything is written.
    """
    rows, warnings = _read(path, columns or {})
    with transaction.atomic():
        directory = find_directory(under)
        identities = Identities()
        for row, _faults in rows:
            identities.add(row)

        def planner(*, lock: bool = False) -> Planner:
            return Planner(
                directory, identities, publish=publish, create_themes=create_themes, lock=lock
            )

        report, faults, first = Report(), [], planner()
        for chunk in chunks(rows):
            for outcome in first.outcomes(chunk):
                faults += outcome.faults
                _report(outcome, report)
                if tell is not None:
                    for line in lines_about(outcome):
                        tell(line)
        if faults:
            raise ImportRefused(faults)
        report.warnings = [*warnings, *first.references.warnings]
        if not dry_run:
            second = planner(lock=True)
            for chunk in chunks(rows):
                apply(second.outcomes(chunk), directory, publish=publish)
            _record(Path(path).name, directory, report, publish=publish)
    return report


def _read(path: str | Path, columns: Mapping[str, str]) -> tuple[list[Row], list[str]]:
    table = _open(Path(path))
    mapping = match_columns(table.heads, columns)
    found: list[Row] = []
    unknown: dict[str, int] = {}
    for read in table.rows():
        row, faults = read_partner_row(read.number, row_as_raw(read, mapping))
        row.cell_faults = cell_faults(read, mapping, row.place)
        found.append((row, faults))
        for name in not_read(read.raw):
            unknown.setdefault(name, read.number)
    if table.heads and not found:
        raise ImportRefused([Fault(str(path), "", _("There are heads, and no rows below them."))])
    return found, unknown_warnings(unknown)


def _open(path: Path) -> Table:
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = _("can't be read: %(reason)s") % {"reason": error.strerror or error}
        raise ImportRefused([Fault(str(path), "", reason)]) from error
    return open_table(BytesIO(content), path.name)


def match_columns(heads: list[str], columns: Mapping[str, str]) -> list[str]:
    """For each head the key of its column: as told, else by guess. Raises ImportRefused."""
    known = {column.key for column in IMPORTED}
    columns = {
        key if key in known else guess([key])[0] or key: head for key, head in columns.items()
    }
    for key, head in columns.items():
        if key not in known:
            reason = _("there is no column “%(key)s”; there are %(keys)s")
            raise ImportRefused(
                [Fault("", "", reason % {"key": key[:40], "keys": ", ".join(sorted(known))})]
            )
        if head not in heads:
            reason = _("no column of the file is called “%(head)s”")
            raise ImportRefused([Fault("", "", reason % {"head": head[:40]})])
    told = {head: key for key, head in columns.items()}
    guessed = guess(heads)
    return [
        told.get(head) or (key if key not in columns else "")
        for head, key in zip(heads, guessed, strict=True)
    ]


def row_as_raw(read: ReadRow, mapping: list[str]) -> object:
    return raw_row(read.cells, mapping) if mapping else read.raw


def cell_faults(read: ReadRow, mapping: list[str], place: str) -> list[Fault]:
    """What is wrong with cells of columns that are not left out, and with the row as a whole."""
    keys = [*mapping, ""]
    return [
        Fault(place, keys[at] if at < len(keys) else "", reason)
        for at, reason in sorted(read.faults.items())
        if at >= len(mapping) or mapping[at]
    ]


def not_read(raw: object) -> set[str]:
    """Fields of a JSON row that nobody knows; those that only the export has tell nothing new."""
    return unknown_fields(raw) - BY_KEY.keys()


def unknown_warnings(unknown: Mapping[str, int]) -> list[str]:
    """About fields of a JSON file that nobody reads; each with the first row in which it stands."""
    return [
        _("field “%(field)s” is not known and was not read (first in row %(number)d)")
        % {"field": ascii(name)[1:-1][:40], "number": number}
        for name, number in sorted(unknown.items())
    ]


def _report(outcome: Outcome, report: Report) -> None:
    if outcome.state == State.NEW:
        report.added.append(outcome.title)
    elif outcome.state == State.SAME:
        report.left.append(outcome.title)
    elif outcome.state == State.WAITING:
        report.put_aside.append(f"{outcome.title}: {outcome.obstacle}")
    elif outcome.state == State.CHANGED:
        report.changed.append(outcome.title)


def lines_about(outcome: Outcome) -> list[str]:
    """What the dry run says of one row; nothing of what stays the same."""
    if outcome.state == State.SAME:
        return []
    head = f"{outcome.row.place}: {State(outcome.state).label}"
    lines = [f"{head} - {outcome.title}" if outcome.title else head]
    lines += [f"  {BY_KEY[column].head}: {old} > {new}" for column, old, new in outcome.changes]
    lines += [
        f"  {column}: {reason}" if column else f"  {reason}"
        for column, reason in outcome.faults_told()
    ]
    return [line.encode("utf-8", "replace").decode() for line in lines]


def _record(name: str, directory: PartnerIndexPage, report: Report, *, publish: bool) -> None:
    """The import by command stands in the list of the CMS too, without a person."""
    PartnerImport.objects.create(
        directory=directory,
        file_name=name[:120],
        language=get_language() or "nl",
        publish=publish,
        state=PartnerImport.State.DONE,
        counts={
            State.NEW: len(report.added),
            State.CHANGED: len(report.changed),
            State.SAME: len(report.left),
            State.WAITING: len(report.put_aside),
        },
        finished_at=timezone.now(),
    )
