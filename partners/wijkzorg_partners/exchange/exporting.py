"""A list of partners to take along, as CSV, XLSX or JSON. Every cell is text; every export is written down.

It holds the newest version of each page, as the CMS shows it, so that what comes out goes in again.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from wijkzorg_home.exports import harmless
from wijkzorg_home.models import Area

from ..models import PartnerExport, PartnerIndexPage, PartnerPage
from .columns import BY_KEY, COLUMNS, Column, as_text
from .limits import CELL_LIMIT
from .planning import CHUNK, chunks
from .values import storable, values_of

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
STATES = ("public", "waiting", "draft")
#: What already begins with our own mark gets one more, so that reading takes off just that one.
SHIELD = re.compile(r"'['\s]*[=+\-@＝＋－＠]")


def usual_columns() -> list[str]:
    return [column.key for column in COLUMNS if column.is_usual]


def found(directory: PartnerIndexPage, filters: Mapping[str, str]) -> Any:
    """The partners of a directory, by name. Filters: kind, area (code), theme (slug), state."""
    pages = PartnerPage.objects.child_of(directory)
    if kind := filters.get("kind"):
        pages = pages.filter(kind=kind)
    if area := filters.get("area"):
        pages = pages.in_area(Area.objects.get(code=area))
    if theme := filters.get("theme"):
        pages = pages.about(theme)
    states = {
        "public": {"live": True},
        "waiting": {"live": True, "has_unpublished_changes": True},
        "draft": {"live": False},
    }
    return pages.filter(**states.get(filters.get("state", ""), {})).order_by("title", "pk")


def write_down(
    pages: Any, columns: Sequence[str], filters: Mapping[str, str], file_format: str, *, by: Any
) -> PartnerExport:
    """Who takes what along, before it leaves."""
    return PartnerExport.objects.create(
        made_by=by,
        file_format=file_format,
        columns=list(columns),
        filters={name: value for name, value in filters.items() if value},
        rows=pages.count(),
        is_personal=any(BY_KEY[key].is_personal for key in columns),
    )


def records(pages: Any, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """For each page the value of each column. The same queries for a hundred, and some for each draft."""
    keys = list(pages.values_list("pk", flat=True))
    related = ["areas", "themes", "languages", "locations"]
    if any(key.startswith("contacts") for key in columns):
        related.append("contact_persons")
    for chunk in chunks(keys, CHUNK):
        some = PartnerPage.objects.filter(pk__in=chunk).select_related("latest_revision", "record")
        by_key = {page.pk: page for page in some.prefetch_related(*related)}
        for page in (by_key[key] for key in chunk if key in by_key):
            newest = page
            if page.has_unpublished_changes and page.latest_revision_id:
                newest = page.get_latest_revision_as_object()
            yield _record(page, newest, columns)


def _record(page: PartnerPage, newest: PartnerPage, columns: Sequence[str]) -> dict[str, Any]:
    values = values_of(newest)
    if "state" in columns:
        values["state"] = state_of(page)
    if "page" in columns:
        values["page"] = page.get_full_url() or "" if page.live else ""
    if "confirmed" in columns:
        at = page.record.confirmed_at if hasattr(page, "record") else None
        values["confirmed"] = timezone.localdate(at).isoformat() if at else ""
    if "contacts" in columns:
        values["contacts"] = _people(newest.public_contacts)
    if "contacts_all" in columns:
        values["contacts_all"] = _people(newest.contact_persons.all())
    return {key: values[key] for key in columns}


def _people(persons: Iterable[Any]) -> str:
    lines = (", ".join(filter(None, [one.name, one.role, one.phone, one.email])) for one in persons)
    return storable("\n".join(lines))


def state_of(page: PartnerPage) -> str:
    if page.live:
        return (
            _("public, with a change that is not") if page.has_unpublished_changes else _("public")
        )
    return _("offline") if page.first_published_at else _("draft")


# --- the three formats --------------------------------------------------------------------------


class Echo:
    """A file for csv.writer that hands back each line."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Iterator[bytes]:
    """With the mark and the semicolons by which Dutch spreadsheets open it right."""
    writer = csv.writer(Echo(), delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    chosen = [BY_KEY[key] for key in columns]
    yield b"\xef\xbb\xbf" + writer.writerow([column.head for column in chosen]).encode()
    for row in rows:
        cells = [csv_cell(as_text(row[column.key], column)) for column in chosen]
        yield writer.writerow(cells).encode()


def in_this_language(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """A stream is written after the request is over; its words stay those of who asked."""
    code = get_language() or "nl"

    def one_by_one() -> Iterator[bytes]:
        while True:
            with translation.override(code):
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    return one_by_one()


def csv_cell(text: str) -> Any:
    """What a spreadsheet would run begins with an apostrophe; csv_files.py takes it off."""
    return f"'{text}" if SHIELD.match(text) else harmless(text)


def json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    before = "[\n"
    for row in rows:
        yield (before + json.dumps(row, ensure_ascii=False)).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def write_xlsx(file: IO[bytes], rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Each cell is a text, also one that begins as a formula. What is longer than a cell is left empty."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Partners")[:31])
    sheet.freeze_panes = "A2"
    chosen: list[Column] = [BY_KEY[key] for key in columns]

    def cell(text: str) -> WriteOnlyCell:
        one = WriteOnlyCell(sheet, text if len(text) <= CELL_LIMIT else "")
        one.data_type, one.number_format, one.quotePrefix = "s", "@", True
        return one

    sheet.append([cell(column.head) for column in chosen])
    for row in rows:
        sheet.append([cell(as_text(row[column.key], column)) for column in chosen])
    book.save(file)


def pieces(
    file_format: str, rows: Iterable[Mapping[str, Any]], columns: Sequence[str]
) -> Iterator[bytes]:
    """CSV or JSON, line by line."""
    return json_lines(rows) if file_format == "json" else csv_lines(rows, columns)
